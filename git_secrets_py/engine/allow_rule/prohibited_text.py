"""The text that prohibited patterns match without the word rule."""

from __future__ import annotations

from git_secrets_py.engine.spans import Spans
from git_secrets_py.model import TIME_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from git_secrets_py.engine.allow_rule.filter import AllowFilter
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.model import Match, Pattern

# Texts whose spans are remembered: the path, and the line that is judged.
_REMEMBERED = 2
# After this many tries of a pattern on a line, patterns are filtered at once.
_MANY = 2_000


class ProhibitedText:
    """The text that prohibited patterns match without the word rule."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = [one for one in patterns if not one.is_whole]
        self._loose = [_LazyDecider(one, _loose_decider) for one in self._patterns]
        self._exact = [_LazyDecider(one, _exact_decider) for one in self._patterns]
        self._filter: AllowFilter | None = None
        self._tries = 0
        self._texts: dict[bytes, Spans] = {}
        self._timed_out = False

    def overlaps(self, text: bytes, start: int, end: int) -> bool:
        """Return whether prohibited text in ``text`` overlaps the span."""
        return self._spans(text).overlap(start, end)

    def contains(self, text: bytes, start: int, end: int) -> bool:
        """Return whether the span lies within prohibited text in ``text``."""
        return self._spans(text).contain(start, end)

    def others_match(self, line: bytes, match: Match) -> bool:
        """Return whether a pattern with another text matches exactly ``match`` in ``line``."""
        span = match.start, match.end
        try:
            return any(
                span in self._exact[number].spans(line)
                for number in self._may_match(line)
                if self._patterns[number].source != match.pattern.source
            )
        except TimeoutError:
            return True

    def _may_match(self, line: bytes) -> Iterable[int]:
        """Return the numbers of the patterns that may match ``line``: after many tries, of few."""
        every = range(len(self._patterns))
        self._tries += len(every)
        if self._tries < _MANY:
            return every
        if self._filter is None:
            from git_secrets_py.engine.allow_rule.filter import AllowFilter

            self._filter = AllowFilter(self._patterns)
        found = self._filter.may_match([line])
        if found is None:
            return every
        return sorted(found.get(0, ()))

    def _spans(self, text: bytes) -> Spans:
        """Return the spans of all patterns; after a timeout, of any text all of it."""
        if self._timed_out:
            return Spans([(0, len(text))])
        if text not in self._texts:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            try:
                spans = Spans(span for one in self._loose for span in one.spans(text))
            except TimeoutError:
                self._timed_out = True
                return self._spans(text)
            self._texts[text] = spans
        return self._texts[text]


class _LazyDecider:
    """A decider that ``compile`` returns for a pattern, at the first text with its mark.

    To compile all built-in rules takes a second, and nearly all of it is for those with a mark.
    """

    __slots__ = ("_compile", "_decider", "_mark", "_pattern")

    def __init__(self, pattern: Pattern, compile: Callable[[Pattern], Decider]) -> None:
        self._pattern = pattern
        self._compile = compile
        self._mark: Decider | None = None
        self._decider: Decider | None = None

    def spans(self, text: bytes) -> Iterable[tuple[int, int]]:
        """Return the spans in ``text``; raises ``TimeoutError``."""
        if self._decider is None:
            if not self._has_mark(text):
                return ()
            self._decider = self._compile(self._pattern)
        return self._decider.spans(text)

    def _has_mark(self, text: bytes) -> bool:
        if self._mark is None:
            mark = self._pattern.mark
            if not mark:
                return True
            self._mark = _decider_of(mark)
        return any(self._mark.spans(text))


def decider(pattern: Pattern, *, word: bool) -> Decider:
    """Return the decider of ``pattern``, with or without the word rule."""
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.engine.pattern_sources import read_pattern

    return Decider(read_pattern(pattern), word=word, limit=TIME_LIMIT)


def _exact_decider(pattern: Pattern) -> Decider:
    return decider(pattern, word=not pattern.has_boundaries)


def _loose_decider(pattern: Pattern) -> Decider:
    """Return a decider without the word rule, or the boundaries of a built-in rule."""
    return _decider_of(pattern.text) if pattern.has_boundaries else decider(pattern, word=False)


def _decider_of(source: bytes) -> Decider:
    """Return the decider of ``source``, which is in the syntax of ``regex``."""
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.patterns import Expression

    return Decider(Expression(source, None, posix=False), word=False, limit=TIME_LIMIT)
