"""Collections of many values in little memory: numbers and packed texts in place of objects."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

# One sorted string in this number is kept as an object.
_STEP = 64


class Subset(Sequence["Any"]):
    """The items of a sequence with certain numbers."""

    def __init__(self, items: Sequence[Any], numbers: Iterable[int]) -> None:
        self._items = items
        self._numbers = array("Q", numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self._items[one] for one in self._numbers[number]]
        return self._items[self._numbers[number]]

    def __iter__(self) -> Iterator[Any]:
        return map(self._items.__getitem__, self._numbers)


class Distinct:
    """Counts distinct texts by their hashes, in 8 bytes each."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._full: list[array[int]] = []
        self._last: object = None

    def add(self, text: object) -> None:
        """Count ``text``, unless it was counted."""
        if text == self._last:
            return
        self._last = text
        self._seen.add(hash(text) & 0xFFFFFFFFFFFFFFFF)
        if len(self._seen) >= 1 << 16:
            self._full.append(array("Q", sorted(self._seen)))
            self._seen.clear()

    def __len__(self) -> int:
        if not self._full:
            return len(self._seen)
        count, last = 0, -1
        for one in heapq.merge(*self._full, sorted(self._seen)):
            count += one != last
            last = one
        return count


class PackedBytes(Sequence[bytes]):
    """Sorted distinct byte strings, without the overhead of objects."""

    def __init__(self, items: Iterable[bytes]) -> None:
        runs: list[PackedBytes | list[bytes]] = []
        waiting: set[bytes] = set()
        for item in items:
            waiting.add(item)
            if len(waiting) >= 1 << 15:
                runs.append(PackedBytes._of(sorted(waiting)))
                waiting.clear()
        self._fill(heapq.merge(*runs, sorted(waiting)) if runs else sorted(waiting))

    @classmethod
    def _of(cls, ordered: Iterable[bytes]) -> PackedBytes:
        packed = cls.__new__(cls)
        packed._fill(ordered)
        return packed

    def _fill(self, ordered: Iterable[bytes]) -> None:
        self._text = bytearray()
        self._ends = array("Q")
        self._landmarks: list[bytes] = []
        last = None
        for item in ordered:
            if item != last:
                if not len(self._ends) % _STEP:
                    self._landmarks.append(item)
                self._text += item
                self._ends.append(len(self._text))
            last = item

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: Any) -> Any:
        start = self._ends[number - 1] if number else 0
        return bytes(self._text[start : self._ends[number]])

    def place(self, item: bytes) -> int:
        """Return how many of the strings sort before ``item`` or equal it."""
        near = bisect_right(self._landmarks, item) * _STEP
        return bisect_right(self, item, max(0, near - _STEP), min(near, len(self)))

    def __iter__(self) -> Iterator[bytes]:
        starts = chain((0,), self._ends)
        return (bytes(self._text[a:b]) for a, b in zip(starts, self._ends, strict=False))
