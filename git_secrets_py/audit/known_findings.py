"""The secrets that an earlier audit found, as numbers: the next one does not scan for them again.

Of each object: lines, matches in them (the number of the pattern, offsets), and which of these are
secrets at which occurrences of the object. There is no text and no path, so that whoever reads
this learns no more of a secret than its place. The numbers are recorded only if the same findings
follow from them: not if a secret is encoded, inside an archive, in a commit message, in a line of
which only a part is kept, or in an object of more than one chunk; nor if a pointer of Git LFS
matches.
"""

from __future__ import annotations

from hashlib import blake2b

from git_secrets_py.audit.occurrences import Located
from git_secrets_py.errors import BlobError
from git_secrets_py.findings.finding import Finding
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from git_secrets_py.audit.known_places import KnownFindings, KnownMatch
    from git_secrets_py.audit.occurrences import Occurrence
    from git_secrets_py.audit.places import Places
    from git_secrets_py.git.process import Git
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Registry

# The most findings and matches.
_MOST = 5_000
_MARK_SIZE = 32


def mark_of_rules(registry: Registry, *, keep_allowed: bool) -> bytes:
    """Return a digest of all that decides which matches are secrets, and of the patterns' order.

    The texts of the other prohibited patterns are in the name of the cache. Empty if more decides
    it: a rule file.
    """
    allowances = registry.allowances()
    if allowances is None:
        return b""
    numbered = _public(registry.prohibited)
    digest = blake2b(b"%d %d" % (keep_allowed, len(numbered)), digest_size=_MARK_SIZE)
    names = [part for one in numbered for part in (f"{one.name} {one.origin}".encode(), one.source)]
    for part in (*names, *allowances):
        digest.update(b"%d:%b" % (len(part), part))
    return digest.digest()


class FindingRecorder:
    """Records findings as numbers, while they are gathered."""

    def __init__(self, patterns: Sequence[Pattern], places: Places) -> None:
        self._numbers = {pattern: number for number, pattern in enumerate(_public(patterns))}
        self._places = places
        self._found: KnownFindings = {}
        self._count = 0
        self._is_exact = True
        self._content = b""
        self._lines: list[bytes] | None = None
        self._last: MatchedLine | None = None

    def read(self, content: bytes) -> None:
        """Take the ``content`` of the object that the next findings are in."""
        self._content, self._lines = content, None

    def give_up(self) -> None:
        """Note that more than the objects decides the findings, so that all are not repeated."""
        self._is_exact = False

    def add(self, located: Located) -> None:
        """Record a finding; those in the same line follow one another."""
        if not self._is_exact:
            return
        line = located.finding.line
        is_new = self._last is not line
        self._count += 1 + (len(line.matches) if is_new else 0)
        self._is_exact = self._count <= _MOST and self._can_repeat(located, is_new=is_new)
        if not self._is_exact:
            return
        lines = self._found.setdefault(located.oid, [])
        if is_new:
            self._last = line
            lines.append((line.number, [*map(self._record, line.matches)], []))
        lines[-1][2].append((located.number, line.matches.index(located.finding.match)))

    def result(self) -> KnownFindings | None:
        """Return the findings; ``None`` if not all of them can be repeated."""
        return self._found if self._is_exact else None

    def _can_repeat(self, located: Located, *, is_new: bool) -> bool:
        finding, place = located.finding, located.occurrence
        if place != self._places.found[located.oid][located.number]:
            return False
        if (finding.path, finding.commit) != (place.path, place.commit):
            return False
        return not is_new or self._is_whole(finding.line)

    def _is_whole(self, line: MatchedLine) -> bool:
        """Return whether ``line`` and its matches are those of the object at that number."""
        if self._lines is None:
            self._lines = self._content.split(b"\n")
        is_same = line.offset == 0 and _text(self._lines, line.number) == line.content
        return is_same and all(map(self._is_plain, line.matches))

    def _is_plain(self, match: Match) -> bool:
        return match.decoded is None and not match.form and match.pattern in self._numbers

    def _record(self, match: Match) -> KnownMatch:
        return self._numbers[match.pattern], match.start, match.end, match.secret, match.cell


def repeated(
    git: Git, known: KnownFindings, patterns: Sequence[Pattern], places: Places
) -> list[Located] | None:
    """Return the ``known`` findings, read again; ``None`` if the objects have changed."""
    public = _public(patterns)
    try:
        return [
            one
            for answer in read_objects(git, list(known))
            for one in _repeated_in(answer, known, public, places.found)
        ]
    except (BlobError, LookupError):
        return None


def _repeated_in(
    answer: ObjectContent | bytes,
    known: KnownFindings,
    patterns: Sequence[Pattern],
    found: Mapping[bytes, Sequence[Occurrence]],
) -> Iterator[Located]:
    """Yield the findings in an object; raises ``BlobError`` and ``LookupError`` if it changed."""
    if not isinstance(answer, ObjectContent):
        raise BlobError("missing")
    oid, lines = answer.oid, b"".join(answer.chunks()).split(b"\n")
    for number, recorded, secrets in known[oid]:
        matches = [_match(one, patterns) for one in recorded]
        line = MatchedLine(number, _text(lines, number), matches)
        if any(match.end > len(line.content) for match in matches):
            raise BlobError("changed")
        for place, match in secrets:
            where = found[oid][place]
            finding = Finding(where.path, line, matches[match], where.commit)
            yield Located(finding, where, oid, place)


def _match(record: KnownMatch, patterns: Sequence[Pattern]) -> Match:
    number, start, end, secret, cell = record
    match = Match(patterns[number], start, end, secret)
    match.cell = cell
    return match


def _text(lines: Sequence[bytes], number: int) -> bytes:
    """Return the line with ``number``, empty if there is none, without a carriage return."""
    return b"".join(lines[number - 1 : number]).removesuffix(b"\r")


def _public(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Return the patterns that are numbered: those whose order does not depend on a provider."""
    return [one for one in patterns if one.literal is None and not one.confidential]
