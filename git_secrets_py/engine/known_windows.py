"""Windows without a match, found by their lines: in a history, the same lines are in many.

A match over several lines has a line of its own kind, see ``Pattern.continuing``. If no line of a
window is of this kind, and none with a hit has a match by itself, then there is no match in the
window. Where a match may begin, its lines are searched, once in all windows with them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from git_secrets_py import memory
from git_secrets_py.engine.filters import by_line
from git_secrets_py.engine.filters.builder import FilterBuilder
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.engine.matcher import UndecidedError
from git_secrets_py.model import Match
from git_secrets_py.patterns import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from git_secrets_py.engine import Hits
    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.matcher import Matcher

# Fewer hits of a pattern are decided in less time than compiling the expressions for lines takes.
_MANY = 200
# The memory for each window or line besides its text, in bytes.
_ENTRY = 200
# No match crosses it.
_BETWEEN = b"\n\n"
# The kinds of lines, as bits: those of ``Pattern.continuing``; a line with a match by itself.
_FIRST, _LATER, _MATCHES = 1, 2, 4


class KnownWindows:
    """Finds the hits whose windows have no match, for use in one thread."""

    def __init__(self, matcher: Matcher, threads: int = 1) -> None:
        """There is one for each of ``threads``."""
        self._most = memory.KNOWN_WINDOWS // threads
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
        if sum(one.size for one in self._of.values()) > self._most:
            for one in self._of.values():
                one.forget()
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
        # The size in bytes of all that is remembered.
        self.size = 0
        # Whether a match may be in them.
        self._windows: dict[bytes, bool] = {}
        self._parts: dict[bytes, bool] = {}
        self._kinds: dict[bytes, int] = {}

    def forget(self) -> None:
        """Forget all windows and lines."""
        self._windows.clear()
        self._parts.clear()
        self._kinds.clear()
        self.size = 0

    def rest(self, data: bytes, offsets: Sequence[int]) -> Iterable[int]:
        """Return those of ``offsets``, hits in ``data``, whose windows may have a match."""
        self._seen += len(offsets)
        if self._seen < _MANY:
            return offsets
        may_match = self._windows
        windows = [(offset, self._window(data, offset)) for offset in offsets]
        new = {window for _, window in windows if window not in may_match}
        if new:
            self._decide(new, {self._line(data, offset) for offset in offsets})
        return [offset for offset, window in windows if not window or may_match[window]]

    def _window(self, data: bytes, offset: int) -> bytes:
        """Return the lines that a match at ``offset`` may span; nothing if they are long."""
        lowest = max(0, offset - self._reach)
        start = data.rfind(b"\n", lowest, offset) + 1
        for _ in range(self._neighbors):
            start = data.rfind(b"\n", lowest, max(0, start - 1)) + 1
        end = offset
        for _ in range(self._neighbors + 1):
            end = data.find(b"\n", end, start + self._reach) + 1
            if not end:
                end = len(data)
                break
        return data[start:end] if end - start <= self._reach else b""

    def _line(self, data: bytes, offset: int) -> bytes:
        """Return the line around ``offset``; only a part if it is too long for a window."""
        lowest, highest = max(0, offset - self._reach), offset + self._reach
        start = data.rfind(b"\n", lowest, offset) + 1 or lowest
        end = data.find(b"\n", offset, highest)
        return data[start : end if end >= 0 else highest]

    def _decide(self, windows: Collection[bytes], hit: Set[bytes]) -> None:
        """Remember of ``windows`` whether a match may be in them; ``hit`` are the lines hit."""
        if self._decider is None:
            self._decider = _Lines(self._matcher, self._number)
        kinds = self._kinds
        of_windows = {window: window.split(b"\n") for window in windows}
        new = {line for lines in of_windows.values() for line in lines if line not in kinds}
        kinds.update(dict.fromkeys(new, 0))
        kinds.update(self._decider.kinds(list(new), list(new & hit)))
        undecided: dict[bytes, set[bytes]] = {}
        for window, lines in of_windows.items():
            kind = 0
            for line in lines:
                kind |= kinds[line]
            self._windows[window] = kind > _FIRST
            if kind == _FIRST:
                undecided[window] = set(self._parts_of(lines))
        self.size += sum(len(one) + _ENTRY for one in (*windows, *new))
        if undecided:
            self._decide_parts(undecided)

    def _parts_of(self, lines: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the parts of a window, ``lines``, in which a match over several lines may begin."""
        for number, line in enumerate(lines):
            if self._kinds[line] & _FIRST:
                yield b"\n".join(lines[number : number + self._neighbors + 1])

    def _decide_parts(self, windows: Mapping[bytes, Set[bytes]]) -> None:
        """Remember of ``windows``, by their parts, whether a match may be in them."""
        assert self._decider is not None
        new = set().union(*windows.values()).difference(self._parts)
        self._parts.update(dict.fromkeys(new, False))
        self._parts.update(dict.fromkeys(self._decider.matching(list(new)), True))
        for window, parts in windows.items():
            self._windows[window] = any(self._parts[part] for part in parts)
        self.size += sum(len(part) + _ENTRY for part in new)


class _Lines:
    """Decides on lines, for one pattern."""

    def __init__(self, matcher: Matcher, number: int) -> None:
        self._matcher = matcher.tentative()
        self._number = number
        self._filters = _filters(matcher, number)

    def kinds(self, lines: Sequence[bytes], hit: Sequence[bytes]) -> Mapping[bytes, int]:
        """Return the kinds of those of ``lines`` that have any; ``hit`` are those with a hit."""
        kinds: dict[bytes, int] = {}
        for line, kind in self._continuing(lines):
            kinds[line] = kinds.get(line, 0) | kind
        starts = _starts(hit)
        try:
            matching = {hit[bisect_right(starts, place) - 1] for place in self._places(hit)}
        except UndecidedError:
            matching = set(hit)  # the scan of the objects reports the timeout
        kinds.update(dict.fromkeys(matching, _MATCHES))
        return kinds

    def _continuing(self, lines: Sequence[bytes]) -> Iterator[tuple[bytes, int]]:
        """Yield those of ``lines`` that a match over several may contain, and their kinds."""
        text = b"\n".join(lines)
        for one in self._filters:
            hits = one.hits(text)
            if hits is None:
                yield from ((line, _LATER) for line in lines)
            else:
                yield from ((lines[line], (_FIRST, _LATER)[at]) for line, at in by_line(text, hits))

    def matching(self, parts: Sequence[bytes]) -> Iterable[bytes]:
        """Return those of ``parts`` in which the pattern matches, whatever its checks say."""
        starts = _starts(parts)
        text = _BETWEEN.join(parts) + b"\n"
        try:
            found = self._matcher.spans(self._number, (0,), (text,), (1,), {}, {})
        except UndecidedError:
            return parts  # the scan of the objects reports the timeout
        return {parts[bisect_right(starts, one[0]) - 1] for _, spans in found for one in spans}

    def _places(self, lines: Sequence[bytes]) -> Iterator[int]:
        """Yield the places of the matches in joined ``lines``; raises ``UndecidedError``."""
        for match in self._matcher.decide(_BETWEEN.join(lines) + b"\n", 1, (self._number,)):
            if isinstance(match, Match):  # the matcher reports no timeout
                yield match.start


def _starts(texts: Sequence[bytes]) -> Sequence[int]:
    """Return where each of ``texts`` starts if they are joined."""
    return list(accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0))


def _filters(matcher: Matcher, number: int) -> Sequence[Filter]:
    """Return the filters of ``Pattern.continuing`` of pattern ``number``, in their order."""
    sources = matcher.patterns[number].continuing
    numbers = range(len(sources))
    builder = FilterBuilder(
        lambda at: Expression(sources[at], sources[at], posix=False),
        matcher.time_limit,
        word=lambda _: False,
    )
    hyperscan, cache = hyperscan_module(), matcher.cache
    if hyperscan is None or cache is None:
        return builder.build(numbers)
    names = [b"\n" + source for source in sources]  # these are no patterns
    cached = cache.load_filters(hyperscan, names, numbers)
    if cached is None or cached[1]:
        return builder.build_and_store(numbers, names, cache)
    return cached[0]
