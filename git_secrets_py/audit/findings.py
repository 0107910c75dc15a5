"""From matched objects and their places to secrets, each told once."""

from __future__ import annotations

import math
import time
from itertools import chain

from git_secrets_py.audit import model
from git_secrets_py.audit.places import BY_TAG, Place
from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.model import Allowed, Finding, Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.reader import Harvest
    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.git.process import Git

# A line longer than this, in bytes, is kept as what stands around the match.
_LONGEST_LINE = 16 << 10
_MARGIN = 100


class Secret:
    """What is gathered about one secret while its blobs are gone through."""

    __slots__ = ("appearances", "blobs", "commits", "finding", "newest", "order", "places")

    def __init__(self) -> None:
        self.finding: Finding | None = None
        self.order: tuple[int, bytes, int, int] = (0, b"", 0, 0)
        self.appearances = 0
        # Where nothing excuses it: the blobs that hold it, (blob, path), the commits that
        # brought it in, and (age, id) of the newest of these.
        self.blobs: set[bytes] = set()
        self.places: set[tuple[bytes, bytes]] = set()
        self.commits: set[bytes] = set()
        self.newest = (-1, b"")

    def add(self, finding: Finding, place: Place, oid: bytes) -> None:
        """Take one more appearance."""
        order = (place.age, place.path, finding.line.number, finding.match.start)
        if self.finding is None or order < self.order:
            self.finding, self.order = _compact(finding), order
        self.appearances += 1
        self.blobs.add(oid)
        self.places.add((oid, place.path))
        if place.age < BY_TAG:
            self.commits.add(place.commit)
            self.newest = max(self.newest, (place.age, place.commit))


class Gatherer:
    """Decides on the lines of matched objects at each of their places."""

    def __init__(
        self, git: Git, scanner: Scanner, allow: AllowRule, places: Places, harvest: Harvest
    ) -> None:
        self._git = git
        self._scanner = scanner
        self._allow = allow
        self._places = places
        self._harvest = harvest
        self.secrets: dict[bytes, Secret] = {}

    def gather(self, seconds: float = math.inf) -> list[Secret]:
        """Go through all objects that have a place; return the secrets, oldest first.

        After ``seconds`` the rest is left out.
        """
        deadline = time.monotonic() + seconds
        oids = sorted(self._places.found, key=lambda oid: self._places.found[oid][0].age)
        for answer in read_objects(self._git, oids):
            if time.monotonic() > deadline:
                break
            if not isinstance(answer, ObjectContent):
                self._harvest.complain(answer, "it is damaged or gone; git fsck tells more")
                continue
            try:
                self._add_object(answer)
            except BlobError:
                self._harvest.complain(answer.oid, "it is damaged; git fsck tells more")
        return sorted(self.secrets.values(), key=lambda secret: secret.order)

    def _add_object(self, answer: ObjectContent) -> None:
        chunks = answer.chunks()
        head_lines = 0
        if answer.kind != b"blob":
            first = next(chunks, b"")
            head_lines = _head_lines(first)
            chunks = chain((first,), chunks)
        places = self._places.found[answer.oid]
        for item in self._scanner.scan(chunks):
            if not isinstance(item, MatchedLine):
                if item.severity != item.BINARY:
                    self._harvest.complain(answer.oid, item.message)
                continue
            for place in places:
                self._add_line(answer.oid, *_in_message(item, place, head_lines))

    def _add_line(self, oid: bytes, line: MatchedLine, place: Place) -> None:
        seen = set()
        for item in self._allow.judge(line, place.path, place.commit):
            if isinstance(item, Allowed):
                self._harvest.allow(item)
            elif item.secret not in seen:
                seen.add(item.secret)
                self.secrets.setdefault(item.secret, Secret()).add(item, place, oid)


def _head_lines(content: bytes) -> int:
    """Return how many lines of a commit or tag come before its message."""
    end = content.find(b"\n\n")
    return content.count(b"\n", 0, end) + 2 if end >= 0 else content.count(b"\n") + 1


def _in_message(line: MatchedLine, place: Place, head_lines: int) -> tuple[MatchedLine, Place]:
    """Count the lines of a message from its first; tell the head of a commit from it."""
    if not head_lines:
        return line, place
    if line.number > head_lines:
        number = line.number - head_lines
        return MatchedLine(number, line.content, line.matches, line.offset), place
    path = model.IN_HEADER if place.path == model.IN_MESSAGE else model.IN_TAG_HEADER
    return line, Place(place.age, place.commit, path)


def _compact(finding: Finding) -> Finding:
    """Return ``finding`` with no more of a long line than its surroundings."""
    line, match = finding.line, finding.match
    if len(line.content) <= _LONGEST_LINE:
        return finding
    start = max(0, match.start - _MARGIN)
    content = line.content[start : match.end + _MARGIN]
    shown = Match(match.pattern, match.start - start, match.end - start)
    part = MatchedLine(line.number, content, [shown], line.offset + start)
    return Finding(finding.path, part, shown, finding.commit)
