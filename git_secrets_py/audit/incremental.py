"""The objects that an audit reads: those that are not in the cache.

``plan_reading`` compares the database with the cache, ``objects_to_read`` lists the difference,
``update_cache`` stores the result for the next audit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from contextlib import ExitStack
from itertools import chain
from typing import NamedTuple

from git_secrets_py.audit import object_list
from git_secrets_py.audit.cache_file import MOST_IDS, UNCOUNTED, Marked, compare, split_ids
from git_secrets_py.audit.model import ObjectCounts
from git_secrets_py.temporary import temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from typing import IO

    from git_secrets_py.audit.cache_file import CachedObjects, CacheFile
    from git_secrets_py.git.process_group import ProcessGroup

# Above this number of new objects the cache saves no time, and their IDs would fill the memory.
_MOST_NEW = 500_000
# Up to this number of new objects, each is requested by ID; more are picked from the list of
# all objects, which is in pack order.
_MOST_BY_ID = 2_000
# About this number of IDs is sorted in memory at a time, within the limit of open files.
_SORTED_AT_ONCE = 250_000
_MOST_BUCKETS = 64
_ID = re.compile(rb"^[0-9a-f]+", re.MULTILINE)


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


def plan_reading(ids: Iterable[bytes], cache: CacheFile | None) -> ReadingPlan:
    """Compare the objects ``ids``, packed and ascending, with ``cache``, if there is one.

    Raises ``GitError``.
    """
    cached = cache.load() if cache else None
    if cached is None:
        return ReadingPlan(cache)
    new, gone = compare(ids, cached.ids(), cached.width)
    if len(new) > _MOST_NEW:
        cached.close()
        return ReadingPlan(cache, is_outdated=True)
    lost = not set(new).issuperset(cached.marked.suspects)
    return ReadingPlan(cache, cached, new, gone, lost)


def objects_to_read(plan: ReadingPlan, children: ProcessGroup, path: str) -> Iterator[bytes]:
    """Yield lines ``<id> <type> <size>``, thousands at a time; write them to ``path``."""
    with open(path, "wb") as listed:
        for lines in _source(plan, children):
            listed.write(lines)
            yield lines


def _source(plan: ReadingPlan, children: ProcessGroup) -> Iterator[bytes]:
    if plan.cached is None:
        return object_list.all_objects(children)
    new = [oid.hex().encode() for oid in plan.new]
    if not new:
        return iter(())
    if len(new) <= _MOST_BY_ID:
        return object_list.some_objects(children, new, is_partial=False)
    return object_list.pick_objects(children, new)


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
    path: str,
    suspects: Iterable[bytes],
    binaries: Iterable[bytes],
    tips: Iterable[bytes],
    matches: Iterable[bytes] = (),
    counts: ObjectCounts = UNCOUNTED,
) -> bytes:
    """Store in the cache the objects listed in ``path``, except ``suspects``.

    ``binaries`` are the binary blobs among them, ``tips`` are now known to be connected.
    ``matches`` are the blobs among the suspects that surely match.
    ``counts`` are the numbers of all objects. Return the digest of the cache, which is empty if
    the cache is not up to date.
    """
    count = _count_lines(path)
    if plan.cache is None or not 0 < plan.from_cache + count <= MOST_IDS:
        return b""
    cached, left_out = plan.cached, set(suspects)
    all_binaries = [*plan.old_binaries, *_packed(binaries)]
    marked = Marked(sorted(all_binaries), _packed(left_out), _packed(tips), _packed(matches))
    is_same = count <= len(left_out) and not plan.gone
    if cached and is_same and (cached.marked, cached.counts) == (marked, counts):
        cached.close()
        return cached.mark
    fresh = _sorted_ids(path, count, left_out)
    ids = _merge(_old_ids(cached, plan.gone), fresh) if cached else map(b"".join, fresh)
    width = cached.width if cached else _id_width(path)
    return plan.cache.store(width, ids, marked, counts)


def _packed(oids: Iterable[bytes]) -> list[bytes]:
    """Return the packed form of ``oids``, ascending."""
    return sorted(bytes.fromhex(oid.decode()) for oid in oids)


def _old_ids(cached: CachedObjects, gone: Container[bytes]) -> Iterator[list[bytes]]:
    for piece in cached.ids():
        ids = split_ids(piece, cached.width)
        yield [oid for oid in ids if oid not in gone] if gone else ids
    cached.close()


def _sorted_ids(path: str, count: int, left_out: Container[bytes]) -> Iterator[list[bytes]]:
    """Yield the packed IDs of the ``count`` lines in ``path``, ascending, without ``left_out``."""
    number = min(1 + count // _SORTED_AT_ONCE, _MOST_BUCKETS)
    with ExitStack() as stack, open(path, "rb") as listed:
        buckets = [stack.enter_context(temporary_file()) for _ in range(number)]
        for lines in object_list.whole_lines(listed):
            _distribute(_ID.findall(lines), buckets)
        for bucket in buckets:
            bucket.seek(0)
            ids = sorted(bucket.read().split())
            yield [bytes.fromhex(oid.decode()) for oid in ids if oid not in left_out]


def _distribute(ids: Iterable[bytes], buckets: Sequence[IO[bytes]]) -> None:
    """Write each ID into the bucket for its first four digits."""
    ordered = sorted(ids)
    share = 0x10000 / len(buckets)
    bounds = [bisect_left(ordered, b"%04x" % round(share * n)) for n in range(1, len(buckets))]
    for bucket, start, stop in zip(buckets, [0, *bounds], [*bounds, len(ordered)], strict=True):
        bucket.writelines(oid + b"\n" for oid in ordered[start:stop])


def _count_lines(path: str) -> int:
    with open(path, "rb") as listed:
        return sum(lines.count(b"\n") for lines in object_list.whole_lines(listed))


def _id_width(path: str) -> int:
    """Return the size in bytes of a packed ID."""
    with open(path, "rb") as listed:
        return len(listed.readline().split(b" ")[0]) // 2


def _merge(old: Iterable[list[bytes]], fresh: Iterable[list[bytes]]) -> Iterator[bytes]:
    """Merge two ascending lists of IDs, which come in pieces; ``fresh`` fits into memory."""
    rest = [oid for ids in fresh for oid in ids]
    for ids in old:
        if ids:
            cut = bisect_right(rest, ids[-1])
            yield b"".join(sorted(ids + rest[:cut]))
            rest = rest[cut:]
    yield b"".join(rest)
