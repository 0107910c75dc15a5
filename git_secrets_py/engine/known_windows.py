"""Windows without a match, found by their lines: in a history, the same lines are in many.

A match over several lines has a line of its own kind, see ``Pattern.continuing``. If no line of a
window is of this kind, and none with a hit has a match by itself, then there is no match in the
window.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from git_secrets_py.engine.blocks import lines_after, lines_before
from git_secrets_py.engine.filters import by_line
from git_secrets_py.engine.filters.builder import FilterBuilder
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.engine.matcher import UndecidedError
from git_secrets_py.model import Match
from git_secrets_py.patterns import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence, Set

    from git_secrets_py.engine import Hits
    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.matcher import Matcher

# Fewer hits of a pattern are decided in less time than compiling the expressions for lines takes.
_MANY = 200
# The size of the remembered windows and lines of a pattern, and the memory for each besides its
# text, in bytes.
_MOST_REMEMBERED, _ENTRY = 4 << 20, 200
# No match crosses it.
_BETWEEN_LINES = b"\n\n"


class KnownWindows:
    """Finds the hits whose windows have no match, for use in one thread."""

    def __init__(self, matcher: Matcher) -> None:
        self._of = {
            number: _Windows(matcher, number)
            for number, pattern in enumerate(matcher.patterns)
            if pattern.continuing
        }

    @property
    def numbers(self) -> Collection[int]:
        """The numbers of the patterns whose windows are decided by their lines."""
        return self._of.keys()

    def rest(self, data: bytes, hits: Hits) -> Iterator[tuple[int, int]]:
        """Yield those of ``hits`` in ``data``, whole lines, whose windows may have a match.

        They are hits of the patterns ``numbers``.
        """
        by_pattern: dict[int, list[int]] = {}
        for number, offset in hits:
            by_pattern.setdefault(number, []).append(offset)
        for number, offsets in by_pattern.items():
            for offset in self._of[number].rest(data, offsets):
                yield number, offset


class _Windows:
    """The windows of one pattern."""

    def __init__(self, matcher: Matcher, number: int) -> None:
        pattern = matcher.patterns[number]
        self._matcher = matcher
        self._number = number
        self._neighbors, self._reach = pattern.lines - 1, pattern.reach
        self._decider: _Lines | None = None
        self._seen = 0
        self._size = 0
        # Whether a match may be in them.
        self._windows: dict[bytes, bool] = {}
        self._lines: dict[bytes, bool] = {}

    def rest(self, data: bytes, offsets: Sequence[int]) -> Iterable[int]:
        """Return those of ``offsets``, hits in ``data``, whose windows may have a match."""
        self._seen += len(offsets)
        if self._seen < _MANY:
            return offsets
        if self._size > _MOST_REMEMBERED:
            self._windows.clear()
            self._lines.clear()
            self._size = 0
        may_match = self._windows
        windows = [(offset, self._window(data, offset)) for offset in offsets]
        new = {window for _, window in windows if window not in may_match}
        if new:
            self._decide(new, {_line(data, offset) for offset in offsets})
        return [offset for offset, window in windows if not window or may_match[window]]

    def _window(self, data: bytes, offset: int) -> bytes:
        """Return the lines that a match at ``offset`` may span; nothing if they are long."""
        start = data.rfind(b"\n", max(0, offset - self._reach), offset) + 1
        start = lines_before(data, start, self._neighbors)
        end = lines_after(data, offset, self._neighbors + 1)
        return data[start:end] if end - start <= self._reach else b""

    def _decide(self, windows: Collection[bytes], hit: Set[bytes]) -> None:
        """Remember of ``windows`` whether a match may be in them; ``hit`` are the lines hit."""
        if self._decider is None:
            self._decider = _Lines(self._matcher, self._number)
        of_windows = {window: window.split(b"\n") for window in windows}
        may_match = self._lines
        new = {line for lines in of_windows.values() for line in lines if line not in may_match}
        may_match.update(dict.fromkeys(new, False))
        may_match.update(dict.fromkeys(self._decider.may_match(list(new), list(new & hit)), True))
        for window, lines in of_windows.items():
            self._windows[window] = any(may_match[line] for line in lines)
        self._size += sum(len(one) + _ENTRY for one in (*windows, *new))


def _line(data: bytes, offset: int) -> bytes:
    """Return the line of ``data`` around ``offset``."""
    end = data.find(b"\n", offset)
    return data[data.rfind(b"\n", 0, offset) + 1 : end if end >= 0 else len(data)]


class _Lines:
    """Decides on lines, for one pattern."""

    def __init__(self, matcher: Matcher, number: int) -> None:
        self._matcher = matcher.tentative()
        self._number = number
        self._filters = _filters(matcher, number)

    def may_match(self, lines: Sequence[bytes], hit: Sequence[bytes]) -> Iterator[bytes]:
        """Yield those of ``lines`` that a match may contain, and of ``hit`` that have one."""
        yield from self._continuing(lines)
        starts = list(accumulate((len(line) + len(_BETWEEN_LINES) for line in hit), initial=0))
        try:
            for place in self._places(_BETWEEN_LINES.join(hit) + b"\n"):
                yield hit[bisect_right(starts, place) - 1]
        except UndecidedError:
            yield from hit  # the scan of the objects reports the timeout

    def _continuing(self, lines: Sequence[bytes]) -> Collection[bytes]:
        """Return those of ``lines`` that a match over several lines may contain."""
        text = b"\n".join(lines)
        found: set[int] = set()
        for one in self._filters:
            hits = one.hits(text)
            if hits is None:
                return lines
            found.update(line for line, _ in by_line(text, hits))
        return [lines[number] for number in found]

    def _places(self, text: bytes) -> Iterator[int]:
        """Yield the places of the matches in ``text``; raises ``UndecidedError``."""
        for match in self._matcher.decide(text, 1, (self._number,)):
            if isinstance(match, Match):  # the matcher reports no timeout
                yield match.start


def _filters(matcher: Matcher, number: int) -> Sequence[Filter]:
    """Return the filters of lines that a match of pattern ``number`` may contain, with others."""
    source = matcher.patterns[number].continuing
    builder = FilterBuilder(
        lambda _: Expression(source, source, posix=False), matcher.time_limit, word=lambda _: False
    )
    hyperscan, cache = hyperscan_module(), matcher.cache
    if hyperscan is None or cache is None:
        return builder.build((number,))
    sources = (b"\n" + source,)  # this is no pattern
    cached = cache.load_filters(hyperscan, sources, (number,))
    if cached is None:
        return builder.build_and_store((number,), sources, cache)
    return cached[0]
