"""The allow rule: which matches are allowed, and by which pattern.

An allowed pattern is tried on the rendered line, ``path:lineno:content``, and in history also on
``commit:path:lineno:content``. If it overlaps text that a prohibited pattern matches, with or
without the word rule, it allows that text and nothing else; in the path, such text has to contain
it. A user's pattern that overlaps no such text, such as one for a path, allows the whole line. The
example keys that ``--register-aws`` stores never do. Nor does an allowed pattern of a rule set,
which allows only matches of its own rule set.

A match in decoded text is also judged on the line of that text, in place of the line that holds it.

Where several rules find one secret, the most specific match stands for all of them. What a user
allows of any, all are allowed; if only its own rule set allows it, the next one is judged.

A line of ``.gitallowed`` or ``.gitprohibited`` is allowed to hold itself as an active pattern, and
one of a rule file to hold the texts that it declares.

If inline comments are enabled, a comment ``git-secrets: allow`` allows its whole line too.
"""

from __future__ import annotations

from types import MappingProxyType

from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE, NotScanned
from git_secrets_py.engine.spans import Apart, Spans
from git_secrets_py.errors import PatternError
from git_secrets_py.finding import Allowed, Finding
from git_secrets_py.model import (
    FINGERPRINT_PREFIX,
    MOST_TIMEOUTS,
    TIME_LIMIT,
    Match,
    MatchedLine,
    Origin,
    Pattern,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Protocol

    from git_secrets_py.engine.allow_filter import AllowFilter
    from git_secrets_py.engine.decider import Decider

    Span = tuple[int, int]
    # Of a secret that several rules match: the user's pattern that allows a less specific match,
    # which counts for all of them, or the match that remains if its own rule allows the first.
    Others = tuple[Pattern | None, Match | None]

    class Declared(Protocol):
        """The texts that rule files declare, by the path of the file."""

        def has_texts_of(self, path: bytes) -> bool: ...

        def allowing(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None: ...


_COMMENT = b"git-secrets: allow"
# Characters that would make it another word, as in "git-secrets: allow-nothing".
_GOES_ON = b"abcdefghijklmnopqrstuvwxyz0123456789_-"
# Texts whose spans are remembered: the path, and the line that is judged.
_REMEMBERED = 2
# After so many tries of a pattern on a line, lines are filtered at once.
_MANY = 2_000
_NO_OTHERS: Others = (None, None)
_PATTERN_FILES = (ALLOWED_FILE, PROHIBITED_FILE)
INLINE = Origin("inline", "a comment on the line")


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
        self._declared = declared
        self._prohibited = _ProhibitedText(prohibited)
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
        self._compiled: dict[int, _AllowedPattern] = {}
        self._problems: list[NotScanned] = []
        # The patterns of ``.gitallowed`` by their source.
        self._entries: dict[bytes, Pattern] | None = None

    def judge_all(
        self, lines: Sequence[MatchedLine], path: bytes, commit: bytes = b""
    ) -> list[Finding | Allowed]:
        """Return the matches of ``lines`` as ``judge`` does, many at once."""
        is_pattern_file = self._is_pattern_file(path)
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
            from git_secrets_py.engine.allow_filter import AllowFilter

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
        if not (self._may_allow or self._is_pattern_file(path)):
            return [Finding(path, line, match, commit) for match in line.matches]
        rendered = _RenderedLines(path, commit)
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
            elif pattern.origin.kind != "elsewhere":
                judged.append(Allowed(finding, pattern))
        if any(match.pattern.is_whole for match in line.matches):
            return _without_repeated(judged)
        return judged

    def _others_allowed_by(
        self,
        line: MatchedLine,
        rendered: _RenderedLines,
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
        return self._allowed_by(line, _RenderedLines(path, commit), None)

    def _allowed_by(
        self, line: MatchedLine, rendered: _RenderedLines, numbers: Collection[int] | None
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
        self, line: MatchedLine, rendered: _RenderedLines, numbers: Collection[int] | None
    ) -> list[Pattern | None]:
        path, commit = rendered.path, rendered.commit
        allowed_by: list[Pattern | None] = [
            match.pattern.verdict(line, match, path, commit) for match in line.matches
        ]
        if self.fingerprints or self._is_pattern_file(path):
            allowed_by = [
                by or self._own_line(line, match, path) or self._fingerprint(line, match)
                for by, match in zip(allowed_by, line.matches, strict=True)
            ]
        if None not in allowed_by or not (self.inline or self.patterns):
            return allowed_by
        rendering = rendered.of(line)
        if self.inline:
            allowed_by = [pattern or rendering.comment for pattern in allowed_by]
        for allowed in self._deciders(numbers):
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

    def _deciders(self, numbers: Collection[int] | None) -> Iterator[_AllowedPattern]:
        """Yield the patterns ``numbers``, compiled at their first use: most runs have none."""
        for number in range(len(self.patterns)) if numbers is None else sorted(numbers):
            if number not in self._compiled:
                self._compiled[number] = _AllowedPattern(self.patterns[number])
            yield self._compiled[number]

    def _fingerprint(self, line: MatchedLine, match: Match) -> Pattern | None:
        if not self.fingerprints:
            return None
        fingerprint = line.fingerprint(match)
        origin = self.fingerprints.get(fingerprint)
        return Pattern(FINGERPRINT_PREFIX + fingerprint.encode(), origin) if origin else None

    def _is_pattern_file(self, path: bytes) -> bool:
        is_declared = self._declared is not None and self._declared.has_texts_of(path)
        return is_declared or path in _PATTERN_FILES

    def _own_line(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None:
        """Return the active pattern that ``line`` of a pattern file is, if it allows ``match``."""
        if path == ALLOWED_FILE:
            return self._active_entry(line.content)
        if path == PROHIBITED_FILE and match.pattern.source == line.content:
            return self._own_match(line, match)
        if self._declared is not None and self._declared.has_texts_of(path):
            return self._declared.allowing(line, match, path)
        return None

    def _active_entry(self, content: bytes) -> Pattern | None:
        """Return the pattern or fingerprint of ``.gitallowed`` that is ``content``."""
        from git_secrets_py.pattern_files import fingerprint

        if self._entries is None:
            of_file = (one for one in reversed(self.patterns) if _is_of_file(one.origin))
            self._entries = {one.source: one for one in of_file}
        if content in self._entries:
            return self._entries[content]
        try:
            origin = self.fingerprints.get(fingerprint(content))
        except PatternError:  # a line of another version
            return None
        return Pattern(content, origin) if origin and _is_of_file(origin) else None

    def _own_match(self, line: MatchedLine, match: Match) -> Pattern | None:
        """Return the pattern of ``match``, unless another one matches the same text."""
        if match.pattern.confidential or self._prohibited.others_match(line.content, match):
            return None
        return match.pattern


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


class _RenderedLines:
    """Lines at one occurrence, each rendered once: one may hold the matches of megabytes."""

    def __init__(self, path: bytes, commit: bytes) -> None:
        self.path = path
        self.commit = commit
        self._rendered: dict[tuple[int, int], _Rendered] = {}

    def of(self, line: MatchedLine) -> _Rendered:
        """Return ``line`` rendered; its content identifies it."""
        key = id(line.content), line.number
        if key not in self._rendered:
            self._rendered[key] = _Rendered(line, self.path, self.commit)
        return self._rendered[key]


class _Rendered:
    """A matched line in the forms on which allowed patterns are tried."""

    def __init__(self, line: MatchedLine, path: bytes, commit: bytes) -> None:
        rendered = b"%b:%d:%b" % (path, line.number, line.content)
        self.number = line.number
        self.content = line.content
        self.path = path
        self.forms = [rendered, commit + b":" + rendered] if commit else [rendered]
        self._comment: tuple[Pattern | None] | None = None
        # What an allowed pattern matches, in each of the forms.
        self._spans: dict[int, Sequence[tuple[bytes, list[Span]]]] = {}
        self._inside: dict[int, Spans] = {}

    @property
    def comment(self) -> Pattern | None:
        """The comment on the line that allows it, if there is one."""
        if self._comment is None:
            self._comment = (_inline_comment(self.content),)
        return self._comment[0]

    def spans(self, decider: Decider) -> tuple[Sequence[tuple[bytes, list[Span]]], Spans]:
        """Return what ``decider`` matches in each form, and the same in the content.

        Raises ``TimeoutError``.
        """
        key = id(decider)
        if key not in self._spans:
            self._spans[key] = found = [(form, list(decider.spans(form))) for form in self.forms]
            self._inside[key] = Spans(
                (start - offset, end - offset)
                for form, spans in found
                for offset in [self.content_start(form)]
                for start, end in spans
            )
        return self._spans[key], self._inside[key]

    def content_start(self, form: bytes) -> int:
        """Return the offset of the content in ``form``."""
        return len(form) - len(self.content)

    def path_start(self, form: bytes) -> int:
        """Return the offset of the path in ``form``."""
        return len(form) - len(self.forms[0])


class _AllowedPattern:
    """An allowed pattern, compiled; it is dropped after several timeouts."""

    __slots__ = ("_decider", "_is_example", "_timeouts", "pattern")

    def __init__(self, pattern: Pattern) -> None:
        from git_secrets_py.rules import stored

        self.pattern = pattern
        self._decider = _decider(pattern, word=False)
        self._is_example = stored.is_example(pattern.source)
        self._timeouts = 0

    def allows(
        self,
        rendered: _Rendered,
        matches: Sequence[Match],
        prohibited: _ProhibitedText,
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
        if self.pattern.origin.kind == "rules":
            return [one for one in overlapped if self._is_owner(matches[one])]
        if overlapped or self._is_example:
            return overlapped
        if self._is_in_prohibited_text(rendered, spans, prohibited):
            return ()
        return range(len(matches))

    def _is_owner(self, match: Match) -> bool:
        """Return whether the rule or rule set of this pattern found ``match``."""
        own, other = self.pattern, match.pattern
        return own.origin.place == other.origin.place and own.name in ("", other.name)

    def _is_in_prohibited_text(
        self,
        rendered: _Rendered,
        spans: Iterable[tuple[bytes, list[Span]]],
        prohibited: _ProhibitedText,
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

    def _time_out(self, rendered: _Rendered) -> NotScanned:
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


class _ProhibitedText:
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
                span in _decider(one, word=not one.has_boundaries).spans(line)
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


def _decider(pattern: Pattern, *, word: bool) -> Decider:
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.engine.matcher import read_pattern

    return Decider(read_pattern(pattern), word=word, limit=TIME_LIMIT)


def _loose_decider(pattern: Pattern) -> Decider:
    """Return a decider without the word rule, or the boundaries of a built-in rule."""
    if not pattern.has_boundaries:
        return _decider(pattern, word=False)
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.patterns import Expression

    expression = Expression(pattern.text, None, posix=False)
    return Decider(expression, word=False, limit=TIME_LIMIT)


def _without_repeated(judged: list[Finding | Allowed]) -> list[Finding | Allowed]:
    """Return ``judged`` without findings of rule files whose secret another one has, too.

    That is one of a built-in rule, else of a rule that is not generic, else the longest.
    """
    found = sorted((one for one in judged if isinstance(one, Finding)), key=_generality)
    own = [one for one in found if not one.match.pattern.is_whole]
    of_rules = Spans(one.match.secret for one in own if one.match.pattern.has_boundaries)
    kept, apart = set(own), Apart()
    for finding in found[len(own) :]:
        secret = finding.match.secret
        if not (of_rules.contain(*secret) or of_rules.have_within(*secret)) and apart.add(secret):
            kept.add(finding)
    return [one for one in judged if isinstance(one, Allowed) or one in kept]


def _generality(finding: Finding) -> tuple[float, ...]:
    pattern: Any = finding.match.pattern
    start, end = finding.match.secret
    return (*pattern.generality, start - end) if pattern.is_whole else ()


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
    return pattern.origin.kind in ("rules", "rule file", "elsewhere")


def _is_of_file(origin: Origin) -> bool:
    return origin.kind == "file" and origin.place.startswith(ALLOWED_FILE.decode())


def _inline_comment(content: bytes) -> Pattern | None:
    """Return the comment that allows the line ``content``, as it is written there."""
    folded = content.lower()
    start = folded.find(_COMMENT)
    while start >= 0:
        end = start + len(_COMMENT)
        following = folded[end : end + 1]
        if not following or following not in _GOES_ON:
            return Pattern(content[start:end], INLINE)
        start = folded.find(_COMMENT, end)
    return None
