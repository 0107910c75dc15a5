"""Lines decided in batches: what is done for each line takes longer than what is done for all."""

from __future__ import annotations

from git_secrets_py.engine.filters import by_line
from git_secrets_py.engine.hyperscan import HyperscanFilter, hyperscan_module
from git_secrets_py.model import Match, MatchedLine, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.engine.decider import Found
    from git_secrets_py.engine.hidden import Hidden
    from git_secrets_py.engine.matcher import Matcher

    # What a pattern finds, before its checks.
    Spans = Sequence[tuple[int, list[Found]] | NotScanned]
    # The offset of a line, its number and text, and what is found in it.
    Decided = tuple[int, int, bytes, Spans, Sequence[Match]]

# In place of the number of a pattern: the hit is a match that was found in a window.
WINDOWED = -1
# Of a batch, in lines and bytes.
_MOST_LINES, _MOST_BYTES = 512, 256 << 10
# After so many secrets, hints are searched for at once, which takes 20 ms to prepare.
_MANY = 2_000


class Batches:
    """Decides lines in batches, in one thread."""

    def __init__(
        self,
        matcher: Matcher,
        joined: Callable[[list[Match], Sequence[Match], Sequence[Hidden]], list[Match]],
    ) -> None:
        """``joined`` makes one list of the matches of a line, those in windows and hidden ones."""
        self._matcher = matcher
        self._joined = joined
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
        accepted, joined = self._matcher.accepted, self._joined
        for batch in self._decided(data, lines, offset, line_number):
            sure = iter(self._sieve.are_sure(list(_secrets(batch))))
            for place, number, line, spans, own in batch:
                matches = [*own]
                for item in spans:
                    if isinstance(item, NotScanned):
                        yield place, item
                    else:
                        accepted(line, item, sure, matches)
                if windowed or hidden or len(matches) > 1:
                    matches = joined(matches, windowed.get(place, ()), hidden.get(place, ()))
                if matches:
                    yield place, MatchedLine(number, line, matches)

    def _decided(
        self,
        data: bytes,
        lines: Iterable[tuple[int, int, set[int]]],
        offset: int,
        line_number: int,
    ) -> Iterator[list[Decided]]:
        matcher, continuation = self._matcher, self._matcher.continuation
        batch: list[Decided] = []
        counted = size = 0
        own: Sequence[Match] = ()
        for start, end, numbers in lines:
            line_number += data.count(b"\n", counted, start)
            counted = start
            line = data[start:end]
            if line[-1:] == b"\r":
                line = line[:-1]
            numbers.discard(WINDOWED)
            if matcher.has_own_secrets:
                following = data[end + 1 : end + 1 + continuation] if continuation else b""
                own = list(matcher.own_matches(line, numbers, {}, following))
            spans = matcher.spans(line, line_number, numbers)
            batch.append((offset + start, line_number, line, spans, own))
            size += end - start
            if len(batch) >= _MOST_LINES or size >= _MOST_BYTES:
                yield batch
                batch = []
                size = 0
        yield batch


def _secrets(batch: Iterable[Decided]) -> Iterator[bytes]:
    """Yield what may be secrets in the lines of ``batch``."""
    for _, _, line, spans, _ in batch:
        for item in spans:
            if not isinstance(item, NotScanned):
                for _, _, (first, end) in item[1]:
                    yield line[first:end]


class Sieve:
    """Finds out which secrets are surely no placeholders, many at once."""

    def __init__(self) -> None:
        self._seen = 0
        self._hints: HyperscanFilter | None = None

    def are_sure(self, texts: Sequence[bytes]) -> Sequence[bool]:
        """Return of each of ``texts`` whether it is surely no placeholder; of few of them, none."""
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

    from git_secrets_py.rules.placeholders import hints

    return HyperscanFilter.compile(hyperscan, [b"|".join(map(re.escape, hints()))], (0,))


def without_line_end(line: bytes) -> bytes:
    """Return ``line`` without its line end."""
    return line.removesuffix(b"\n").removesuffix(b"\r")
