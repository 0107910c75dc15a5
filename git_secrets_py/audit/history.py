"""The history of secrets: author and date, removal, whether in HEAD or on a remote."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from git_secrets_py.audit.findings import mark_of
from git_secrets_py.audit.model import AuditFinding, Introduction
from git_secrets_py.audit.occurrences import FROM_UNREACHABLE
from git_secrets_py.background import in_background
from git_secrets_py.findings.place import RecordedPlaces
from git_secrets_py.git import log
from git_secrets_py.git.repository import VERIFY_HEAD
from git_secrets_py.git.trees import LS_TREE, as_arguments, nul_fields, parse_tree_entries
from git_secrets_py.spill import Records, Sorter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Any

    from git_secrets_py.audit.findings import Secret, Secrets
    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.audit.occurrences import Occurrence
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.log import LogEntry
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.trees import Change


_NOBODY = b" <>"
# The most matched objects for which only their paths are looked up in HEAD.
_FEW_BLOBS = 100
# In place of the introduction and the parents of a commit.
_UNKNOWN: tuple[None, tuple[bytes, ...]] = None, ()


class _Head(NamedTuple):
    """HEAD's commit, and the sorted marks of entries of its tree; empty on an unborn branch."""

    commit: bytes
    entries: array[int]

    def has(self, mark: int) -> bool:
        """Return whether the entry with ``mark`` is in the tree."""
        place = bisect_left(self.entries, mark)
        return place < len(self.entries) and self.entries[place] == mark


class HeadReading:
    """Reads HEAD in a thread of its own, while the matches are attributed and scanned again."""

    def __init__(self, children: ProcessGroup, blobs: Collection[bytes]) -> None:
        """``blobs`` are those whose entries in HEAD's tree are of interest.

        If they are few, only their paths are looked up, when these are known: a large tree takes
        longer to list than the rest of an audit that reads nothing.
        """
        self._children = children
        self._blobs = blobs
        self._is_late = len(blobs) <= _FEW_BLOBS
        self._result = in_background(self._read)

    def result(self, found: Mapping[bytes, Sequence[Occurrence]]) -> _Head:
        """Return HEAD, with its entries for the objects ``found``; raises ``GitError``."""
        head = self._result()
        if self._is_late and head.commit:
            paths = (one.path for one in chain.from_iterable(found.values()))
            return self._with_entries(head.commit, as_arguments(paths))
        return head

    def _read(self) -> _Head:
        with self._children.start(*VERIFY_HEAD) as child:
            commit = child.stdout.read().strip()
        if commit and not self._is_late:
            return self._with_entries(commit, ())
        return _Head(commit, array("q"))

    def _with_entries(self, commit: bytes, paths: Iterable[bytes]) -> _Head:
        return _Head(commit, array("q", sorted(self._marks(commit, paths))))

    def _marks(self, commit: bytes, paths: Iterable[bytes]) -> Iterator[int]:
        """Yield the marks of the entries at ``paths``, without any of all entries."""
        with self._children.start(*LS_TREE, commit, "--", *paths) as child:
            for entry in parse_tree_entries(nul_fields(child.stdout)):
                if entry[0] in self._blobs:
                    yield mark_of(*entry)


class _Facts:
    """The history of one secret: its removal, and where it still is.

    ``values`` are those that a record of the secret holds, since there may be millions.
    """

    def __init__(
        self, places: Places, roots: Roots, workspace: Workspace, head: HeadReading
    ) -> None:
        self._places = places
        self._head = head.result(places.found)
        self._on_remote = places.on_remote(workspace, roots)

    def values(self, secret: Secret) -> tuple[bool, bool, bytes, bytes, list[bool]]:
        """Return whether HEAD and a remote hold ``secret``, its last commit, and its removal.

        The removal is the ID of a commit, or empty, and which of its parents held the secret.
        """
        in_head = any(map(self._head.has, secret.places))
        on_remote = not secret.commits.isdisjoint(self._on_remote)
        age, newest = secret.newest
        if in_head:
            return in_head, on_remote, self._head.commit, b"", []
        removal = _newest_removal(secret, self._places)
        if removal is None or self._places.ages[removal.commit] < age:
            return in_head, on_remote, newest, b"", []
        held = [old in secret.blobs for old in removal.old]
        return in_head, on_remote, newest, removal.commit, held


class AuditFindings(Sequence[AuditFinding]):
    """The findings of an audit in order of their first occurrence, each made on request."""

    def __init__(self, secrets: Secrets, facts: _Facts | None = None) -> None:
        """Without ``facts``, the findings have nothing but their first occurrence."""
        self._secrets = secrets
        self._records = Records()
        # The introductions by commits and tags, and their parents.
        self._described: dict[bytes, tuple[Introduction, Sequence[bytes]]] = {}
        self.named: set[bytes] = set()
        ordered = Sorter()
        for secret, start in secrets.each():
            values = (False, False, b"", b"", []) if facts is None else facts.values(secret)
            self.named.update((secret.commit, values[3]))
            record = secret.first, secret.count - 1, start, _is_reachable(secret), values
            ordered.add((secret.order, start, record), len(secret.order[1]))
        for _, _, record in ordered.sorted():
            self._records.append(record)

    def describe(self, commits: Mapping[bytes, LogEntry], tags: Mapping[bytes, LogEntry]) -> None:
        """Take the log entries of the commits and tags ``named``."""
        for entries in (tags, commits):
            for oid, entry in entries.items():
                self._described[oid] = _introduction(entry), entry.parents

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        return self._finding(self._records[range(len(self))[number]])

    def __iter__(self) -> Iterator[AuditFinding]:
        return map(self._finding, self._records)

    def _finding(self, record: tuple[Any, ...]) -> AuditFinding:
        first, count, start, reachable, values = record
        in_head, on_remote, last_commit, removed_by, held = values
        finding = self._secrets.store.finding(first)
        introduction, _ = self._described.get(finding.commit, _UNKNOWN)
        removal, parents = self._described.get(removed_by, _UNKNOWN)
        # The parent of the commit that removed the secret, if it held the secret.
        holders = (one for one, has in zip(parents, held, strict=False) if has) if held else ()
        return AuditFinding(
            finding,
            count,
            introduction,
            next(iter(holders), last_commit),
            removed_by,
            removal,
            in_head,
            on_remote,
            reachable,
            RecordedPlaces(self._secrets.further, start, count) if count else (),
        )


def add_history(
    secrets: Secrets, places: Places, roots: Roots, workspace: Workspace, head: HeadReading
) -> AuditFindings:
    """Return the findings for ``secrets``; raises ``GitError``."""
    if not len(secrets):
        return AuditFindings(secrets)
    git = workspace.repository.git
    found = AuditFindings(secrets, _Facts(places, roots, workspace, head))
    tags = [oid for oid in found.named if oid not in places.ages and oid[:1] not in (b"", b"(")]
    commits = log.of_commits(git, [oid for oid in found.named if oid in places.ages])
    found.describe(commits, log.of_tags(git, tags))
    return found


def _introduction(entry: LogEntry) -> Introduction:
    time, _, zone = entry.date.partition(b" ")
    author = b"" if entry.author == _NOBODY else entry.author
    return Introduction(author, int(time) if time.isdigit() else 0, zone, entry.subject)


def _is_reachable(secret: Secret) -> bool:
    return secret.order[0] < FROM_UNREACHABLE


def _newest_removal(secret: Secret, places: Places) -> Change | None:
    """Return the newest change that removed ``secret`` from a path."""
    if places.removals.keys().isdisjoint(secret.blobs):
        return None
    marks = set(secret.places)
    candidates = [
        change
        for oid in secret.blobs
        for change in places.removals.get(oid, ())
        if change.new not in secret.blobs and mark_of(oid, change.path) in marks
    ]
    return max(candidates, key=lambda change: places.ages[change.commit], default=None)
