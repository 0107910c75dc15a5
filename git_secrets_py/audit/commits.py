"""The commits of an audit, in order, and the changes of each."""

from __future__ import annotations

import os
import threading
from itertools import islice, pairwise

from git_secrets_py.audit import object_list
from git_secrets_py.git.incomplete_commits import listable
from git_secrets_py.git.process_group import requests
from git_secrets_py.git.trees import DIFF_TREE, nul_fields, read_changes
from git_secrets_py.temporary import temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Container,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from typing import IO

    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.trees import Change

    OnTick = Callable[[int, int], None]

# More IDs than these do not fit into a command line on Windows (32 KiB).
_MOST_ARGUMENTS = 400
# The commits that git compares in about the time in which it starts.
_FEWEST = 32
# In seconds. At the first tick, git has been started.
_FIRST_TICK = 0.005
_TICK = 0.1


class Commits:
    """A list of commits in a file, newest first, every commit after its children."""

    def __init__(
        self,
        children: ProcessGroup,
        path: str,
        cut_merges: Sequence[bytes] = (),
        treeless: Container[bytes] = (),
    ) -> None:
        """``path`` is the file that a function of ``revisions`` wrote.

        ``cut_merges`` are lines ``<merge> <first parent>`` for merges with a parent that is not
        listed: all that they brought into the first parent counts as their change. ``treeless``
        are commits in a partial clone that lacks their trees, so that their changes are not known.
        """
        self._children = children
        self._path = path
        self._treeless = treeless
        self._cut_merges = {line.partition(b" ")[0]: line for line in cut_merges}

    def __len__(self) -> int:
        size = os.path.getsize(self._path)
        return size // self._width if size else 0

    def ids(self) -> list[bytes]:
        """Return the IDs of all commits, newest first."""
        with open(self._path, "rb") as lines:
            return [line[:-1] for line in lines]

    def within(self, repository: Repository) -> Commits:
        """Return the same commits as ``repository`` has them, which may lack trees."""
        if not repository.lacks_trees:
            return self
        ids = self.ids()
        treeless = set(ids).difference(listable(repository.git, ids))
        return Commits(self._children, self._path, list(self._cut_merges.values()), treeless)

    def treeless(self) -> list[bytes]:
        """Return the commits whose changes are not known."""
        return [oid for oid in self.ids() if oid in self._treeless] if self._treeless else []

    def ranks(self, wanted: Container[bytes]) -> dict[bytes, int]:
        """Return the rank of each commit of ``wanted`` that is listed: 0 for the newest."""
        with open(self._path, "rb") as lines:
            return {line[:-1]: rank for rank, line in enumerate(lines) if line[:-1] in wanted}

    def ages(self, wanted: Container[bytes], first: int) -> dict[bytes, int]:
        """Return the age of each commit of ``wanted`` that is listed: ``first`` and more."""
        youngest = first + len(self)
        return {oid: youngest - rank for oid, rank in self.ranks(wanted).items()}

    def changes(
        self,
        handle: Callable[[Change], None],
        oids: Sequence[bytes],
        parts: int,
        tick: OnTick | None = None,
        paths: Collection[bytes] = (),
    ) -> None:
        """Call ``handle`` with every change, from up to ``parts`` threads at once.

        ``oids``, if any, limit this to changes whose old or new blob is one of them; ``handle``
        may get other changes too. ``paths``, if any, are arguments of git for those at which
        all these changes are. ``tick`` is called in this thread, about ten times a second, with the
        number of commits that git has read so far and their total. Raises ``GitError``.
        """
        # Both do not fit into a command line on Windows.
        by_id = not paths and len(oids) <= _MOST_ARGUMENTS
        only = [b"--find-object=" + oid for oid in oids] if by_id else [b"--", *paths]
        failures: list[BaseException] = []
        inputs: list[_Input] = []

        def read(start: int, stop: int) -> None:
            try:
                for change in self._changes(start, stop, only, inputs):
                    handle(change)
            except BaseException as error:
                failures.append(error)

        def report() -> None:
            if tick:
                tick(sum(one.read() for one in inputs) // self._width, total)

        total = len(self)
        parts = min(parts, total // _FEWEST + 1)
        bounds = [total * number // parts for number in range(parts + 1)]
        threads = [
            threading.Thread(target=read, args=pair, daemon=True)
            for pair in pairwise(bounds)
            if pair[0] < pair[1]
        ]
        for thread in threads:
            thread.start()
        _join(threads, report)
        if failures:
            raise failures[0]
        for change in self._changes_by_merges(only):
            handle(change)

    def _changes_by_merges(self, only: Sequence[bytes]) -> Iterator[Change]:
        """Yield the changes by the merges with a parent that is not listed."""
        lines = [line for oid, line in self._cut_merges.items() if oid not in self._treeless]
        if not lines:
            return
        with requests(lines) as stdin:
            yield from self._read_changes(stdin, only)

    def _changes(
        self, start: int, stop: int, only: Sequence[bytes], inputs: list[_Input]
    ) -> Iterator[Change]:
        """Yield the changes of the commits from rank ``start`` up to ``stop``.

        Their list, which git reads, is added to ``inputs``.
        """
        with open(self._path, "rb") as lines, temporary_file() as stdin:
            lines.seek(start * self._width)
            chosen = islice(lines, stop - start)
            stdin.writelines(line for line in chosen if line[:-1] not in self._treeless)
            size = stdin.tell()
            stdin.seek(0)
            inputs.append(_Input(stdin, size))
            for change in self._read_changes(stdin, only):
                if change.commit not in self._cut_merges:
                    yield change

    def _read_changes(self, stdin: IO[bytes], only: Sequence[bytes]) -> Iterator[Change]:
        """Yield the changes of the commits in ``stdin``."""
        with self._children.start(*DIFF_TREE, *only, stdin=stdin) as child:
            yield from read_changes(nul_fields(child.stdout))
            child.finish()

    @property
    def _width(self) -> int:
        with open(self._path, "rb") as lines:
            return len(lines.readline())


class KnownCommits(Commits):
    """Some commits of a history, with the ages that they have in it."""

    def __init__(self, children: ProcessGroup, path: str, known: Mapping[bytes, int]) -> None:
        """Write ``known``, which maps each commit to its age, to the file ``path``."""
        with open(path, "wb") as lines:
            lines.writelines(oid + b"\n" for oid in sorted(known, key=known.__getitem__))
        super().__init__(children, path)
        self._known = known

    def ages(self, wanted: Container[bytes], first: int) -> dict[bytes, int]:
        """Return the age of each commit of ``wanted`` among these; ``first`` is not used."""
        return {oid: age for oid, age in self._known.items() if oid in wanted}


class _Input:
    """A file that git reads from an offset that it shares with us."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size

    def read(self) -> int:
        """Return the number of bytes that git has read."""
        try:
            return os.lseek(self._file.fileno(), 0, os.SEEK_CUR)
        except (OSError, ValueError):  # closed: git has read all of it
            return self._size


def _join(threads: Iterable[threading.Thread], tick: Callable[[], None]) -> None:
    """Wait for the end of ``threads``; call ``tick`` about ten times a second."""
    patience = _FIRST_TICK
    for thread in threads:
        while thread.is_alive():
            thread.join(patience)
            patience = _TICK
            if thread.is_alive():
                tick()


def introduced_objects(
    children: ProcessGroup, commits: Commits, parts: int, *, is_partial: bool
) -> Iterator[bytes]:
    """Yield lines ``<id> <type> <size>`` of ``commits`` and of the blobs that they introduced.

    A missing object has the line ``<id> missing``. ``parts`` threads read the changes.
    """
    oids = dict.fromkeys(commits.ids())

    def add(change: Change) -> None:
        if change.new.strip(b"0"):
            oids[change.new] = None

    if oids:
        commits.changes(add, (), parts)
        yield from object_list.some_objects(children, oids, is_partial=is_partial)
