"""Build the package with the hook scripts and, if there is a C compiler, the compiled modules."""

import hashlib
import os
import re
import sys

from setuptools import Extension, setup
from setuptools.command.build_py import build_py

GITHUB = "git-secrets-py/git-secrets-py/"
COMPILED = (
    "git_secrets_py/packs/table",
    "git_secrets_py/packs/pack",
    "git_secrets_py/packs/entry_reader",
    "git_secrets_py/packs/walker",
    "git_secrets_py/packs/objects",
    "git_secrets_py/packs/recorder",
    "git_secrets_py/packs/commits",
    "git_secrets_py/packs/links",
    "git_secrets_py/packs/history",
    "git_secrets_py/engine/encodings/pages",
    "git_secrets_py/engine/decoding/runs",
    "git_secrets_py/engine/unseen_lines",
    "git_secrets_py/sources/file_reader",
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
    try:
        from Cython.Build import cythonize
        from Cython.Compiler import Options
    except ImportError:
        return [extension(path, ".c") for path in COMPILED]
    # Not for users: a later Cython may warn of more.
    Options.warning_errors = "GIT_SECRETS_STRICT_BUILD" in os.environ
    return cythonize([extension(path, ".pyx") for path in COMPILED])


def extension(path: str, suffix: str) -> Extension:
    """Return the extension that is compiled from ``path`` with ``suffix``."""
    # Debug information would be most of a wheel, and a quarter of the time to compile it.
    flags = os.environ.get("GIT_SECRETS_SANITIZE", "").split() or ["-g0"]
    sources = sources_of(path)
    return Extension(
        path.replace("/", "."),
        [path + suffix],
        depends=sources,
        define_macros=[("GIT_SECRETS_SOURCES", f'"{digest(sources)}"')],
        libraries=["z"],
        extra_compile_args=flags,
        extra_link_args=flags,
    )


def sources_of(path: str) -> list[str]:
    """Return the files that the module ``path`` is compiled from: its own, and what it cimports."""
    found: set[str] = set()
    waiting = [f"{path}.pyx", f"{path}.pxd"]
    while waiting:
        file = waiting.pop()
        if file in found or not os.path.exists(file):
            continue
        found.add(file)
        with open(file, encoding="utf-8") as source:
            names = re.findall(r"^from (git_secrets_py\.[\w.]+) cimport", source.read(), re.M)
        waiting += [name.replace(".", "/") + ".pxd" for name in names]
    return sorted(found)


def digest(paths: list[str]) -> str:
    """Return the mark of a compiled module, by which workers of a fleet are compared."""
    found = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            found.update(file.read())
    return found.hexdigest()[:16]


def optional(one: Extension) -> Extension:
    """Return the extension, which may fail to compile; Cython makes new ones, so this is last."""
    one.optional = True
    return one


def long_description() -> str:
    """Return the README with absolute links: a package index resolves no relative ones."""
    with open("README.md", encoding="utf-8") as file:
        text = file.read()
    for link, site in (
        (r"!\[[^]]*\]", f"https://raw.githubusercontent.com/{GITHUB}HEAD/"),
        (r"\]", f"https://github.com/{GITHUB}blob/HEAD/"),
    ):
        text = re.sub(rf"({link}\()(?!https:|#)", rf"\g<1>{site}", text)
    return text


if __name__ == "__main__":
    setup(
        long_description=long_description(),
        cmdclass={"build_py": BuildPackages},
        ext_modules=[optional(one) for one in extensions()],
    )
