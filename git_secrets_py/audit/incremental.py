"""Which objects an audit reads, and which of them the next one need not."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from contextlib import ExitStack
from tempfile import TemporaryFile

from git_secrets_py.audit import object_list
from git_secrets_py.audit.cache_file import MOST_IDS, Comparison

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.audit.cache_file import CacheFile, Known
    from git_secrets_py.git.process_group import ProcessGroup

# With more new objects than this the cache is of no help, and they would fill the memory.
_MOST_NEW = 500_000
# Up to so many new objects git is asked for them by id; more are picked from the whole list,
# which is in the order of the packs.
_MOST_BY_ID = 2_000
# About so many ids are sorted in memory at a time, as long as so many open files are enough.
_SORTED_AT_ONCE = 250_000
_MOST_BUCKETS = 64
_ID = re.compile(rb"^[0-9a-f]+", re.MULTILINE)


class Plan:
    """The objects of a database that are not in the cache.

    ``verified`` holds tips from which everything is known to be there. ``from_cache`` counts the
    objects that are not read again, ``old_binaries`` the binary ones among them.
    """

    def __init__(self, children: ProcessGroup, cache: CacheFile | None, folder: str) -> None:
        """``folder`` takes the list of what is read."""
        self._children = children
        self._cache = cache
        self._listed = os.path.join(folder, "listed")
        self._count = 0
        self._new: list[bytes] = []
        self._gone: set[bytes] = set()
        self._known = cache.load() if cache else None
        if self._known:
            self._compare(self._known)
        known = self._known
        self.verified = known.tips if known and not self._gone else []
        self.from_cache = known.count - len(self._gone) if known else 0
        self.old_binaries = sorted(set(known.binaries) - self._gone) if known else []

    def lines(self) -> Iterator[bytes]:
        """Yield lines ``<id> <type> <size>``, some thousand at a time."""
        with open(self._listed, "wb") as listed:
            for lines in self._source():
                listed.write(lines)
                self._count += lines.count(b"\n")
                yield lines

    def keep(
        self, unsettled: Iterable[bytes], binaries: Iterable[bytes], tips: Sequence[bytes]
    ) -> bool:
        """Keep what was read in the cache, except for ``unsettled``; tell whether it worked.

        ``binaries`` are those among what was read, ``tips`` those now known to be connected.
        """
        if self._cache is None or not 0 < self.from_cache + self._count <= MOST_IDS:
            return False
        known, left_out = self._known, set(unsettled)
        is_same = self._count <= len(left_out) and not self._gone
        if known and is_same and sorted(known.tips) == sorted(tips):
            known.close()
            return True
        fresh = self._sorted_ids(left_out)
        ids = _merge(self._old_ids(known), fresh) if known else map(b"".join, fresh)
        all_binaries = [*self.old_binaries, *(bytes.fromhex(oid.decode()) for oid in binaries)]
        width = known.width if known else self._width()
        return self._cache.store(width, ids, sorted(all_binaries), sorted(tips))

    def _compare(self, known: Known) -> None:
        comparison = Comparison(
            _split_ids(object_list.all_ids(self._children), known.width), known.ids()
        )
        if len(comparison.new) > _MOST_NEW:
            known.close()
            self._known = None
            return
        self._new, self._gone = comparison.new, comparison.gone

    def _source(self) -> Iterator[bytes]:
        if self._known is None:
            return object_list.all_objects(self._children)
        new = [oid.hex().encode() for oid in self._new]
        if not new:
            return iter(())
        if len(new) <= _MOST_BY_ID:
            return object_list.some_objects(self._children, new, is_partial=False)
        return object_list.picked(self._children, new)

    def _old_ids(self, known: Known) -> Iterator[list[bytes]]:
        for ids in known.ids():
            yield [oid for oid in ids if oid not in self._gone] if self._gone else ids
        known.close()

    def _sorted_ids(self, left_out: Container[bytes]) -> Iterator[list[bytes]]:
        """Yield the packed ids of what was read, ascending, without ``left_out``."""
        count = min(1 + self._count // _SORTED_AT_ONCE, _MOST_BUCKETS)
        with ExitStack() as stack, open(self._listed, "rb") as listed:
            buckets = [stack.enter_context(TemporaryFile()) for _ in range(count)]
            for lines in object_list.whole_lines(listed):
                _distribute(_ID.findall(lines), buckets)
            for bucket in buckets:
                bucket.seek(0)
                ids = sorted(bucket.read().split())
                yield [bytes.fromhex(oid.decode()) for oid in ids if oid not in left_out]

    def _width(self) -> int:
        with open(self._listed, "rb") as listed:
            return len(listed.readline().split(b" ")[0]) // 2


def _distribute(ids: Iterable[bytes], buckets: Sequence[IO[bytes]]) -> None:
    """Write each id into the bucket for its first four digits."""
    ordered = sorted(ids)
    share = 0x10000 / len(buckets)
    bounds = [bisect_left(ordered, b"%04x" % round(share * n)) for n in range(1, len(buckets))]
    for bucket, start, stop in zip(buckets, [0, *bounds], [*bounds, len(ordered)], strict=True):
        bucket.writelines(oid + b"\n" for oid in ordered[start:stop])


def _split_ids(pieces: Iterable[bytes], width: int) -> Iterator[list[bytes]]:
    for piece in pieces:
        yield [piece[at : at + width] for at in range(0, len(piece), width)]


def _merge(old: Iterable[list[bytes]], fresh: Iterable[list[bytes]]) -> Iterator[bytes]:
    """Merge two ascending lists of ids, which come in pieces; ``fresh`` fits into memory."""
    rest = [oid for ids in fresh for oid in ids]
    for ids in old:
        if ids:
            cut = bisect_right(rest, ids[-1])
            yield b"".join(sorted(ids + rest[:cut]))
            rest = rest[cut:]
    yield b"".join(rest)
