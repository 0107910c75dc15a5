"""The text that prohibited patterns match without the word rule."""

from __future__ import annotations

from git_secrets_py.engine.spans import Spans
from git_secrets_py.model import TIME_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.engine.allow_filter import AllowFilter
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
        self._deciders: list[Decider] | None = None
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
                span in decider(one, word=not one.has_boundaries).spans(line)
                for one in self._may_match(line)
                if one.source != match.pattern.source
            )
        except TimeoutError:
            return True

    def _may_match(self, line: bytes) -> Iterable[Pattern]:
        """Return the patterns that may match ``line``: after many tries, few of them."""
        self._tries += len(self._patterns)
        if self._tries < _MANY:
            return self._patterns
        if self._filter is None:
            from git_secrets_py.engine.allow_filter import AllowFilter

            self._filter = AllowFilter(self._patterns)
        found = self._filter.may_match([line])
        if found is None:
            return self._patterns
        return [self._patterns[number] for number in sorted(found.get(0, ()))]

    def _spans(self, text: bytes) -> Spans:
        """Return the spans of all patterns; after a timeout, of any text all of it."""
        if self._timed_out:
            return Spans([(0, len(text))])
        if text not in self._texts:
            if self._deciders is None:
                self._deciders = list(map(_loose_decider, self._patterns))
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            try:
                spans = Spans(span for one in self._deciders for span in one.spans(text))
            except TimeoutError:
                self._timed_out = True
                return self._spans(text)
            self._texts[text] = spans
        return self._texts[text]


def decider(pattern: Pattern, *, word: bool) -> Decider:
    """Return the decider of ``pattern``, with or without the word rule."""
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.engine.pattern_sources import read_pattern

    return Decider(read_pattern(pattern), word=word, limit=TIME_LIMIT)


def _loose_decider(pattern: Pattern) -> Decider:
    """Return a decider without the word rule, or the boundaries of a built-in rule."""
    if not pattern.has_boundaries:
        return decider(pattern, word=False)
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.patterns import Expression

    expression = Expression(pattern.text, None, posix=False)
    return Decider(expression, word=False, limit=TIME_LIMIT)
