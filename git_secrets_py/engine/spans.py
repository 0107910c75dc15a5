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
        # Of each span and those before it, the furthest end.
        self._ends = list(accumulate((end for _, end in ordered), max))

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
