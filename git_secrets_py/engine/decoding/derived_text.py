"""Texts that are derived from content; each keeps track of the place that its bytes come from.

``re`` is not used: a commit hook imports this.
"""

from __future__ import annotations

from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
# The alphabet for URLs (RFC 4648, section 5) as the standard one, all other bytes as blanks.
TO_BASE64 = bytes(
    {ord("-"): ord("+"), ord("_"): ord("/")}.get(byte, byte) if byte in _BASE64 else ord(" ")
    for byte in range(256)
)
_TO_LINES_OF_BASE64 = TO_BASE64[:10] + b"\n" + TO_BASE64[11:]
# Blanks, and the signs of a list, a comment, and a string that continues, at the edges of a line;
# the signs may belong to its run.
_AROUND = b" +/"
# The fewest characters in a line of folded text, except in its first and last line.
_SHORTEST_FOLD = 8
OVER_LINES, IN_UTF_16 = "over several lines", "in UTF-16"
IN_BASE64, IN_HEXADECIMAL, IN_BASE32 = "in base64", "in hexadecimal", "in base32"
_NESTED = IN_BASE64, IN_HEXADECIMAL, IN_BASE32


class Text:
    """Content, or a text that is derived from it; ``form`` describes how, empty for the content."""

    form = ""

    def __init__(self, text: bytes) -> None:
        self.text = text

    def place(self, offset: int) -> int:
        """Return the offset in the content of the byte at ``offset``."""
        return offset

    def end(self, offset: int) -> int:
        """Return the offset in the content of the end of a part that ends at ``offset``."""
        return self.place(offset)

    def run(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the content of the encoded run that holds ``text[start:end]``."""
        return self.place(start), self.end(end)


class Pieces(Text):
    """Pieces of another text, joined; some are decoded from more bytes there."""

    def __init__(self, parent: Text, form: str, *, are_runs: bool = False) -> None:
        """``are_runs`` is whether each piece is an encoded run of its own."""
        super().__init__(b"")
        self.form = joined(form, parent.form)
        self._are_runs = are_runs
        self._parent = parent
        self._pieces: list[bytes] = []
        self._size = 0
        # For each piece: its start here and in the parent, and its end there.
        self._starts: list[int] = []
        self._places: list[int] = []
        self._ends: list[int] = []

    def add(self, piece: bytes, place: int, length: int) -> None:
        """Add a piece that comes from ``length`` bytes at ``place`` of the parent."""
        if not piece:
            return
        self._starts.append(self._size)
        self._places.append(place)
        self._ends.append(place + length)
        self._pieces.append(piece)
        self._size += len(piece)

    def add_part(self, place: int, length: int) -> None:
        """Add a part of the parent as it is."""
        self.add(self._parent.text[place : place + length], place, length)

    def finish(self) -> Pieces:
        """Join the pieces."""
        self.text = b"".join(self._pieces)
        return self

    def place(self, offset: int) -> int:
        number = self._number(offset)
        return self._parent.place(self._places[number] + offset - self._starts[number])

    def end(self, offset: int) -> int:
        number = self._number(offset - 1)
        inside = offset - self._starts[number]
        if inside == len(self._pieces[number]):
            return self._parent.end(self._ends[number])
        return self._parent.end(min(self._places[number] + inside, self._ends[number]))

    def run(self, start: int, end: int) -> tuple[int, int]:
        if not self._are_runs:
            return super().run(start, end)
        number = self._number(start)
        return self._parent.run(self._places[number], self._ends[number])

    def _number(self, offset: int) -> int:
        from bisect import bisect_right  # only where a secret is found

        return bisect_right(self._starts, offset) - 1


class Scaled(Text):
    """A text of which ``here`` bytes are decoded from ``there`` bytes, from ``first`` on."""

    def __init__(
        self, text: bytes, parent: Text, form: str, first: int, there: int, here: int
    ) -> None:
        super().__init__(text)
        self.form = joined(form, parent.form)
        self._parent = parent
        self._first = first
        self._there = there
        self._here = here

    def place(self, offset: int) -> int:
        return self._parent.place(self._first + offset * self._there // self._here)

    def end(self, offset: int) -> int:
        return self._parent.end(self._first + -(-offset * self._there // self._here))

    def run(self, start: int, end: int) -> tuple[int, int]:
        first = self._first + start * self._there // self._here
        return self._parent.run(first, self._first + -(-end * self._there // self._here))


class Narrowed(Scaled):
    """Every other byte of a text, from ``first`` on: that of each ASCII character in UTF-16."""

    def __init__(self, text: bytes, parent: Text, first: int) -> None:
        super().__init__(text, parent, IN_UTF_16, first, 2, 1)

    def end(self, offset: int) -> int:
        # Without the byte after the last one, which may be beyond the run.
        return self._parent.end(self._first + 2 * offset - 1)


def joined(form: str, outer: str) -> str:
    """Return ``form`` within ``outer``: ``in base64 in base64, over several lines``."""
    if form == outer and form not in _NESTED:  # escaped twice
        return form
    separator = " " if form in _NESTED and outer.startswith(_NESTED) else ", "
    return separator.join(filter(None, (form, outer)))


def folded_runs(text: Text, shortest: int, *, equal: bool = False) -> Text:
    """Return the runs that continue on the next line, each with its continuation.

    Such a run has a line of its own. The first part of it may follow other text. With ``equal``,
    these lines have one length, except the last; lines of other lengths may be around them.
    Padding ends a run.
    """
    found = Pieces(text, OVER_LINES)
    lines = text.text.translate(_TO_LINES_OF_BASE64).split(b"\n")
    whole = [
        number
        for number, line in enumerate(lines)
        if len(line) >= _SHORTEST_FOLD and b" " not in line.strip(_AROUND)
    ]
    starts: list[int] = []
    if whole:
        starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def is_padded(number: int) -> bool:
        end = starts[number] + len(lines[number].rstrip())
        return text.text[end : end + 1] == b"="

    for first, last in _consecutive(whole, is_padded):
        runs = [_only_run(lines[number], starts[number]) for number in range(first, last + 1)]
        for begin, end in _of_equal_length(runs) if equal else [(0, len(runs))]:
            group = runs[begin:end]
            if first + begin and not is_padded(first + begin - 1):
                run, at = _last_run(lines[first + begin - 1])
                group.insert(0, (run, starts[first + begin - 1] + at))
            if first + end < len(lines) and not is_padded(first + end - 1):
                run, at = _first_run(lines[first + end])
                group.append((run, starts[first + end] + at))
            _add_group(found, group, shortest)
    return found.finish()


def _last_run(line: bytes) -> tuple[bytes, int]:
    """Return the run at the end of ``line`` and its offset; a sign joins it to the next line."""
    line = line.rstrip()
    if b" " in line and not line.rpartition(b" ")[2].strip(_AROUND):
        line = line.rstrip(_AROUND)
    run = line.rpartition(b" ")[2]
    return run, len(line) - len(run)


def _first_run(line: bytes) -> tuple[bytes, int]:
    """Return the run at the beginning of ``line`` and its offset; a sign may be before it."""
    runs = line.split(None, 2) or [b""]
    run = runs[1] if runs[1:] and not runs[0].strip(_AROUND) else runs[0]
    return run, line.find(run)


def _of_equal_length(runs: Sequence[tuple[bytes, int]]) -> Iterator[tuple[int, int]]:
    """Yield the first number of each range of ``runs`` of one length, and that after its last."""
    begin = 0
    for end in range(1, len(runs) + 1):
        if end == len(runs) or len(runs[end][0]) != len(runs[begin][0]):
            yield begin, end
            begin = end


def _consecutive(
    numbers: Sequence[int], is_last: Callable[[int], bool]
) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each range in ``numbers``."""
    first = last = -2
    for number in numbers:
        if number != last + 1 or is_last(last):
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last


def _only_run(line: bytes, start: int) -> tuple[bytes, int]:
    """Return the run of ``line`` and its offset, without the signs of a list, a comment, or a
    string that continues.
    """
    core = line.strip(_AROUND) or line.strip()
    first = line.rfind(b" ", 0, line.index(core)) + 1
    return line[first:].partition(b" ")[0], start + first


def _add_group(found: Pieces, group: Sequence[tuple[bytes, int]], shortest: int) -> None:
    """Add the pieces of a folded run, which are consecutive."""
    size = sum(len(piece) for piece, _ in group)
    if sum(1 for piece, _ in group if piece) < 2 or size < shortest:
        return
    for piece, place in group:
        found.add_part(place, len(piece))
    found.add(b"A" * (-size % 4), place, len(piece))
