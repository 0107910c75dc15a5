"""The secrets that an earlier audit found, as numbers: the next one does not scan for them again.

Of each object: lines (their numbers and offsets), matches in them (the number of the pattern,
offsets), and which of these are secrets at which occurrences of the object. There is no text and no
path, so that whoever reads this learns no more of a secret than its place. The numbers are recorded
only if the same findings follow from them: not if a secret is encoded, inside an archive, in a
commit message, in a line of which only a part is kept, or in an object of more than one chunk; nor
if a pointer of Git LFS matches.
"""

from __future__ import annotations

from itertools import accumulate

from git_secrets_py.audit.occurrences import Located
from git_secrets_py.background import in_background
from git_secrets_py.digests import blake2b
from git_secrets_py.errors import BlobError
from git_secrets_py.findings.finding import Finding
from git_secrets_py.git.objects import ObjectContent, read_answer
from git_secrets_py.git.process_group import requests
from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from git_secrets_py.audit.known_places import KnownFindings, KnownMatch
    from git_secrets_py.audit.occurrences import Occurrence
    from git_secrets_py.audit.places import Places
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Registry

    # The object, a line of it, and the numbers of an occurrence and of a match of each secret.
    Repeated = tuple[bytes, MatchedLine, Sequence[tuple[int, int]]]

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
        # The offsets of its lines.
        self._starts: list[int] = []
        self._last: MatchedLine | None = None

    def read(self, content: bytes) -> None:
        """Take the ``content`` of the object that the next findings are in."""
        self._content, self._starts = content, []

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
            start = self._starts[line.number - 1]
            lines.append((line.number, start, [*map(self._record, line.matches)], []))
        lines[-1][3].append((located.number, line.matches.index(located.finding.match)))

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
        if not self._starts:
            lengths = (len(one) + 1 for one in self._content.split(b"\n"))
            self._starts = list(accumulate(lengths, initial=0))
        if line.offset or line.number >= len(self._starts):
            return False
        text = _line_at(self._content, self._starts[line.number - 1])
        return text == line.content and all(map(self._is_plain, line.matches))

    def _is_plain(self, match: Match) -> bool:
        return match.decoded is None and not match.form and match.pattern in self._numbers

    def _record(self, match: Match) -> KnownMatch:
        return self._numbers[match.pattern], match.start, match.end, match.secret, match.cell


class Repetition:
    """Reads the ``known`` findings again, in the background."""

    def __init__(
        self, children: ProcessGroup, known: KnownFindings, patterns: Sequence[Pattern]
    ) -> None:
        public = _public(patterns)

        def read() -> list[Repeated]:
            answers = _objects(children, known)
            return [one for answer in answers for one in _read_again(answer, known, public)]

        self._result = in_background(read)

    def located(self, places: Places) -> list[Located] | None:
        """Return the findings at their ``places``; ``None`` if the objects have changed."""
        try:
            return [
                _located(line, match, oid, places.found[oid][place], place)
                for oid, line, secrets in self._result()
                for place, match in secrets
            ]
        except (BlobError, LookupError):
            return None


def _located(
    line: MatchedLine, match: int, oid: bytes, occurrence: Occurrence, place: int
) -> Located:
    finding = Finding(occurrence.path, line, line.matches[match], occurrence.commit)
    return Located(finding, occurrence, oid, place)


def _objects(
    children: ProcessGroup, oids: Collection[bytes]
) -> Iterator[ObjectContent | bytes | None]:
    """Yield the answer of git for each object, whose content is to be read before the next one."""
    with requests(oids) as stdin, children.start("cat-file", "--batch", stdin=stdin) as child:
        for _ in oids:
            answer = read_answer(child.stdout)
            yield answer
            if isinstance(answer, ObjectContent):
                answer.finish()


def _read_again(
    answer: ObjectContent | bytes | None, known: KnownFindings, patterns: Sequence[Pattern]
) -> Iterator[Repeated]:
    """Yield the lines in an object; raises ``BlobError`` and ``LookupError`` if it changed."""
    if not isinstance(answer, ObjectContent):
        raise BlobError("missing")
    oid, content = answer.oid, b"".join(answer.chunks())
    at, line_ends = 0, 0
    for number, start, recorded, secrets in known[oid]:
        matches = [_match(one, patterns) for one in recorded]
        line = MatchedLine(number, _line_at(content, start), matches)
        line_ends += content.count(b"\n", at, start)
        at = start
        if line_ends != number - 1 or any(match.end > len(line.content) for match in matches):
            raise BlobError("changed")
        yield oid, line, secrets


def _match(record: KnownMatch, patterns: Sequence[Pattern]) -> Match:
    number, start, end, secret, cell = record
    match = Match(patterns[number], start, end, secret)
    match.cell = cell
    return match


def _line_at(content: bytes, start: int) -> bytes:
    """Return the line at the offset ``start``, without its end."""
    end = content.find(b"\n", start)
    return content[start : end if end >= 0 else len(content)].removesuffix(b"\r")


def _public(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Return the patterns that are numbered: those whose order does not depend on a provider."""
    return [one for one in patterns if one.literal is None and not one.confidential]
