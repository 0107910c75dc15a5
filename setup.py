"""Build the compiled pack reader, if there are a C compiler and zlib's header."""

import os
import sys

from setuptools import Extension, setup

READER = "git_secrets_py/packs/walker"


def extensions() -> list[Extension]:
    """Return the optional extension: from Cython's source, or from the C that an sdist carries.

    Windows has neither ``pread`` nor a zlib of its own.
    """
    if sys.platform == "win32":
        return []
    flags = os.environ.get("GIT_SECRETS_SANITIZE", "").split()
    arguments = {
        "libraries": ["z"],
        "extra_compile_args": flags,
        "extra_link_args": flags,
        "optional": True,
    }
    name = READER.replace("/", ".")
    try:
        from Cython.Build import cythonize
    except ImportError:
        return [Extension(name, [f"{READER}.c"], **arguments)]
    return cythonize([Extension(name, [f"{READER}.pyx"], **arguments)])


setup(ext_modules=extensions())
