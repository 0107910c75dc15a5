"""Cutting a stream into blocks that end at line ends, and long lines into overlapping pieces."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK_SIZE = 4 << 20
# The longest match that is sure to be found in a line longer than a block.
LONGEST_MATCH = 64 << 10


class Block:
    """Consecutive bytes of a stream, to be scanned at once.

    ``first_line`` is the number of the line it begins in, counted from 1. A block either holds
    whole lines (``offset`` is 0 and ``is_last`` true), or a piece of one long line: then
    ``offset`` bytes of that line come before the piece, and ``is_last`` says that the line ends
    with it. A piece repeats the end of the piece before it; see ``Blocks``.
    """

    __slots__ = ("data", "first_line", "is_last", "is_piece", "offset")

    def __init__(
        self,
        data: bytes,
        first_line: int,
        *,
        is_piece: bool = False,
        offset: int = 0,
        is_last: bool = True,
    ) -> None:
        self.data = data
        self.first_line = first_line
        self.is_piece = is_piece
        self.offset = offset
        self.is_last = is_last


class Blocks:
    """Cuts what it is fed into blocks; where it cuts depends on the content alone."""

    def __init__(self, size: int = BLOCK_SIZE, overlap: int = LONGEST_MATCH) -> None:
        """``size`` bytes are held at the most; pieces of a line overlap by ``overlap`` bytes."""
        self._size = size
        # One byte more, so that what precedes a match at the very edge is still seen.
        self._overlap = overlap + 1
        self._held: list[bytes] = []
        self._length = 0
        self._line = 1
        self._offset = 0
        self._in_piece = False

    def feed(self, chunk: bytes) -> Iterator[Block]:
        """Take more of the stream; yield the blocks that it completes."""
        start = 0
        while len(chunk) - start >= self._size - self._length:
            stop = start + self._size - self._length
            self._hold(chunk[start:stop])
            start = stop
            yield from self._cut()
        self._hold(chunk[start:])

    def finish(self) -> Iterator[Block]:
        """Yield what is left at the end of the stream."""
        data = self._take()
        if self._in_piece:
            yield from self._end_of_piece(data, (data.find(b"\n") + 1) or len(data))
            data = self._take()
        if data:
            yield Block(data, self._line)

    def _hold(self, data: bytes) -> None:
        if data:
            self._held.append(data)
            self._length += len(data)

    def _take(self) -> bytes:
        data = self._held[0] if len(self._held) == 1 else b"".join(self._held)
        self._held = []
        self._length = 0
        return data

    def _cut(self) -> Iterator[Block]:
        data = self._take()
        if self._in_piece:
            line_end = data.find(b"\n") + 1
            if not line_end:
                yield self._piece(data)
                return
            yield from self._end_of_piece(data, line_end)
            return
        last_line_end = data.rfind(b"\n") + 1
        if not last_line_end:
            yield self._piece(data)
            return
        yield Block(data[:last_line_end], self._line)
        self._line += data.count(b"\n")
        self._hold(data[last_line_end:])

    def _piece(self, data: bytes) -> Block:
        """Return ``data``, all of one line, as a piece; keep its end for the next one."""
        block = Block(data, self._line, is_piece=True, offset=self._offset, is_last=False)
        self._in_piece = True
        self._offset += len(data) - self._overlap
        self._hold(data[-self._overlap :])
        return block

    def _end_of_piece(self, data: bytes, line_end: int) -> Iterator[Block]:
        """Yield the last piece of a long line, ``data[:line_end]``; keep what follows it."""
        yield Block(data[:line_end], self._line, is_piece=True, offset=self._offset)
        self._in_piece = False
        self._offset = 0
        self._line += 1
        self._hold(data[line_end:])
