"""The IDs of the objects that an audit reads, in a file: as lines, or packed."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from contextlib import ExitStack

from git_secrets_py.audit import object_list
from git_secrets_py.audit.cache_file import split_ids
from git_secrets_py.temporary import temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import IO

# About this number of IDs is sorted in memory at a time, within the limit of open files.
_SORTED_AT_ONCE = 250_000
_MOST_BUCKETS = 64
_IDS_AT_ONCE = 1 << 14
_ID = re.compile(rb"^[0-9a-f]+", re.MULTILINE)


class ListedLines:
    """A file of lines that begin with the IDs of objects."""

    def __init__(self, path: str) -> None:
        self._path = path

    def count(self) -> int:
        """Return the number of objects."""
        with open(self._path, "rb") as listed:
            return sum(lines.count(b"\n") for lines in object_list.whole_lines(listed))

    def width(self) -> int:
        """Return the size in bytes of a packed ID."""
        with open(self._path, "rb") as listed:
            return len(listed.readline().split(b" ")[0]) // 2

    def ascending(self, left_out: Collection[bytes]) -> Iterator[bytes]:
        """Yield the packed IDs, many at a time, without ``left_out``, which are hexadecimal."""
        number = min(1 + self.count() // _SORTED_AT_ONCE, _MOST_BUCKETS)
        with ExitStack() as stack, open(self._path, "rb") as listed:
            buckets = [stack.enter_context(temporary_file()) for _ in range(number)]
            for lines in object_list.whole_lines(listed):
                _distribute(_ID.findall(lines), buckets)
            for bucket in buckets:
                bucket.seek(0)
                ids = sorted(bucket.read().split())
                yield object_list.pack_ids(b"\n".join(one for one in ids if one not in left_out))


class PackedIds:
    """A file of packed IDs, ascending."""

    def __init__(self, path: str, width: int) -> None:
        """``width`` is the size of an ID in bytes."""
        self._path = path
        self._width = width

    def count(self) -> int:
        """Return the number of objects."""
        return os.path.getsize(self._path) // self._width

    def width(self) -> int:
        """Return the size in bytes of a packed ID."""
        return self._width

    def ascending(self, left_out: Collection[bytes]) -> Iterator[bytes]:
        """Yield the packed IDs, many at a time, without ``left_out``, which are hexadecimal."""
        absent = {bytes.fromhex(oid.decode()) for oid in left_out}
        with open(self._path, "rb") as listed:
            while ids := listed.read(_IDS_AT_ONCE * self._width):
                yield _without(ids, absent, self._width) if absent else ids


def _without(ids: bytes, absent: set[bytes], width: int) -> bytes:
    """Return ``ids`` of ``width`` bytes without those in ``absent``."""
    every = split_ids(ids, width)
    if absent.isdisjoint(every):
        return ids
    return b"".join(oid for oid in every if oid not in absent)


def _distribute(ids: Iterable[bytes], buckets: Sequence[IO[bytes]]) -> None:
    """Write each ID into the bucket for its first four digits."""
    ordered = sorted(ids)
    share = 0x10000 / len(buckets)
    bounds = [bisect_left(ordered, b"%04x" % round(share * n)) for n in range(1, len(buckets))]
    for bucket, start, stop in zip(buckets, [0, *bounds], [*bounds, len(ordered)], strict=True):
        bucket.writelines(oid + b"\n" for oid in ordered[start:stop])
