"""Groups of loose patterns: those without a text of their own that every match contains.

Hyperscan makes one automaton of all loose patterns in a database, in a time that grows with the
square of their number. If there are many, several are therefore compiled as one alternation, which
stays small because it does not distinguish them: a hit of the group is one of each pattern in it.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, Protocol

    from git_secrets_py.engine.filters import Filter

    Groups = Sequence[Sequence[int]]

    class Database(Filter, Protocol):
        """A filter that lists ``most_hits`` at most."""

        @property
        def most_hits(self) -> int: ...

        def scan(self, data: bytes, handler: Any) -> None: ...

        def for_thread(self) -> Database: ...


# A shorter text is too frequent for Hyperscan to search for it instead of the pattern.
LEAST_TEXT = 3
# Patterns that share one text with more others are loose as well.
MOST_SHARED = 500
# This many loose patterns are compiled in the database of the others, which is faster to search.
FEW_LOOSE = 8
# More of them would be compiled for more than 15 seconds, and searched at less than 1 MB/s.
MOST_LOOSE = 5_000
TOO_MANY = (
    f"it is one of more than {MOST_LOOSE:,} patterns without a text of their own, of at least "
    f"{LEAST_TEXT} bytes, that every match contains: searching for them would take too long; "
    "add such texts, or remove patterns"
)
# Patterns in a group, and in a database: larger ones are rejected or take longer to compile.
GROUP, DATABASE = 32, 256
# This many groups of which one hit is enough are reported once: compiling more takes seconds.
FEW_ONCE = 2


class GroupedFilter:
    """A database of groups, used as a filter of the patterns in them."""

    def __init__(self, whole: Database, groups: Groups) -> None:
        """``whole`` reports the places in ``groups``, which consist of pattern numbers."""
        self.whole = whole
        self.groups = groups

    def for_thread(self) -> GroupedFilter:
        return GroupedFilter(self.whole.for_thread(), self.groups)

    def may_match(self, data: bytes) -> bool:
        return self.whole.may_match(data)

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        found, groups = self.whole.hits(data), self.groups
        if found is None or len(found) * GROUP > self.whole.most_hits:
            return None
        return [(number, offset) for place, offset in found for number in groups[place]]


def alternation(sources: Sequence[bytes]) -> bytes:
    """Return the filter of a group of ``sources``, without the upper bounds of their repeats.

    Each bound multiplies the states of the automaton, and a filter may over-report.
    """
    bounds = re.compile(rb"\{(\d+),\d+\}")
    return b"|".join(bounds.sub(rb"{\1,}", source) for source in sources)


def joined(whole: Database, groups: Groups) -> Filter:
    """Return the filter of ``whole``; without ``groups``, it is one itself."""
    return GroupedFilter(whole, groups) if groups else whole


def layout(sizes: Iterable[int], every: Iterable[Groups], places: Mapping[int, int]) -> bytes:
    """Return a line for each database: its size, the places of the patterns in each group.

    ``places`` are those of the pattern numbers. A database without groups has the patterns that
    are in no group.
    """
    lines = []
    for size, groups in zip(sizes, every, strict=True):
        members = (b",".join(b"%d" % places[number] for number in group) for group in groups)
        lines.append(b" ".join((b"%d" % size, *members)))
    return b"\n".join(lines)


def load(
    load_one: Callable[[bytes, Sequence[int]], Database],
    serialized: bytes,
    layout: bytes,
    numbers: Sequence[int],
    covered: Sequence[int],
) -> list[Filter]:
    """Return the filters whose databases are in ``serialized``; ``covered`` are their patterns.

    ``load_one`` loads one for patterns. ``numbers`` are the pattern numbers of the places in
    ``layout``; without them, there are no groups. Raises ``IndexError`` or ``ValueError`` if these
    do not belong together.
    """
    sizes, every = zip(*(_described(line) for line in layout.split(b"\n")), strict=True)
    if sum(sizes) != len(serialized):
        raise ValueError(len(serialized))
    named = [[[numbers[at] for at in one] for one in groups if numbers] for groups in every]
    grouped = {number for groups in named for group in groups for number in group}
    alone = [number for number in covered if number not in grouped]
    filters: list[Filter] = []
    start = 0
    for size, groups in zip(sizes, named, strict=True):
        one = load_one(serialized[start : start + size], range(len(groups)) if groups else alone)
        filters.append(joined(one, groups))
        start += size
    return filters


def _described(line: bytes) -> tuple[int, list[list[int]]]:
    size, *groups = line.split()
    return int(size), [[int(place) for place in group.split(b",")] for group in groups]
