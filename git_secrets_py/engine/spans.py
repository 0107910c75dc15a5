"""Spans in a text, of which there may be as many as in megabytes of one line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Spans:
    """Spans, (start, end) offsets, that are compared with others in the time of a search."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        # For each span, the furthest end of it and of those before it.
        self._ends = list(accumulate((end for _, end in ordered), max))
        # The same for the nearest end, from the last span backwards.
        self._nearest = list(accumulate((end for _, end in reversed(ordered)), min))

    def __len__(self) -> int:
        return len(self._starts)

    def overlap(self, start: int, end: int) -> bool:
        """Return whether one of the spans overlaps ``start`` to ``end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start

    def contain(self, start: int, end: int) -> bool:
        """Return whether ``start`` to ``end`` is within one of the spans."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._ends[before - 1] >= end

    def have_within(self, start: int, end: int) -> bool:
        """Return whether one of the spans is within ``start`` to ``end``."""
        after = len(self._starts) - bisect_left(self._starts, start)
        return after > 0 and self._nearest[after - 1] <= end


class Apart:
    """Spans none of which is within another one."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def add(self, span: tuple[int, int]) -> bool:
        """Add ``span`` unless it is within another one, or has one within it; return whether."""
        place = bisect_left(self._spans, span)
        near = self._spans[max(0, place - 1) : place + 1]
        if any(one[0] <= span[0] and span[1] <= one[1] for one in near):
            return False
        if any(span[0] <= one[0] and one[1] <= span[1] for one in near):
            return False
        self._spans.insert(place, span)
        return True
