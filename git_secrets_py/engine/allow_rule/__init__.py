"""The allow rule, which decides on each match whether a pattern allows it.

An allowed pattern is tried on the rendered line, ``path:lineno:content``, and in history also on
``commit:path:lineno:content``. If it overlaps text that a prohibited pattern matches, with or
without the word rule, it allows that text and nothing else; in the path, such text has to contain
it. A user's pattern that overlaps no such text, such as one for a path, allows the whole line. The
example keys that ``--register-aws`` stores never allow a line, and an allowed pattern of a rule set
allows only matches of that rule set.

A match in decoded text is also judged on the line of that text, in place of the line that holds it.

Where several rules find one secret, the most specific match represents all of them. If a user's
pattern allows any of them, all are allowed; if only its own rule set allows it, the next one is
judged.

A line of ``.gitallowed`` or ``.gitprohibited`` is allowed to hold itself as an active pattern, and
one of a rule file to hold the texts that it declares.

If inline comments are enabled, a comment ``git-secrets: allow`` allows its whole line too.
"""

from __future__ import annotations

from types import MappingProxyType

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.allow_rule.allowed_pattern import AllowedPattern, concerns
from git_secrets_py.engine.allow_rule.distinct_findings import without_repeated
from git_secrets_py.engine.allow_rule.pattern_file_lines import PatternFileLines
from git_secrets_py.engine.allow_rule.prohibited_text import ProhibitedText
from git_secrets_py.engine.allow_rule.rendered_line import RenderedLines
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.model import FINGERPRINT_PREFIX, Match, MatchedLine, Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.engine.allow_rule.filter import AllowFilter
    from git_secrets_py.engine.allow_rule.pattern_file_lines import Declared

    # For a secret that several rules match: the user's pattern that allows a less specific match,
    # and thereby all of them, or the match that remains if its own rule allows the first.
    Others = tuple[Pattern | None, Match | None]


# After this many tries of a pattern on a line, lines are filtered at once.
_MANY = 2_000
_NO_OTHERS: Others = (None, None)


class AllowRule:
    """Every allowed pattern and every allowed fingerprint."""

    def __init__(
        self,
        patterns: Iterable[Pattern] = (),
        fingerprints: Mapping[str, Origin] | None = None,
        *,
        inline: bool = False,
        prohibited: Sequence[Pattern] = (),
        declared: Declared | None = None,
    ) -> None:
        """``fingerprints`` maps 64 lower-case hexadecimal digits to the origin of their entry.

        ``inline`` enables inline comments: the pattern that allows such a line has the origin
        ``INLINE``. ``prohibited`` are the active prohibited patterns,
        ``declared`` the texts that rule files declare.
        """
        self.patterns = tuple(patterns)
        self.fingerprints = MappingProxyType(dict(fingerprints or {}))
        self.inline = inline
        self._prohibited = ProhibitedText(prohibited)
        self._pattern_files = PatternFileLines(
            self.patterns, self.fingerprints, self._prohibited, declared
        )
        self._may_allow = bool(
            self.patterns
            or self.fingerprints
            or inline
            or any(one.has_verdict for one in prohibited)
        )
        # Whether a line that none of ``patterns`` matches is surely not allowed.
        self._needs_pattern = not (
            self.fingerprints
            or inline
            or any(one.has_verdict or one.is_whole for one in prohibited)
        )
        self._tries = 0
        self._filter: AllowFilter | None = None
        self._compiled: dict[int, AllowedPattern] = {}
        self._problems: list[NotScanned] = []

    def judge_all(
        self, lines: Sequence[MatchedLine], path: bytes, commit: bytes = b""
    ) -> list[Finding | Allowed]:
        """Return the matches of ``lines`` as ``judge`` does, many at once."""
        is_pattern_file = self._pattern_files.concern(path)
        if not (self._may_allow or is_pattern_file):
            return [Finding(path, line, match, commit) for line in lines for match in line.matches]
        may_match = self._may_match(lines, path, commit)
        if may_match is None:
            return [one for line in lines for one in self.judge(line, path, commit)]
        needs_pattern = self._needs_pattern and not is_pattern_file
        judged: list[Finding | Allowed] = []
        for number, line in enumerate(lines):
            numbers = may_match.get(number, ())
            if numbers or not needs_pattern or any(map(_is_decoded, line.matches)):
                judged += self.judge(line, path, commit, numbers)
            else:
                judged += [Finding(path, line, match, commit) for match in line.matches]
        return judged

    def _may_match(
        self, lines: Sequence[MatchedLine], path: bytes, commit: bytes
    ) -> dict[int, set[int]] | None:
        """Return which patterns may match each of many ``lines``, by the number of the line.

        ``None`` if that is not known.
        """
        self._tries += len(lines) * len(self.patterns)
        if self._tries < _MANY:
            return None
        if self._filter is None:
            from git_secrets_py.engine.allow_rule.filter import AllowFilter

            self._filter = AllowFilter(self.patterns)
        may_match: dict[int, set[int]] = {}
        for before in (b"", commit + b":") if commit else (b"",):
            texts = [b"%b%b:%d:%b" % (before, path, one.number, one.content) for one in lines]
            found = self._filter.may_match(texts)
            if found is None:
                return None
            for number, patterns in found.items():
                may_match.setdefault(number, set()).update(patterns)
        return may_match

    def judge(
        self,
        line: MatchedLine,
        path: bytes,
        commit: bytes = b"",
        numbers: Collection[int] | None = None,
    ) -> list[Finding | Allowed]:
        """Return each match of ``line`` at this occurrence, in order, as found or allowed.

        ``numbers`` are those of the patterns that may match the line, by default all.
        """
        if not (self._may_allow or self._pattern_files.concern(path)):
            return [Finding(path, line, match, commit) for match in line.matches]
        rendered = RenderedLines(path, commit)
        allowed_by = self._allowed_by(line, rendered, numbers)
        others = self._others_allowed_by(line, rendered, allowed_by, numbers)
        remaining_line = _with_remaining(line, others)
        judged: list[Finding | Allowed] = []
        for number, (match, pattern) in enumerate(zip(line.matches, allowed_by, strict=True)):
            finding = Finding(path, line, match, commit)
            by, remaining = others.get(number, _NO_OTHERS)
            if by is not None:
                judged.append(Allowed(finding, by))
            elif remaining is not None:
                judged.append(Finding(path, remaining_line, remaining, commit))
            elif pattern is None:
                judged.append(finding)
            elif pattern.origin.kind != Origin.ELSEWHERE:
                judged.append(Allowed(finding, pattern))
        if any(match.pattern.is_whole for match in line.matches):
            return without_repeated(judged)
        return judged

    def _others_allowed_by(
        self,
        line: MatchedLine,
        rendered: RenderedLines,
        allowed_by: Sequence[Pattern | None],
        numbers: Collection[int] | None,
    ) -> dict[int, Others]:
        """Return how the secrets are judged that less specific rules match as well.

        By the number of the match. This matters if it is not allowed, or by a rule alone.
        """
        judged: dict[int, Others] = {}
        for number, (match, pattern) in enumerate(zip(line.matches, allowed_by, strict=True)):
            if match.others and (pattern is None or _is_of_rules(pattern)):
                others = MatchedLine(line.number, line.content, match.others, line.offset)
                by = self._allowed_by(others, rendered, numbers)
                of_user = next((one for one in by if one and not _is_of_rules(one)), None)
                remains = pattern is not None and of_user is None and None in by
                judged[number] = of_user, match.others[by.index(None)] if remains else None
        return judged

    def allowed_by(
        self, line: MatchedLine, path: bytes, commit: bytes = b""
    ) -> list[Pattern | None]:
        """Return for each match of ``line`` the pattern that allows it, or ``None``."""
        return self._allowed_by(line, RenderedLines(path, commit), None)

    def _allowed_by(
        self, line: MatchedLine, rendered: RenderedLines, numbers: Collection[int] | None
    ) -> list[Pattern | None]:
        """Return the same; ``numbers`` is as in ``judge``."""
        allowed_by = self._allowed_as_written(line, rendered, numbers)
        encoded = list(enumerate(line.matches))
        while encoded:
            deeper: list[tuple[int, Match]] = []
            for number, match in encoded:
                decoded = None if allowed_by[number] else _decoded(line, match)
                if decoded is not None:
                    allowed_by[number] = self._allowed_as_written(decoded, rendered, None)[0]
                    deeper.append((number, decoded.matches[0]))
            encoded = deeper
        return allowed_by

    def _allowed_as_written(
        self, line: MatchedLine, rendered: RenderedLines, numbers: Collection[int] | None
    ) -> list[Pattern | None]:
        path, commit = rendered.path, rendered.commit
        allowed_by: list[Pattern | None] = [
            match.pattern.verdict(line, match, path, commit) for match in line.matches
        ]
        if self.fingerprints or self._pattern_files.concern(path):
            own = self._pattern_files
            allowed_by = [
                by or own.allowing(line, match, path) or self._fingerprint(line, match)
                for by, match in zip(allowed_by, line.matches, strict=True)
            ]
        if None not in allowed_by or not (self.inline or self.patterns):
            return allowed_by
        rendering = rendered.of(line)
        if self.inline:
            allowed_by = [pattern or rendering.comment for pattern in allowed_by]
        for allowed in self._deciders(line.matches, numbers):
            if None not in allowed_by:
                break
            for number in allowed.allows(rendering, line.matches, self._prohibited, self._problems):
                allowed_by[number] = allowed_by[number] or allowed.pattern
        return allowed_by

    @property
    def has_problems(self) -> bool:
        """Whether an allowed pattern timed out since the last ``take_problems``."""
        return bool(self._problems)

    def take_problems(self) -> list[NotScanned]:
        """Return the timeouts of allowed patterns since the last call, as warnings."""
        problems, self._problems = self._problems, []
        return problems

    def _deciders(
        self, matches: Sequence[Match], numbers: Collection[int] | None
    ) -> Iterator[AllowedPattern]:
        """Yield those of the patterns ``numbers`` that concern one of ``matches``.

        They are compiled at their first use: most runs have none.
        """
        for number in range(len(self.patterns)) if numbers is None else sorted(numbers):
            pattern = self.patterns[number]
            if not any(concerns(pattern, one) for one in matches):
                continue
            if number not in self._compiled:
                self._compiled[number] = AllowedPattern(pattern)
            yield self._compiled[number]

    def _fingerprint(self, line: MatchedLine, match: Match) -> Pattern | None:
        if not self.fingerprints:
            return None
        fingerprint = line.fingerprint(match)
        origin = self.fingerprints.get(fingerprint)
        return Pattern(FINGERPRINT_PREFIX + fingerprint.encode(), origin) if origin else None


def _decoded(line: MatchedLine, match: Match) -> MatchedLine | None:
    """Return the line of the decoded text that ``match`` matches; ``None`` for plain text.

    Of a secret that its rule decodes, it is the secret alone.
    """
    if match.inner is not None:
        return MatchedLine(line.number, match.inner.content, match.inner.matches)
    if match.decoded is None or match.pattern.literal is not None:
        return None
    return MatchedLine(line.number, match.decoded, [Match(match.pattern, 0, len(match.decoded))])


def _is_decoded(match: Match) -> bool:
    return any(one.inner is not None or one.decoded is not None for one in (match, *match.others))


def _with_remaining(line: MatchedLine, others: Mapping[int, Others]) -> MatchedLine:
    """Return ``line`` with the ``others`` that remain in place of the matches that are allowed."""
    remaining = [one for _, one in others.values() if one is not None]
    if not remaining:
        return line
    rest = [
        one for number, one in enumerate(line.matches) if others.get(number, _NO_OTHERS)[1] is None
    ]
    return MatchedLine(line.number, line.content, [*rest, *remaining], line.offset)


def _is_of_rules(pattern: Pattern) -> bool:
    """Return whether a rule allows something, or is not for the file: others still may match."""
    return pattern.origin.kind in (Origin.RULES, Origin.RULE_FILE, Origin.ELSEWHERE)
