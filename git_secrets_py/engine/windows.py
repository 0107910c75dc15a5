"""Matches over several lines, of the rules that look at the lines around a hit.

The filter finds the line of an anchor, such as the header of a private key. The rule is decided
on a window of the lines around it, and its match is reported in the line of the secret.
"""

from __future__ import annotations

import re

from git_secrets_py import memory
from git_secrets_py.content import NotScanned
from git_secrets_py.engine.blocks import LONGEST_MATCH, lines_after, lines_before
from git_secrets_py.model import Match

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Protocol

    from git_secrets_py.model import Pattern

    class Deciding(Protocol):
        """Decides patterns on a text, as the matcher."""

        def decide(
            self, line: bytes, line_number: int, numbers: Collection[int]
        ) -> Iterable[Match | NotScanned]: ...


# The bytes beside a match at which a pattern looks.
_MARGIN = 64
# The number of hits above which all of a text is searched, rather than the lines around them.
_MANY_HITS = 200


class WindowSearch:
    """Searches the windows around anchors, in one thread."""

    def __init__(self, matcher: Deciding, patterns: Sequence[Pattern]) -> None:
        """``matcher`` decides ``patterns``, by their numbers."""
        self._clean = CleanWindows(matcher)
        self._patterns = patterns
        self._companions: dict[int, Callable[[bytes, int, int], object] | None] = {}

    def matches(
        self, data: bytes, anchors: Mapping[int, Sequence[int]], line_number: int
    ) -> Iterator[tuple[int, Match] | NotScanned]:
        """Yield the matches in ``data``, whose first line has the number ``line_number``.

        ``anchors`` are the hits of each pattern, as offsets. Each match comes with the offset of
        its secret's line, to which it is relative.
        """
        for number, places in sorted(anchors.items()):
            pattern = self._patterns[number]
            search = self._companion(number)
            if search is not None and len(places) > _MANY_HITS and not search(data, 0, len(data)):
                continue  # without the spans: each line may have a hit
            spans = windows(data, places, pattern.lines, pattern.reach)
            if search is not None:
                spans = [span for span in spans if search(data, *span)]
            yield from window_matches(self._clean, data, number, spans, line_number)

    def _companion(self, number: int) -> Callable[[bytes, int, int], object] | None:
        """Return the search for the companion of pattern ``number``, if it has one."""
        if number not in self._companions:
            source = self._patterns[number].companion
            self._companions[number] = re.compile(source).search if source else None
        return self._companions[number]


class CleanWindows:
    """Decides patterns on windows, each window once: in a history most of them recur."""

    def __init__(self, matcher: Deciding) -> None:
        self._matcher = matcher
        self._clean: set[tuple[int, bytes]] = set()
        self._size = 0

    def decide(
        self, line: bytes, line_number: int, numbers: Collection[int]
    ) -> Sequence[Match | NotScanned]:
        """Return the matches in the window ``line`` of the one pattern in ``numbers``."""
        (number,) = numbers
        if (number, line) in self._clean:
            return ()
        found = list(self._matcher.decide(line, line_number, numbers))
        if not found:
            self._remember(number, line)
        return found

    def _remember(self, number: int, line: bytes) -> None:
        self._size += len(line)
        if self._size > memory.CLEAN_WINDOWS:
            self._clean.clear()
            self._size = len(line)
        self._clean.add((number, line))


def windows(
    data: bytes, anchors: Iterable[int], lines: int, reach: int = 0
) -> list[tuple[int, int]]:
    """Return the spans of ``data`` that lie within ``lines`` lines of one of ``anchors``.

    With a ``reach``, they lie within that many bytes, too. Spans that overlap are joined, so each
    byte is in one.
    """
    radius = reach + _MARGIN if reach else len(data)
    joined: list[tuple[int, int]] = []
    for first, last in _runs(data, anchors, lines, reach or LONGEST_MATCH):
        lowest, highest = max(0, first - radius), min(len(data), last + radius)
        start = data.rfind(b"\n", lowest, first) + 1 or lowest
        start = max(lowest, lines_before(data, start, lines - 1))
        end = data.find(b"\n", last, highest) + 1 or highest
        end = min(highest, lines_after(data, end, lines - 1))
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _runs(
    data: bytes, anchors: Iterable[int], lines: int, distance: int
) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of ``anchors`` that are so close that their spans overlap.

    They are less than ``distance`` bytes apart. Each line may have an anchor, so this has to be
    fast.
    """
    first = last = -1
    for anchor in sorted(anchors):
        if first < 0:
            first = anchor
        elif anchor - last >= distance or data.count(b"\n", last, anchor) >= lines:
            yield first, last
            first = anchor
        last = anchor
    if first >= 0:
        yield first, last


def window_matches(
    matcher: Deciding, data: bytes, number: int, spans: Iterable[tuple[int, int]], line: int
) -> Iterator[tuple[int, Match] | NotScanned]:
    """Yield the matches of pattern ``number`` in the windows ``spans`` of ``data``.

    Each comes with the offset of its secret's line, to which it is relative and cut. A problem
    names the line ``line``.
    """
    for start, end in spans:
        first = start if _is_line_end(data, start) else start + _MARGIN
        last = end if _is_line_end(data, end) else end - _MARGIN
        for match in matcher.decide(data[start:end], line, (number,)):
            if isinstance(match, NotScanned):
                yield match
            elif first <= match.start + start and match.end + start <= last:
                yield _in_line(data, match.moved(start))


def _is_line_end(data: bytes, place: int) -> bool:
    """Return whether ``place`` does not cut a line of ``data``."""
    return place in (0, len(data)) or data[place - 1 : place] == b"\n"


def _in_line(data: bytes, match: Match) -> tuple[int, Match]:
    """Return the start of the line of the secret of ``match``, and the match within that line."""
    first = match.secret[0]
    start = data.rfind(b"\n", 0, first) + 1
    end = data.find(b"\n", first)
    end = len(data) if end < 0 else end
    if data[end - 1 : end] == b"\r" and end - 1 > first:
        end -= 1
    span = max(match.start, start) - start, min(match.end, end) - start
    secret = first - start, min(match.secret[1], end) - start
    return start, Match(match.pattern, *span, secret, decoded=match.decoded, form=match.form)
