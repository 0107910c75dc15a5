"""The identity of the installed program, which client and workers compare, and of a run."""

from __future__ import annotations

import os
import re
from functools import cache
from hashlib import blake2b, sha256
from importlib.machinery import EXTENSION_SUFFIXES

from git_secrets_py import __version__
from git_secrets_py.audit.cache_file import user_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.fleet.tasks import Setup
    from git_secrets_py.git.config import Setting
    from git_secrets_py.model import Pattern

_TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MODULE = ".py"
# Written by ``setup.py`` into each compiled module: a digest of its sources.
_SOURCES = re.compile(rb"git-secrets-sources:([0-9a-f]{16})")


@cache
def program_digest() -> str:
    """Return the version, a digest of every module, and those of the sources of compiled ones.

    The latter are missing if there are no compiled modules: without them, a run finds the same.
    """
    digest = sha256()
    compiled: set[str] = set()
    for path in _files():
        with open(path, "rb") as file:
            content = file.read()
        if path.endswith(_MODULE):
            relative = os.path.relpath(path, _TOP).encode("utf-8", "surrogateescape")
            digest.update(b"%d:%b%d:" % (len(relative), relative, len(content)))
            digest.update(content)
        else:
            compiled.update(one.decode() for one in _SOURCES.findall(content))
    return " ".join([__version__, digest.hexdigest()[:16], *sorted(compiled)])


def is_same_program(one: str, other: str) -> bool:
    """Return whether two digests are of the same program, or differ in that one is not compiled."""
    first, second = one.split(), other.split()
    shared = min(len(first), len(second))
    return first[:2] == second[:2] and (shared == 2 or first == second)


def identity(setup: Setup, own: Iterable[Setting], provided: Iterable[Pattern]) -> str:
    """Return a digest of all that decides the findings in a repository besides its content.

    ``own`` are the settings of git where it is audited. The digest is made with the user's key,
    so that guesses at the patterns of a provider cannot be checked.
    """
    settings = [(one.key, one.value, one.origin) for one in own]
    parts = (
        setup.digest,
        setup.options,
        setup.settings,
        setup.rule_files,
        setup.own_providers,
        settings,
    )
    digest = blake2b(
        repr(parts).encode("utf-8", "surrogateescape"), key=user_key() or os.urandom(32)
    )
    for pattern in provided:
        digest.update(sha256(pattern.source).digest())
    return digest.hexdigest()


def _files() -> Iterator[str]:
    """Yield the paths of the modules that this interpreter can import, in order."""
    for folder, folders, files in os.walk(_TOP):
        folders.sort()
        for name in sorted(files):
            if name.endswith((_MODULE, *EXTENSION_SUFFIXES)):
                yield os.path.join(folder, name)
