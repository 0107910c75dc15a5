"""Home directories for tests: a new one only if the last test has changed its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

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
# Tests compare the raw lines; those of masks and advice use ``as_by_default``.
[secrets]
\tredact = false
"""
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
        self._state: list[tuple[object, ...]] | None = None

    def take(self) -> Path:
        """Return a home directory that nobody has changed."""
        if self._state is None or self._state != list(state(self._last)):
            self._made += 1
            self._make(self._last)
            self._state = list(state(self._last))
        return self._last

    @property
    def _last(self) -> Path:
        # Not mktemp, which lists the directories of all other tests.
        return self._base / f"home{self._made}"

    def _make(self, home: Path) -> None:
        cache = home / ".cache" / "git-secrets-py"
        cache.mkdir(mode=0o700, parents=True)
        for database in self._databases:
            (cache / database.name).hardlink_to(database)
        (home / "template").mkdir()
        (home / ".gitconfig").write_text(CONFIG)
        for path in (home / ".gitconfig", home / "template", cache, cache.parent, home):
            os.utime(path, (BEGINNING, BEGINNING))


def state(directory: str | Path) -> Iterator[tuple[object, ...]]:
    """Yield what any change below ``directory`` changes."""
    status = os.stat(directory)
    yield str(directory), status.st_mtime_ns, status.st_mode
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                yield from state(entry.path)
            else:
                status = entry.stat(follow_symlinks=False)
                yield entry.path, status.st_mtime_ns, status.st_size, status.st_mode, status.st_ino
