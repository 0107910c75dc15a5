"""Blocks: a stream, cut at line ends, and long lines, cut into overlapping pieces."""

from __future__ import annotations

from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK_SIZE = 4 << 20
# The longest match that is always found in a line longer than a block.
LONGEST_MATCH = 64 << 10
# How far a pattern can look back from the beginning of a match in such a line, in bytes.
CONTEXT = 1 << 10
# Bytes of a long line that are kept on either side of a match.
_EXCERPT_MARGIN = 100


class Block:
    """Consecutive bytes of a stream, to be scanned at once.

    ``first_line`` is the number of the line it begins in, counted from 1. A block holds whole
    lines, or a piece of one long line: then ``offset`` bytes of that line come before the piece,
    and ``is_last`` is true if the line ends with it. Pieces overlap: a match belongs to this one
    if it begins in ``data[start:stop]``; the bytes around that are for lookarounds. ``position``
    bytes of the stream come before ``data``. ``before`` and ``after`` are the lines around it, as
    far as ``with_neighbors`` has added them.
    """

    __slots__ = (
        "after",
        "before",
        "data",
        "first_line",
        "is_last",
        "is_piece",
        "offset",
        "position",
        "start",
        "stop",
    )

    def __init__(
        self,
        data: bytes,
        first_line: int,
        *,
        is_piece: bool = False,
        offset: int = 0,
        position: int = 0,
        start: int = 0,
        stop: int | None = None,
    ) -> None:
        """``stop`` is ``None`` if nothing is left to a later piece."""
        self.data = data
        self.first_line = first_line
        self.is_piece = is_piece
        self.offset = offset
        self.position = position
        self.start = start
        self.stop = len(data) if stop is None else stop
        self.is_last = stop is None
        self.before = b""
        self.after = b""


class Blocks:
    """Cuts a stream into blocks; where it cuts depends on the content alone."""

    def __init__(
        self, size: int = BLOCK_SIZE, overlap: int = LONGEST_MATCH, context: int = CONTEXT
    ) -> None:
        """``size`` is the largest size of a block in bytes.

        A piece of a line repeats the last ``overlap`` bytes of the piece before it, after
        ``context`` more bytes for lookbehinds.
        """
        if size <= overlap + context:
            raise ValueError("a block must be larger than overlap and context")
        self._size = size
        self._overlap = overlap
        self._context = context
        self._held: list[bytes] = []
        self._length = 0
        self._line = 1
        self._offset = 0
        # The position in the stream of the bytes that are held.
        self._position = 0
        self._in_piece = False

    def cut(self, chunks: Iterable[bytes]) -> Iterator[Block]:
        """Yield the blocks of the stream ``chunks``."""
        for chunk in chunks:
            yield from self.feed(chunk)
        yield from self.finish()

    def feed(self, chunk: bytes) -> Iterator[Block]:
        """Take the next bytes of the stream; yield the blocks that they complete."""
        start = 0
        while len(chunk) - start >= self._size - self._length:
            stop = start + self._size - self._length
            self._hold(chunk[start:stop])
            start = stop
            yield from self._cut()
        self._hold(chunk[start:])

    def finish(self) -> Iterator[Block]:
        """Yield the rest at the end of the stream."""
        data = self._take()
        if self._in_piece:
            yield from self._end_of_piece(data, (data.find(b"\n") + 1) or len(data))
            data = self._take()
        if data:
            yield Block(data, self._line, position=self._position)

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
        yield Block(data[:last_line_end], self._line, position=self._position)
        self._line += data.count(b"\n")
        self._position += last_line_end
        self._hold(data[last_line_end:])

    def _piece(self, data: bytes) -> Block:
        """Return ``data``, all of one line, as a piece; keep its end for the next one."""
        repeated = self._overlap + self._context
        block = Block(
            data,
            self._line,
            is_piece=True,
            offset=self._offset,
            position=self._position,
            start=self._first_start(),
            stop=len(data) - self._overlap,
        )
        self._in_piece = True
        self._offset += len(data) - repeated
        self._position += len(data) - repeated
        self._hold(data[len(data) - repeated :])
        return block

    def _end_of_piece(self, data: bytes, line_end: int) -> Iterator[Block]:
        """Yield the last piece of a long line, ``data[:line_end]``; keep the rest of ``data``."""
        start = self._first_start()
        yield Block(
            data[:line_end],
            self._line,
            is_piece=True,
            offset=self._offset,
            position=self._position,
            start=start,
        )
        self._position += line_end
        self._in_piece = False
        self._offset = 0
        self._line += 1
        self._hold(data[line_end:])

    def _first_start(self) -> int:
        return self._context if self._in_piece else 0


def with_neighbors(blocks: Iterable[Block], lines: int) -> Iterator[Block]:
    """Yield ``blocks``, each with the last and first ``lines`` of its neighbors.

    A piece of a long line is not a neighbor.
    """
    last: Block | None = None
    for block in blocks:
        if last is not None:
            if not (last.is_piece or block.is_piece):
                last.after = block.data[: lines_after(block.data, 0, lines)]
                start = lines_before(last.data, len(last.data), lines)
                block.before = last.data[start:]
            yield last
        last = block
    if last is not None:
        yield last


def lines_before(data: bytes, start: int, count: int) -> int:
    """Return the start of the ``count`` lines of ``data`` before the one at ``start``.

    There are fewer where the data begins, and after a line of more than ``LONGEST_MATCH`` bytes.
    """
    for _ in range(count):
        lowest = max(0, start - LONGEST_MATCH)
        previous = data.rfind(b"\n", lowest, max(0, start - 1)) + 1
        if not previous and lowest:
            break
        start = previous
    return start


def lines_after(data: bytes, end: int, count: int) -> int:
    """Return the end of the ``count`` lines of ``data`` from ``end`` on; see ``lines_before``."""
    for _ in range(count):
        following = data.find(b"\n", end, end + LONGEST_MATCH) + 1
        if not following:
            return len(data) if len(data) - end < LONGEST_MATCH else end
        end = following
    return end


def excerpt(number: int, content: bytes, match: Match, offset: int = 0) -> MatchedLine:
    """Return the text around ``match`` in ``content`` as its line, which is too long to show.

    ``offset`` bytes of the line come before ``content``.
    """
    first = max(0, match.start - _EXCERPT_MARGIN)
    shown = match.moved(-first)
    return MatchedLine(
        number, content[first : match.end + _EXCERPT_MARGIN], [shown], offset + first
    )
