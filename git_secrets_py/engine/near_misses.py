"""Near misses: matches that the word rule forbids, and texts that nearly match."""

from __future__ import annotations

import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.model import Match, Pattern

_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_MOST_ERRORS = 2
_NEARLY = b"(?<![A-Za-z0-9_])(?:%%b){e<=%d}(?![A-Za-z0-9_])" % _MOST_ERRORS
# Characters of the match for each wrong one; with fewer, most texts would nearly match.
_LENGTH_FOR_EACH_ERROR = 8
_TIME_LIMIT = 0.2
# In bytes; a longer line is not searched for mistyped secrets.
_LONGEST_LINE = 4096


class NoWord:
    """A match that the word rule forbids.

    ``before`` and ``after`` are the word characters beside it, empty if there is none.
    """

    __slots__ = ("after", "before", "match")

    def __init__(self, match: Match, before: bytes, after: bytes) -> None:
        self.match = match
        self.before = before
        self.after = after


def no_words(line: bytes, loose: Iterable[Match], matches: Sequence[Match]) -> Iterator[NoWord]:
    """Yield the matches of ``loose``, those without the word rule, that are not in ``matches``.

    A loose match that overlaps a match of the same pattern is that match in another length.
    """
    for one in loose:
        if any(one.pattern is each.pattern and _overlap(one, each) for each in matches):
            continue
        before, after = _word_at(line, one.start - 1), _word_at(line, one.end)
        yield NoWord(one, before, after)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def _word_at(line: bytes, place: int) -> bytes:
    """Return the word character at ``place``, if one is there."""
    inside = 0 <= place < len(line)
    return line[place : place + 1] if inside and line[place] in _WORD else b""


class Nearly:
    """A span that matches a pattern but for ``errors`` replaced, missing or extra characters."""

    __slots__ = ("end", "errors", "pattern", "start")

    def __init__(self, pattern: Pattern, start: int, end: int, errors: int) -> None:
        self.pattern = pattern
        self.start = start
        self.end = end
        self.errors = errors


def nearest(line: bytes, patterns: Iterable[Pattern]) -> Nearly | None:
    """Return the nearest miss in ``line`` of all ``patterns``.

    ``None`` if none of them is near, or if the search times out. Patterns of providers are left
    out: how near a line is to a secret is confidential.
    """
    if len(line) > _LONGEST_LINE:
        return None
    found = [_nearly(line, pattern) for pattern in patterns if _may_be_near(pattern)]
    near = [one for one in found if one is not None]
    return min(near, key=lambda one: (one.errors, one.start - one.end), default=None)


def _may_be_near(pattern: Pattern) -> bool:
    return not pattern.confidential and not pattern.is_whole


def _nearly(line: bytes, pattern: Pattern) -> Nearly | None:
    from git_secrets_py.engine.pattern_sources import read_pattern

    try:
        nearly = regex.compile(_NEARLY % read_pattern(pattern).exact, regex.BESTMATCH)
        found = nearly.search(line, timeout=_TIME_LIMIT)
    except (regex.error, TimeoutError):
        return None
    errors = sum(found.fuzzy_counts) if found else 0
    if not found or not 0 < errors * _LENGTH_FOR_EACH_ERROR <= found.end() - found.start():
        return None
    return Nearly(pattern, *found.span(), errors)
