"""The filters that need no Hyperscan.

A filter finds quickly where in a block a match may be: it may over-report, never under-report.
Hyperscan does so for all patterns at once (``hyperscan``). If it is not installed, or rejects a
pattern, the ``regex`` module does the same pattern by pattern. ``GIT_SECRETS_ENGINE=regex``
forces the latter.
"""

from __future__ import annotations

from operator import itemgetter

from git_secrets_py.model import MOST_TIMEOUTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Protocol

    class Filter(Protocol):
        """Finds where in a block a match may be."""

        def hits(self, data: bytes) -> list[tuple[int, int]] | None:
            """Return (pattern number, an offset in the line in question) pairs, in any order.

            ``None`` if there are too many to list.
            """

        def may_match(self, data: bytes) -> bool:
            """Return whether there is any hit at all."""

        def for_thread(self) -> Filter:
            """Return a filter for use in one more thread."""


class RegexFilter:
    """Each pattern on its own, by the ``regex`` module: for patterns that Hyperscan rejects."""

    def __init__(self, sources: Sequence[bytes], numbers: Sequence[int], limit: float) -> None:
        """``limit`` is the time in seconds after which a search ends and counts as a hit."""
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
        """Yield an offset in each line that may match: in every line after a timeout.

        After ``MOST_TIMEOUTS`` timeouts a pattern is not searched for again, which bounds the time
        of a run.
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
    """For patterns that have no filter form: each of them may match in every line."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers

    def for_thread(self) -> EveryLineFilter:
        return self

    def may_match(self, data: bytes) -> bool:
        return bool(data)

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        return [(number, start) for start in line_starts(data) for number in self._numbers]


def by_line(text: bytes, hits: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the number of the line in ``text``, from 0 on, and of the pattern, of each hit."""
    line = counted = 0
    for number, offset in sorted(hits, key=itemgetter(1)):
        line += text.count(b"\n", counted, offset)
        counted = offset
        yield line, number


def line_starts(data: bytes) -> Iterator[int]:
    """Yield the offset of each line in ``data``."""
    position = 0
    while position < len(data):
        yield position
        position = (data.find(b"\n", position) + 1) or len(data)


def lines_hit(data: bytes, hits: list[tuple[int, int]]) -> Iterator[tuple[int, int, set[int]]]:
    """Yield (start, end, pattern numbers) of each line in ``hits``, in order."""
    hits.sort(key=itemgetter(1))
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
