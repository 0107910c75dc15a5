"""Lines decided in batches: work on each line takes longer than the same work on all at once."""

from __future__ import annotations

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.acceptance import accept
from git_secrets_py.engine.filters import by_line
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.engine.decider import Found
    from git_secrets_py.engine.decoding.matches import Hidden
    from git_secrets_py.engine.hit_windows import Window
    from git_secrets_py.engine.hyperscan import HyperscanFilter
    from git_secrets_py.engine.matcher import Matcher

    # The spans that a pattern finds, by the number of the line in the batch.
    Spans = list[tuple[int, list[Found]]]

# The number of a hit that is a match found in a window, in place of that of a pattern.
WINDOWED = -1
# The largest batch, in lines and in bytes.
_MOST_LINES, _MOST_BYTES = 512, 256 << 10
# In a longer line, only the surroundings of the hits are searched.
_LONG_LINE = 64 << 10
# After this many secrets, hints are searched for at once, which takes 20 ms to prepare.
_MANY = 2_000


class Batches:
    """Decides lines in batches, in one thread."""

    def __init__(
        self,
        matcher: Matcher,
        joined: Callable[[list[Match], Sequence[Match], Sequence[Hidden]], list[Match]],
        windows: Callable[[bytes], Mapping[int, Sequence[Window]]],
    ) -> None:
        """``joined`` makes one list of the matches of a line, those in windows and hidden ones.

        ``windows`` returns the windows of a long line in which patterns are tried, by number.
        """
        self._matcher = matcher
        self._joined = joined
        self._windows = windows
        self._sieve = Sieve()

    def decide(
        self,
        data: bytes,
        lines: Iterable[tuple[int, int, set[int]]],
        offset: int,
        line_number: int,
        windowed: Mapping[int, Sequence[Match]],
        hidden: Mapping[int, Sequence[Hidden]],
    ) -> Iterator[tuple[int, MatchedLine | NotScanned]]:
        """Yield the matched ``lines`` of ``data``, with their offsets, and problems.

        ``lines`` are (start, end, pattern numbers). ``data`` is at ``offset`` of a text, and its
        first line has the number ``line_number``. ``windowed`` and ``hidden`` are further matches,
        by the offsets of their lines.
        """
        joined = self._joined
        for batch in self._batches(data, lines, line_number):
            problems: dict[int, list[NotScanned]] = {}
            self._decide(batch, problems)
            for at, matches in enumerate(batch.matches):
                place = offset + batch.starts[at]
                for problem in problems.get(at, ()) if problems else ():
                    yield place, problem
                if windowed or hidden or len(matches) > 1:
                    matches = joined(matches, windowed.get(place, ()), hidden.get(place, ()))
                if matches:
                    yield place, MatchedLine(batch.numbers[at], batch.lines[at], matches)

    def _decide(self, batch: _Batch, problems: dict[int, list[NotScanned]]) -> None:
        """Add the matches in the lines of ``batch``, and the problems by the number of the line."""
        matcher, lines, found = self._matcher, batch.lines, []
        windows = {
            place: self._windows(line) for place, line in enumerate(lines) if len(line) > _LONG_LINE
        }
        for pattern, places in sorted(batch.hits.items()):
            spans = matcher.spans(pattern, places, lines, batch.numbers, problems, windows)
            found.append((pattern, spans))
        sure = iter(self._sieve.are_sure(list(batch.secrets(found))))
        for pattern, spans in found:
            accept(matcher.patterns[pattern], spans, lines, sure, batch.matches)

    def _batches(
        self, data: bytes, lines: Iterable[tuple[int, int, set[int]]], line_number: int
    ) -> Iterator[_Batch]:
        matcher, continuation = self._matcher, self._matcher.continuation
        batch = _Batch()
        counted = size = 0
        for start, end, patterns in lines:
            line_number += data.count(b"\n", counted, start)
            counted = start
            line = data[start:end]
            if line[-1:] == b"\r":
                line = line[:-1]
            patterns.discard(WINDOWED)
            own: list[Match] = []
            if matcher.has_own_secrets:
                following = data[end + 1 : end + 1 + continuation] if continuation else b""
                own += matcher.own_matches(line, patterns, {}, following)
            batch.add(start, line_number, line, patterns, own)
            size += end - start
            if len(batch.lines) >= _MOST_LINES or size >= _MOST_BYTES:
                yield batch
                batch = _Batch()
                size = 0
        yield batch


class _Batch:
    """Lines that are decided at once: their starts, numbers, texts and matches.

    ``hits`` are the numbers of the lines in the batch that a pattern may match, by its number.
    """

    __slots__ = ("hits", "lines", "matches", "numbers", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.numbers: list[int] = []
        self.lines: list[bytes] = []
        self.matches: list[list[Match]] = []
        self.hits: dict[int, list[int]] = {}

    def add(
        self, start: int, number: int, line: bytes, patterns: Iterable[int], own: list[Match]
    ) -> None:
        """Add ``line`` with the matches ``own``, which one of ``patterns`` may match."""
        hits, place = self.hits, len(self.lines)
        for pattern in patterns:
            if pattern in hits:
                hits[pattern].append(place)
            else:
                hits[pattern] = [place]
        self.starts.append(start)
        self.numbers.append(number)
        self.lines.append(line)
        self.matches.append(own)

    def secrets(self, found: Iterable[tuple[int, Spans]]) -> Iterator[bytes]:
        """Yield the possible secrets among ``found``, by pattern."""
        for _, spans in found:
            for place, of_line in spans:
                line = self.lines[place]
                for _, _, (first, end) in of_line:
                    yield line[first:end]


class Sieve:
    """Finds out which secrets are surely no placeholders, many at once."""

    def __init__(self) -> None:
        self._seen = 0
        self._hints: HyperscanFilter | None = None

    def are_sure(self, texts: Sequence[bytes]) -> Sequence[bool]:
        """Return for each of ``texts`` whether it is surely no placeholder; ``False`` for few."""
        self._seen += len(texts)
        if self._hints is None:
            hyperscan = hyperscan_module() if self._seen >= _MANY else None
            if hyperscan is None:
                return [False] * len(texts)
            self._hints = _hint_filter(hyperscan)
        from git_secrets_py.rules.placeholders import are_sure

        return are_sure(texts, self._hinted(texts, self._hints))

    def _hinted(self, texts: Sequence[bytes], hints: HyperscanFilter) -> Collection[int]:
        """Return the numbers of the texts that hold a hint, all of them if these are too many."""
        joined = b"\n".join(texts).lower().translate(None, b"-_")
        hits = hints.hits(joined)
        if hits is None:
            return range(len(texts))
        return {number for number, _ in by_line(joined, hits)}


def _hint_filter(hyperscan: object) -> HyperscanFilter:
    import re

    from git_secrets_py.engine.hyperscan import compiler as hyperscan_compiler
    from git_secrets_py.rules.placeholders import hints

    source = b"|".join(map(re.escape, hints()))
    return hyperscan_compiler.compile_filter(hyperscan, [source], (0,))


def without_line_end(line: bytes) -> bytes:
    """Return ``line`` without its line end."""
    return line.removesuffix(b"\n").removesuffix(b"\r")
