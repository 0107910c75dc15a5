"""The commits and tags that a job brings in: those that its target does not contain.

The fields of an event may be out of date: the target of a request moves, a request gets another
target, a job runs again. The current commits of the target's branch are therefore excluded as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from git_secrets_py.ci.job import Event, quoted
from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.ci.job import Job
    from git_secrets_py.git import Git

_REMOTE = "refs/remotes/origin/"
# The option of git-rev-list(1) for no commit at all.
_NOTHING = ("--max-count=0", "--all")


@dataclass(frozen=True, slots=True)
class ScanRange:
    """The subject of a scan.

    ``revisions`` are arguments of git-rev-list(1); all history, if there are none. ``tags`` maps
    the IDs of pushed objects that are not commits to their types. ``notes`` name the commits
    that could not be found, and those that are scanned instead.
    """

    revisions: Sequence[str] = ()
    tags: dict[bytes, bytes] | None = None
    notes: Sequence[str] = ()


def scan_range(git: Git, job: Job) -> ScanRange:
    """Return the commits and tags that ``job`` brings in.

    Raises ``GitSecretsError`` if the clone lacks the commits to scan, or every commit of the
    target of a request.
    """
    if job.event is Event.OTHER:
        return ScanRange()
    heads = _heads(git, job)
    commits = list(dict.fromkeys(filter(None, (_commit(git, oid) for oid in heads))))
    tags = {oid.encode(): kind for oid, kind in heads.items() if kind != b"commit"}
    if not commits:
        return ScanRange(_NOTHING, tags)
    excluded, notes = _EXCLUDED[job.event](git, job, commits[0])
    return ScanRange([*commits, *(f"^{one}" for one in excluded)], tags, notes)


def _heads(git: Git, job: Job) -> dict[str, bytes]:
    """Return the IDs and types of the built objects; raises ``GitSecretsError``."""
    head = job.head or _output(git, "rev-parse", "--verify", "--quiet", "HEAD")
    heads = _objects(git, [head] if head else [])
    if not heads:
        raise _missing(job, f"the built commit {quoted(job.head or 'HEAD')}")
    if job.tag:
        # Some services name the tagged commit: only the ref points to the tag and its message.
        tagged = _objects(git, [_ref(git, f"refs/tags/{job.tag}")])
        if not tagged and b"tag" not in heads.values():
            ref = f"refs/tags/{job.tag}"
            raise _missing(job, f"the tag {quoted(job.tag)}", f"+{ref}:{ref}")
        heads |= tagged
    return heads


def _of_request(git: Git, job: Job, head: str) -> tuple[list[str], list[str]]:
    """Return the commits to exclude for a request, and notes; raises ``GitSecretsError``."""
    known = [*_commits(git, job.bases), *_merged_into(git, job.merge, head)]
    branch = _REMOTE + job.target if job.target else ""
    tip = _ref(git, branch)
    if not known and not tip:
        names = _any_of([*job.bases, branch])
        refspec = f"+refs/heads/{job.target}:{branch}" if branch else ""
        raise _missing(job, f"the target of the request, {names},", refspec)
    is_merged = _contains(git, tip, head)
    if not tip or tip in known or (known and is_merged):
        return known, []
    notes = [] if known else [_instead(one, f"not in {branch}") for one in job.bases]
    if is_merged:
        notes.append(f"{branch} already contains the built commit: no commit is left to scan")
    return [*known, branch], notes


def _of_push(git: Git, job: Job, head: str) -> tuple[list[str], list[str]]:
    """Return the commits to exclude for the push of a branch, and notes."""
    before = _commits(git, job.bases)
    default = _REMOTE + job.target if job.target else _default_branch(git)
    tip = "" if default == _REMOTE + job.branch else _ref(git, default)
    is_inside = bool(tip) and _contains(git, tip, head)
    if before:
        return before + ([] if not tip or is_inside else [default]), []
    # A job that names neither a branch nor an earlier commit may be one of the default branch.
    if not tip or (is_inside and not (job.branch or job.bases or job.is_new)):
        return [], [_instead(one, "in the built branch") for one in job.bases]
    return [default], [_instead(one, f"not in {default}") for one in job.bases]


def _of_tag(git: Git, job: Job, head: str) -> tuple[list[str], list[str]]:
    """Return the commits to exclude for the push of a tag, and notes."""
    default = _REMOTE + job.target if job.target else _default_branch(git)
    return ([default] if _ref(git, default) else []), []


_EXCLUDED = {Event.REQUEST: _of_request, Event.PUSH: _of_push, Event.TAG: _of_tag}


def _instead(lacking: str, scanned: str) -> str:
    return f"commit {lacking} is not in this clone; scanning every commit {scanned} instead"


def _missing(job: Job, missing: str, refspec: str = "") -> GitSecretsError:
    advice = f"fetch all history: {job.fetch_all}"
    if refspec:
        advice += f", or run 'git fetch origin {refspec}'"
    return GitSecretsError(f"{missing} is not in this clone; {advice}")


def _any_of(names: Iterable[str]) -> str:
    return " or ".join(quoted(name) for name in names if name) or "which the job does not name"


def _merged_into(git: Git, merge: str, head: str) -> list[str]:
    """Return the target's commit that ``merge`` merges ``head`` into, if it does.

    For some events, the commit ``merge`` is the target's own.
    """
    (commit,) = _commits(git, [merge]) or ("",)
    parents = _output(git, "rev-parse", "--verify", "--quiet", f"{commit}^1") if commit else ""
    second = _output(git, "rev-parse", "--verify", "--quiet", f"{commit}^2") if parents else ""
    return [parents] if second == head else []


def _default_branch(git: Git) -> str:
    """Return the remote-tracking branch that a clone recorded as the default; empty if none."""
    return _output(git, "symbolic-ref", "--quiet", f"{_REMOTE}HEAD")


def _ref(git: Git, name: str) -> str:
    """Return the object ID of the ref with the full name ``name``; empty if there is none."""
    # Neither an expression nor an abbreviation: the name is untrusted.
    return _output(git, "show-ref", "--verify", "--hash", name) if name else ""


def _commits(git: Git, oids: Iterable[str]) -> list[str]:
    """Return the whole IDs of the commits ``oids`` that are in this clone."""
    return [oid for oid, kind in _objects(git, oids).items() if kind == b"commit"]


def _commit(git: Git, oid: str) -> str:
    """Return the commit that ``oid`` is, or that a tag points to; empty if there is none."""
    return _output(git, "rev-parse", "--verify", "--quiet", f"{oid}^{{commit}}")


def _objects(git: Git, oids: Iterable[str]) -> dict[str, bytes]:
    """Return the whole IDs and the types of those objects ``oids`` that are in this clone.

    An abbreviation has to be that of one commit or tag. Unlike other revisions, it is never the
    name of a ref.
    """
    found: dict[str, bytes] = {}
    for oid in filter(None, oids):
        listing = git.output("rev-parse", f"--disambiguate={oid}")
        answers = git.output("cat-file", "--batch-check=%(objectname) %(objecttype)", input=listing)
        candidates = [line.split(b" ") for line in answers.splitlines()]
        present = [(one.decode(), kind) for one, kind in candidates if kind != b"missing"]
        usable = [pair for pair in present if pair[1] in (b"commit", b"tag")] or present
        found |= dict(usable if len(usable) == 1 else ())
    return found


def _contains(git: Git, tip: str, commit: str) -> bool:
    return bool(tip) and git.succeeds("merge-base", "--is-ancestor", commit, f"{tip}^{{commit}}")


def _output(git: Git, *arguments: str) -> str:
    """Return the output of git without the newline; empty if git finds nothing."""
    return git.output(*arguments, accept=(0, 1, 128)).decode("utf-8", "surrogateescape").strip()
