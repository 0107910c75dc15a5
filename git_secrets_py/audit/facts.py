"""What there is to tell about a secret beside its first appearance."""

from __future__ import annotations

import os

from git_secrets_py.audit.commits import list_commits
from git_secrets_py.audit.model import AuditFinding, Introduction
from git_secrets_py.audit.places import UNREACHABLE
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.trees import tree_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.audit.findings import Secret
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.trees import Change


def tell(
    secrets: Sequence[Secret],
    places: Places,
    roots: Roots,
    repository: Repository,
    children: ProcessGroup,
    folder: str,
) -> list[AuditFinding]:
    """Return the findings for ``secrets``, in the same order; raises ``GitError``."""
    told = without_facts(secrets)
    _tell_last_commits(secrets, told, places, repository)
    _tell_head(secrets, told, repository)
    _tell_remote(secrets, told, roots, children, folder)
    _tell_introductions(told, repository)
    return told


def without_facts(secrets: Sequence[Secret]) -> list[AuditFinding]:
    """Return the findings for ``secrets`` with what is known of them at once."""
    told = []
    for secret in secrets:
        assert secret.finding is not None
        one = AuditFinding(secret.finding, secret.appearances - 1)
        one.reachable = secret.order[0] < UNREACHABLE
        told.append(one)
    return told


def _tell_introductions(told: Sequence[AuditFinding], repository: Repository) -> None:
    contents = _contents(repository, (one.finding.commit for one in told))
    for one in told:
        content = contents.get(one.finding.commit)
        one.introduction = read_introduction(content) if content is not None else None


def _tell_head(
    secrets: Sequence[Secret], told: Sequence[AuditFinding], repository: Repository
) -> None:
    blobs = set().union(*(secret.blobs for secret in secrets))
    if not blobs or not repository.has_head:
        return
    git = repository.git
    head = git.output("rev-parse", "--verify", "HEAD^{commit}").strip()
    standing = {pair for pair in tree_entries(git, head) if pair[0] in blobs}
    for secret, one in zip(secrets, told, strict=True):
        if secret.places & standing:
            one.in_head, one.last_commit, one.removed_by = True, head, b""


def _tell_remote(
    secrets: Sequence[Secret],
    told: Sequence[AuditFinding],
    roots: Roots,
    children: ProcessGroup,
    folder: str,
) -> None:
    wanted = set().union(*(secret.commits for secret in secrets))
    if not wanted or not roots.remote:
        return
    commits = list_commits(children, os.path.join(folder, "remote"), set(roots.remote))
    there = commits.ranks(wanted).keys()
    for secret, one in zip(secrets, told, strict=True):
        one.on_remote = not secret.commits.isdisjoint(there)


def _tell_last_commits(
    secrets: Sequence[Secret],
    told: Sequence[AuditFinding],
    places: Places,
    repository: Repository,
) -> None:
    removals = [_newest_removal(secret, places) for secret in secrets]
    contents = _contents(repository, (one.commit for one in removals if one is not None))
    for secret, one, removal in zip(secrets, told, removals, strict=True):
        age, one.last_commit = secret.newest
        if removal is None or places.ages[removal.commit] < age:
            continue
        one.removed_by = removal.commit
        parents = _parents(contents.get(removal.commit, b""))
        for parent, old in zip(parents, removal.old, strict=False):
            if old in secret.blobs:
                one.last_commit = parent
                break


def _newest_removal(secret: Secret, places: Places) -> Change | None:
    """Return the newest change after which a path was rid of ``secret``."""
    candidates = [
        change
        for oid in secret.blobs
        for change in places.removals.get(oid, ())
        if (oid, change.path) in secret.places and change.new not in secret.blobs
    ]
    return max(candidates, key=lambda change: places.ages[change.commit], default=None)


def _contents(repository: Repository, named: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the contents of the commits and tags among ``named``, by id."""
    oids = list(dict.fromkeys(oid for oid in named if oid and not oid.startswith(b"(")))
    return {
        answer.oid: b"".join(answer.chunks())
        for answer in (read_objects(repository.git, oids) if oids else ())
        if isinstance(answer, ObjectContent) and answer.kind in (b"commit", b"tag")
    }


def _parents(content: bytes) -> list[bytes]:
    head = content.partition(b"\n\n")[0]
    return [line[7:] for line in head.split(b"\n") if line.startswith(b"parent ")]


def read_introduction(content: bytes) -> Introduction:
    """Read author (or tagger), date and summary of a commit (or tag) object."""
    head, _, message = content.partition(b"\n\n")
    fields = dict(line.partition(b" ")[::2] for line in reversed(head.split(b"\n")))
    person = fields.get(b"author") or fields.get(b"tagger") or b""
    author, _, when = person.rpartition(b"> ")
    time, _, zone = when.partition(b" ")
    encoding = fields.get(b"encoding", b"utf-8").decode("ascii", "replace")
    summary = message.lstrip(b"\n").partition(b"\n")[0]
    return Introduction(
        _utf8(author + b">" if author else person, encoding),
        int(time) if time.isdigit() else 0,
        zone,
        _utf8(summary, encoding),
    )


def _utf8(text: bytes, encoding: str) -> bytes:
    try:
        return text.decode(encoding).encode()
    except (LookupError, UnicodeError):
        return text
