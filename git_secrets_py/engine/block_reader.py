"""Scanning the blocks of a blob that is not plain text, in all their readings."""

from __future__ import annotations

from bisect import bisect_right

from git_secrets_py.content import NotScanned
from git_secrets_py.engine import encodings
from git_secrets_py.engine.blocks import Block, excerpt
from git_secrets_py.engine.encodings.readings import readings
from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from git_secrets_py.engine.encodings.readings import TextReading
    from git_secrets_py.model import Pattern

    class LineScanner(Protocol):
        """Matches patterns in lines."""

        def located_lines(
            self, data: bytes, line_number: int
        ) -> Iterator[tuple[int, MatchedLine | NotScanned]]: ...


# A longer line is shown in part if it is none in every reading.
_LONGEST_SHOWN = 4096
_SKIPPED = "binary, skipped"
_PARTLY_SKIPPED = "binary, skipped except for the text in it"
_NEARLY_TEXT = "binary, though most of it is text; to scan all of it, use --text"


class BlockReader:
    """Scans the blocks of one blob in all their readings; skips those that are binary."""

    def __init__(
        self, scanner: LineScanner, head: bytes, resume: dict[Pattern, int], *, scan_binary: bool
    ) -> None:
        """``head`` is the beginning of the blob, empty if that was plain.

        ``resume`` maps a pattern to the offset in the current line up to which it was decided.
        """
        self._scanner = scanner
        self._resume = resume
        self._marked = encodings.marked_encoding(head)
        self._is_text = scan_binary or encodings.looks_like_text(head)
        self._is_partly_text = False
        self._lines = 0  # to be added to the line numbers of blocks
        self._size = 0
        self._text_size = 0

    def scan(self, block: Block) -> Iterator[MatchedLine | NotScanned]:
        """Yield the matched lines of ``block`` in order; a secret of several readings once."""
        block.first_line += self._lines
        for part in [block] if self._is_text else self._parts(block):
            if not self._is_text and not self._is_partly_text:
                self._is_partly_text = True
                yield NotScanned(_PARTLY_SKIPPED, NotScanned.BINARY)
            yield from self._scan_part(part)
        if block.is_last:
            self._resume.clear()

    def skipped(self) -> Iterator[NotScanned]:
        """Yield that the blob is binary and has no text, or a warning if it nearly is text."""
        if self._is_text:
            return
        if not self._is_partly_text:
            yield NotScanned(_SKIPPED, NotScanned.BINARY)
        if 4 * self._text_size >= 3 * self._size:
            yield NotScanned(_NEARLY_TEXT, NotScanned.WARNING)

    def _parts(self, block: Block) -> Iterator[Block]:
        """Yield the runs of text in ``block``, part of a binary blob."""
        self._size += len(block.data)
        line, counted = block.first_line, 0
        pages = encodings.text_pages(block.data)
        self._text_size += len(pages) * encodings.PAGE
        for start, end in encodings.text_runs(pages):
            line += block.data.count(b"\n", counted, start)
            counted = start
            yield Block(
                block.data[start:end],
                line,
                is_piece=block.is_piece,
                offset=block.offset + start,
                position=block.position + start,
                start=max(0, block.start - start),
                stop=block.stop - start,
            )

    def _scan_part(self, block: Block) -> Iterator[MatchedLine | NotScanned]:
        found = _Found(block, self._resume)
        several = readings(block, self._marked)
        without_match: bytes | None = None
        for reading in several:
            if reading.text is without_match:
                continue  # another reading of the same bytes
            without_match = reading.text if reading.text is block.data else without_match
            for start, item in self._scanner.located_lines(reading.text, block.first_line):
                without_match = None
                if isinstance(item, NotScanned):
                    yield item
                else:
                    found.add(reading, start, item)
            found.finish_reading()
        if several[0].is_clean:
            self._lines += several[0].line_ends - block.data.count(b"\n")
        yield from found.lines()


class _Found:
    """The matches in the readings of one block, each secret once."""

    def __init__(self, block: Block, resume: dict[Pattern, int]) -> None:
        self._block = block
        self._resume = resume
        self._decided = dict(resume) if block.is_piece else {}
        self._lines: list[tuple[int, MatchedLine]] = []
        self._spans: set[tuple[int, int]] = set()
        self._starts: dict[Pattern, list[tuple[int, int]]] = {}
        self._new: list[tuple[Pattern, int, int]] = []
        self._counted = (0, 0)

    def add(self, reading: TextReading, start: int, line: MatchedLine) -> None:
        """Add ``line``, which begins at ``start`` in ``reading``, with its new matches."""
        matches = [match for match in line.matches if self._is_new(reading, start, line, match)]
        if not matches:
            return
        place = reading.place(start + matches[0].start)
        line, matches = _without_first_nuls(line, matches)
        number = line.number if reading.is_clean else self._line_number(place)
        if not self._block.is_piece and (reading.is_clean or len(line.content) <= _LONGEST_SHOWN):
            self._lines.append((place, MatchedLine(number, line.content, matches)))
            return
        offset = self._block.offset if self._block.is_piece else 0
        for match in matches:
            self._lines.append((place, excerpt(number, line.content, match, offset)))

    def finish_reading(self) -> None:
        """Make the matches that were added count as found in the readings that follow."""
        for pattern, start, end in self._new:
            self._spans.add((start, end))
            self._starts.setdefault(pattern, []).append((start, end))
            offset = self._block.offset + end
            self._resume[pattern] = max(self._resume.get(pattern, 0), offset)
        for spans in self._starts.values():
            spans.sort()
        self._new = []

    def lines(self) -> Iterator[MatchedLine]:
        """Yield the lines in the order of their matches."""
        self._lines.sort(key=lambda placed: placed[0])
        for _, line in self._lines:
            yield line

    def _is_new(self, reading: TextReading, start: int, line: MatchedLine, match: Match) -> bool:
        if not reading.shows(line.secret(match)):
            return False
        first = reading.place(start + match.start)
        # The place of the last byte, since NULs may follow it.
        last = reading.place(start + match.end - 1) + 1
        if not self._block.start <= first < self._block.stop:
            return False
        if self._block.offset + first < self._decided.get(match.pattern, 0):
            return False
        if (first, last) in self._spans or self._overlaps(match.pattern, first, last):
            return False
        self._new.append((match.pattern, first, last))
        return True

    def _overlaps(self, pattern: Pattern, first: int, last: int) -> bool:
        spans = self._starts.get(pattern, ())
        place = bisect_right(spans, (first, last))
        return (place > 0 and spans[place - 1][1] > first) or (
            place < len(spans) and spans[place][0] < last
        )

    def _line_number(self, place: int) -> int:
        """Return the number of the line at ``place``, by the line ends in the block."""
        if place < self._counted[0]:
            self._counted = (0, 0)
        start, ends = self._counted
        self._counted = (place, ends + self._block.data.count(b"\n", start, place))
        return self._block.first_line + self._counted[1]


def _without_first_nuls(line: MatchedLine, matches: list[Match]) -> tuple[MatchedLine, list[Match]]:
    """Return ``line`` and ``matches`` without NULs at the beginning: half of a wide line end."""
    content = line.content.lstrip(b"\0")
    nuls = len(line.content) - len(content)
    if not 0 < nuls <= matches[0].start:
        return line, matches
    moved = [one.moved(-nuls) for one in matches]
    return MatchedLine(line.number, content, moved), moved
