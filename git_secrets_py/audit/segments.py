"""Cutting the list of objects into segments, and a segment into groups read at once.

A line of the list is ``<id> <type> <size>`` with its line end, as ``git cat-file --batch-check``
prints it. A segment is a file of such lines: one ``git cat-file`` answers it, one thread reads it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# Small objects are read, and filtered, so many bytes at a time.
GROUP_SIZE = 512 << 10
# Up to this size an object is read whole; a larger one is streamed.
LARGEST_WHOLE = 4 << 20
# Segments begin small, so that every core has work at once, and grow, so that few are needed.
_FIRST_SEGMENT = 2 << 20
_LARGEST_SEGMENT = 64 << 20
_GROWTH = 1.25
# What reading an object costs beyond its bytes, in bytes.
_OBJECT_COST = 1 << 10


def size_of(line: bytes) -> int:
    """Return the size in bytes of the object that ``line`` lists."""
    return int(line[line.rindex(b" ") :])


class SegmentWriter:
    """Writes the list of objects into segment files, and hands on the path of each."""

    def __init__(self, folder: str, hand_on: Callable[[str], None]) -> None:
        self._folder = folder
        self._hand_on = hand_on
        self._count = 0
        self._limit = _FIRST_SEGMENT
        self._lines: list[bytes] = []
        self._cost = 0

    def add(self, lines: Iterable[bytes]) -> None:
        """Take more lines of the list."""
        for line in lines:
            self._lines.append(line)
            self._cost += size_of(line) + _OBJECT_COST
            if self._cost >= self._limit:
                self.flush()

    def flush(self) -> None:
        """Hand on what was taken since the last segment."""
        if not self._lines:
            return
        path = os.path.join(self._folder, f"segment-{self._count}")
        with open(path, "wb") as file:
            file.writelines(self._lines)
        self._count += 1
        self._limit = min(int(self._limit * _GROWTH), _LARGEST_SEGMENT)
        self._lines = []
        self._cost = 0
        self._hand_on(path)


class Group:
    """Consecutive objects of a segment; ``size`` bytes are git's answer for all of them."""

    __slots__ = ("lines", "size")

    def __init__(self, lines: list[bytes], size: int) -> None:
        self.lines = lines
        self.size = size

    @property
    def requested(self) -> int:
        """How many bytes the lines of the group take in the segment."""
        return sum(map(len, self.lines))

    def contents(self, answer: bytes) -> list[tuple[bytes, int, int]] | None:
        """Return (line, start, end) of each object in ``answer``.

        ``None`` where git's answer is not what the list promised.
        """
        places = []
        position = 0
        for line in self.lines:
            start = position + len(line)
            end = start + size_of(line)
            if not answer.startswith(line, position):
                return None
            places.append((line, start, end))
            position = end + 1
        return places if len(answer) == self.size else None


def groups(lines: Iterable[bytes], limit: int = GROUP_SIZE) -> Iterator[Group]:
    """Gather lines into groups whose answers take up to ``limit`` bytes; at least one line each."""
    gathered: list[bytes] = []
    total = 0
    for line in lines:
        size = len(line) + size_of(line) + 1
        if gathered and total + size > limit:
            yield Group(gathered, total)
            gathered, total = [], 0
        gathered.append(line)
        total += size
    if gathered:
        yield Group(gathered, total)
