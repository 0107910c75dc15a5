"""Windows around the hits of the filters in a long line: a pattern is decided only there.

A filter reports the end of each text that may be a match, or be part of one. The match begins
before that, but within the reach of its pattern, in which it also ends, as does all that it depends
on. So a search that begins a reach before the hit, and looks at no more than a reach after it,
finds the matches that a search of the whole line finds.
"""

from __future__ import annotations

from git_secrets_py.engine.blocks import LONGEST_MATCH
from git_secrets_py.engine.hyperscan import HyperscanFilter
from git_secrets_py.engine.pattern_groups import GroupedFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.filters import Filter

    # The first and the last of some hits, which are close to each other.
    Run = tuple[int, int]
    # The place from which a pattern is searched, the last one at which a match may begin, and the
    # end of the text that is searched.
    Window = tuple[int, int, int]

# The longest reach for which windows are used.
_LONGEST_REACH = LONGEST_MATCH // 2
# The bytes beside a match of a filter that it reads, such as those of the word rule.
_MARGIN = 64
# A line that has too many hits to list is searched in parts of this size.
_PART = 512 << 10
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
        for one in self._filters.all:
            for number, run in self._runs(one, line):
                runs.setdefault(number, []).append(run)
        return {
            number: self._windows(number, line, found, start(number))
            for number, found in runs.items()
        }

    def _runs(self, one: Filter, line: bytes) -> Iterator[tuple[int, Run]]:
        """Yield the runs of hits of a filter, with the numbers of the patterns."""
        hits = one.hits(line)
        everywhere = 0, len(line)
        if hits is not None:
            if isinstance(
                one, (HyperscanFilter, GroupedFilter)
            ):  # the others have one hit for each line
                yield from _joined(hits, 0)
            else:
                yield from dict.fromkeys((number for number, _ in hits), everywhere).items()
            return
        for number in self._everything:
            if not self._reach(number)[0]:
                yield number, everywhere
        for start in range(0, len(line), _PART):
            part = line[start : start + _PART + LONGEST_MATCH]
            hits = one.hits(part)
            if hits is not None:
                yield from _joined(hits, start)
            else:
                yield from dict.fromkeys(self._everything, (start, start + len(part))).items()

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


def _joined(hits: Sequence[tuple[int, int]], start: int) -> Iterator[tuple[int, Run]]:
    """Yield the runs of ``hits``, in a part of a line that begins at ``start``."""
    runs: dict[int, Run] = {}
    for number, offset in hits:
        place = start + offset
        first, last = runs.get(number, (place, place))
        if not first <= place <= last + _NEAR:
            yield number, (first, last)
            first = place
        runs[number] = first, max(place, first)
    yield from runs.items()
