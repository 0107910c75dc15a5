"""Reading a whole database with the compiled pack reader.

The steps: git lists the IDs of all objects. One walker per core filters the touched lines of the
packed ones (see ``packs``), and examines the objects that a filter hits while their content is in
memory. Objects that the walkers leave out are read from git.
"""

from __future__ import annotations

import threading
from collections import Counter

from git_secrets_py.audit import object_list
from git_secrets_py.audit.examiner import Examiner
from git_secrets_py.audit.model import Progress
from git_secrets_py.audit.object_hits import objects_hit
from git_secrets_py.audit.read_results import ReadResults
from git_secrets_py.audit.reader import TICK
from git_secrets_py.audit.reading import Reading, read_listed, reading_of
from git_secrets_py.content import POINTER_LIMIT, POINTER_MARK, may_be_pointer
from git_secrets_py.engine import is_plain
from git_secrets_py.engine.known_lines import NewHits
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.git.lfs import LfsStore
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.table import claim
from git_secrets_py.packs.walker import Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from git_secrets_py.audit.model import OnProgress, Workspace
    from git_secrets_py.engine import Filters, Hits
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Found
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.packs.pack import Pack

# The size of a batch of touched lines: a walker keeps several times as much of their objects.
_LEAST_BATCH = 256 << 10
_LARGEST_BATCH = 512 << 10
# For all walkers together: the size of their batches, that of the bases in memory, and that of the
# largest objects.
_BATCHES = 4 << 20
_BASES = 64 << 20
_OBJECTS = 24 << 20
# The most threads that read the rest from git: each has several copies of a large object in memory.
_MOST_READERS = 6
_IDS_AT_ONCE = 1 << 16
# The size of a block whose release makes glibc keep what the threads free, up to twice as much.
_KEPT = 2 << 20
# Larger objects are streamed from git.
_LARGEST = 8 << 20
# Patterns that look at more lines are tried on whole objects, since each line in a batch costs.
_MOST_LINES = 4


def read_packs(
    opened: OpenPacks,
    ids: Iterable[bytes],
    matcher: Matcher,
    workspace: Workspace,
    on_progress: OnProgress,
    path: str,
) -> Reading:
    """Read the objects ``ids``, packed and ascending, which are written to ``path``.

    ``KeyboardInterrupt`` ends the reading early. Raises ``GitError`` if git cannot list the
    objects, and the exception of a thread that failed.
    """
    width = len(workspace.repository.empty_tree) // 2
    _keep_memory()
    try:
        reading = _PackReading(opened, matcher, workspace, on_progress)
        reading.claim(_written(ids, path), width)
        return reading.run()
    except KeyboardInterrupt:
        return Reading()


def _keep_memory() -> None:
    """Let the C library keep the memory of one batch for the next one.

    Otherwise, glibc returns it to the system, which clears it before it is used again. Its limits
    follow the largest block that was released (mallopt(3), M_MMAP_THRESHOLD). This block is never
    touched, so it takes no memory.
    """
    bytes(_KEPT)


def open_packs(repository: Repository) -> OpenPacks:
    """Open the packs of a repository and of its alternates.

    Those whose path git has to quote are left out: their objects are read from git.
    """
    folders = [one for one in repository.object_folders if not one.startswith(b'"')]
    return OpenPacks(folders, len(repository.empty_tree) // 2)


def _written(pieces: Iterable[bytes], path: str) -> Iterator[bytes]:
    """Yield ``pieces``, which are packed IDs; write them to ``path``."""
    with open(path, "wb") as listed:
        for ids in pieces:
            listed.write(ids)
            yield ids


class _PackReading:
    """One reading of a database."""

    def __init__(
        self, opened: OpenPacks, matcher: Matcher, workspace: Workspace, on_progress: OnProgress
    ) -> None:
        self._opened = opened
        self._packs = opened.packs
        self._unknown: list[bytes] = []
        self._matcher = matcher
        self._workspace = workspace
        self._on_progress = on_progress
        self._width = 0

    def claim(self, pieces: Iterable[bytes], width: int) -> None:
        """Find the listed objects in the packs; ``pieces`` are packed IDs, ascending."""
        self._width = width
        count = 0
        for ids in pieces:
            count += len(ids) // width
            self._on_progress(Progress(0, count, 0, 0, is_listed=False))
            self._unknown += claim(self._packs, ids, width)
        self._opened.link()

    def run(self) -> Reading:
        """Filter the packed objects, and read the others from git."""
        total = sum(pack.total for pack in self._packs) + len(self._unknown)
        filtering = _Filtering(self._packs, self._matcher, self._workspace)
        is_complete = filtering.finish(lambda: self._on_progress(filtering.progress(total)))
        reading = filtering.reading(is_complete=is_complete)
        if is_complete:
            unknown, self._unknown = self._unknown, []
            rest = self._read([*self._leftovers(), *map(_hexadecimal, unknown)], reading)
            reading = _joined(reading, rest)
        if reading.is_complete:
            return reading
        return reading._replace(segments=[*reading.segments, self._write_finished()])

    def _write_finished(self) -> str:
        """Write the IDs of the objects that were filtered into a file; return its path."""
        path = self._workspace.file("filtered")
        with open(path, "wb") as output:
            for pack in self._packs:
                for first in range(0, pack.count, _IDS_AT_ONCE):
                    ids = pack.finished(first, _IDS_AT_ONCE)
                    output.writelines(oid + b"\n" for oid in ids)
        return path

    def _leftovers(self) -> list[bytes]:
        return [oid for pack in self._packs for oid in pack.leftovers()]

    def _read(self, oids: Collection[bytes], before: Reading) -> Reading:
        """Read ``oids`` from git; ``before`` was read before."""
        if not oids or not before.is_complete:
            return Reading(is_complete=before.is_complete)
        done = sum(before.kinds.values())

        def report(progress: Progress) -> None:
            self._on_progress(
                Progress(
                    done + progress.done,
                    done + progress.total,
                    before.size + progress.size,
                    len(before.matched) + progress.matched,
                    progress.is_listed,
                )
            )

        threads = min(self._workspace.threads, _MOST_READERS)
        scanners = [Scanner(self._matcher) for _ in range(threads)]
        lines = object_list.some_objects(self._workspace.children, oids, is_partial=False)
        return read_listed(lines, scanners, self._workspace, report)


class _Filtering:
    """Walkers in threads of their own, with the results of reading."""

    def __init__(self, packs: list[Pack], matcher: Matcher, workspace: Workspace) -> None:
        threads = workspace.threads
        near = [one.lines for one in matcher.patterns if one.lines <= _MOST_LINES]
        self._walkers = [
            Walker(
                packs,
                max(_LEAST_BATCH, min(_BATCHES // threads, _LARGEST_BATCH)),
                _BASES // threads,
                min(_LARGEST, _OBJECTS // threads),
                # A line beside an encoded text may be a part of it.
                max(*near, 1, 1 + matcher.reads_folds),
                matcher.reads_folds,
            )
            for _ in range(threads)
        ]
        self._matcher = matcher
        self._store = LfsStore(workspace.repository)
        self._results = ReadResults()
        self._failures: list[BaseException] = []
        self._is_stopped = False

    def finish(self, tick: Callable[[], None]) -> bool:
        """Run to the end, calling ``tick`` at intervals; return ``False`` if interrupted.

        Raises the exception of a thread that failed.
        """
        threads = [
            threading.Thread(target=self._work, args=(walker,), daemon=True)
            for walker in self._walkers
        ]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():
                    thread.join(TICK)
                    tick()
        except KeyboardInterrupt:
            return False
        finally:
            self._is_stopped = True
            for thread in threads:
                if thread.is_alive():  # an interruption may come before all are
                    thread.join()
        if self._failures:
            raise self._failures[0]
        return True

    def progress(self, total: int) -> Progress:
        """Return the progress; ``total`` is the number of objects to read."""
        done = sum(sum(walker.kinds.values()) for walker in self._walkers)
        matched = len(self._results.matched)
        return Progress(done, total, self._size, matched, is_listed=True)

    def reading(self, *, is_complete: bool) -> Reading:
        """Return the results so far."""
        kinds: Counter[str] = Counter()
        for walker in self._walkers:
            kinds.update(walker.kinds)
        return reading_of(self._results, kinds, self._size, is_complete=is_complete)

    @property
    def _size(self) -> int:
        return sum(walker.size for walker in self._walkers)

    def _work(self, walker: Walker) -> None:
        filters = self._matcher.filters()
        scanner = Scanner(self._matcher, filters=filters)
        new = NewHits(self._matcher, filters, scanner, len(self._walkers))
        examiner = Examiner(scanner, self._results, self._store)
        judge = _Judge(scanner, examiner, self._results, _Far(self._matcher, filters))
        try:
            while not self._is_stopped and (text := walker.next()) is not None:
                pointers = walker.small_ones_with(POINTER_MARK, POINTER_LIMIT)
                judge.new_batch(objects_hit(new, text, walker.starts))
                walker.examine(judge.found.keys() | pointers, judge)
        except BaseException as error:
            self._failures.append(error)
            self._is_stopped = True


class _Far:
    """The patterns that look farther than the lines around those that a delta touches."""

    def __init__(self, matcher: Matcher, filters: Filters) -> None:
        self._numbers = {
            number for number, one in enumerate(matcher.patterns) if one.lines > _MOST_LINES
        }
        self._filters = filters

    def are_among(self, hits: Hits | None) -> bool:
        """Return whether one of the patterns has a hit; ``None`` is too many hits to list."""
        if not self._numbers:
            return False
        return hits is None or any(number in self._numbers for number, _ in hits)

    def are_in(self, content: bytes) -> bool:
        """Return whether one of the patterns has a hit in ``content``."""
        return bool(self._numbers) and self.are_among(self._filters.hits(content))


class _Judge:
    """Decides on the objects of a batch; ``found`` are those that may match.

    Each has a line of it that matches by itself, or ``b""``.
    """

    def __init__(
        self, scanner: Scanner, examiner: Examiner, results: ReadResults, far: _Far
    ) -> None:
        self._far = far
        self._scanner = scanner
        self._examiner = examiner
        self._results = results
        self._last = b""
        self.found: dict[int, bytes] = {}

    def new_batch(self, hits: Iterable[tuple[int, bytes, Found | None]]) -> None:
        """Decide on the lines to filter of the objects that are hit."""
        self.found = {}
        for number, text, found in hits:
            is_far = self._far.are_among(found and found[0])
            line = b"" if is_far else self._scanner.first_match(text, found)
            if line is not None:
                self.found[number] = line

    def __call__(self, number: int, oid: bytes, kind: bytes, content: bytes) -> bool:
        """Record the result of an object; return whether it has a match, or may have one.

        One with a hit of a pattern that looks far may: objects based on it are read whole.
        """
        if not oid:
            return True  # it counts only as a base
        # Fast path: it matches in the same line as its base, which came last.
        line = self.found.get(number) or self._last
        if line and line in content and is_plain(content) and not may_be_pointer(content):
            self._last = line
            self._results.matched[oid] = kind
            return True
        return self._examiner.examine_whole(oid, kind, content) or self._far.are_in(content)


def _joined(one: Reading, other: Reading) -> Reading:
    """Return two readings of different objects as one."""
    unread = {**one.unread, **other.unread}
    return Reading(
        kinds=Counter(one.kinds) + Counter(other.kinds),
        size=one.size + other.size,
        matched={**one.matched, **other.matched},
        binaries=[*one.binaries, *other.binaries],
        unread=unread,
        segments=[*one.segments, *other.segments],
        pointers={*one.pointers, *other.pointers},
        unfetched={*one.unfetched, *other.unfetched},
        missing=[*one.missing, *other.missing],
        is_certain=one.is_certain and other.is_certain,
        is_complete=one.is_complete and other.is_complete,
    )


def _hexadecimal(oid: bytes) -> bytes:
    return oid.hex().encode()
