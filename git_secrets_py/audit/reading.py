"""Reading the object list: segments for the readers, counts, progress."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from git_secrets_py.audit.model import Progress
from git_secrets_py.audit.object_list import MISSING
from git_secrets_py.audit.reader import TICK, Reader, ReaderPool, ReadResults
from git_secrets_py.audit.segments import SegmentWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from git_secrets_py.audit.model import OnProgress, Workspace
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.model import NotScanned


@dataclass(slots=True)
class Tally:
    """The counts, read results and problems so far; an interrupted audit returns them, too."""

    results: ReadResults
    commits: int = 0
    blobs: int = 0
    tags: int = 0
    size: int = 0
    from_cache: int = 0
    missing: int = 0
    cached_binaries: list[bytes] = field(default_factory=list)
    problems: list[NotScanned] = field(default_factory=list)

    def add_listed(self, lines: bytes) -> None:
        """Count the objects in ``lines`` of the object list."""
        self.commits += lines.count(b" commit ")
        self.tags += lines.count(b" tag ")
        self.blobs += lines.count(b" blob ")


def read_listed(
    objects: Iterable[bytes],
    scanners: Sequence[Scanner],
    workspace: Workspace,
    tally: Tally,
    on_missing: Callable[[bytes], object],
    on_progress: OnProgress,
) -> None:
    """Read ``objects``, given as lines of the object list; add the results to ``tally``.

    Each of ``scanners`` gets a thread. ``on_missing`` is called with the ID of each object that
    is listed as missing. Raises the exception of a thread that failed.
    """
    git, children, results = workspace.repository.git, workspace.children, tally.results
    pool = ReaderPool([Reader(git, children, scanner, results) for scanner in scanners])
    ticker = _Ticker(on_progress)
    segments = SegmentWriter(workspace.folder, pool.put)
    try:
        for lines in objects:
            tally.add_listed(lines)
            present, missing = _split(lines)
            for oid in missing:
                on_missing(oid)
            segments.add(present)
            ticker.tick(pool, tally, is_listed=False)
        segments.flush()
        pool.finish(lambda: ticker.tick(pool, tally, is_listed=True))
    except BaseException:
        children.stop()  # so that no thread reads on
        raise
    finally:
        tally.size = pool.size
        pool.abandon()


class _Ticker:
    """Reports progress, at most once in ``TICK`` seconds."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._reported = 0.0

    def tick(self, pool: ReaderPool, tally: Tally, *, is_listed: bool) -> None:
        """Report the progress, if it is time."""
        now = time.monotonic()
        if now - self._reported >= TICK:
            self._reported = now
            total = tally.commits + tally.tags + tally.blobs
            matched = len(tally.results.matched)
            self._on_progress(Progress(pool.done, total, pool.size, matched, is_listed))


def _split(lines: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the lines of objects that can hold a secret, and the IDs of missing objects."""
    split = lines.splitlines(keepends=True)
    missing: list[bytes] = []
    if MISSING in lines:
        missing = [line.removesuffix(MISSING) for line in split if line.endswith(MISSING)]
        split = [line for line in split if not line.endswith(MISSING)]
    return [line for line in split if b" tree " not in line], missing
