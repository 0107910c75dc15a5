"""Segments of the object list, and batches of objects that are read at once.

A line of the list is ``<id> <type> <size>`` with its line end, as ``git cat-file --batch-check``
prints it. A segment is a file of such lines: one ``git cat-file`` answers it, one thread reads it.
Lines are handled many at a time, because there are millions of them.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from itertools import accumulate
from operator import add

from git_secrets_py.content import POINTER_LIMIT, POINTER_MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# The types of objects that can hold a secret.
KINDS = ("commit", "tag", "blob")
# Small objects are read and filtered this number of bytes at a time.
BATCH_SIZE = 512 << 10
# Up to this size an object is read whole; a larger one is streamed.
LARGEST_WHOLE = 4 << 20
# Segments start small, so that every core has work at once, and grow, so that few are needed.
_FIRST_SEGMENT = 2 << 20
_LARGEST_SEGMENT = 64 << 20
_GROWTH = 1.25
# The cost of reading an object beyond its bytes, in bytes.
_OBJECT_COST = 1 << 10
_SIZE = re.compile(rb" ([0-9]+)\n")


def sizes_of(lines: Sequence[bytes]) -> list[int]:
    """Return the sizes in bytes of the objects that ``lines`` list."""
    return list(map(int, _SIZE.findall(b"".join(lines))))


class SegmentWriter:
    """Writes the list of objects into segment files; passes on the path of each."""

    def __init__(self, folder: str, pass_on: Callable[[str], None]) -> None:
        self._folder = folder
        self._pass_on = pass_on
        self._count = 0
        self._limit = _FIRST_SEGMENT
        self._lines: list[bytes] = []
        self._cost = 0

    def add(self, lines: Sequence[bytes]) -> None:
        """Add lines of the list."""
        costs = list(accumulate(map(_OBJECT_COST.__add__, sizes_of(lines))))
        start = taken = 0
        while start < len(lines):
            # Including the object that fills the segment.
            stop = bisect_right(costs, taken + self._limit - self._cost, start) + 1
            self._lines += lines[start:stop]
            start = min(stop, len(lines))
            self._cost += costs[start - 1] - taken
            taken = costs[start - 1]
            if self._cost >= self._limit:
                self.flush()

    def flush(self) -> None:
        """Write the lines since the last segment into a new one."""
        if not self._lines:
            return
        path = os.path.join(self._folder, f"segment-{self._count}")
        with open(path, "wb") as file:
            file.writelines(self._lines)
        self._count += 1
        self._limit = min(int(self._limit * _GROWTH), _LARGEST_SEGMENT)
        self._lines = []
        self._cost = 0
        self._pass_on(path)


class ObjectBatch:
    """Consecutive objects of a segment; git's answer for all of them has ``size`` bytes."""

    __slots__ = ("lines", "size", "sizes")

    def __init__(self, lines: Sequence[bytes], sizes: Sequence[int], size: int) -> None:
        """``sizes`` are those of the objects that ``lines`` list."""
        self.lines = lines
        self.sizes = sizes
        self.size = size

    def kinds(self) -> dict[str, int]:
        """Return the number of its objects by type."""
        lines = b"".join(self.lines)
        return {kind: lines.count(b" %b " % kind.encode()) for kind in KINDS}

    def agrees(self, answer: bytes) -> bool:
        """Return whether ``answer`` starts with the first object and has the size of all.

        An object that git cannot read makes the answer shorter, which is noticed no later than
        at the start of the next batch, or at the end.
        """
        return len(answer) == self.size and answer.startswith(self.lines[0])

    def pointers(self, answer: bytes) -> list[int]:
        """Return the numbers of the objects in ``answer`` that may be Git LFS pointers.

        Faster than a search through all of ``answer``, most of which is in larger objects.
        """
        found = []
        position = 0
        for number, (line, size) in enumerate(zip(self.lines, self.sizes, strict=True)):
            position += len(line)
            if size <= POINTER_LIMIT and answer.find(POINTER_MARK, position, position + size) >= 0:
                found.append(number)
            position += size + 1
        return found

    def contents(self, answer: bytes) -> list[tuple[bytes, int, int]] | None:
        """Return (line, start, end) of each object in ``answer``; ``None`` if one is missing."""
        spans = []
        position = 0
        for line, size in zip(self.lines, self.sizes, strict=True):
            if not answer.startswith(line, position):
                return None
            start = position + len(line)
            position = start + size + 1
            spans.append((line, start, position - 1))
        return spans


def batches(lines: Sequence[bytes], limit: int = BATCH_SIZE) -> Iterator[ObjectBatch]:
    """Yield batches of lines whose answers take up to ``limit`` bytes; at least one line each.

    The answer for an object is its line, its content and a line end.
    """
    sizes = sizes_of(lines)
    ends = list(accumulate(map(add, sizes, map(len, lines))))
    start = taken = 0
    while start < len(lines):
        # ``ends`` omits the line end after each object, which is negligible against ``limit``.
        stop = max(bisect_right(ends, taken + limit, start), start + 1)
        yield ObjectBatch(
            lines[start:stop], sizes[start:stop], ends[stop - 1] - taken + stop - start
        )
        taken = ends[stop - 1]
        start = stop
