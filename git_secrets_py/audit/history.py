"""The history of secrets: author and date, removal, whether in HEAD or on a remote."""

from __future__ import annotations

from dataclasses import dataclass

from git_secrets_py.audit.commits import list_commits
from git_secrets_py.audit.model import AuditFinding, Introduction
from git_secrets_py.audit.places import FROM_UNREACHABLE
from git_secrets_py.git import log
from git_secrets_py.git.trees import tree_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from git_secrets_py.audit.findings import Secret
    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.log import LogEntry
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.trees import Change


_NOBODY = b" <>"


@dataclass(frozen=True, slots=True)
class _Head:
    """HEAD's commit, and pairs of blob and path in its tree; empty on an unborn branch."""

    commit: bytes
    entries: frozenset[tuple[bytes, bytes]]


def add_history(
    secrets: Sequence[Secret], places: Places, roots: Roots, workspace: Workspace
) -> list[AuditFinding]:
    """Return the findings for ``secrets``, in the same order; raises ``GitError``."""
    if not secrets:
        return []
    repository = workspace.repository
    removals = [_newest_removal(secret, places) for secret in secrets]
    named = [secret.finding.commit for secret in secrets]
    named += [removal.commit for removal in removals if removal is not None]
    commits = log.of_commits(repository.git, [oid for oid in named if oid in places.ages])
    tags = log.of_tags(
        repository.git, [oid for oid in named if oid not in places.ages and oid[:1] != b"("]
    )
    head = _read_head(secrets, repository)
    on_remote = _remote_commits(secrets, roots, workspace)
    found = []
    for secret, removal in zip(secrets, removals, strict=True):
        last_commit, removed_by = _last_commit(secret, removal, places, commits)
        in_head = not head.entries.isdisjoint(secret.places)
        entry = commits.get(secret.finding.commit) or tags.get(secret.finding.commit)
        found.append(
            AuditFinding(
                secret.finding,
                secret.count - 1,
                _introduction(entry) if entry else None,
                last_commit=head.commit if in_head else last_commit,
                removed_by=b"" if in_head else removed_by,
                in_head=in_head,
                on_remote=not secret.commits.isdisjoint(on_remote),
                reachable=_is_reachable(secret),
            )
        )
    return found


def without_history(secrets: Sequence[Secret]) -> list[AuditFinding]:
    """Return the findings for ``secrets`` with nothing but their first occurrence."""
    return [
        AuditFinding(secret.finding, secret.count - 1, reachable=_is_reachable(secret))
        for secret in secrets
    ]


def _introduction(entry: LogEntry) -> Introduction:
    time, _, zone = entry.date.partition(b" ")
    author = b"" if entry.author == _NOBODY else entry.author
    return Introduction(author, int(time) if time.isdigit() else 0, zone, entry.subject)


def _is_reachable(secret: Secret) -> bool:
    return secret.order[0] < FROM_UNREACHABLE


def _read_head(secrets: Sequence[Secret], repository: Repository) -> _Head:
    """Return HEAD, with those entries of its tree that hold one of ``secrets``."""
    blobs: set[bytes] = set().union(*(secret.blobs for secret in secrets))
    if not blobs or not repository.has_head:
        return _Head(b"", frozenset())
    commit = repository.git.output("rev-parse", "--verify", "HEAD^{commit}").strip()
    entries = tree_entries(repository.git, commit)
    return _Head(commit, frozenset(entry for entry in entries if entry[0] in blobs))


def _remote_commits(
    secrets: Sequence[Secret], roots: Roots, workspace: Workspace
) -> AbstractSet[bytes]:
    """Return those commits that introduced one of ``secrets`` and are on a remote."""
    wanted: set[bytes] = set().union(*(secret.commits for secret in secrets))
    if not wanted or not roots.remote:
        return frozenset()
    path = workspace.file("remote")
    return list_commits(workspace.children, path, set(roots.remote)).ranks(wanted).keys()


def _newest_removal(secret: Secret, places: Places) -> Change | None:
    """Return the newest change that removed ``secret`` from a path."""
    candidates = [
        change
        for oid in secret.blobs
        for change in places.removals.get(oid, ())
        if (oid, change.path) in secret.places and change.new not in secret.blobs
    ]
    return max(candidates, key=lambda change: places.ages[change.commit], default=None)


def _last_commit(
    secret: Secret, removal: Change | None, places: Places, commits: Mapping[bytes, LogEntry]
) -> tuple[bytes, bytes]:
    """Return the newest commit known to hold ``secret``, and the commit that removed it."""
    age, newest = secret.newest
    if removal is None or places.ages[removal.commit] < age:
        return newest, b""
    removing = commits.get(removal.commit)
    parents = removing.parents if removing else ()
    for parent, old in zip(parents, removal.old, strict=False):
        if old in secret.blobs:
            return parent, removal.commit
    return newest, removal.commit
