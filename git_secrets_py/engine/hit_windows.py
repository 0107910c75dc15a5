"""Windows around the hits of the filters in a long line: a pattern is decided only there.

A filter reports the end of each text that may be a match, or be part of one. The match begins
before that, but within the reach of its pattern, in which it also ends, as does all that it depends
on. So a search that begins a reach before the hit, and looks at no more than a reach after it,
finds the matches that a search of the whole line finds.
"""

from __future__ import annotations

from git_secrets_py.engine.blocks import LONGEST_MATCH
from git_secrets_py.engine.filters.pattern_groups import GroupedFilter
from git_secrets_py.engine.hyperscan import HyperscanFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.filters.pattern_groups import Database

    # The first and the last of some hits, which are close to each other.
    Run = tuple[int, int]
    # The place from which a pattern is searched, the last one at which a match may begin, and the
    # end of the text that is searched.
    Window = tuple[int, int, int]

# The longest reach for which windows are used.
_LONGEST_REACH = LONGEST_MATCH // 2
# The bytes beside a match of a filter that it reads, such as those of the word rule.
_MARGIN = 64
# Hits of one pattern that are closer are in one run.
_NEAR = 256


class HitWindows:
    """The windows of the patterns in long lines, in one thread."""

    def __init__(
        self, filters: Filters, patterns: int, reach: Callable[[int], tuple[int, int]]
    ) -> None:
        """``reach`` returns that of one of ``patterns``, by its number, as in ``Matcher``."""
        self._filters = filters
        self._everything = range(patterns)
        self._reach = reach

    def of(self, line: bytes, start: Callable[[int], int]) -> dict[int, list[Window]]:
        """Return the windows in ``line`` of each pattern that may match, by its number.

        ``start`` returns the place from which it is tried. A pattern without a bound has one
        window, all of the line.
        """
        runs: dict[int, list[Run]] = {}
        for number, run in runs_of_hits(self._filters, self._everything, line):
            runs.setdefault(number, []).append(run)
        return {
            number: self._windows(number, line, found, start(number))
            for number, found in runs.items()
        }

    def _windows(self, number: int, line: bytes, runs: list[Run], start: int) -> list[Window]:
        reach, behind = self._reach(number)
        if not 0 < reach <= _LONGEST_REACH:
            return [(start, len(line), len(line))]
        reach += _MARGIN
        windows: list[Window] = []
        for first, last in sorted(runs):
            begin = max(start, first - reach)
            latest = last + behind + _MARGIN  # a text before the match may be the hit
            if windows and first - reach <= windows[-1][2]:
                begin, before, _ = windows.pop()
                latest = max(latest, before)
            if latest >= begin:
                windows.append((begin, latest, latest + reach))
        return windows


def runs_of_hits(
    filters: Filters, everything: Iterable[int], line: bytes
) -> Iterator[tuple[int, Run]]:
    """Yield the runs of hits in ``line``, with the numbers of the patterns.

    ``everything`` are the numbers of all patterns.
    """
    for one in filters.all:
        if isinstance(one, HyperscanFilter):
            for place, run in _joined(one, line):
                yield one.numbers[place], run
        elif isinstance(one, GroupedFilter):
            for place, run in _joined(one.whole, line):
                for number in one.groups[place]:
                    yield number, run
        else:  # these have one hit for each line
            hits = one.hits(line)
            numbers = everything if hits is None else {number for number, _ in hits}
            for number in numbers:
                yield number, (0, len(line) - 1)


def _joined(database: Database, line: bytes) -> list[tuple[int, Run]]:
    """Return the runs of the hits in ``line``, with their places in ``database``.

    There may be very many hits in few runs.
    """
    done: list[tuple[int, Run]] = []
    runs: dict[int, Run] = {}

    def collect(place: int, start: int, end: int, flags: int, context: object) -> None:
        last_byte = end - 1
        first, last = runs.get(place, (last_byte, last_byte))
        if not first <= last_byte <= last + _NEAR:
            done.append((place, (first, last)))
            first = last = last_byte
        runs[place] = first, last_byte if last_byte > last else last

    database.scan(line, collect)
    return [*done, *runs.items()]
