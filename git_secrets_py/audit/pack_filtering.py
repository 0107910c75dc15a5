"""Filtering the packed objects: a walker per core, and the examination of those that are hit.

A walker (see ``packs``) collects the touched lines of objects in batches. An object that a filter
hits is examined while its content is in memory.
"""

from __future__ import annotations

import threading
from collections import Counter

from git_secrets_py import memory
from git_secrets_py.audit.examiner import Examiner
from git_secrets_py.audit.model import Progress
from git_secrets_py.audit.object_hits import objects_hit
from git_secrets_py.audit.read_results import ReadResults
from git_secrets_py.audit.reader import TICK
from git_secrets_py.audit.reading import reading_of
from git_secrets_py.content import POINTER_LIMIT, POINTER_MARK, may_be_pointer
from git_secrets_py.engine import is_plain
from git_secrets_py.engine.known_lines import NewHits
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.git.lfs import LfsStore
from git_secrets_py.packs.walker import Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.audit.reading import Reading
    from git_secrets_py.engine import Filters, Hits
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Found
    from git_secrets_py.packs.pack import Pack

# The size of a batch of touched lines: a walker keeps several times as much of their objects.
_LEAST_BATCH = 256 << 10
_LARGEST_BATCH = 512 << 10
# Larger objects are streamed from git.
_LARGEST = 8 << 20
# Patterns that look at more lines are tried on whole objects, since each line in a batch costs.
_MOST_LINES = 4


class PackFiltering:
    """Walkers in threads of their own, with the results of reading."""

    def __init__(self, packs: list[Pack], matcher: Matcher, workspace: Workspace) -> None:
        threads = workspace.threads
        near = [one.lines for one in matcher.patterns if one.lines <= _MOST_LINES]
        self._walkers = [
            Walker(
                packs,
                max(_LEAST_BATCH, min(memory.BATCHES // threads, _LARGEST_BATCH)),
                memory.BASES // threads,
                min(_LARGEST, memory.OBJECTS // threads),
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
