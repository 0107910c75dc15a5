"""The allow rule: which matches are allowed, and by which pattern.

An allowed pattern is tried on the rendered line, ``path:lineno:content``, and in history also on
``commit:path:lineno:content``. If it overlaps matches, it allows those and no others; if it
overlaps none, such as a pattern for a path, it allows the whole line.

If inline comments are enabled, a comment ``git-secrets: allow`` allows its whole line too.
"""

from __future__ import annotations

from types import MappingProxyType

from git_secrets_py.model import (
    ALLOWED_FILE,
    FINGERPRINT_PREFIX,
    PROHIBITED_FILE,
    Allowed,
    Finding,
    Origin,
    Pattern,
    fingerprint_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.model import Match, MatchedLine

_TIME_LIMIT = 2.0
_COMMENT = b"git-secrets: allow"
# Characters that would make it another word, as in "git-secrets: allow-nothing".
_GOES_ON = b"abcdefghijklmnopqrstuvwxyz0123456789_-"
INLINE = Origin("inline", "a comment on the line")


class AllowRule:
    """Every allowed pattern and every allowed fingerprint. Immutable."""

    def __init__(
        self,
        patterns: Iterable[Pattern] = (),
        fingerprints: Mapping[str, Origin] | None = None,
        *,
        inline: bool = False,
    ) -> None:
        """``fingerprints`` maps 64 lower-case hexadecimal digits to the origin of their entry.

        ``inline`` enables inline comments: the pattern that allows such a line has the origin
        ``INLINE``.
        """
        self.patterns = tuple(patterns)
        self.fingerprints = MappingProxyType(dict(fingerprints or {}))
        self.inline = inline
        self._deciders: list[Decider] | None = None

    def judge(self, line: MatchedLine, path: bytes, commit: bytes = b"") -> list[Finding | Allowed]:
        """Return each match of ``line`` at this occurrence, in order, as found or allowed."""
        judged: list[Finding | Allowed] = []
        allowed_by = self.allowed_by(line, path, commit)
        for match, pattern in zip(line.matches, allowed_by, strict=True):
            finding = Finding(path, line, match, commit)
            judged.append(finding if pattern is None else Allowed(finding, pattern))
        return judged

    def allowed_by(
        self, line: MatchedLine, path: bytes, commit: bytes = b""
    ) -> list[Pattern | None]:
        """Return for each match of ``line`` the pattern that allows it, or ``None``."""
        allowed_by: list[Pattern | None] = [
            self._own_line(line, match, path) or self._fingerprint(line, match)
            for match in line.matches
        ]
        if self.inline and None in allowed_by:
            comment = _inline_comment(line.content)
            allowed_by = [pattern or comment for pattern in allowed_by]
        rendered = b"%b:%d:%b" % (path, line.number, line.content)
        forms = [rendered, commit + b":" + rendered] if commit else [rendered]
        for pattern, decider in zip(self.patterns, self._compiled(), strict=True):
            if None not in allowed_by:
                break
            for number in _allowed(decider, forms, line):
                allowed_by[number] = allowed_by[number] or pattern
        return allowed_by

    def _compiled(self) -> list[Decider]:
        """Compile the patterns at the first match: most runs have none."""
        if self._deciders is None:
            from git_secrets_py.engine.decider import Decider
            from git_secrets_py.patterns import read

            self._deciders = [
                Decider(read(pattern.source), word=False, limit=_TIME_LIMIT)
                for pattern in self.patterns
            ]
        return self._deciders

    def _fingerprint(self, line: MatchedLine, match: Match) -> Pattern | None:
        if not self.fingerprints:
            return None
        fingerprint = fingerprint_of(line.secret(match))
        origin = self.fingerprints.get(fingerprint)
        return Pattern(FINGERPRINT_PREFIX + fingerprint.encode(), origin) if origin else None

    def _own_line(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None:
        """Return the pattern on ``line`` of a pattern file: it must not match itself there."""
        place = path.removeprefix(b"./")
        content = line.content.strip()
        if place == ALLOWED_FILE and not content.startswith(b"#"):
            return Pattern(content, Origin.of_line(ALLOWED_FILE, line.number))
        if place == PROHIBITED_FILE and match.pattern.source == line.content:
            return match.pattern
        return None


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


def _allowed(decider: Decider, forms: Sequence[bytes], line: MatchedLine) -> Iterable[int]:
    """Return the numbers of the matches of ``line`` that one allowed pattern allows.

    A pattern that exceeds the time limit allows nothing, so its matches are reported.
    """
    overlapped: set[int] = set()
    anywhere = False
    for form in forms:
        prefix = len(form) - len(line.content)
        try:
            spans = list(decider.spans(form))
        except TimeoutError:
            continue
        anywhere = anywhere or bool(spans)
        for start, end in spans:
            overlapped.update(
                number
                for number, match in enumerate(line.matches)
                if start - prefix < match.end and match.start < end - prefix
            )
    if anywhere and not overlapped:
        return range(len(line.matches))
    return overlapped
