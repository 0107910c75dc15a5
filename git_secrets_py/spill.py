"""Records beyond the size of memory: in memory at first, then in an encrypted temporary file.

The findings of a report, perhaps a million, and the records of an audit are kept here. The file has
no name, or is private and removed at once where the system allows that. It is encrypted with a key
that is only in the memory of this process: the lines of a report contain secrets, which may not
have been on this disk before, and the blocks of a deleted file stay readable.
"""

from __future__ import annotations

import heapq
import marshal
import os
from array import array
from bisect import bisect_right
from itertools import pairwise

from git_secrets_py.digests import encrypted
from git_secrets_py.temporary import cannot_write, temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Any

# The bytes that are encrypted at once. A sorter reads its runs in turns, a few kilobytes at a time.
_BLOCK = 16 << 10
_KEY_LENGTH = 32
# The memory for a stream, and for the unsorted records of a sorter, in bytes.
_IN_MEMORY = 4 << 20
# The memory for a record beyond its bytes.
_OVERHEAD = 200
# The size of records that are written at once, in bytes.
_GROUP = 16 << 10


class Stream:
    """Bytes that are appended, and read at any place."""

    def __init__(self) -> None:
        self._size = 0
        self._stored = 0  # blocks in the file
        self._blocks: list[bytes] = []
        self._tail = bytearray()
        self._file: IO[bytes] | None = None
        self._key = b""
        self._last = (-1, b"")

    def append(self, data: bytes) -> int:
        """Append ``data``; return its offset. Raises ``OutputError``."""
        offset = self._size
        self._size += len(data)
        self._tail += data
        try:
            while len(self._tail) >= _BLOCK:
                self._add_block(bytes(self._tail[:_BLOCK]))
                del self._tail[:_BLOCK]
        except OSError as error:
            raise cannot_write(error) from error
        return offset

    def read(self, offset: int, size: int) -> bytes:
        """Return ``size`` bytes from ``offset`` on, fewer at the end."""
        number, start = divmod(offset, _BLOCK)
        block = self._block(number)
        if start + size <= len(block):
            return block[start : start + size]
        parts, size = [block[start:]], size - len(block) + start
        while size > 0 and len(block) == _BLOCK:
            number += 1
            block = self._block(number)
            parts.append(block[:size])
            size -= _BLOCK
        return b"".join(parts)

    def __len__(self) -> int:
        return self._size

    def _add_block(self, block: bytes) -> None:
        self._blocks.append(block)
        if self._file is None and len(self._blocks) * _BLOCK > _IN_MEMORY:
            self._file = temporary_file()
            self._key = os.urandom(_KEY_LENGTH)
        if self._file is not None:
            self._file.seek(self._stored * _BLOCK)
            for one in self._blocks:
                self._file.write(self._encrypted(self._stored, one))
                self._stored += 1
            self._blocks.clear()
            self._file.flush()

    def _block(self, number: int) -> bytes:
        if number == self._stored + len(self._blocks):
            return bytes(self._tail)
        if self._file is None:
            return self._blocks[number]
        if self._last[0] != number:
            self._file.seek(number * _BLOCK)
            self._last = number, self._encrypted(number, self._file.read(_BLOCK))
        return self._last[1]

    def _encrypted(self, number: int, block: bytes) -> bytes:
        """Encrypt or decrypt ``block``, each with a key of its own."""
        from hashlib import shake_256  # it takes 2 ms to load

        return encrypted(self._key + number.to_bytes(8, "big"), block, shake_256)


class Records:
    """A sequence of values that ``marshal`` can write: tuples, bytes, texts, numbers.

    They are written and read many at once.
    """

    def __init__(self) -> None:
        self._stream = Stream()
        # For each group that was written: the number of its first value, and its offset.
        self._firsts, self._starts = array("Q"), array("Q")
        self._waiting: list[Any] = []
        self._written = self._size = 0
        # The group that was read last, and the number of its first value.
        self._group: list[Any] = []
        self._first = 0

    def append(self, value: Any, size: int = 0) -> int:
        """Append ``value``, which holds texts of ``size`` bytes; return its number."""
        waiting = self._waiting
        waiting.append(value)
        number = self._written + len(waiting) - 1
        self._size += size + _OVERHEAD
        if self._size > _GROUP:
            self._write()
        return number

    def __len__(self) -> int:
        return self._written + len(self._waiting)

    def __getitem__(self, number: int) -> Any:
        if number >= self._written:
            return self._waiting[number - self._written]
        place = number - self._first
        if not 0 <= place < len(self._group):
            self._read(bisect_right(self._firsts, number) - 1)
            place = number - self._first
        return self._group[place]

    def __iter__(self) -> Iterator[Any]:
        for start, end in pairwise((*self._starts, len(self._stream))):
            yield from marshal.loads(self._stream.read(start, end - start))
        yield from self._waiting

    def _write(self) -> None:
        self._firsts.append(self._written)
        self._starts.append(self._stream.append(marshal.dumps(self._waiting)))
        self._written += len(self._waiting)
        self._waiting.clear()
        self._size = 0

    def _read(self, group: int) -> None:
        start, following = self._starts[group], group + 1
        end = self._starts[following] if following < len(self._starts) else len(self._stream)
        self._group = marshal.loads(self._stream.read(start, end - start))
        self._first = self._firsts[group]


class Sorter:
    """Sorts tuples, whose first fields differ or can be compared, in bounded memory."""

    def __init__(self) -> None:
        self._stream = Stream()
        self._runs: list[tuple[int, int]] = []
        self._unsorted: list[Any] = []
        self._size = 0

    def add(self, item: Any, size: int) -> None:
        """Add the tuple ``item`` of about ``size`` bytes."""
        self._unsorted.append(item)
        self._size += size + _OVERHEAD
        if self._size > _IN_MEMORY * 4:
            self._write_run()

    def sorted(self) -> Iterator[Any]:
        """Yield the tuples in order."""
        self._unsorted.sort()
        runs = [self._run(*run) for run in self._runs]
        return heapq.merge(*runs, self._unsorted) if runs else iter(self._unsorted)

    def _write_run(self) -> None:
        self._unsorted.sort()
        start = len(self._stream)
        for part in _parts(self._unsorted):
            data = marshal.dumps(part)
            self._stream.append(len(data).to_bytes(8, "big") + data)
        self._runs.append((start, len(self._stream)))
        self._unsorted.clear()
        self._size = 0

    def _run(self, start: int, end: int) -> Iterator[Any]:
        while start < end:
            size = int.from_bytes(self._stream.read(start, 8), "big")
            yield from marshal.loads(self._stream.read(start + 8, size))
            start += 8 + size


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    """Yield ``items`` in lists that are read at once."""
    return (items[start : start + 100] for start in range(0, len(items), 100))
