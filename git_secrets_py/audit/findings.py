"""The secrets in matched objects, each gathered over all its occurrences."""

from __future__ import annotations

import math
import time
from array import array
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from git_secrets_py.audit.examiner import scan_members
from git_secrets_py.audit.occurrences import FROM_TAG, Located, Occurrence
from git_secrets_py.audit.read_results import DAMAGED, DAMAGED_OR_MISSING, object_problem
from git_secrets_py.content import IN_HEADER, IN_MESSAGE, IN_TAG_HEADER, NotScanned, may_be_pointer
from git_secrets_py.digests import sha256
from git_secrets_py.engine.allow_rule.warnings import AllowanceWarnings
from git_secrets_py.errors import BlobError
from git_secrets_py.findings.finding import Allowed
from git_secrets_py.findings.finding_store import FindingStore
from git_secrets_py.git.lfs import content_id
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.model import MatchedLine
from git_secrets_py.spill import Records, Sorter
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.audit.known_findings import FindingRecorder
    from git_secrets_py.audit.known_places import KnownFindings
    from git_secrets_py.audit.places import Places
    from git_secrets_py.content import Expand
    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.findings.finding_store import FindingRecord
    from git_secrets_py.git import Git
    from git_secrets_py.git.lfs import LfsStore

    # Age and path of an occurrence, line number, start of the match.
    Order = tuple[int, bytes, int, int]


def mark_of(oid: bytes, path: bytes) -> int:
    """Return a number of 64 bits for an object at a path: there may be millions of them."""
    return hash((oid, path))


class Secret:
    """A secret and its occurrences that are not allowed, which ``add`` records, in order.

    ``first`` is the record of the first of ``count`` occurrences, and ``order`` sorts secrets by
    it. ``blobs`` are the objects that hold the secret, ``places`` the marks of their places,
    ``commits`` the commits that introduced it, and ``newest`` is the (age, ID) of the newest.
    """

    __slots__ = ("blobs", "commits", "count", "first", "newest", "order", "places")

    def __init__(self, order: Order, first: FindingRecord) -> None:
        self.first = first
        self.order = order
        self.count = 0
        self.blobs: set[bytes] = set()
        self.places = array("q")
        self.commits: set[bytes] = set()
        self.newest = (-1, b"")

    @property
    def commit(self) -> bytes:
        """The commit of the first occurrence."""
        commit: bytes = self.first[2][-1]
        return commit

    def add(self, age: int, oid: bytes, path: bytes, commit: bytes) -> None:
        """Record that the object ``oid`` holds the secret at this occurrence."""
        self.count += 1
        self.blobs.add(oid)
        self.places.append(mark_of(oid, path))
        if age < FROM_TAG:
            self.commits.add(commit)
            self.newest = max(self.newest, (age, commit))


class Secrets:
    """All secrets with their occurrences, beyond the size of memory."""

    def __init__(self) -> None:
        self.store = FindingStore()
        self.further = Records()
        self._located = Sorter()
        self._count = 0

    def add(self, located: Located) -> None:
        """Add a secret at one of its occurrences."""
        finding, occurrence, oid, _ = located
        key = sha256(finding.plaintext).digest()
        order = occurrence.age, occurrence.path, finding.line.number, finding.match.start
        record = self.store.record(finding.compact())
        item = (key, order, self._count, oid, occurrence.commit, record)
        self._located.add(item, len(occurrence.path))
        self._count += 1

    def __len__(self) -> int:
        """The number of their occurrences."""
        return self._count

    def each(self) -> Iterator[tuple[Secret, int]]:
        """Yield each secret, once; with the number in ``further`` of its first further place."""
        for _, group in groupby(self._located.sorted(), key=itemgetter(0)):
            secret: Secret | None = None
            start = len(self.further)
            for _, order, _, oid, commit, record in group:
                if secret is None:
                    secret = Secret(order, record)
                else:
                    self.further.append(record[2])
                secret.add(order[0], oid, order[1], commit)
            if secret is not None:
                yield secret, start


class Gathered(NamedTuple):
    """The secrets that are not allowed.

    ``allowed`` are matches that are allowed, ``problems`` objects that were not fully scanned.
    ``known`` are the findings as numbers, if all that was gathered can be repeated from them.
    """

    secrets: Secrets
    allowed: Sequence[Allowed] = ()
    problems: Sequence[NotScanned] = ()
    known: KnownFindings | None = None


class Gatherer:
    """Scans matched objects again, and applies the allow rule at each of their occurrences."""

    def __init__(
        self,
        git: Git,
        scanner: Scanner,
        allow: AllowRule,
        places: Places,
        store: LfsStore,
        recorder: FindingRecorder,
        expand: Expand | None = None,
        *,
        keep_allowed: bool = False,
    ) -> None:
        """``store`` has the content of Git LFS pointers, ``expand`` looks into archives.

        ``keep_allowed`` keeps every allowed match, not only those that comments allow.
        """
        self._recorder = recorder
        self._store = store
        self._expand = expand
        self._keep_allowed = keep_allowed
        self._git = git
        self._scanner = scanner
        self._allow = allow
        self._places = places

    def gather(self, seconds: float = math.inf) -> Gathered:
        """Return the secrets at all places. After ``seconds`` the remaining objects are skipped."""
        deadline = time.monotonic() + seconds
        secrets = Secrets()
        allowed: list[Allowed] = []
        problems: list[NotScanned] = []
        allowances = AllowanceWarnings()
        found = self._places.found
        oids = sorted(found, key=lambda oid: found[oid][0].age)
        for number, answer in enumerate(read_objects(self._git, oids)):
            if time.monotonic() > deadline:
                left = count(len(oids) - number, "object")
                problems.append(NotScanned(f"interrupted: {left} with matches not reported"))
                break
            for item in self._judge_object(answer):
                if isinstance(item, Located):
                    secrets.add(item)
                    self._recorder.add(item)
                elif not isinstance(item, Allowed):
                    problems.append(item)
                else:
                    problems += allowances.warnings(item)
                    if self._keep_allowed or item.is_inline:
                        allowed.append(item)
        problems += self._allow.take_problems()
        known = None if allowed or problems else self._recorder.result()
        return Gathered(secrets, allowed, problems, known)

    def _judge_object(
        self, answer: ObjectContent | bytes
    ) -> Iterator[Located | Allowed | NotScanned]:
        """Yield the matches in an object at each of its occurrences, and problems with it."""
        if not isinstance(answer, ObjectContent):
            yield object_problem(answer, DAMAGED_OR_MISSING)
            return
        try:
            yield from self._judge_content(answer)
        except BlobError:
            yield object_problem(answer.oid, DAMAGED)

    def _judge_content(self, answer: ObjectContent) -> Iterator[Located | Allowed | NotScanned]:
        chunks = answer.chunks()
        first = next(chunks, b"")
        self._recorder.read(first if len(first) == answer.size else b"")
        is_blob = answer.kind == b"blob"
        header_lines = 0 if is_blob else _header_lines(first)
        content = chain((first,), chunks)
        if is_blob:
            yield from self._judge_members(answer.oid, content)
        else:
            yield from self._judge_items(answer.oid, self._scanner.scan(content), header_lines)
        if is_blob and may_be_pointer(first):
            self._recorder.give_up()  # the content may be fetched or removed at any time
            yield from self._judge_stored(answer.oid, first)

    def _judge_stored(self, oid: bytes, pointer: bytes) -> Iterator[Located | Allowed | NotScanned]:
        """Yield the matches in the content of a Git LFS pointer, the object ``oid``."""
        content = content_id(pointer)
        try:
            if content and self._store.has(content):
                yield from self._judge_members(oid, self._store.chunks(content))
        except BlobError as error:
            yield object_problem(oid, str(error))

    def _judge_members(
        self, oid: bytes, chunks: Iterable[bytes]
    ) -> Iterator[Located | Allowed | NotScanned]:
        """Yield the matches in a blob or, if it is an archive, in its members."""
        if self._expand is None:
            yield from self._judge_items(oid, self._scanner.scan(chunks))
            return
        for inside, item in scan_members(self._scanner, chunks, self._expand):
            yield from self._judge_items(oid, (item,), inside=inside)

    def _judge_items(
        self,
        oid: bytes,
        items: Iterable[MatchedLine | NotScanned],
        header_lines: int = 0,
        inside: bytes = b"",
    ) -> Iterator[Located | Allowed | NotScanned]:
        """Yield the matches among ``items``; ``inside`` is their path in an archive."""
        for item in items:
            if isinstance(item, MatchedLine):
                for number, occurrence in enumerate(self._places.found[oid]):
                    line, place = _in_message(item, occurrence, header_lines)
                    yield from self._judge_line(oid, line, place, number, inside)
            elif item.severity != item.BINARY:
                yield object_problem(oid, item.message, item.severity)

    def _judge_line(
        self, oid: bytes, line: MatchedLine, occurrence: Occurrence, number: int, inside: bytes
    ) -> Iterator[Located | Allowed]:
        """Yield the secrets of ``line``, each once, and the matches that are allowed.

        ``number`` is that of the occurrence.
        """
        seen = set()
        for item in self._allow.judge(line, occurrence.path + inside, occurrence.commit):
            if isinstance(item, Allowed):
                yield item
            elif item.plaintext not in seen:
                seen.add(item.plaintext)
                yield Located(item, occurrence, oid, number)


def _header_lines(content: bytes) -> int:
    """Return the number of lines of a commit or tag before its message."""
    end = content.find(b"\n\n")
    return content.count(b"\n", 0, end) + 2 if end >= 0 else content.count(b"\n") + 1


def _in_message(
    line: MatchedLine, occurrence: Occurrence, header_lines: int
) -> tuple[MatchedLine, Occurrence]:
    """Number the lines of a message from 1; give the header of a commit or tag its own path.

    ``header_lines`` is 0 for a blob, which is returned unchanged.
    """
    if not header_lines:
        return line, occurrence
    if line.number > header_lines:
        number = line.number - header_lines
        return MatchedLine(number, line.content, line.matches, line.offset), occurrence
    path = IN_HEADER if occurrence.path == IN_MESSAGE else IN_TAG_HEADER
    return line, Occurrence(occurrence.age, occurrence.commit, path)
