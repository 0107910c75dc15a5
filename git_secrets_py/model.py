"""Patterns, and their matches in lines.

Plain classes with ``__slots__`` rather than dataclasses: importing ``dataclasses`` costs a
commit hook more time than the whole of this package.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# The severities of secrets, the highest first.
HIGH, MEDIUM, LOW = SEVERITIES = ("high", "medium", "low")
# Seconds for one decision of a pattern on an ordinary line.
TIME_LIMIT = 2.0
# After this number of timeouts a pattern is not tried again, which bounds the time of a run.
MOST_TIMEOUTS = 3
# A fingerprint, and the first of its digits, by which reports and ``--allow`` name a secret.
FINGERPRINT_PREFIX = b"sha256:"
FINGERPRINT_LENGTH = 64
SHORT_ID_LENGTH = 8
SHORTEST_ID = 4  # that ``--allow`` and ``--disallow`` take


def fingerprint_of(secret: bytes) -> str:
    """Return the SHA-256 of ``secret``, as 64 hexadecimal digits."""
    from git_secrets_py.digests import sha256  # only when something was found

    return sha256(secret).hexdigest()


def short_id(fingerprint: str) -> str:
    """Return the digits of ``fingerprint`` by which reports and ``--allow`` name the secret."""
    return fingerprint[:SHORT_ID_LENGTH]


# Before the name of a rule set, in the origin of its patterns.
RULE_SET = "rule set "


class Origin:
    """The origin of a pattern, as reports print it: ``.gitallowed:12``, ``rule set aws``."""

    CONFIG = "config"
    FILE = "file"
    RULES = "rules"
    RULE_FILE = "rule file"
    PROVIDER = "provider"
    OPTION = "option"
    INLINE = "inline"
    # Of the allowance of a match in a file that its rule is not for.
    ELSEWHERE = "elsewhere"

    __slots__ = ("kind", "place")

    def __init__(self, kind: str, place: str) -> None:
        """``kind`` is one of the constants of this class."""
        self.kind = kind
        self.place = place

    @classmethod
    def of_line(cls, file: bytes, number: int) -> Origin:
        """Return the origin of a line of a pattern file."""
        return cls(cls.FILE, f"{file.decode()}:{number}")

    def __str__(self) -> str:
        prefix = {self.CONFIG: "git config ", self.RULES: RULE_SET, self.PROVIDER: "provider "}
        return prefix.get(self.kind, "") + self.place


class Pattern:
    """A regular expression over bytes, and its origin.

    The properties have the values of a user's pattern. Those of built-in rules, of rule files and
    of the user's own secrets override them.
    """

    __slots__ = ("comment", "name", "origin", "source")

    def __init__(
        self, source: bytes, origin: Origin, name: str = "", comment: Sequence[bytes] = ()
    ) -> None:
        """``source`` is in the pattern language of ``patterns``; ``name`` is that of a rule.

        ``comment`` has the lines above the pattern in a pattern file: a name for people, and
        advice.
        """
        self.source = source
        self.origin = origin
        self.name = name
        self.comment = comment

    # Its origin.

    @property
    def confidential(self) -> bool:
        """Whether the pattern's text is itself a secret: a provider printed it."""
        return self.origin.kind == Origin.PROVIDER

    @property
    def rule(self) -> Any:
        """The rule of a rule file; ``None`` for other patterns."""
        return None

    @property
    def owner(self) -> str:
        """Where the user keeps the literal secret: ``AWS credentials file, profile prod``."""
        return ""

    @property
    def is_short_lived(self) -> bool:
        """Whether the literal secret is newer than all content that earlier audits have read."""
        return False

    # Its matches.

    @property
    def literal(self) -> bytes | None:
        """The text that a literal secret of the user consists of; ``None`` for other patterns."""
        return None

    @property
    def has_boundaries(self) -> bool:
        """Whether the pattern has boundaries of its own, like a built-in rule, and no word rule."""
        return False

    @property
    def filter(self) -> bytes | None:
        """The filter of a built-in rule, as in ``Expression``; ``None`` for other patterns."""
        return None

    @property
    def required(self) -> bytes | None:
        """A text, in any case, that each match of ``filter`` contains; empty if none is known.

        ``None`` for the filter of a built-in rule, which was written to be fast.
        """
        return None

    @property
    def lines(self) -> int:
        """The number of consecutive lines that a match may span."""
        return 1

    @property
    def reach(self) -> int:
        """The most bytes from a hit of the filter to either end of a match; 0 for no bound.

        Only of a pattern of several lines.
        """
        return 0

    @property
    def companion(self) -> bytes:
        """A regular expression, cheap to search, that any match over several lines contains."""
        return b""

    @property
    def continuing(self) -> Sequence[bytes]:
        """The filters of two lines of matches that span several: one of them is in each match.

        That of the first line of the match, and that of a later one; neither is an empty line.
        Empty if they are not known.
        """
        return ()

    @property
    def mark(self) -> bytes:
        """A regular expression that any match contains, compiled in far less time than ``source``.

        Empty if none is known.
        """
        return b""

    @property
    def is_whole(self) -> bool:
        """Whether the pattern is tried on whole contents: nothing bounds the lines of a match."""
        return False

    # Which matches are secrets.

    @property
    def is_strict(self) -> bool:
        """Whether ``accepts`` rejects secrets with a wrong checksum."""
        return False

    def accepts(self, secret: bytes, before: bytes = b"", *, is_sure: bool = False) -> bool:
        """Return whether ``secret``, which the pattern matches, passes the checks of its rule.

        ``before`` is the text before it in its line. ``is_sure``: it is surely not a placeholder.
        """
        return True

    @property
    def has_verdict(self) -> bool:
        """Whether ``verdict`` may return anything."""
        return False

    def verdict(
        self, line: MatchedLine | None, match: Match, path: bytes, commit: bytes
    ) -> Pattern | None:
        """Return the allowance of a rule file that applies to ``match`` there, if there is one.

        ``line`` is the line of the match. The origin of the result has the kind ``elsewhere`` if
        the rule does not apply to this file.
        """
        return None

    @property
    def decodes(self) -> bool:
        """Whether ``decoded`` may return anything."""
        return False

    def decoded(self, secret: bytes) -> tuple[bytes | None, str]:
        """Return ``secret`` decoded, and its form, as in ``Match``; ``None`` for plain text."""
        return None, ""

    # How a secret is reported.

    @property
    def text(self) -> bytes:
        """The pattern as reports show it: of a built-in rule, without its boundaries."""
        return self.source

    def severity_of(self, secret: bytes) -> str:
        """Return the severity of a leak of ``secret``: one of ``SEVERITIES``."""
        return HIGH

    def doubt(self, secret: bytes) -> str:
        """Return why ``secret`` may be none, such as ``its checksum is wrong``, or ``""``."""
        return ""

    def rating(self, secret: bytes) -> tuple[str, str]:
        """Return the severity of ``secret``, and ``doubt``."""
        return self.severity_of(secret), self.doubt(secret)

    @property
    def guessable(self) -> bool:
        """Whether a dictionary may hold the secrets, so that a hash of one reveals it."""
        return False

    def __repr__(self) -> str:
        text = "<from a provider>" if self.confidential else repr(self.source)
        return f"Pattern({text}, {str(self.origin)!r})"


class Match:
    """The span of a prohibited pattern in a line; ``start`` and ``end`` are byte offsets.

    ``secret`` is the span of the part that must stay secret: the named group ``secret`` of the
    pattern, or the whole match. If that is encoded, ``decoded`` is the secret itself, and ``form``
    the encoding, such as ``in base64``. ``inner`` is the line of the decoded text that it matches.
    ``others`` are the matches of less specific rules for the same secret, the most specific first.
    ``cell`` is the number of the cell of a notebook, and that of the line in its source: 0 outside
    of cells, and of sources.
    """

    __slots__ = ("cell", "decoded", "end", "form", "inner", "others", "pattern", "secret", "start")

    def __init__(
        self,
        pattern: Pattern,
        start: int,
        end: int,
        secret: tuple[int, int] | None = None,
        *,
        decoded: bytes | None = None,
        form: str = "",
        inner: MatchedLine | None = None,
    ) -> None:
        self.pattern = pattern
        self.start = start
        self.end = end
        self.secret = secret or (start, end)
        self.decoded = decoded
        self.form = form
        self.inner = inner
        self.others: Sequence[Match] = ()
        self.cell = (0, 0)

    def moved(self, distance: int) -> Match:
        """Return the match with ``distance`` added to every offset."""
        start, end = self.secret
        moved = type(self)(
            self.pattern,
            self.start + distance,
            self.end + distance,
            (start + distance, end + distance),
            decoded=self.decoded,
            form=self.form,
            inner=self.inner,
        )
        moved.cell = self.cell
        if self.others:
            moved.others = [other.moved(distance) for other in self.others]
        return moved


class MatchedLine:
    """A line with its matches, in order of start.

    ``number`` counts from 1. ``content`` has no line end. If the line is too long to keep, it is
    the part around the matches, after ``offset`` bytes of the line.
    """

    __slots__ = ("_rest", "content", "matches", "number", "offset")

    def __init__(
        self, number: int, content: bytes, matches: Sequence[Match], offset: int = 0
    ) -> None:
        self.number = number
        self.content = content
        self.matches = matches
        self.offset = offset
        self._rest: bytes | None = None

    @property
    def rest(self) -> bytes:
        """The content without any secret: the line may have thousands of them."""
        if self._rest is None:
            self._rest = self.content
            for match in self.matches:
                self._rest = self._rest.replace(self.secret(match), b"")
        return self._rest

    def secret(self, match: Match) -> bytes:
        """Return the bytes of the secret of ``match``, as they are in the line."""
        start, end = match.secret
        return self.content[start:end]

    def plaintext(self, match: Match) -> bytes:
        """Return the secret of ``match``, decoded."""
        if match.decoded is not None:
            return match.decoded
        start, end = match.secret  # without a call: there may be millions
        return self.content[start:end]

    def fingerprint(self, match: Match) -> str:
        """Return the fingerprint of the secret of ``match``, the same in every encoding."""
        return fingerprint_of(self.plaintext(match))
