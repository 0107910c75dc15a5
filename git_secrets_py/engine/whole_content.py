"""Rules that are tried on whole contents, since nothing bounds the lines of their matches.

A content larger than ``WINDOW`` is read in windows that overlap. The matches are added to the
lines that the scanner finds; each is in the line in which its secret begins.
"""

from __future__ import annotations

from git_secrets_py.content import NotScanned
from git_secrets_py.engine import encodings, is_plain
from git_secrets_py.engine.blocks import BLOCK_SIZE, Block, excerpt
from git_secrets_py.engine.encodings.readings import readings
from git_secrets_py.engine.matcher import SAMPLE_SIZE
from git_secrets_py.model import MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import Any

    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.matcher import Matcher

    Scan = Callable[[Iterable[bytes]], Iterable[MatchedLine | NotScanned]]
    # (line number, MatchedLine)
    Found = list[MatchedLine]

WINDOW = 16 << 20
OVERLAP = 1 << 20
# Characters of a line on either side of a match to which allowlists for lines apply.
_LINE_MARGIN = 4096
# The most matches in a content whose surroundings are kept for filter expressions.
_MOST_SURROUNDINGS = 1000


class WholeContents:
    """Tries the whole-content rules of a matcher, in one thread."""

    def __init__(
        self, matcher: Matcher, filters: Filters, window: int = WINDOW, overlap: int = OVERLAP
    ) -> None:
        self._matcher = matcher
        self._filters = filters
        self._window = window
        self._overlap = overlap

    def scan(self, chunks: Iterable[bytes], lines: Scan) -> Iterator[MatchedLine | NotScanned]:
        """Yield the items of ``lines`` for the stream ``chunks``, with the matches of the rules."""
        stream = _Stream(self, self._window, self._overlap)
        held: list[MatchedLine | NotScanned] = []
        settled = 0
        for item in lines(stream.passing(chunks)):
            held.append(item)
            # ``lines`` reads ahead of its items: lines before this one are complete.
            if isinstance(item, MatchedLine) and item.number >= stream.settled > settled:
                settled = stream.settled
                done, held = _split(held, settled)
                yield from _joined(done, stream.take(settled))
        yield from _joined(held, stream.take(None))
        yield from stream.problems()

    def is_searched(self, head: bytes) -> bool:
        """Return whether content that begins with ``head`` is text, or binary is scanned, too."""
        sample = head[:SAMPLE_SIZE]
        return is_plain(sample) or self._matcher.scan_binary or encodings.looks_like_text(sample)

    def search(
        self, data: bytes, position: int, first_line: int, marked: str
    ) -> Iterator[tuple[int, MatchedLine] | NotScanned]:
        """Yield the lines of ``data`` with matches, each with the match's offset, and problems.

        ``position`` bytes of the content, and all lines before ``first_line``, come before it.
        """
        seen: set[tuple[object, bytes]] = set()
        for reading in readings(Block(data, first_line, position=position), marked):
            new: set[tuple[object, bytes]] = set()
            for item in self._search_text(reading.text, first_line):
                if isinstance(item, NotScanned):
                    yield item
                    continue
                place, _, line = item
                match = line.matches[0]
                key = match.pattern, line.plaintext(match)
                if reading.shows(key[1]) and key not in seen:
                    new.add(key)
                    yield reading.place(place), line
            seen |= new

    def located_lines(self, text: bytes) -> Iterator[tuple[int, MatchedLine | NotScanned]]:
        """Yield the lines of ``text`` with matches, each with its offset, and problems.

        Of a long line, it is the offset of the part around the match.
        """
        for item in self._search_text(text, 1):
            if isinstance(item, NotScanned):
                yield 0, item
            else:
                yield item[1], item[2]

    def _search_text(
        self, data: bytes, first_line: int
    ) -> Iterator[tuple[int, int, MatchedLine] | NotScanned]:
        """Yield each line with a match, after the offsets of the match and of the line."""
        numbers = self._hit(data)
        if not numbers:
            return
        text = _Text(data, first_line)
        found: dict[str, list[Any]] = {}
        for number in sorted(numbers):
            pattern: Any = self._matcher.patterns[number]
            counts = pattern.has_keyword(text.lowered)
            if not counts and not pattern.is_partner:
                continue
            for span in self._matcher.whole_spans(number, text.text, first_line):
                if isinstance(span, NotScanned):
                    yield span
                else:
                    found.setdefault(pattern.name, []).append(text.match(pattern, span, counts))
        others = {
            name: sorted((match for *_, match in several), key=lambda one: one.place)
            for name, several in found.items()
        }
        matches = [one for several in found.values() for one in several]
        for start, place, match in sorted(matches, key=lambda one: one[1]):
            if match.pattern.complete(match, others):
                line = text.line(place, match)
                yield start, text.line_start(place) + line.offset, line

    def _hit(self, data: bytes) -> Collection[int]:
        """Return the numbers of the rules that may match in ``data``."""
        hits = self._filters.hits(data)
        if hits is None:
            return self._matcher.whole
        return self._matcher.whole.intersection(number for number, _ in hits)


class _Stream:
    """A stream that is cut into windows while another reader consumes it."""

    def __init__(self, contents: WholeContents, window: int, overlap: int) -> None:
        # The lines before this one are complete.
        self.settled = 0
        self._contents = contents
        self._window = window
        self._overlap = overlap
        self._held = bytearray()
        self._position = 0
        self._line = 1
        self._marked = ""
        self._is_searched: bool | None = None
        self._found: list[MatchedLine] = []
        self._problems: dict[str, NotScanned] = {}

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield ``chunks``, and search each window that they complete."""
        for chunk in chunks:
            self._held += chunk
            while len(self._held) > self._window:
                self._search(bytes(self._held[: self._window]), self._window - self._overlap)
            yield chunk

    def take(self, limit: int | None) -> list[MatchedLine]:
        """Return the lines found before line ``limit``, or all, and forget them."""
        if limit is None:
            self._search(bytes(self._held), None)
        taken = [one for one in self._found if limit is None or one.number < limit]
        self._found = [one for one in self._found if limit is not None and one.number >= limit]
        return taken

    def problems(self) -> Iterable[NotScanned]:
        """Return the problems, each once."""
        return self._problems.values()

    def _search(self, data: bytes, stop: int | None) -> None:
        """Search ``data``, and keep matches that begin before ``stop``; the rest is repeated."""
        if self._is_searched is None:
            self._is_searched = self._contents.is_searched(data)
            self._marked = encodings.marked_encoding(data)
        if self._is_searched:
            for item in self._contents.search(data, self._position, self._line, self._marked):
                if isinstance(item, NotScanned):
                    self._problems[item.message] = item
                elif stop is None or item[0] < stop:
                    self._found.append(item[1])
        if stop is not None:
            self._advance(data, stop)

    def _advance(self, data: bytes, stop: int) -> None:
        del self._held[:stop]
        self._position += stop
        self._line += data.count(b"\n", 0, stop)
        self.settled = self._line
        if self._is_searched:
            self._problems[""] = NotScanned(
                f"larger than {self._window >> 20} MiB: not fully scanned for the rules of rule "
                "files, whose matches may span any number of lines"
            )


class _Text:
    """Content as text, and its lines."""

    def __init__(self, data: bytes, first_line: int) -> None:
        self.text = data.decode("utf-8", "surrogateescape")
        self.lowered = self.text.lower()
        self._data = data
        self._lines = _Lines(data, b"\n")
        self._lines_of_text = _Lines(self.text, "\n")
        # The line of the last match: it often has the next one, too.
        self._shown = (-1, -1), b""
        self._is_ascii = data.isascii()
        self._first_line = first_line
        self._last = (0, 0)
        self._counted = (0, first_line)
        self._looked_around = 0

    def match(
        self, pattern: Any, span: tuple[int, int, int, int], counts: bool
    ) -> tuple[int, int, Any]:
        """Return the offsets of a match and of its secret, and it within the secret's line."""
        # In this order, the offsets grow.
        start, first, last, end = (self._offset(span[one]) for one in (0, 2, 3, 1))
        line_start, line_end = self._line_at(first)
        match = pattern.match(
            (max(start, line_start) - line_start, min(end, line_end) - line_start),
            (first - line_start, min(last, line_end) - line_start),
            self._data[first:last] if last > line_end else None,
            self._texts(pattern, span),
            self._place(start, span),
            counts=counts,
        )
        if self._looked_around < _MOST_SURROUNDINGS:
            self._looked_around += pattern.look_around(match, self.text, span[0], span[1])
        return start, first, match

    def _texts(self, pattern: Any, span: tuple[int, int, int, int]) -> tuple[str, str, str]:
        """Return the texts of a match, of its secret and of its lines."""
        secret = self.text[span[2] : span[3]]
        # The same text: contents may have very many matches.
        match = secret if span[:2] == span[2:] else self.text[span[0] : span[1]]
        return match, secret, self._around(span[0], span[1]) if pattern.judges_lines else ""

    def _place(self, start: int, span: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Return the line and column of a match at the offset ``start``, and its span."""
        column = span[0] - self._lines_of_text.at(span[0])[0] + 1
        return self._number(self._line_at(start)[0]), column, span[0], span[1]

    def line(self, place: int, match: Any) -> MatchedLine:
        """Return the line of ``match``, whose secret is at the offset ``place``."""
        bounds = start, end = self._line_at(place)
        if self._shown[0] != bounds:
            self._shown = bounds, self._data[start:end]
        line = MatchedLine(self._number(start), self._shown[1], [match])
        if end - start > BLOCK_SIZE:
            return excerpt(line.number, line.content, match)
        return line

    def line_start(self, place: int) -> int:
        """Return the offset of the line around the offset ``place``."""
        return self._lines.at(place)[0]

    def _line_at(self, place: int) -> tuple[int, int]:
        start, end = self._lines.at(place)
        return start, end - (self._data[end - 1 : end] == b"\r" and end - 1 > place)

    def _number(self, start: int) -> int:
        """Return the number of the line that begins at ``start``."""
        counted, number = self._counted if self._counted[0] <= start else (0, self._first_line)
        number += self._data.count(b"\n", counted, start)
        self._counted = start, number
        return number

    def _offset(self, character: int) -> int:
        """Return the offset in bytes of a character of the text."""
        if self._is_ascii:
            return character
        last, offset = self._last if self._last[0] <= character else (0, 0)
        offset += len(self.text[last:character].encode("utf-8", "surrogateescape"))
        self._last = character, offset
        return offset

    def _around(self, start: int, end: int) -> str:
        """Return the lines of a match, or the part around it if they are long."""
        first = self.text.rfind("\n", max(0, start - _LINE_MARGIN), start) + 1
        last = self.text.find("\n", end, end + _LINE_MARGIN)
        return self.text[
            first or max(0, start - _LINE_MARGIN) : last if last >= 0 else end + _LINE_MARGIN
        ]


class _Lines:
    """The lines of bytes or a text; the last one is kept: it may have very many matches."""

    def __init__(self, text: Any, line_end: Any) -> None:
        self._text = text
        self._line_end = line_end
        self._last = (0, -1)

    def at(self, place: int) -> tuple[int, int]:
        """Return where the line around the offset ``place`` begins and ends."""
        start, end = self._last
        if not start <= place <= end:
            start = self._text.rfind(self._line_end, 0, place) + 1
            end = self._text.find(self._line_end, place)
            self._last = start, len(self._text) if end < 0 else end
        return self._last


def _split(
    items: list[MatchedLine | NotScanned], limit: int
) -> tuple[list[MatchedLine | NotScanned], list[MatchedLine | NotScanned]]:
    """Return the items before line ``limit``, and the others."""
    for place, item in enumerate(items):
        if isinstance(item, MatchedLine) and item.number >= limit:
            return items[:place], items[place:]
    return items, []


def _joined(
    items: list[MatchedLine | NotScanned], found: list[MatchedLine]
) -> Iterator[MatchedLine | NotScanned]:
    """Yield ``items`` and ``found`` in the order of their lines, the same line once."""
    if not found:
        yield from items
        return
    lines: dict[tuple[int, int, bytes], list[MatchedLine]] = {}
    for item in (*items, *found):
        if isinstance(item, NotScanned):
            yield item
        else:
            lines.setdefault((item.number, item.offset, item.content), []).append(item)
    for same in sorted(lines.values(), key=lambda same: same[0].number):
        one, *rest = same
        matches = [match for each in same for match in each.matches] if rest else one.matches
        yield MatchedLine(one.number, one.content, matches, one.offset)
