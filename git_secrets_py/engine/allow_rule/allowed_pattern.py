"""One allowed pattern, and the matches of a line that it allows."""

from __future__ import annotations

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.allow_rule.prohibited_text import decider
from git_secrets_py.model import MOST_TIMEOUTS, TIME_LIMIT, Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.engine.allow_rule.prohibited_text import ProhibitedText
    from git_secrets_py.engine.allow_rule.rendered_line import Rendered, Span
    from git_secrets_py.model import Match, Pattern


class AllowedPattern:
    """An allowed pattern, compiled; it is dropped after several timeouts."""

    __slots__ = ("_decider", "_is_example", "_timeouts", "pattern")

    def __init__(self, pattern: Pattern) -> None:
        from git_secrets_py.rules import stored

        self.pattern = pattern
        self._decider = decider(pattern, word=False)
        self._is_example = stored.is_example(pattern.source)
        self._timeouts = 0

    def allows(
        self,
        rendered: Rendered,
        matches: Sequence[Match],
        prohibited: ProhibitedText,
        problems: list[NotScanned],
    ) -> Iterable[int]:
        """Return the numbers of those of ``matches``, in the line, that the pattern allows.

        If it exceeds the time limit, it allows nothing, and ``problems`` is extended.
        """
        if self._timeouts >= MOST_TIMEOUTS:
            return ()
        try:
            spans, inside = rendered.spans(self._decider)
        except TimeoutError:
            problems.append(self._time_out(rendered))
            return ()
        if not inside:
            return ()
        overlapped = {
            number for number, match in enumerate(matches) if inside.overlap(match.start, match.end)
        }
        if self.pattern.origin.kind == Origin.RULES:
            return [one for one in overlapped if concerns(self.pattern, matches[one])]
        if overlapped or self._is_example:
            return overlapped
        if self._is_in_prohibited_text(rendered, spans, prohibited):
            return ()
        return range(len(matches))

    def _is_in_prohibited_text(
        self,
        rendered: Rendered,
        spans: Iterable[tuple[bytes, list[Span]]],
        prohibited: ProhibitedText,
    ) -> bool:
        """Return whether a span overlaps prohibited text that is not a match.

        That is text to which the word rule does not apply, or text of the path.
        """
        for form, found in spans:
            before, offset = rendered.path_start(form), rendered.content_start(form)
            for start, end in found:
                if end > offset:
                    if prohibited.overlaps(rendered.content, start - offset, end - offset):
                        return True
                elif prohibited.contains(rendered.path, start - before, end - before):
                    return True
        return False

    def _time_out(self, rendered: Rendered) -> NotScanned:
        self._timeouts += 1
        pattern = self.pattern
        message = (
            f"{rendered.path.decode('utf-8', 'surrogateescape')}: line {rendered.number}: "
            f"the allowed pattern '{pattern.source.decode('latin-1')}' from {pattern.origin} "
            f"exceeded the time limit of {TIME_LIMIT:g} s and allows nothing here; simplify it"
        )
        if self._timeouts == MOST_TIMEOUTS:
            message += "; it is ignored for the rest of this run"
        return NotScanned(message, NotScanned.WARNING)


def concerns(pattern: Pattern, match: Match) -> bool:
    """Return whether the allowed ``pattern`` may allow ``match``.

    A pattern of a rule or a rule set allows only the matches of that rule or set.
    """
    if pattern.origin.kind != Origin.RULES:
        return True
    other = match.pattern
    return pattern.origin.place == other.origin.place and pattern.name in ("", other.name)
