"""Reading a whole database with the compiled pack reader.

The steps: git lists the IDs of all objects. One walker per core filters the touched lines of the
packed ones (see ``packs``), and examines the objects that a filter hits while their content is in
memory. Objects that the walkers leave out are read from git.
"""

from __future__ import annotations

from collections import Counter

from git_secrets_py.audit import object_list
from git_secrets_py.audit.model import Progress
from git_secrets_py.audit.pack_filtering import PackFiltering
from git_secrets_py.audit.reading import Reading, read_listed
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.table import claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from git_secrets_py.audit.model import OnProgress, Workspace
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository

# The most threads that read the rest from git: each has several copies of a large object in memory.
_MOST_READERS = 6
_IDS_AT_ONCE = 1 << 16
# The size of a block whose release makes glibc keep what the threads free, up to twice as much.
_KEPT = 2 << 20


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
        filtering = PackFiltering(self._packs, self._matcher, self._workspace)
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
