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
    }
    name = READER.replace("/", ".")
    try:
        from Cython.Build import cythonize
    except ImportError:
        return [Extension(name, [f"{READER}.c"], **arguments)]
    return cythonize([Extension(name, [f"{READER}.pyx"], **arguments)])


def optional(extension: Extension) -> Extension:
    """Return ``extension``, which may fail to compile; Cython makes new ones, so this is last."""
    extension.optional = True
    return extension


setup(ext_modules=[optional(extension) for extension in extensions()])
