"""The values that flow through a scan: source → blob → matcher → match → allow → finding.

Plain classes with ``__slots__`` rather than dataclasses: importing ``dataclasses`` costs a
commit hook more time than the whole of this package.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

# The severities of secrets, the highest first.
HIGH, MEDIUM, LOW = SEVERITIES = ("high", "medium", "low")
# The files with patterns at the top of a work tree.
ALLOWED_FILE = b".gitallowed"
PROHIBITED_FILE = b".gitprohibited"
RULE_FILE = b".gitsecrets.toml"
# The most bytes of a pattern file, and of the output of a provider.
PATTERNS_LIMIT = 16 << 20
# The most bytes of a rule file.
RULE_FILE_LIMIT = 1 << 20
# Seconds for one decision of a pattern on an ordinary line.
TIME_LIMIT = 2.0
# After this number of timeouts a pattern is not tried again, which bounds the time of a run.
MOST_TIMEOUTS = 3
# Shown in place of a path for content that is not a file.
IN_MESSAGE = b"(commit message)"
IN_HEADER = b"(commit header)"
IN_TAG = b"(tag message)"
IN_TAG_HEADER = b"(tag header)"
TAGGED_BLOB = b"(tagged blob)"
# Shown in place of a commit.
IN_INDEX = b"(index)"
UNREACHABLE = b"(unreachable)"
UNATTRIBUTED = b"(unattributed)"
# The keys in git's configuration, in lower case as ``git config --list`` prints them.
PATTERNS_KEY = b"secrets.patterns"
ALLOWED_KEY = b"secrets.allowed"
PROVIDERS_KEY = b"secrets.providers"
RULES_KEY = b"secrets.rules"
LOCAL_KEY = b"secrets.local"
VAULT_KEY = b"secrets.vault"
REDACT_KEY = b"secrets.redact"
DECODE_KEY = b"secrets.decode"
ARCHIVES_KEY = b"secrets.archives"
MIN_SEVERITY_KEY = b"secrets.minseverity"
INLINE_ALLOW_KEY = b"secrets.inlineallow"
SERVER_ALLOW_ONLY_KEY = b"secrets.serverallowonly"
RULE_FILE_KEY = b"secrets.rulesfile"
BOOLEAN_KEYS = (REDACT_KEY, DECODE_KEY, ARCHIVES_KEY, INLINE_ALLOW_KEY, SERVER_ALLOW_ONLY_KEY)
# A fingerprint, and the first of its digits, by which reports and ``--allow`` name a secret.
FINGERPRINT_PREFIX = b"sha256:"
FINGERPRINT_LENGTH = 64
SHORT_ID_LENGTH = 8
HEXADECIMAL = b"0123456789abcdef"
# A Git LFS pointer is at most this long, in bytes (git-lfs reads no more of a file).
POINTER_LIMIT = 1024
POINTER_MARK = b"oid sha256:"

# The first bytes of archives that cannot be read, with their names.
FOREIGN_ARCHIVES = (
    *((b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "RAR"), (b"MSCF\0\0\0\0", "cabinet")),
    *((b"!<arch>\n", "ar or Debian"), (b"\xed\xab\xee\xdb", "RPM")),
)
# In the first bytes of archives and compressed files: of zip, gzip, bzip2, xz, zstd and tar.
ARCHIVE_MARKS = (
    *(b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh"),
    *(b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"ustar"),
    *(mark for mark, _ in FOREIGN_ARCHIVES),
)


def may_hold_archive(content: bytes) -> bool:
    """Return whether ``content`` may hold an archive. Cheap: it is asked of megabytes at once."""
    return any(mark in content for mark in ARCHIVE_MARKS)


def may_be_pointer(content: bytes) -> bool:
    """Return whether ``content`` may be a Git LFS pointer. Cheap: it is asked of each file."""
    return len(content) <= POINTER_LIMIT and POINTER_MARK in content


def fingerprint_of(secret: bytes) -> str:
    """Return the SHA-256 of ``secret``, as 64 hexadecimal digits; its first 8 are the short ID."""
    from hashlib import sha256  # only when something was found

    return sha256(secret).hexdigest()


# Before the name of a rule set, in the origin of its patterns.
RULE_SET = "rule set "


class Origin:
    """The origin of a pattern, as reports print it: ``.gitallowed:12``, ``rule set aws``."""

    __slots__ = ("kind", "place")

    def __init__(self, kind: str, place: str) -> None:
        """``kind``: ``config``, ``file``, ``rules``, ``rule file``, ``provider``, ``option``,
        ``inline`` or ``elsewhere``.
        """
        self.kind = kind
        self.place = place

    @classmethod
    def of_line(cls, file: bytes, number: int) -> Origin:
        """Return the origin of a line of a pattern file."""
        return cls("file", f"{file.decode()}:{number}")

    def __str__(self) -> str:
        prefix = {"config": "git config ", "rules": RULE_SET, "provider": "provider "}
        return prefix.get(self.kind, "") + self.place


class Pattern:
    """A regular expression over bytes, and its origin."""

    __slots__ = ("comment", "name", "origin", "source")

    def __init__(
        self, source: bytes, origin: Origin, name: str = "", comment: Sequence[bytes] = ()
    ) -> None:
        """``source`` in the pattern language of ``patterns``; ``name`` of a built-in rule.

        ``comment`` has the lines above the pattern in a pattern file: a name for people, and
        advice.
        """
        self.source = source
        self.origin = origin
        self.name = name
        self.comment = comment

    @property
    def confidential(self) -> bool:
        """Whether the pattern's text is itself a secret: a provider printed it."""
        return self.origin.kind == "provider"

    @property
    def literal(self) -> bytes | None:
        """The text that a literal secret of the user consists of; ``None`` for other patterns."""
        return None

    @property
    def is_short_lived(self) -> bool:
        """Whether that secret was issued after what earlier audits have read."""
        return False

    @property
    def owner(self) -> str:
        """Where the user keeps that secret, as ``AWS credentials file, profile prod``."""
        return ""

    @property
    def text(self) -> bytes:
        """The pattern as reports show it: of a built-in rule, without its boundaries."""
        return self.source

    @property
    def has_boundaries(self) -> bool:
        """Whether the pattern has boundaries of its own, as a built-in rule, and no word rule."""
        return False

    @property
    def is_whole(self) -> bool:
        """Whether the pattern is tried on whole contents: nothing bounds the lines of a match."""
        return False

    @property
    def rule(self) -> Any:
        """The rule of a rule file; ``None`` for other patterns."""
        return None

    @property
    def filter(self) -> bytes | None:
        """The filter of a built-in rule, as in ``Expression``; ``None`` for other patterns."""
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
    def guessable(self) -> bool:
        """Whether a dictionary may hold the secrets, so that a hash of one reveals it."""
        return False

    def severity_of(self, secret: bytes) -> str:
        """Return how bad it is to leak ``secret``: one of ``SEVERITIES``."""
        return HIGH

    def doubt(self, secret: bytes) -> str:
        """Return why ``secret`` may be no secret, as ``its checksum is wrong``, or ``""``."""
        return ""

    def accepts(self, secret: bytes, before: bytes = b"", *, is_sure: bool = False) -> bool:
        """Return whether ``secret``, which the pattern matches, passes the checks of its rule.

        ``before`` is the text before it in its line. ``is_sure``: it is surely no placeholder.
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

    def __repr__(self) -> str:
        text = "<from a provider>" if self.confidential else repr(self.source)
        return f"Pattern({text}, {str(self.origin)!r})"


class NotScanned:
    """Unscanned content, and the reason.

    ``severity`` is ``ERROR`` (the run ends with status 2), ``WARNING`` (only printed), or
    ``BINARY`` (counted, and printed with ``--verbose``).
    """

    ERROR = "error"
    WARNING = "warning"
    BINARY = "binary"

    __slots__ = ("message", "severity")

    def __init__(self, message: str, severity: str = ERROR) -> None:
        self.message = message
        self.severity = severity


class ForeignArchive(NotScanned):
    """An archive that cannot be read; audits warn of it as well."""

    __slots__ = ()

    def __init__(self, message: str) -> None:
        super().__init__(message, NotScanned.WARNING)


class GivenPath(bytes):
    """The path of a file from the top of the repository, and ``given``, the path as it was given.

    The original's text output shows the latter; everything else uses the former.
    """

    given: bytes

    @classmethod
    def of(cls, path: bytes, given: bytes) -> bytes:
        """Return ``path``, with ``given`` if that differs."""
        if path == given:
            return path
        both = cls(path)
        both.given = given
        return both


class MemberPath(GivenPath):
    """The path of a member of an archive: ``a.zip!dir/b.txt``. ``archive`` is that of the file."""

    archive: bytes

    @classmethod
    def inside(cls, path: bytes, name: bytes) -> bytes:
        """Return the path of the member ``name`` of the archive at ``path``."""
        member = cls(bytes(path) + b"!" + name)
        given = path.given if isinstance(path, GivenPath) else path
        member.given = bytes(given) + b"!" + name
        member.archive = path.archive if isinstance(path, MemberPath) else path
        return member


class Absent(NotScanned):
    """The content ``oid`` that is not in this clone, ``name`` in messages; ``where`` it is.

    ``LFS``: on the Git LFS server, only the pointer is here. ``PROMISED``: a partial clone left it
    on its remote. A command reports all of it in one message.
    """

    LFS = "lfs"
    PROMISED = "promised"

    __slots__ = ("name", "oid", "where")

    def __init__(self, name: str, oid: bytes, where: str) -> None:
        severity = NotScanned.WARNING if where == self.LFS else NotScanned.ERROR
        super().__init__(f"{name}: its content is not in this clone", severity)
        self.name = name
        self.oid = oid
        self.where = where


class Blob:
    """A named byte stream to scan.

    ``path`` is the path in findings. ``chunks()`` yields the content in pieces of any size, once;
    iterating may raise ``BlobError``. ``commit`` is set for history.
    """

    __slots__ = ("chunks", "commit", "path")

    def __init__(
        self, path: bytes, chunks: Callable[[], Iterable[bytes]], commit: bytes = b""
    ) -> None:
        self.path = path
        self.chunks = chunks
        self.commit = commit


def first_bytes(chunks: Iterator[bytes], size: int) -> bytes:
    """Take ``size`` bytes or more from ``chunks``; fewer if these are all."""
    head = b""
    for chunk in chunks:
        head = head + chunk if head else chunk
        if len(head) >= size:
            break
    return head


# In place of a file that was scanned already, and has no match.
CLEAN = Blob(b"", lambda: ())


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
        moved = Match(
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

    __slots__ = ("content", "matches", "number", "offset")

    def __init__(
        self, number: int, content: bytes, matches: Sequence[Match], offset: int = 0
    ) -> None:
        self.number = number
        self.content = content
        self.matches = matches
        self.offset = offset

    def secret(self, match: Match) -> bytes:
        """Return the bytes of the secret of ``match``, as they are in the line."""
        start, end = match.secret
        return self.content[start:end]

    def plaintext(self, match: Match) -> bytes:
        """Return the secret of ``match``, decoded."""
        return self.secret(match) if match.decoded is None else match.decoded

    def fingerprint(self, match: Match) -> str:
        """Return the fingerprint of the secret of ``match``, the same in every encoding."""
        return fingerprint_of(self.plaintext(match))


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
        """How bad it is to leak the secret: one of ``SEVERITIES``."""
        return self.match.pattern.severity_of(self.plaintext)

    @property
    def doubt(self) -> str:
        """Why the match may be no secret, as ``its checksum is wrong``, or ``""``."""
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
            return self.fingerprint
        line = self.compact().line
        rest = line.content
        for match in line.matches:
            rest = rest.replace(line.secret(match), b"")
        return fingerprint_of(b"\0".join((self.match.pattern.name.encode(), self.path, rest)))

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
        short_id = self.id[:SHORT_ID_LENGTH]
        return (
            f"Finding({path!r}, line {self.line.number}, {short_id}, {self.match.pattern.origin})"
        )


class Allowed:
    """A match that the pattern ``by`` allows, at one occurrence."""

    __slots__ = ("by", "finding")

    def __init__(self, finding: Finding, by: Pattern) -> None:
        self.finding = finding
        self.by = by

    @property
    def is_inline(self) -> bool:
        """Whether a comment on the line allows it."""
        return self.by.origin.kind == "inline"


if TYPE_CHECKING:
    # Yields the members of a blob that is an archive, else the blob.
    Expand = Callable[[Blob], Iterable[Blob | NotScanned]]
