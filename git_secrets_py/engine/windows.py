"""Matches over several lines, of the rules that look at the lines around a hit.

The filter finds the line of an anchor, such as the header of a private key. The rule is decided
on a window of the lines around it, and its match is reported in the line of the secret.
"""

from __future__ import annotations

from git_secrets_py.engine.blocks import LONGEST_MATCH, lines_after, lines_before
from git_secrets_py.model import Match, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Protocol

    class Deciding(Protocol):
        """Decides patterns on a text, as the matcher."""

        def decide(
            self, line: bytes, line_number: int, numbers: Collection[int]
        ) -> Iterator[Match | NotScanned]: ...


def windows(data: bytes, anchors: Iterable[int], lines: int) -> list[tuple[int, int]]:
    """Return the spans of ``data`` that lie within ``lines`` lines of one of ``anchors``.

    Spans that overlap are joined, so each byte is in one.
    """
    joined: list[tuple[int, int]] = []
    for first, last in _runs(data, anchors, lines):
        start = lines_before(data, data.rfind(b"\n", 0, first) + 1, lines - 1)
        end = data.find(b"\n", last) + 1
        end = lines_after(data, end, lines - 1) if end else len(data)
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _runs(data: bytes, anchors: Iterable[int], lines: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of ``anchors`` that are so close that their spans overlap.

    Each line may have an anchor, so this has to be fast.
    """
    first = last = -1
    for anchor in sorted(anchors):
        if first < 0:
            first = anchor
        elif anchor - last >= LONGEST_MATCH or data.count(b"\n", last, anchor) >= lines:
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
        for match in matcher.decide(data[start:end], line, (number,)):
            yield match if isinstance(match, NotScanned) else _in_line(data, match.moved(start))


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
    return start, Match(match.pattern, *span, secret)
