"""From the bytes of a blob to its matched lines: filter, then decide.

The filters find the lines that a pattern may match; only there are the patterns decided. A line
longer than a block is decided in overlapping pieces, see ``blocks``.
"""

from __future__ import annotations

from itertools import chain

from git_secrets_py.engine import encodings
from git_secrets_py.engine.blocks import Blocks
from git_secrets_py.engine.matcher import SAMPLE_SIZE
from git_secrets_py.model import Match, MatchedLine, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from git_secrets_py.engine.blocks import Block
    from git_secrets_py.engine.matcher import Hits, Matcher
    from git_secrets_py.model import Pattern

# Bytes of a long line that are kept on either side of a match.
_EXCERPT_MARGIN = 100


class Scanner:
    """Scans one stream after another, in one thread."""

    def __init__(self, matcher: Matcher, blocks: Callable[[], Blocks] = Blocks) -> None:
        """``blocks`` makes the blocks of a stream."""
        self._matcher = matcher
        self._filters = matcher.filters()
        self._blocks = blocks
        self._everything = range(len(matcher.patterns))

    def surely_clean(self, content: bytes) -> bool:
        """Return whether ``content``, all of a blob, is plain text without any match.

        ``False`` means only that ``scan`` has to decide.
        """
        return self._filters.surely_clean(content)

    def scan(self, chunks: Iterable[bytes]) -> Iterator[MatchedLine | NotScanned]:
        """Yield the matched lines of a stream, and its unscanned content.

        ``chunks`` may be of any size; the result does not depend on it.
        """
        rest = iter(chunks)
        head = _head(rest)
        streams = self._streams(head)
        if not streams:
            yield NotScanned("binary", NotScanned.BINARY)
            return
        stream, *others = streams
        # The matches of other encodings come last, however the stream was cut.
        later: list[MatchedLine | NotScanned] = []
        for chunk in chain((head,), rest):
            yield from stream.feed(chunk)
            for other in others:
                later += other.feed(chunk)
        yield from stream.finish()
        for other in others:
            later += other.finish()
        yield from later

    def scan_lines(self, data: bytes, line_number: int) -> Iterator[MatchedLine | NotScanned]:
        """Scan ``data``, whole lines, of which the first has the number ``line_number``."""
        hits = self._filters.hits(data)
        if hits is None:
            yield from self._scan_parts(data, line_number)
            return
        counted = 0
        for start, end, numbers in _by_line(data, hits):
            line_number += data.count(b"\n", counted, start)
            counted = start
            yield from self._scan_line(data[start:end], line_number, numbers)

    def scan_piece(
        self, block: Block, resume: dict[Pattern, int]
    ) -> Iterator[MatchedLine | NotScanned]:
        """Scan a piece of a long line.

        A match that begins after ``block.stop`` is left to the next piece, which holds all of it.
        ``resume`` is carried from piece to piece: the offset in the line from which each pattern
        is tried.
        """
        hits = self._filters.hits(block.data)
        numbers = self._everything if hits is None else {number for number, _ in hits}
        data = _without_line_end(block.data) if block.is_last else block.data
        start = {
            number: max(resume.get(self._matcher.patterns[number], 0) - block.offset, block.start)
            for number in numbers
        }
        matches = []
        for match in self._matcher.decide(data, block.first_line, numbers, start):
            if isinstance(match, NotScanned):
                yield match
            elif match.start < block.stop:
                resume[match.pattern] = block.offset + match.end
                matches.append(match)
        for match in _distinct(matches):
            yield _excerpt(block, data, match)

    def _streams(self, head: bytes) -> list[_Stream]:
        found = encodings.encodings(head)
        if self._matcher.scan_binary and encodings.PLAIN not in found:
            found = [*found, encodings.PLAIN]
        return [_Stream(self, encodings.Transcoder(one), self._blocks()) for one in found]

    def _scan_parts(self, data: bytes, line_number: int) -> Iterator[MatchedLine | NotScanned]:
        """Scan ``data``, which has too many hits to list, in two parts or as one line."""
        middle = data.find(b"\n", len(data) // 2) + 1
        if not 0 < middle < len(data):
            middle = data.rfind(b"\n", 0, len(data) // 2) + 1
        if middle:
            yield from self.scan_lines(data[:middle], line_number)
            yield from self.scan_lines(data[middle:], line_number + data.count(b"\n", 0, middle))
        else:
            yield from self._scan_line(data, line_number, self._everything)

    def _scan_line(
        self, data: bytes, line_number: int, numbers: Iterable[int]
    ) -> Iterator[MatchedLine | NotScanned]:
        line = _without_line_end(data)
        matches = []
        for match in self._matcher.decide(line, line_number, numbers):
            if isinstance(match, NotScanned):
                yield match
            else:
                matches.append(match)
        if matches:
            yield MatchedLine(line_number, line, _distinct(matches))


class _Stream:
    """A blob, decoded in one encoding."""

    def __init__(self, scanner: Scanner, transcoder: encodings.Transcoder, blocks: Blocks) -> None:
        self._scanner = scanner
        self._transcoder = transcoder
        self._blocks = blocks
        self._resume: dict[Pattern, int] = {}

    def feed(self, chunk: bytes) -> Iterator[MatchedLine | NotScanned]:
        return self._scan(self._blocks.feed(self._transcoder.feed(chunk)))

    def finish(self) -> Iterator[MatchedLine | NotScanned]:
        yield from self._scan(self._blocks.feed(self._transcoder.feed(b"", final=True)))
        yield from self._scan(self._blocks.finish())

    def _scan(self, blocks: Iterable[Block]) -> Iterator[MatchedLine | NotScanned]:
        for block in blocks:
            if not block.is_piece:
                yield from self._scanner.scan_lines(block.data, block.first_line)
                continue
            yield from self._scanner.scan_piece(block, self._resume)
            if block.is_last:
                self._resume = {}


def _head(chunks: Iterator[bytes]) -> bytes:
    """Take from ``chunks`` the bytes by which the encoding is detected."""
    head = b""
    for chunk in chunks:
        head = head + chunk if head else chunk
        if len(head) >= SAMPLE_SIZE:
            break
    return head


def _without_line_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _by_line(data: bytes, hits: Hits) -> Iterator[tuple[int, int, set[int]]]:
    """Yield (start, end, pattern numbers) of each line in ``hits``, in order."""
    hits.sort(key=lambda hit: hit[1])
    start, end = 0, -1
    numbers: set[int] = set()
    for number, offset in hits:
        if offset > end:
            if numbers:
                yield start, end, numbers
            start = data.rfind(b"\n", 0, offset) + 1
            end = data.find(b"\n", offset)
            end = len(data) if end < 0 else end
            numbers = set()
        numbers.add(number)
    if numbers:
        yield start, end, numbers


def _distinct(matches: list[Match]) -> list[Match]:
    """Return ``matches`` by start, each span once, with the first pattern that matched it."""
    spans: dict[tuple[int, int], Match] = {}
    for match in matches:
        spans.setdefault((match.start, match.end), match)
    return [spans[span] for span in sorted(spans)]


def _excerpt(block: Block, data: bytes, match: Match) -> MatchedLine:
    """Return the text around ``match`` as its line: the whole line is too long to show."""
    first = max(0, match.start - _EXCERPT_MARGIN)
    content = data[first : match.end + _EXCERPT_MARGIN]
    shown = Match(match.pattern, match.start - first, match.end - first)
    return MatchedLine(block.first_line, content, [shown], block.offset + first)
