"""Telling quickly where a block may hold a match: it may over-report, never under-report.

Hyperscan does so for all patterns at once; where it is not installed, or refuses a pattern, the
``regex`` module does the same pattern by pattern. ``GIT_SECRETS_ENGINE=regex`` forces the latter.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Protocol

    class Filter(Protocol):
        """Says where in a block a match may be."""

        def hits(self, data: bytes) -> list[tuple[int, int]] | None:
            """Return (pattern number, an offset in the line in question) pairs, in any order.

            ``None`` stands for more of them than are worth naming.
            """

        def may_match(self, data: bytes) -> bool:
            """Tell whether there is any hit at all."""

        def for_thread(self) -> Filter:
            """Return a filter for use in one more thread."""


# Beyond so many hits in a block it is cheaper to look at it in smaller parts.
MOST_HITS = 20_000
MOST_TIMEOUTS = 3
_OUTSIDE_WORD = b"(?:^|[^0-9A-Za-z_])(?:%b)(?:[^0-9A-Za-z_]|$)"


def as_word(filter_source: bytes) -> bytes:
    """Return ``filter_source`` under the word rule, its neighbours consumed.

    An automaton that reports every match needs no look-around to know that some substring has
    no word byte beside it.
    """
    return _OUTSIDE_WORD % filter_source


class HyperscanFilter:
    """All patterns in one Hyperscan database, in block mode."""

    def __init__(self, database: Any, scratch: Any, numbers: Sequence[int]) -> None:
        """``numbers`` are the pattern numbers of the sources in the database, in their order.

        The database itself knows their order only, so that it serves whatever patterns stand
        between them in another run.
        """
        self._database = database
        self._scratch = scratch
        self._numbers = numbers

    @classmethod
    def compile(
        cls, hyperscan: Any, sources: Sequence[bytes], numbers: Sequence[int]
    ) -> HyperscanFilter:
        """Return a filter for ``sources``, reported under ``numbers``.

        Raises ``hyperscan.error`` for a source that Hyperscan does not take.
        """
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=list(sources),
            ids=list(range(len(sources))),
            elements=len(sources),
            flags=hyperscan.HS_FLAG_MULTILINE,
        )
        return cls(database, hyperscan.Scratch(database), numbers)

    @classmethod
    def load(cls, hyperscan: Any, serialised: bytes, numbers: Sequence[int]) -> HyperscanFilter:
        """Return the filter that ``dump`` made of as many sources as there are ``numbers``.

        Raises ``hyperscan.error`` if it does not fit this processor or version.
        """
        database = hyperscan.loadb(serialised, hyperscan.HS_MODE_BLOCK)
        return cls(database, hyperscan.Scratch(database), numbers)

    def dump(self, hyperscan: Any) -> bytes:
        """Return the compiled database as bytes, for this kind of processor."""
        serialised: bytes = hyperscan.dumpb(self._database)
        return serialised

    def for_thread(self) -> HyperscanFilter:
        return HyperscanFilter(self._database, self._scratch.clone(), self._numbers)

    def may_match(self, data: bytes) -> bool:
        found: list[int] = []

        def stop(place: int, start: int, end: int, flags: int, context: object) -> bool:
            found.append(end)
            return True

        self._scan(data, stop)
        return bool(found)

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        found: list[tuple[int, int]] = []
        numbers = self._numbers

        def collect(place: int, start: int, end: int, flags: int, context: object) -> bool:
            # Every match is at least one byte long, and its last byte, were it the line end
            # itself, belongs to the line.
            found.append((numbers[place], end - 1))
            return len(found) > MOST_HITS

        self._scan(data, collect)
        return None if len(found) > MOST_HITS else found

    def _scan(self, data: bytes, handler: Any) -> None:
        try:
            self._database.scan(data, match_event_handler=handler, scratch=self._scratch)
        except Exception as error:
            # How Hyperscan says that the handler has seen enough.
            if type(error).__name__ != "ScanTerminated":
                raise


class RegexFilter:
    """Each pattern on its own, by the ``regex`` module: what Hyperscan cannot do."""

    def __init__(self, sources: Sequence[bytes], numbers: Sequence[int], limit: float) -> None:
        """``limit`` is the time in seconds after which a search is given up as a hit."""
        import regex

        self._limit = limit
        self._timeouts: dict[int, int] = {}
        self._searchers = [
            (number, regex.compile(source, regex.MULTILINE))
            for source, number in zip(sources, numbers, strict=True)
        ]

    def for_thread(self) -> RegexFilter:
        return self

    def may_match(self, data: bytes) -> bool:
        return any(
            next(self._offsets(number, searcher, data), None) is not None
            for number, searcher in self._searchers
        )

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        return [
            (number, offset)
            for number, searcher in self._searchers
            for offset in self._offsets(number, searcher, data)
        ]

    def _offsets(self, number: int, searcher: Any, data: bytes) -> Iterator[int]:
        """Yield an offset in each line that may match: in every line where that takes too long.

        After so many searches cut off, none is begun for this pattern: the run has to end.
        """
        if self._timeouts.get(number, 0) < MOST_TIMEOUTS:
            try:
                yield from self._lines_hit(searcher, data)
                return
            except TimeoutError:
                self._timeouts[number] = self._timeouts.get(number, 0) + 1
        yield from line_starts(data)

    def _lines_hit(self, searcher: Any, data: bytes) -> Iterator[int]:
        """Yield one offset in each line in which ``searcher`` matches."""
        position = 0
        while hit := searcher.search(data, position, timeout=self._limit):
            offset = hit.end() - 1
            yield offset
            position = data.find(b"\n", offset) + 1
            if not position:
                return


class EveryLineFilter:
    """For patterns that no filter is known for: each of them may match in every line."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers

    def for_thread(self) -> EveryLineFilter:
        return self

    def may_match(self, data: bytes) -> bool:
        return bool(data)

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        return [(number, start) for start in line_starts(data) for number in self._numbers]


def line_starts(data: bytes) -> Iterator[int]:
    """Yield the offset of each line in ``data``."""
    position = 0
    while position < len(data):
        yield position
        position = (data.find(b"\n", position) + 1) or len(data)
