r"""Texts that are derived from content: without escapes, and decoded from base64 and hexadecimal.

Each keeps track of the place that its bytes come from. Only what may hold an encoded text of a
given length is decoded, so most content has few and short derived texts. ``re`` is not used: a
commit hook imports this.
"""

from __future__ import annotations

from binascii import a2b_base64, a2b_hex
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    # The decoded bytes of an escape, and its length.
    Escape = tuple[bytes, int]

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_HEX = b"0123456789abcdefABCDEF"
# The alphabet for URLs (RFC 4648, section 5) as the standard one, all other bytes as blanks.
_TO_BASE64 = bytes(
    {ord("-"): ord("+"), ord("_"): ord("/")}.get(byte, byte) if byte in _BASE64 else ord(" ")
    for byte in range(256)
)
_TO_HEX = bytes(byte if byte in _HEX else ord(" ") for byte in range(256))
_TO_LINES_OF_BASE64 = _TO_BASE64[:10] + b"\n" + _TO_BASE64[11:]
# Of a list, a comment, and a string that continues on the next line, in the standard alphabet.
_SIGNS = (b"+", b"//")
# Blanks and signs at the edges of a line; the latter may belong to its run.
_AROUND = b" +/"
# The fewest characters in a line of folded text, save in its first and last line.
_SHORTEST_FOLD = 8
# Four ASCII characters in UTF-16.
_IS_NUL = bytes(byte > 0 for byte in range(256))
_WIDE = b"\1\0\1\0\1\0\1\0"
# The most levels of escapes, as in %252B.
_LEVELS = 2
OVER_LINES, IN_UTF_16 = "over several lines", "in UTF-16"
IN_BASE64, IN_HEXADECIMAL, IN_BASE32 = "in base64", "in hexadecimal", "in base32"
_NESTED = IN_BASE64, IN_HEXADECIMAL, IN_BASE32
_ENTITIES = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


class Text:
    """Content, or a text that is derived from it; ``form`` says how, empty for the content."""

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
        # Of each piece: where it begins here and in the parent, and where it ends there.
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


def joined(form: str, outer: str) -> str:
    """Return ``form`` within ``outer``: ``in base64 in base64, over several lines``."""
    if form == outer and form not in _NESTED:  # escaped twice
        return form
    separator = " " if form in _NESTED and outer.startswith(_NESTED) else ", "
    return separator.join(filter(None, (form, outer)))


def derived_texts(content: bytes, shortest: int) -> Iterator[Text]:
    """Yield ``content`` and the texts derived from it.

    Encoded texts of fewer than ``shortest`` bytes may be left out.
    """
    for text in _without_escapes(Text(content)):
        folded = folded_runs(text, shortest)
        yield text
        yield from _from_hex(text, shortest)
        yield from _from_base64(_long_runs(text, shortest))
        if folded.text:
            yield folded
            yield from _from_hex(folded, shortest)
            yield from _from_base64(folded)


def _without_escapes(text: Text) -> list[Text]:
    """Return ``text``, and its lines with escapes without these."""
    found, level = [text], [text]
    for _ in range(_LEVELS):
        level = [
            _unescaped(each, marker, decode, form)
            for each in level
            for marker, form, decode in _ESCAPES
            if marker in each.text
        ]
        level = [each for each in level if each.text]
        found += level
    return found


def _unescaped(
    parent: Text, marker: bytes, decode: Callable[[bytes, int], Escape | None], form: str
) -> Text:
    """Return the lines of ``parent`` that have an escape, with each escape decoded."""
    source, text = parent.text, Pieces(parent, form)
    start = line_end = 0
    at = source.find(marker)
    while at >= 0:
        escape = decode(source, at)
        if escape is None:
            at = source.find(marker, at + 1)
            continue
        if at >= line_end:
            text.add(source[start:line_end], start, line_end - start)
            start = source.rfind(b"\n", 0, at) + 1
            line_end = (source.find(b"\n", at) + 1) or len(source)
        decoded, length = escape
        text.add(source[start:at], start, at - start)
        text.add(decoded, at, length)
        start = at + length
        at = source.find(marker, start)
    text.add(source[start:line_end], start, line_end - start)
    return text.finish()


def _percent(text: bytes, at: int) -> Escape | None:
    """Decode ``%2B`` (RFC 3986, section 2.1)."""
    return _number(text[at + 1 : at + 3], 2, 3)


def _backslash(text: bytes, at: int) -> Escape | None:
    r"""Decode ``\u002B`` and ``\/`` (RFC 8259, section 7), ``\u{2b}``, ``\x2b``, ``\053``."""
    kind = text[at + 1 : at + 2]
    if kind == b"u" and text[at + 2 : at + 3] == b"{":
        return _braced(text[at + 3 : at + 10])
    if kind == b"u":
        return _number(text[at + 2 : at + 6], 4, 6)
    if kind == b"x":
        return _number(text[at + 2 : at + 4], 2, 4)
    octal = text[at + 1 : at + 4]
    if len(octal) == 3 and octal[:1] in b"01" and not octal.strip(b"01234567"):
        return bytes([int(octal, 8)]), 4
    return (_CONTROLS.get(kind, kind), 2) if kind else None


def _braced(text: bytes) -> Escape | None:
    """Decode the digits before a brace, as in ECMAScript, Ruby, Rust and PHP."""
    digits, brace, _ = text.partition(b"}")
    if not brace or not digits or digits.strip(_HEX) or int(digits, 16) > 0x10FFFF:
        return None
    return chr(int(digits, 16)).encode("utf-8", "replace"), len(digits) + 4


def _entity(text: bytes, at: int) -> Escape | None:
    """Decode ``&amp;`` and ``&#38;`` (XML 1.0, sections 4.1 and 4.6)."""
    name = text[at + 1 : at + 10].partition(b";")[0]
    length = len(name) + 2
    if name[:2].lower() == b"#x":
        return _number(name[2:], len(name) - 2, length)
    if name[:1] == b"#" and name[1:].isdigit() and int(name[1:]) < 128:
        return bytes([int(name[1:])]), length
    return (_ENTITIES[name], length) if name in _ENTITIES else None


def _quote(text: bytes, at: int) -> Escape | None:
    r"""Decode ``'\''``, a single quote between single quotes in a shell."""
    return b"'", 4


def _number(digits: bytes, count: int, length: int) -> Escape | None:
    if len(digits) != count or not digits or digits.strip(_HEX):
        return None
    code = int(digits, 16)
    return (bytes([code]) if count == 2 or code < 128 else chr(code).encode("utf-8", "replace")), (
        length
    )


def escape_at(text: bytes, at: int) -> Escape | None:
    """Return the escape at ``at``: percent-encoded, after a backslash, or an entity."""
    return {b"%": _percent, b"\\": _backslash, b"&": _entity}[text[at : at + 1]](text, at)


_ESCAPES = (
    (b"%", "percent-encoded", _percent),
    (b"\\", "escaped", _backslash),
    (b"&", "escaped", _entity),
    (b"'\\''", "quoted", _quote),
    (b"'\"'\"'", "quoted", lambda text, at: (b"'", 5)),
)


def _from_hex(text: Text, shortest: int) -> Iterator[Text]:
    """Yield what the runs of hexadecimal digits decode to, at both alignments."""
    found = Pieces(text, "")
    for run, at in _runs(text.text.translate(_TO_HEX), 2 * shortest):
        found.add(run + b"0" * (len(run) % 2), at, len(run))
    runs = found.finish()
    if runs.text:
        yield Scaled(a2b_hex(runs.text), runs, IN_HEXADECIMAL, 0, 2, 1)
        yield Scaled(a2b_hex(runs.text[1:-1]), runs, IN_HEXADECIMAL, 1, 2, 1)


def _long_runs(text: Text, shortest: int) -> Text:
    """Return the runs of characters of base64."""
    found = Pieces(text, "")
    for run, at in _runs(text.text.translate(_TO_BASE64), shortest * 4 // 3):
        found.add(_padded(run), at, len(run))
    return found.finish()


def _padded(run: bytes) -> bytes:
    """Return ``run`` with whole groups of four characters."""
    return run + b"A" * (-len(run) % 4)


def _runs(cleaned: bytes, least: int) -> Iterator[tuple[bytes, int]]:
    """Yield each run without blanks of at least ``least`` bytes, with its offset."""
    at = 0
    for run in cleaned.split():
        if len(run) >= least:
            at = cleaned.index(run, at)
            yield run, at
            at += len(run)


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
                before = lines[first + begin - 1].rstrip()
                run = before.rpartition(b" ")[2]
                group.insert(0, (run, starts[first + begin - 1] + len(before) - len(run)))
            if first + end < len(lines) and not is_padded(first + end - 1):
                after = lines[first + end]
                run = after.split(None, 1)[0] if after.strip() else b""
                group.append((run, starts[first + end] + after.find(run)))
            _add_group(found, group, shortest)
    return found.finish()


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
    run = line.strip()
    for sign in _SIGNS:
        run = run.removeprefix(sign + b" ").removesuffix(b" " + sign).strip()
    return run, start + line.index(run)


def _add_group(found: Pieces, group: Sequence[tuple[bytes, int]], shortest: int) -> None:
    """Add the pieces of a folded run, which are consecutive."""
    size = sum(len(piece) for piece, _ in group)
    if sum(1 for piece, _ in group if piece) < 2 or size < shortest:
        return
    for piece, place in group:
        found.add(piece, place, len(piece))
    found.add(b"A" * (-size % 4), place, len(piece))


def _from_base64(runs: Text) -> Iterator[Text]:
    """Yield what ``runs`` decode to, at all alignments; UTF-16 in it also as ASCII."""
    if not runs.text:
        return
    padded = runs.text + b"AAAA"
    for first in range(4):
        decoded = a2b_base64(padded[first : len(padded) - (4 - first) % 4])
        text = Scaled(decoded, runs, IN_BASE64, first, 4, 3)
        yield text
        if _WIDE in decoded.translate(_IS_NUL):
            yield Scaled(decoded[0::2], text, IN_UTF_16, 0, 2, 1)
            yield Scaled(decoded[1::2], text, IN_UTF_16, 1, 2, 1)
