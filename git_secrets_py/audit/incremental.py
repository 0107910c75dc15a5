"""The objects that an audit reads: those that are not in the cache.

``plan_reading`` compares the database with the cache, ``objects_to_read`` lists the difference,
``update_cache`` stores the result for the next audit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import chain
from typing import NamedTuple

from git_secrets_py.audit import object_list
from git_secrets_py.audit.cache_file import MOST_IDS, UNCOUNTED, Marked, compare, split_ids
from git_secrets_py.audit.listed_ids import ListedLines
from git_secrets_py.audit.model import ObjectCounts
from git_secrets_py.audit.pack_changes import PackChanges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from git_secrets_py.audit.cache_file import CachedObjects, CacheFile
    from git_secrets_py.audit.listed_ids import PackedIds
    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.git.process_group import ProcessGroup

# Above this number of new objects the cache saves no time, and their IDs would fill the memory.
_MOST_NEW = 500_000
# The compiled reader reads all objects in less time than git takes for this share of them. If that
# takes long, the cache is used nevertheless: an audit that is interrupted again makes progress.
_SHARE_OF_GIT = 0.2
# Up to this number of new objects, each is requested by ID; more are picked from the list of
# all objects, whose order is faster to read.
_MOST_BY_ID = 2_000


class ReadingPlan(NamedTuple):
    """The difference between the database and the cache.

    ``cached`` is ``None`` if there is no usable cache: then everything is read. ``new`` are the
    packed IDs of objects that are not in the cache, ``gone`` those of cached objects that are no
    longer in the database. ``lost`` is whether one of the suspects is gone, too. ``is_outdated`` is
    whether there was a cache, which would have saved no time.
    """

    cache: CacheFile | None
    cached: CachedObjects | None = None
    new: Sequence[bytes] = ()
    gone: AbstractSet[bytes] = frozenset()
    lost: bool = False
    is_outdated: bool = False

    @property
    def verified(self) -> list[bytes]:
        """The tips from which an earlier audit found every object present, if all still are."""
        if self.cached is None or self.gone or self.lost:
            return []
        return [oid.hex().encode() for oid in self.cached.marked.tips]

    @property
    def matches(self) -> frozenset[bytes]:
        """The IDs of blobs that are known to match."""
        known = self.cached.marked.matches if self.cached else ()
        return frozenset(oid.hex().encode() for oid in known)

    @property
    def from_cache(self) -> int:
        """The number of objects that are not read again."""
        return self.cached.count - len(self.gone) if self.cached else 0

    @property
    def old_binaries(self) -> list[bytes]:
        """The packed IDs of the binary blobs among them, ascending."""
        return sorted(set(self.cached.marked.binaries) - self.gone) if self.cached else []


def plan_reading(
    ids: Iterable[bytes],
    cache: CacheFile | None,
    cached: CachedObjects | None,
    *,
    is_quick: bool,
) -> ReadingPlan:
    """Compare the objects ``ids``, packed and ascending, with ``cached``, the content of ``cache``.

    ``is_quick`` is whether the compiled reader would read everything within seconds; git reads what
    is new. Raises ``GitError``.
    """
    if cached is None:
        return ReadingPlan(cache)
    new, gone = compare(ids, cached.ids(), cached.width)
    if len(new) > _most_new(cached.count, len(new), is_quick=is_quick):
        cached.close()
        return ReadingPlan(cache, is_outdated=True)
    lost = not set(new).issuperset(cached.marked.suspects)
    return ReadingPlan(cache, cached, new, gone, lost)


def _most_new(cached: int, new: int, *, is_quick: bool) -> int:
    """Return up to which number of new objects the cache saves time."""
    if not is_quick:
        return _MOST_NEW
    return min(_MOST_NEW, max(_MOST_BY_ID, int((cached + new) * _SHARE_OF_GIT)))


def objects_to_read(plan: ReadingPlan, workspace: Workspace, path: str) -> Iterator[bytes]:
    """Yield lines ``<id> <type> <size>``, thousands at a time; write them to ``path``."""
    changes = PackChanges(workspace.repository)
    with open(path, "wb") as listed:
        for lines in _source(plan, workspace.children):
            listed.write(lines)
            yield lines
        if plan.cached is None and changes.any():
            listed.flush()
            for lines in _left_out(workspace, path):
                listed.write(lines)
                yield lines


def _source(plan: ReadingPlan, children: ProcessGroup) -> Iterator[bytes]:
    if plan.cached is None:
        return object_list.all_in_delta_order(children)
    new = [oid.hex().encode() for oid in plan.new]
    if not new:
        return iter(())
    if len(new) <= _MOST_BY_ID:
        return object_list.some_objects(children, new, is_partial=False)
    return object_list.pick_objects(children, new)


def _left_out(workspace: Workspace, path: str) -> Iterator[bytes]:
    """Yield the lines of the objects that the list in ``path`` lacks."""
    listed = ListedLines(path)
    ids = object_list.all_ids(workspace.children, workspace.repository)
    new, _ = compare(ids, listed.ascending(()), listed.width())
    oids = [oid.hex().encode() for oid in new]
    return object_list.some_objects(workspace.children, oids, is_partial=False)


def count_covered(
    plan: ReadingPlan, children: ProcessGroup, path: str, read: ObjectCounts
) -> ObjectCounts:
    """Return the numbers of all objects; ``read`` are those that were read, listed in ``path``.

    The cache has no types: if some of its objects are gone, or were never counted, all are counted
    again. Raises ``GitError``.
    """
    if plan.cached is None:
        return read
    if plan.gone or plan.lost or plan.cached.counts == UNCOUNTED:
        return _count(object_list.all_objects(children))
    suspects = {oid.hex().encode() for oid in plan.cached.marked.suspects}
    with open(path, "rb") as listed:
        return plan.cached.counts.plus(_count(object_list.whole_lines(listed), suspects))


def _count(pieces: Iterable[bytes], left_out: Container[bytes] = ()) -> ObjectCounts:
    """Return the numbers of the objects in the list ``pieces``, except ``left_out``."""
    numbers: Counter[bytes] = Counter()
    size = 0
    for line in chain.from_iterable(map(bytes.splitlines, pieces)):
        oid, kind, *sizes = line.split()
        if sizes and kind != b"tree" and oid not in left_out:
            numbers[kind] += 1
            size += int(sizes[0])
    return ObjectCounts(numbers[b"commit"], numbers[b"blob"], numbers[b"tag"], size)


def update_cache(
    plan: ReadingPlan,
    listed: ListedLines | PackedIds,
    suspects: Iterable[bytes],
    binaries: Iterable[bytes],
    tips: Iterable[bytes],
    matches: Iterable[bytes] = (),
    counts: ObjectCounts = UNCOUNTED,
) -> bytes:
    """Store in the cache the objects ``listed``, except ``suspects``.

    ``binaries`` are the binary blobs among them, ``tips`` are now known to be connected.
    ``matches`` are the blobs among the suspects that surely match.
    ``counts`` are the numbers of all objects. Return the digest of the cache, which is empty if
    the cache is not up to date.
    """
    count = listed.count()
    if plan.cache is None or not 0 < plan.from_cache + count <= MOST_IDS:
        return b""
    cached, left_out = plan.cached, set(suspects)
    all_binaries = [*plan.old_binaries, *_packed(binaries)]
    marked = Marked(sorted(all_binaries), _packed(left_out), _packed(tips), _packed(matches))
    is_same = count <= len(left_out) and not plan.gone
    if cached and is_same and (cached.marked, cached.counts) == (marked, counts):
        cached.close()
        return cached.mark
    width = cached.width if cached else listed.width()
    ids = listed.ascending(left_out)
    if cached:
        ids = _merge(_old_ids(cached, plan.gone), ids, width)
    return plan.cache.store(width, ids, marked, counts)


def _packed(oids: Iterable[bytes]) -> list[bytes]:
    """Return the packed form of ``oids``, ascending."""
    return sorted(bytes.fromhex(oid.decode()) for oid in oids)


def _old_ids(cached: CachedObjects, gone: Container[bytes]) -> Iterator[list[bytes]]:
    for piece in cached.ids():
        ids = split_ids(piece, cached.width)
        yield [oid for oid in ids if oid not in gone] if gone else ids
    cached.close()


def _merge(old: Iterable[list[bytes]], fresh: Iterable[bytes], width: int) -> Iterator[bytes]:
    """Merge two ascending lists of IDs, which come in pieces; ``fresh`` fits into memory."""
    rest = [oid for ids in fresh for oid in split_ids(ids, width)]
    for ids in old:
        if ids:
            cut = bisect_right(rest, ids[-1])
            yield b"".join(sorted(ids + rest[:cut]))
            rest = rest[cut:]
    yield b"".join(rest)
