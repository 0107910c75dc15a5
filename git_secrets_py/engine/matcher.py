"""From the bytes of a blob to its matched lines: filter, then decide.

The filters tell in which lines which patterns may match; only there are the patterns decided.
A line longer than a block is decided in overlapping pieces, see ``lines``.
"""

from __future__ import annotations

from git_secrets_py.engine import text
from git_secrets_py.engine.lines import LONGEST_MATCH, Blocks
from git_secrets_py.model import Match, MatchedLine, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.engine.cache import DatabaseCache
    from git_secrets_py.engine.decide import Decider
    from git_secrets_py.engine.lines import Block
    from git_secrets_py.engine.prefilter import Filter
    from git_secrets_py.model import Pattern
    from git_secrets_py.patterns import Expression

TIME_LIMIT = 2.0
# After so many decisions cut off, a pattern is not tried again: the run has to end.
_MOST_CUTS = 3
# So much of a line too long to be shown is shown on either side of a match.
_EXCERPT_MARGIN = 100


class Matcher:
    """The prohibited patterns, compiled. Threads share it; each takes its own ``scanner``."""

    def __init__(
        self,
        patterns: Sequence[Pattern],
        *,
        cache: DatabaseCache | None = None,
        scan_binary: bool = False,
        time_limit: float = TIME_LIMIT,
        blocks: Callable[[], Blocks] = Blocks,
    ) -> None:
        """Compile ``patterns``; raises ``PatternError``.

        ``cache`` keeps what was compiled, except what a provider printed. ``scan_binary`` scans
        binary content too. ``time_limit`` is for one decision, in seconds.
        """
        self.patterns = list(patterns)
        self.scan_binary = scan_binary
        self.time_limit = time_limit
        self.blocks = blocks
        self._expressions: dict[int, Expression] = {}
        self._deciders: dict[int, Decider] = {}
        self._cuts: dict[int, int] = {}
        self._filters = self._build_filters(cache)

    def scanner(self) -> Scanner:
        """Return a scanner for one thread."""
        return Scanner(self, [one.for_thread() for one in self._filters])

    def decider(self, number: int) -> Decider:
        """Return what decides on pattern ``number``."""
        if number not in self._deciders:
            from git_secrets_py.engine.decide import Decider

            self._deciders[number] = Decider(
                self._expression(number), word=True, limit=self.time_limit
            )
        return self._deciders[number]

    def is_given_up(self, number: int) -> bool:
        """Tell whether pattern ``number`` has not ended too often to be tried again."""
        return self._cuts.get(number, 0) >= _MOST_CUTS

    def cut(self, number: int, line_number: int) -> NotScanned:
        """Note that the decision on pattern ``number`` was cut off, and say so."""
        self._cuts[number] = self._cuts.get(number, 0) + 1
        pattern = self.patterns[number]
        shown = "" if pattern.confidential else f" '{pattern.source.decode('latin-1')}'"
        message = (
            f"line {line_number}: the pattern{shown} from {pattern.origin} "
            f"did not end within {self.time_limit:g} s: simplify it"
        )
        if self.is_given_up(number):
            message += "; it is not tried any more in this run"
        return NotScanned(message)

    def _expression(self, number: int) -> Expression:
        if number not in self._expressions:
            from git_secrets_py.patterns import read

            self._expressions[number] = read(self.patterns[number].source)
        return self._expressions[number]

    def _build_filters(self, cache: DatabaseCache | None) -> list[Filter]:
        from git_secrets_py.engine.filters import FilterBuilder

        builder = FilterBuilder(self._expression, self.time_limit)
        everything = range(len(self.patterns))
        if cache is None:
            return builder.build(everything)
        public = [number for number in everything if not self.patterns[number].confidential]
        confidential = [number for number in everything if self.patterns[number].confidential]
        ingredients = [self.patterns[number].source for number in public]
        return builder.build_cached(public, ingredients, cache) + builder.build(confidential)


class Scanner:
    """Scans one stream after another, in one thread."""

    def __init__(self, matcher: Matcher, filters: Sequence[Filter]) -> None:
        self._matcher = matcher
        self._filters = filters

    def surely_clean(self, content: bytes) -> bool:
        """Tell whether the whole ``content`` of a blob is plain text without any match.

        ``False`` means only that ``scan`` has to tell.
        """
        return text.is_plain(content) and not self._may_match(content)

    def scan(self, chunks: Iterable[bytes]) -> Iterator[MatchedLine | NotScanned]:
        """Yield the lines of a stream that match, and what of it could not be scanned.

        ``chunks`` may be of any size; what is yielded does not depend on it.
        """
        streams: list[_Stream] = []
        head = b""
        for chunk in chunks:
            if streams:
                for stream in streams:
                    yield from stream.feed(chunk)
                continue
            head += chunk
            if len(head) >= text.SAMPLE_SIZE:
                streams = self._streams(head)
                if not streams:
                    yield NotScanned("binary", NotScanned.BINARY)
                    return
                for stream in streams:
                    yield from stream.feed(head)
        if not streams:
            yield from self._scan_short(head)
        for stream in streams:
            yield from stream.finish()

    def _scan_short(self, content: bytes) -> Iterator[MatchedLine | NotScanned]:
        """Scan a stream that was shorter than what tells its encoding."""
        streams = self._streams(content)
        if not streams:
            yield NotScanned("binary", NotScanned.BINARY)
        for stream in streams:
            yield from stream.feed(content)
            yield from stream.finish()

    def _streams(self, head: bytes) -> list[_Stream]:
        found = text.encodings(head)
        if not found and self._matcher.scan_binary:
            found = [text.PLAIN]
        return [_Stream(self, text.Transcoder(one), self._matcher.blocks()) for one in found]

    def _may_match(self, data: bytes) -> bool:
        return any(one.may_match(data) for one in self._filters)

    def scan_block(
        self, block: Block, resume: dict[int, int]
    ) -> Iterator[MatchedLine | NotScanned]:
        """Yield the matched lines of ``block``; ``resume`` is carried along a long line."""
        if block.is_piece:
            yield from self._scan_piece(block, resume)
        else:
            yield from self._scan_lines(block.data, block.first_line)

    def _scan_lines(self, data: bytes, line_number: int) -> Iterator[MatchedLine | NotScanned]:
        """Scan whole lines."""
        hits: list[tuple[int, int]] = []
        for one in self._filters:
            found = one.hits(data)
            if found is None:
                yield from self._scan_parts(data, line_number)
                return
            hits += found
        counted = 0
        for start, end, numbers in _by_line(data, hits):
            line_number += data.count(b"\n", counted, start)
            counted = start
            yield from self._decide(data[start:end].removesuffix(b"\r"), line_number, numbers)

    def _scan_parts(self, data: bytes, line_number: int) -> Iterator[MatchedLine | NotScanned]:
        """Scan ``data``, which has more hits than are worth naming, in two parts or line by line."""
        middle = data.find(b"\n", len(data) // 2) + 1
        if not 0 < middle < len(data):
            middle = data.rfind(b"\n", 0, len(data) // 2) + 1
        if middle:
            yield from self._scan_lines(data[:middle], line_number)
            yield from self._scan_lines(data[middle:], line_number + data.count(b"\n", 0, middle))
            return
        line = data.removesuffix(b"\n").removesuffix(b"\r")
        yield from self._decide(line, line_number, range(len(self._matcher.patterns)))

    def _decide(
        self, line: bytes, line_number: int, numbers: Iterable[int]
    ) -> Iterator[MatchedLine | NotScanned]:
        matches: list[Match] = []
        for number in sorted(numbers):
            if self._matcher.is_given_up(number):
                continue
            try:
                spans = list(self._matcher.decider(number).spans(line))
            except TimeoutError:
                yield self._matcher.cut(number, line_number)
                continue
            pattern = self._matcher.patterns[number]
            matches += [Match(pattern, start, end) for start, end in spans]
        if matches:
            yield MatchedLine(line_number, line, _distinct(matches))

    def _scan_piece(
        self, block: Block, resume: dict[int, int]
    ) -> Iterator[MatchedLine | NotScanned]:
        """Scan a piece of a long line.

        A match that begins within the overlap is left to the next piece, which sees all of it.
        """
        numbers = {number for one in self._filters for number, _ in one.hits(block.data) or ()}
        if any(one.hits(block.data) is None for one in self._filters):
            numbers = set(range(len(self._matcher.patterns)))
        data = block.data.removesuffix(b"\n").removesuffix(b"\r") if block.is_last else block.data
        limit = len(data) if block.is_last else len(data) - LONGEST_MATCH
        matches: list[Match] = []
        for number in sorted(numbers):
            if self._matcher.is_given_up(number):
                continue
            first = max(resume.get(number, 0) - block.offset, 1 if block.offset else 0)
            try:
                for start, end in self._matcher.decider(number).spans(data, first):
                    if start >= limit:
                        break
                    matches.append(Match(self._matcher.patterns[number], start, end))
                    resume[number] = block.offset + end
            except TimeoutError:
                yield self._matcher.cut(number, block.first_line)
        for match in _distinct(matches):
            yield _excerpt(block, data, match)


class _Stream:
    """One reading of a blob, in one encoding."""

    def __init__(self, scanner: Scanner, transcoder: text.Transcoder, blocks: Blocks) -> None:
        self._scanner = scanner
        self._transcoder = transcoder
        self._blocks = blocks
        self._resume: dict[int, int] = {}

    def feed(self, chunk: bytes) -> Iterator[MatchedLine | NotScanned]:
        return self._scan(self._blocks.feed(self._transcoder.feed(chunk)))

    def finish(self) -> Iterator[MatchedLine | NotScanned]:
        yield from self._scan(self._blocks.feed(self._transcoder.feed(b"", final=True)))
        yield from self._scan(self._blocks.finish())

    def _scan(self, blocks: Iterable[Block]) -> Iterator[MatchedLine | NotScanned]:
        for block in blocks:
            yield from self._scanner.scan_block(block, self._resume)
            if block.is_last:
                self._resume = {}


def _by_line(data: bytes, hits: list[tuple[int, int]]) -> Iterator[tuple[int, int, set[int]]]:
    """Yield (start, end, pattern numbers) of each line that ``hits`` names, in order."""
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
    """Return ``matches`` by start, each span once: the first pattern that has it keeps it."""
    spans: dict[tuple[int, int], Match] = {}
    for match in matches:
        spans.setdefault((match.start, match.end), match)
    return [spans[span] for span in sorted(spans)]


def _excerpt(block: Block, data: bytes, match: Match) -> MatchedLine:
    """Return the surroundings of ``match`` as its line: all of it would be too long to show."""
    first = max(0, match.start - _EXCERPT_MARGIN)
    content = data[first : match.end + _EXCERPT_MARGIN]
    shown = Match(match.pattern, match.start - first, match.end - first)
    return MatchedLine(block.first_line, content, [shown], block.offset + first)
