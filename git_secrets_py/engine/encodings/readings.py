"""Readings: the texts that a block with NULs may hold.

Such a block is read as it is, where a NUL ends a word; without its NULs, which finds every ASCII
secret in text of mixed or broken encoding; and decoded as UTF-16 or UTF-32 at each alignment at
which it has characters below U+0100. Every reading maps its offsets to those of the block, so that
a secret that several of them show is found once.
"""

from __future__ import annotations

import re

from git_secrets_py.engine import encodings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.engine.blocks import Block


# Two characters below U+0080 in UTF-16 or UTF-32, as at the end of a line.
_WIDE = re.compile(rb"[\t\n\r -~]\0{1,3}[\t\n\r -~]")

# Bytes of UTF-8: those inside a character, and the first of one that is a pair in UTF-16.
_CONTINUATION = bytes(range(0x80, 0xC0))
_BEYOND_UTF_16 = bytes(range(0xF0, 0xF5))


class TextReading:
    """The bytes of a block as they are; without ``nuls`` no secret has a NUL in it."""

    # Whether the whole block is clean text in this reading, and then how many lines end in it.
    is_clean = False
    line_ends = 0

    def __init__(self, data: bytes, *, nuls: bool = True) -> None:
        self.text = data
        self._data = data
        self._nuls = nuls

    def shows(self, secret: bytes) -> bool:
        """Return whether this reading can show ``secret``, which matches in its text."""
        return self._nuls or 0 not in secret

    def place(self, offset: int) -> int:
        """Return the offset in the block of the byte at ``offset`` in the text."""
        return offset


class _Mapped(TextReading):
    """A reading whose offsets differ from those of the block.

    The last place is kept: offsets are mostly mapped in order, and the work is then linear.
    """

    def __init__(self, data: bytes, text: bytes, place: int = 0) -> None:
        super().__init__(data)
        self.text = text
        self._first = self._last = (0, place)

    def place(self, offset: int) -> int:
        if offset < self._last[0]:
            self._last = self._first
        start, place = self._last
        self._last = (offset, self._advance(place, start, offset))
        return self._last[1]

    def _advance(self, place: int, start: int, end: int) -> int:
        """Return the place of ``end``, given that of ``start``."""
        raise NotImplementedError


class _WithoutNuls(_Mapped):
    def __init__(self, data: bytes) -> None:
        super().__init__(data, data.translate(None, b"\0"))

    def _advance(self, place: int, start: int, end: int) -> int:
        missing = end - start
        while missing and place < len(self._data):
            step = self._data[place : place + missing]
            place += missing
            missing = step.count(0)
        return place


class _Decoded(_Mapped):
    def __init__(self, data: bytes, encoding: str, phase: int, *, is_clean: bool) -> None:
        decoded = encodings.decode(data, encoding, phase)
        marks = len(decoded) - len(decoded.removeprefix("\ufeff"))
        self.is_clean = is_clean
        self._unit = encodings.width(encoding)
        text = _encoded(decoded[marks:])
        super().__init__(data, text, phase + marks * self._unit)
        if is_clean:
            rest = data[len(data) - (len(data) - phase) % self._unit :]
            self.line_ends = text.count(b"\n") + rest.count(b"\n")

    def _advance(self, place: int, start: int, end: int) -> int:
        # A match of bytes may begin inside a character.
        begun = self.text[start:end].translate(None, _CONTINUATION)
        pairs = len(begun) - len(begun.translate(None, _BEYOND_UTF_16)) if self._unit == 2 else 0
        return place + self._unit * (len(begun) + pairs)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def readings(block: Block, marked: str = "") -> list[TextReading]:
    """Return the readings of ``block``, the one with the right lines and columns first.

    ``marked`` is the encoding of the byte order mark of the stream, or ``""``.
    """
    data = block.data
    if 0 not in data and not marked:
        return [TextReading(data)]
    clean, others = _decoded(data, block.position, marked)
    found: list[TextReading] = [*clean, TextReading(data, nuls=False), _WithoutNuls(data), *others]
    # Last, matches that contain a NUL: in wide text, most of these are wrong.
    return found if clean else [*found, TextReading(data)]


def _decoded(
    data: bytes, position: int, marked: str
) -> tuple[list[TextReading], list[TextReading]]:
    """Return the reading in which ``data`` is clean text, if there is one, and the others."""
    clean: list[TextReading] = []
    others: list[TextReading] = []
    for encoding, phase in _alignments(data, position, marked):
        is_clean = not clean and encodings.is_clean(
            data, encoding, phase, is_marked=encoding == marked
        )
        if is_clean and encodings.width(encoding) == 4:
            return [_Decoded(data, encoding, phase, is_clean=True)], []
        if encodings.width(encoding) == 2:
            reading = _Decoded(data, encoding, phase, is_clean=is_clean)
            (clean if is_clean else others).append(reading)
    return clean, others


def _alignments(data: bytes, position: int, marked: str) -> list[tuple[str, int]]:
    found = list(encodings.alignments(data, position)) if _WIDE.search(data) else []
    if not marked:
        return found
    first = (marked, -position % encodings.width(marked))
    return [first, *(one for one in found if one != first)]
