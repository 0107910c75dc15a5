"""Reading the object list: segments for the readers, counts, progress."""

from __future__ import annotations

import time
from collections import Counter
from typing import NamedTuple

from git_secrets_py.audit.examiner import Examiner
from git_secrets_py.audit.loose_objects import LooseObjects
from git_secrets_py.audit.model import ObjectCounts, Progress
from git_secrets_py.audit.object_list import MISSING
from git_secrets_py.audit.read_results import ReadResults
from git_secrets_py.audit.reader import TICK, Reader, ReaderPool
from git_secrets_py.audit.segments import KINDS, SegmentWriter
from git_secrets_py.git.lfs import LfsStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from git_secrets_py.audit.model import OnProgress, Workspace
    from git_secrets_py.content import Expand, NotScanned
    from git_secrets_py.engine.scanner import Scanner


class Reading(NamedTuple):
    """The objects that were read; those so far, if it was interrupted (``is_complete``).

    ``kinds`` are their numbers by type, ``size`` is in bytes. ``matched`` maps the ID of an
    object with a match to its type, ``unread`` the ID of one that was not fully scanned to the
    reasons. ``missing`` are the IDs of objects that are listed, but not in the database,
    ``pointers`` those of Git LFS pointers, ``unfetched`` those without content in this clone. An
    object is known to be clean only if the reading ``is_certain``. ``segments`` are files that list
    objects which were read even if not all were.
    """

    kinds: Mapping[str, int] = {}
    size: int = 0
    matched: Mapping[bytes, bytes] = {}
    binaries: Collection[bytes] = ()
    unread: Mapping[bytes, Sequence[NotScanned]] = {}
    missing: Sequence[bytes] = ()
    pointers: Collection[bytes] = ()
    unfetched: Collection[bytes] = ()
    is_certain: bool = True
    is_complete: bool = False
    segments: Sequence[str] = ()

    @property
    def counts(self) -> ObjectCounts:
        """The numbers and the size of the objects."""
        commits, blobs, tags = (self.kinds.get(kind, 0) for kind in ("commit", "blob", "tag"))
        return ObjectCounts(commits, blobs, tags, self.size)

    def sure_matches(self) -> set[bytes]:
        """Return the blobs that match whatever else changes, and were read without a problem."""
        blobs = {oid for oid, kind in self.matched.items() if kind == b"blob"}
        return blobs.difference(self.unread, self.pointers)


def read_listed(
    objects: Iterable[bytes],
    scanners: Sequence[Scanner],
    workspace: Workspace,
    on_progress: OnProgress,
    expand: Expand | None = None,
    matches: Collection[bytes] = (),
) -> Reading:
    """Read ``objects``, given as lines of the object list, except blobs in ``matches``.

    These are known to match. Each of ``scanners`` gets a thread; ``expand`` looks into archives.
    ``KeyboardInterrupt`` ends the reading early. Raises the exception of a thread that failed.
    """
    git, children, results = workspace.repository.git, workspace.children, ReadResults()
    store = LfsStore(workspace.repository)
    examiners = [Examiner(scanner, results, store, expand) for scanner in scanners]
    loose = LooseObjects(workspace.repository)
    pool = ReaderPool([Reader(git, children, one, results, loose) for one in examiners])
    listing = _Listing(SegmentWriter(workspace.folder, pool.put), matches)
    ticker = _Ticker(on_progress, pool, results, listing)
    is_complete = False
    try:
        for lines in objects:
            listing.add(lines)
            ticker.tick(is_listed=False)
        listing.segments.flush()
        pool.finish(lambda: ticker.tick(is_listed=True))
        is_complete = True
    except KeyboardInterrupt:
        pass
    finally:
        if not is_complete:
            children.stop()  # so that no thread reads on
        pool.abandon()
    kinds = listing.counts if is_complete else pool.kinds
    results.matched.update(listing.matched)
    reading = reading_of(results, kinds, pool.size + listing.size, is_complete=is_complete)
    return reading._replace(missing=listing.missing, segments=pool.finished)


def reading_of(
    results: ReadResults, kinds: Mapping[str, int], size: int, *, is_complete: bool
) -> Reading:
    """Return ``results`` of reading objects, in total ``size`` bytes, by type ``kinds``."""
    return Reading(
        kinds=kinds,
        size=size,
        matched=dict(results.matched),
        binaries=list(results.binaries),
        unread=dict(results.problems),
        pointers=set(results.pointers),
        unfetched=set(results.unfetched),
        is_certain=results.is_certain,
        is_complete=is_complete,
    )


class _Listing:
    """The object list so far: counts by type, the missing objects, segments of the others.

    ``matched`` are blobs that are known to match, in total ``size`` bytes.
    """

    def __init__(self, segments: SegmentWriter, matches: Collection[bytes]) -> None:
        self.segments = segments
        self.matched: dict[bytes, bytes] = {}
        self.size = 0
        self._matches = matches
        self.counts: Counter[str] = Counter()
        self.missing: list[bytes] = []

    def add(self, lines: bytes) -> None:
        """Count the objects in ``lines``, and pass on those that can hold a secret."""
        self.counts.update({kind: lines.count(b" %b " % kind.encode()) for kind in KINDS})
        present, absent = _split(lines)
        self.missing += absent
        if self._matches:
            present = [line for line in present if not self._is_known(line)]
        self.segments.add(present)

    def _is_known(self, line: bytes) -> bool:
        """Return whether ``line`` is that of a blob that is known to match, which is recorded."""
        oid, kind, size = line.split()
        if kind != b"blob" or oid not in self._matches:
            return False
        self.matched[oid] = kind
        self.size += int(size)
        return True


class _Ticker:
    """Reports progress, at most once in ``TICK`` seconds."""

    def __init__(
        self, on_progress: OnProgress, pool: ReaderPool, results: ReadResults, listing: _Listing
    ) -> None:
        self._on_progress = on_progress
        self._pool = pool
        self._results = results
        self._listing = listing
        self._reported = 0.0

    def tick(self, *, is_listed: bool) -> None:
        """Report the progress, if it is time."""
        now = time.monotonic()
        if now - self._reported >= TICK:
            self._reported = now
            total, matched = self._listing.counts.total(), len(self._results.matched)
            pool = self._pool
            self._on_progress(Progress(pool.done, total, pool.size, matched, is_listed))


def _split(lines: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the lines of objects that can hold a secret, and the IDs of missing objects."""
    split = lines.splitlines(keepends=True)
    missing: list[bytes] = []
    if MISSING in lines:
        missing = [line.removesuffix(MISSING) for line in split if line.endswith(MISSING)]
        split = [line for line in split if not line.endswith(MISSING)]
    return [line for line in split if b" tree " not in line], missing
