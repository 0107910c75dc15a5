"""Deciding, exactly and within a time limit, what a pattern matches in one line."""

from __future__ import annotations

import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.patterns import Expression

# grep(1), -w: "Word-constituent characters are letters, digits, and the underscore."
_AS_WORD = b"(?<![A-Za-z0-9_])(?:%b)(?![A-Za-z0-9_])"


def time_for(line: bytes, limit: float) -> float:
    """Return the seconds that a decision on ``line`` may take: ``limit`` for each begun MiB.

    So long a line takes an honest pattern half a second, and it has to be scanned all the same.
    """
    return limit * (1 + (len(line) >> 20))


class Decider:
    """One pattern, ready to be tried on lines."""

    __slots__ = ("_limit", "_regex")

    def __init__(self, expression: Expression, *, word: bool, limit: float) -> None:
        """``word`` applies the word rule; ``limit`` is as for ``time_for``."""
        source = _AS_WORD % expression.exact if word else expression.exact
        flags = regex.POSIX if expression.posix else 0
        self._regex = regex.compile(source, flags)
        self._limit = limit

    def spans(self, line: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) offsets of the matches in ``line`` from ``start`` on.

        They do not overlap; each is the longest at its place. What matches nothing is no match.
        ``start`` does not count as the beginning of the line. Raises ``TimeoutError``.
        """
        for match in self._regex.finditer(line, start, timeout=time_for(line, self._limit)):
            if match.end() > match.start():
                yield match.span()
