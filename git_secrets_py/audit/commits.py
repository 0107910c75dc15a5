"""The commits of an audit, in order, and the changes of each."""

from __future__ import annotations

import os
import threading
from itertools import islice, pairwise
from tempfile import TemporaryFile

from git_secrets_py.audit import object_list
from git_secrets_py.content import HEXADECIMAL
from git_secrets_py.errors import UsageError
from git_secrets_py.git.cut_commits import listable
from git_secrets_py.git.process import EXIT_USAGE
from git_secrets_py.git.process_group import requests
from git_secrets_py.git.trees import DIFF_TREE, nul_fields, read_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from typing import IO

    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.trees import Change

    OnTick = Callable[[int, int], None]

# More IDs than these do not fit into a command line on Windows (32 KiB).
_MOST_ARGUMENTS = 400
_NAMES_REVISIONS = (
    b"--all",
    b"--branches",
    b"--tags",
    b"--remotes",
    b"--glob",
    b"--reflog",
    b"--alternate-refs",
    b"--indexed-objects",
    b"--stdin",
)
# These print nothing, or the oldest commit first, which the output does not reveal.
_OTHER_OUTPUT = (b"--quiet", b"--reverse")
_NOT_A_CHOICE = (
    "--scan-history accepts the arguments of git rev-list that choose commits, not those that "
    "change its output"
)
# Without it, git takes the name of a file for a path that limits the history.
_NO_PATHS = "--"
# The lengths of a line with an ID in SHA-1 and in SHA-256.
_ID_LINES = (41, 65)
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
        """``path`` is the file that ``list_commits`` or ``list_revisions`` wrote.

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
    ) -> None:
        """Call ``handle`` with every change, from ``parts`` threads at once.

        ``oids``, if any, limit this to changes whose old or new blob is one of them; ``handle``
        may get other changes too. ``tick`` is called in this thread, about ten times a second,
        with the number of commits that git has read so far and their total. Raises ``GitError``.
        """
        only = [b"--find-object=" + oid for oid in oids if len(oids) <= _MOST_ARGUMENTS]
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
        with open(self._path, "rb") as lines, TemporaryFile() as stdin:
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


def list_commits(children: ProcessGroup, path: str, tips: Iterable[bytes]) -> Commits:
    """List the commits reachable from ``tips`` in the file ``path``; raises ``GitError``."""
    with (
        open(path, "wb") as output,
        requests(tips) as stdin,
        children.start(
            "rev-list", "--date-order", "--stdin", stdin=stdin, stdout=output
        ) as child,
    ):  # fmt: skip
        child.finish()
    return Commits(children, path)


def list_revisions(children: ProcessGroup, path: str, arguments: Sequence[bytes]) -> Commits:
    """List in the file ``path`` the commits that ``git rev-list`` prints for ``arguments``.

    Without a revision among them, start from all refs. Raises ``GitError`` for arguments that
    git rejects, ``UsageError`` for unknown options and for those that make it print anything but
    commits.
    """
    if any(argument in _OTHER_OUTPUT for argument in arguments):
        raise UsageError(_NOT_A_CHOICE)
    default = [] if _has_revisions(children, arguments) else [b"--all"]
    with (
        open(path, "wb") as output,
        children.start(
            "rev-list", "--date-order", *default, *arguments, _NO_PATHS, stdout=output
        ) as child,
    ):  # fmt: skip
        if child.wait() == EXIT_USAGE:
            raise _unknown_option(children, arguments)
        child.finish()
    with open(path, "rb") as listed:
        _check(listed)
    return Commits(children, path, list(_cut_merges(children, path, arguments)))


def _cut_merges(children: ProcessGroup, path: str, arguments: Sequence[bytes]) -> Iterator[bytes]:
    """Yield ``<merge> <first parent>`` for each listed merge with a parent that is cut off.

    ``--since`` and ``--first-parent``, for example, cut off parents that ``arguments`` do not
    exclude: no listed commit has their changes.
    """
    with (
        open(path, "rb") as listed,
        children.start(
            "rev-list", "--no-walk=unsorted", "--min-parents=2", "--parents", "--stdin",
            stdin=listed,
        ) as child,
    ):  # fmt: skip
        merges = [line.split() for line in child.stdout]
        child.finish()
    parents = {parent for merge in merges for parent in merge[1:]}
    with open(path, "rb") as listed:
        parents.difference_update(line[:-1] for line in listed)
    cut = _not_excluded(children, parents, arguments) if parents else parents
    for merge in merges:
        if not cut.isdisjoint(merge[1:]):
            yield b" ".join(merge[:2])


def _not_excluded(
    children: ProcessGroup, parents: set[bytes], arguments: Sequence[bytes]
) -> set[bytes]:
    """Return those of ``parents`` that are not reachable from a commit that is excluded."""
    with children.start("rev-parse", "--revs-only", "--no-flags", *arguments) as child:
        excluded = [line for line in child.stdout.read().split() if line.startswith(b"^")]
        child.finish()
    if not excluded:
        return parents
    with (
        requests([*parents, *excluded]) as stdin,
        children.start("rev-list", "--stdin", stdin=stdin) as child,
    ):
        found = {line[:-1] for line in child.stdout if line[:-1] in parents}
        child.finish()
    return found


def _has_revisions(children: ProcessGroup, arguments: Sequence[bytes]) -> bool:
    """Return whether any of ``arguments`` names a commit or a set of refs."""
    if any(argument.startswith(_NAMES_REVISIONS) for argument in arguments):
        return True
    with children.start("rev-parse", "--revs-only", "--no-flags", *arguments) as child:
        named = child.stdout.read()
        child.finish()
    return bool(named.strip())


def _unknown_option(children: ProcessGroup, arguments: Sequence[bytes]) -> UsageError:
    """Return the error for the first of ``arguments`` that git rejects, which does not name it."""
    for argument in arguments:
        if argument.startswith(b"-"):
            with children.start("rev-list", "--all", "--max-count=0", argument) as child:
                if child.wait() == EXIT_USAGE:
                    name = argument.decode("utf-8", "surrogateescape")
                    return UsageError(f"unknown option: {name}", unknown=name.partition("=")[0])
    return UsageError(_NOT_A_CHOICE)


def _check(listed: IO[bytes]) -> None:
    """Raise ``UsageError`` unless each line is an object ID."""
    for line in listed:
        if len(line) not in _ID_LINES or line.strip(HEXADECIMAL) != b"\n":
            raise UsageError(_NOT_A_CHOICE)


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
