"""The decider: the exact matches of a pattern in one line, within a time limit."""

from __future__ import annotations

import regex

from git_secrets_py.engine import word_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.patterns import Expression


def time_for(line: bytes | str, limit: float) -> float:
    """Return the seconds that a decision on ``line`` may take: ``limit`` for each begun MiB.

    An ordinary pattern takes half a second for a line of 1 MiB, and must not time out.
    """
    return limit * (1 + (len(line) >> 20))


class Decider:
    """One pattern, compiled to be tried on lines."""

    __slots__ = ("_has_secret", "_is_plain", "_limit", "_regex", "_value")

    def __init__(
        self, expression: Expression, *, word: bool, limit: float, value: bytes | None = None
    ) -> None:
        """``word`` applies the word rule; ``limit`` is that of ``time_for``.

        ``value`` matches the end of a match; its group ``secret`` is the secret of the match.
        """
        source = word_rule.exact(expression.exact) if word else expression.exact
        flags = regex.POSIX if expression.posix else 0
        self._regex = regex.compile(source, flags)
        self._has_secret = "secret" in self._regex.groupindex
        self._value = regex.compile(value) if value is not None else None
        self._is_plain = not self._has_secret and value is None
        self._limit = limit

    def spans(self, line: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) offsets of the matches in ``line`` from ``start`` on.

        They do not overlap; each is the longest at its place. Empty matches are ignored.
        ``start`` is not the beginning of the line for ``^``. Raises ``TimeoutError``.
        """
        for match in self._regex.finditer(line, start, timeout=time_for(line, self._limit)):
            if match.end() > match.start():
                yield match.span()

    def matches(self, line: bytes, start: int = 0) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """As ``spans``; with each, the span of its secret.

        That is the named group ``secret`` if it is part of the match, else the whole match. A
        match whose group is repeated is yielded with each of its secrets.
        """
        for match in self._regex.finditer(line, start, timeout=time_for(line, self._limit)):
            span = first, end = match.span()
            if first == end:
                continue
            if self._is_plain:
                yield first, end, span
                continue
            secrets = self._secrets(line, match)
            for secret in [(a, b) for a, b in secrets if a < b] or [span]:
                yield first, end, secret

    def _secrets(self, line: bytes, match: regex.Match[bytes]) -> list[tuple[int, int]]:
        if self._has_secret:
            return match.spans("secret")
        value = self._value and self._value.search(line, *match.span())
        return [value.span("secret")] if value else []
