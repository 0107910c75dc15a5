"""Build the package with the hook scripts and, if there is a C compiler, the pack reader."""

import glob
import hashlib
import os
import sys

from setuptools import Extension, setup
from setuptools.command.build_py import build_py

COMPILED = (
    "git_secrets_py/packs/pack",
    "git_secrets_py/packs/walker",
    "git_secrets_py/packs/objects",
    "git_secrets_py/packs/trees",
    "git_secrets_py/packs/history",
    "git_secrets_py/engine/pages",
    "git_secrets_py/engine/runs",
)


class BuildPackages(build_py):
    """Copy the hook scripts into the package, from the folder beside it that a checkout uses."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            folder = os.path.join(self.build_lib, "git_secrets_py", "hooks")
            self.mkpath(folder)
            for name in os.listdir("hooks"):
                self.copy_file(os.path.join("hooks", name), os.path.join(folder, name))


def extensions() -> list[Extension]:
    """Return the optional extensions: from Cython's source, or from the C that an sdist carries.

    Windows has neither ``pread`` nor a zlib of its own.
    """
    if sys.platform == "win32":
        return []
    flags = os.environ.get("GIT_SECRETS_SANITIZE", "").split()
    sources = sorted(glob.glob("git_secrets_py/*/*.pyx") + glob.glob("git_secrets_py/*/*.pxd"))
    arguments = {
        "depends": sources,  # all are compiled anew, so that all have the same mark
        "define_macros": [("GIT_SECRETS_SOURCES", f'"{digest(sources)}"')],
        "libraries": ["z"],
        "extra_compile_args": flags,
        "extra_link_args": flags,
    }
    try:
        from Cython.Build import cythonize
    except ImportError:
        return [Extension(path.replace("/", "."), [f"{path}.c"], **arguments) for path in COMPILED]
    return cythonize(
        [Extension(path.replace("/", "."), [f"{path}.pyx"], **arguments) for path in COMPILED]
    )


def digest(paths: list[str]) -> str:
    """Return the mark of the compiled modules, by which workers of a fleet are compared."""
    found = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            found.update(file.read())
    return found.hexdigest()[:16]


def optional(extension: Extension) -> Extension:
    """Return ``extension``, which may fail to compile; Cython makes new ones, so this is last."""
    extension.optional = True
    return extension


setup(
    cmdclass={"build_py": BuildPackages},
    ext_modules=[optional(extension) for extension in extensions()],
)
