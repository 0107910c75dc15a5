"""The matches at their places: findings, and those that a pattern allows."""

from __future__ import annotations

from git_secrets_py.model import MatchedLine, Origin, fingerprint_of, short_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.model import Match, Pattern

# If a line is longer than this, in bytes, only the text around a match is kept.
_LONGEST_LINE = 16 << 10
_MARGIN = 100


class Finding:
    """A match that no pattern allows, at one occurrence.

    ``line.matches`` holds every match of the line; ``match`` is the one of this finding.
    """

    __slots__ = ("commit", "line", "match", "path")

    def __init__(self, path: bytes, line: MatchedLine, match: Match, commit: bytes = b"") -> None:
        self.path = path
        self.line = line
        self.match = match
        self.commit = commit

    @property
    def secret(self) -> bytes:
        """The bytes of the secret, as they are in the line. Never to be logged."""
        return self.line.secret(self.match)

    @property
    def plaintext(self) -> bytes:
        """The secret, decoded. Never to be logged."""
        return self.line.plaintext(self.match)

    @property
    def severity(self) -> str:
        """The severity of a leak of the secret: one of ``SEVERITIES``."""
        return self.match.pattern.severity_of(self.plaintext)

    @property
    def doubt(self) -> str:
        """Why the match may be no secret, such as ``its checksum is wrong``, or ``""``."""
        return self.match.pattern.doubt(self.plaintext)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the secret."""
        return self.line.fingerprint(self.match)

    @property
    def id(self) -> str:
        """The ID by which reports and ``--allow`` name the secret: its fingerprint.

        A dictionary would recover a secret that can be guessed from its fingerprint. The ID of
        such a secret is made of the rule, the path, and the line without any secret; of a long
        line, only the text around the match.
        """
        if not self.match.pattern.guessable:
            return fingerprint_of(self.line.plaintext(self.match))
        rest = self.compact().line.rest
        return fingerprint_of(b"\0".join((self.match.pattern.name.encode(), self.path, rest)))

    @property
    def short_id(self) -> str:
        """The first digits of ``id``."""
        return short_id(self.id)

    def compact(self) -> Finding:
        """Return the finding with only the text around the match, if the line is long."""
        line, match = self.line, self.match
        if len(line.content) <= _LONGEST_LINE:
            return self
        start = max(0, match.start - _MARGIN)
        content = line.content[start : match.end + _MARGIN]
        moved = match.moved(-start)
        part = MatchedLine(line.number, content, [moved], line.offset + start)
        return Finding(self.path, part, moved, self.commit)

    def __repr__(self) -> str:
        """Name the place and the short ID, without the secret, which the path may hold, too."""
        path = self.path.replace(self.secret, b"***") if self.secret else self.path
        origin = self.match.pattern.origin
        return f"Finding({path!r}, line {self.line.number}, {self.short_id}, {origin})"


class Allowed:
    """A match that the pattern ``by`` allows, at one occurrence."""

    __slots__ = ("by", "finding")

    def __init__(self, finding: Finding, by: Pattern) -> None:
        self.finding = finding
        self.by = by

    @property
    def is_inline(self) -> bool:
        """Whether a comment on the line allows it."""
        return self.by.origin.kind == Origin.INLINE
