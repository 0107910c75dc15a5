"""Home directories for tests: a new one only if the last test has changed its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import Origin, Pattern

CONFIG = """\
[user]
\tname = A Tester
\temail = tester@example.com
[init]
\tdefaultBranch = main
[protocol "file"]
\tallow = always
# A process after each commit that finds nothing to do.
[maintenance]
\tauto = false
[receive]
\tautoGC = false
# Tests compare the raw lines; those of masks and advice use ``as_by_default``.
[secrets]
\tredact = false
"""
Status = tuple[int, int, int, int]
# The time of all files of a new home: a later change has another one.
BEGINNING = 1_000_000_000


class Homes:
    """The home directories of the tests of one process, in the directory ``base``.

    In each, the cache of git secrets holds ``databases``.
    """

    def __init__(self, base: Path, databases: list[Path]) -> None:
        self._base = base
        self._databases = databases
        self._made = 0
        self._paths: list[str] = []
        self._state: list[Status | None] = []

    def take(self) -> Path:
        """Return a home directory that nobody has changed."""
        # A new or removed file changes its directory.
        if not self._paths or self._state != list(map(_status, self._paths)):
            self._made += 1
            self._make(self._last)
            self._paths = [str(self._last), *map(str, self._last.rglob("*"))]
            self._state = list(map(_status, self._paths))
        return self._last

    @property
    def _last(self) -> Path:
        # Not mktemp, which lists the directories of all other tests.
        return self._base / f"home{self._made}"

    def _make(self, home: Path) -> None:
        cache = _cache(home)
        cache.mkdir(mode=0o700, parents=True)
        add_databases(home, self._databases)
        (home / "template").mkdir()
        (home / ".gitconfig").write_text(CONFIG)
        for path in (home / ".gitconfig", home / "template", cache, cache.parent, home):
            os.utime(path, (BEGINNING, BEGINNING))


def add_databases(home: Path, databases: Iterable[Path]) -> None:
    """Put ``databases`` into the cache of a user, besides those that are there."""
    present = set(os.listdir(_cache(home)))
    for database in databases:
        if database.name not in present:
            (_cache(home) / database.name).hardlink_to(database)


def _cache(home: Path) -> Path:
    return home / ".cache" / "git-secrets-py"


def configured(sources: Iterable[bytes]) -> list[Pattern]:
    """Return patterns as the git config has them."""
    return [Pattern(source, Origin("config", "a test")) for source in sources]


def compile_into(directory: Path, *lists: Sequence[Pattern]) -> list[Path]:
    """Compile each list of patterns; return the paths of the databases in ``directory``."""
    for patterns in lists:
        Matcher(patterns, cache=DatabaseCache(str(directory)), decode=True)
    return list(directory.iterdir())


def _status(path: str) -> Status | None:
    """Return what any change of the file or the directory ``path`` changes."""
    try:
        status = os.lstat(path)
    except OSError:  # also if a file is in place of a directory
        return None
    return status.st_mtime_ns, status.st_size, status.st_mode, status.st_ino
