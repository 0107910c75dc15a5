"""The decider: the exact matches of a pattern in one line, within a time limit."""

from __future__ import annotations

from time import monotonic

from git_secrets_py.engine import word_rule
from git_secrets_py.engine.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import regex

    from git_secrets_py.engine.hit_windows import Window
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.patterns import Expression

    # The offsets of a match, and the span of its secret.
    Found = tuple[int, int, tuple[int, int]]


# The length of short lines is computed after this number of uses of a pattern, or, since it takes
# longer for a long pattern, after as many uses as the pattern has bytes.
_MANY_USES = 2_000


def time_for(line: bytes | str, limit: float) -> float:
    """Return the seconds that a decision on ``line`` may take: ``limit`` for each begun MiB.

    An ordinary pattern takes half a second for a line of 1 MiB, and must not time out.
    """
    return limit * (1 + (len(line) >> 20))


class Decider:
    """One pattern, compiled to be tried on lines."""

    __slots__ = (
        "_has_secret",
        "_is_plain",
        "_is_within_lines",
        "_limit",
        "_regex",
        "_short",
        "_uses",
        "_value",
    )

    def __init__(
        self,
        expression: Expression,
        *,
        word: bool,
        limit: float,
        value: bytes | None = None,
        cache: DatabaseCache | None = None,
    ) -> None:
        """``word`` applies the word rule; ``limit`` is that of ``time_for``.

        ``value`` matches the end of a match; its group ``secret`` is the secret of the match.
        ``cache`` stores the compiled expression, which must not be confidential then.
        """
        source = word_rule.exact(expression.exact) if word else expression.exact
        self._regex = compiled(source, posix=expression.posix, cache=cache)
        self._has_secret = "secret" in self._regex.groupindex
        self._value = compiled(value, cache=cache) if value is not None else None
        self._is_plain = not self._has_secret and value is None
        self._limit = limit
        self._uses = 0
        # The length of lines that need no time limit.
        self._short = -1
        self._is_within_lines = False

    def spans(self, line: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) offsets of the matches in ``line`` from ``start`` on.

        They do not overlap; each is the longest at its place. Empty matches are ignored.
        ``start`` is not the beginning of the line for ``^``. Raises ``TimeoutError``.
        """
        for match in self._found(line, start):
            if match.end() > match.start():
                yield match.span()

    def matches(self, line: bytes, start: int = 0, found: list[Found] | None = None) -> list[Found]:
        """Return the offsets as ``spans`` yields them; with each, the span of its secret.

        That is the named group ``secret`` if it is part of the match, else the whole match. A
        match whose group is repeated is returned with each of its secrets. They are added to
        ``found``, which holds them at a ``TimeoutError``, too.
        """
        found = [] if found is None else found
        is_short = len(line) <= self._short
        for match in self._regex.finditer(line, start) if is_short else self._found(line, start):
            self._add(line, match, found)
        return found

    def matches_near(self, line: bytes, windows: Iterable[Window], found: list[Found]) -> None:
        """Add to ``found`` the matches that begin in ``windows``, as ``matches`` does.

        Raises ``TimeoutError``.
        """
        deadline = monotonic() + time_for(line, self._limit)
        for start, last, end in windows:
            left = deadline - monotonic()
            if left <= 0:
                raise TimeoutError
            for match in self._regex.finditer(line, start, end, timeout=left):
                if match.start() > last:
                    break
                self._add(line, match, found)

    def _add(self, line: bytes, match: regex.Match[bytes], found: list[Found]) -> None:
        span = first, end = match.span()
        if first == end:
            return
        if self._is_plain:
            found.append((first, end, span))
        else:
            found += self._with_secrets(line, match, span)

    def in_lines(self, lines: Sequence[bytes]) -> list[tuple[int, list[Found]]] | None:
        """Return the matches in ``lines``, as ``matches`` returns them, by the number of the line.

        ``None`` if they cannot be searched at once.
        """
        if not self._is_within_lines or max(map(len, lines)) > self._short:
            return None
        found: list[tuple[int, list[Found]]] = []
        number, start, end = -1, 0, -1
        for match in self._regex.finditer(b"\n".join(lines)):
            first, last = match.span()
            if first > end:
                while first > end:
                    number += 1
                    start = end + 1
                    end = start + len(lines[number])
                of_line: list[Found] = []
                found.append((number, of_line))
            span = first, last = first - start, last - start
            if self._is_plain:
                of_line.append((first, last, span))
            else:
                of_line += self._with_secrets(lines[number], match, span, start)
        return found

    def _found(self, line: bytes, start: int) -> Iterator[regex.Match[bytes]]:
        """Return the matches; a time limit takes longer than to search a short line."""
        if len(line) <= self._short:
            return self._regex.finditer(line, start)
        if self._short < 0:
            self._uses += 1
            if self._uses == max(_MANY_USES, len(self._regex.pattern)):
                from git_secrets_py.patterns import steps  # few files have many matches

                self._short = steps.short_line(self._regex.pattern)
                self._is_within_lines = steps.is_within_lines(self._regex.pattern)
        return self._regex.finditer(line, start, timeout=time_for(line, self._limit))

    def _with_secrets(
        self, line: bytes, match: regex.Match[bytes], span: tuple[int, int], before: int = 0
    ) -> list[Found]:
        """Return ``span``, of ``match`` in ``line``, with each of its secrets.

        ``before`` bytes of the text that was searched come before the line.
        """
        secrets: list[tuple[int, int]] = []
        if self._has_secret:
            secrets = [(first - before, end - before) for first, end in match.spans("secret")]
        elif self._value is not None and (value := self._value.search(line, *span)):
            secrets = [value.span("secret")]
        return [(*span, one) for one in secrets if one[0] < one[1]] or [(*span, span)]
