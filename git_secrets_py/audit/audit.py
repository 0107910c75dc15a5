"""The pipeline of an audit: roots, object list, reading, connectivity, places, findings."""

from __future__ import annotations

import time

from git_secrets_py.audit import object_list
from git_secrets_py.audit.beginning import Beginning
from git_secrets_py.audit.cache_file import split_ids
from git_secrets_py.audit.examination import chosen_commits, examine_commits, examine_everything
from git_secrets_py.audit.model import AuditCounts, AuditResult, Options, Workspace
from git_secrets_py.audit.steps import AuditOutcome, Examined, Inputs
from git_secrets_py.content import NotScanned
from git_secrets_py.cores import usable_cores
from git_secrets_py.errors import INTERRUPTED, GitError
from git_secrets_py.git.lfs import absent_problem
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.temporary import temporary_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from git_secrets_py.audit.model import OnProgress, Progress
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.registry import Registry

# Matches found before an interruption are examined for up to this number of seconds.
_LAST_MOMENT = 0.5
_MOST_NAMES = 3
# git, and the compiled reader, may fail if packs are replaced or unreachable objects are removed
# while they read; the cache has what an earlier attempt has read.
_MOST_ATTEMPTS = 3


def run(
    repository: Repository,
    registry: Registry,
    options: Options | None = None,
    on_progress: OnProgress | None = None,
    *,
    matcher: Matcher | None = None,
    beginning: Beginning | None = None,
) -> AuditResult:
    """Audit the history of ``repository`` with the patterns of ``registry``.

    ``on_progress`` is called about ten times a second, in this thread. ``matcher`` is by default
    that of ``matcher_for``. ``beginning`` is one that was started earlier with the same revisions,
    which this ends. ``KeyboardInterrupt`` ends the audit early: the findings so far are
    returned, marked as incomplete. Raises ``GitError`` if git cannot list objects, ``UsageError``
    for invalid revisions.
    """
    started = time.monotonic()
    options = options or Options()
    matcher = matcher or matcher_for(registry, options)
    report = _preparing(on_progress or (lambda _: None))
    for attempt in range(1, _MOST_ATTEMPTS + 1):
        beginning = beginning or begin(repository, options.revisions)
        changes, is_last = beginning.pack_changes, attempt == _MOST_ATTEMPTS
        try:
            inputs, outcome = _attempt(repository, registry, options, matcher, report, beginning)
            if is_last or not _has_failed(outcome):
                break
            if not (changes.any() or _is_any_removed(outcome.examined.reading.unread, repository)):
                break
        except GitError:
            if is_last or not changes.any():
                raise
        beginning = None
    return _result(inputs, outcome, time.monotonic() - started)


def _attempt(
    repository: Repository,
    registry: Registry,
    options: Options,
    matcher: Matcher,
    report: OnProgress,
    beginning: Beginning,
) -> tuple[Inputs, AuditOutcome]:
    with beginning, temporary_folder() as folder:
        threads = options.threads or usable_cores()
        workspace = Workspace(repository, beginning.children, folder, threads, report)
        inputs = Inputs(workspace, registry, matcher, options, report)
        return inputs, _find(inputs, beginning)


def begin(repository: Repository, revisions: Sequence[bytes]) -> Beginning:
    """Start an audit of ``revisions``, or of all history without any; raises ``GitError``."""
    return Beginning(repository, is_limited=bool(revisions))


def matcher_for(registry: Registry, options: Options) -> Matcher:
    """Return the matcher of an audit; raises ``PatternError`` for an invalid pattern."""
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.engine.matcher import Matcher

    return Matcher(
        registry.prohibited,
        cache=DatabaseCache(),
        scan_binary=options.scan_binary,
        decode=options.decode,
    )


def _preparing(report: OnProgress) -> OnProgress:
    """Return ``report`` that, at the first match, loads the next steps while the readers run."""

    def prepare(progress: Progress) -> None:
        if progress.matched:
            import git_secrets_py.audit.attribution  # noqa: F401
        report(progress)

    return prepare


def _find(inputs: Inputs, beginning: Beginning) -> AuditOutcome:
    """Examine the objects, and attribute the matches as far as there is time."""
    examined = Examined()
    try:
        commits = chosen_commits(inputs, beginning)
        if commits is None:
            examined = examine_everything(inputs, beginning)
        else:
            examined = examine_commits(inputs, commits, beginning.roots())
        if examined.reading.is_complete and not examined.reading.matched:
            return AuditOutcome(examined=examined)
        if examined.reading.is_complete:
            from git_secrets_py.audit.attribution import attribute

            return attribute(inputs, examined, beginning.roots(), commits)
    except KeyboardInterrupt:
        pass
    inputs.workspace.children.stop()
    from git_secrets_py.audit.attribution import attribute_to_nothing

    outcome = attribute_to_nothing(inputs, examined, [NotScanned(INTERRUPTED)], _LAST_MOMENT)
    return outcome._replace(is_complete=False)


def _result(inputs: Inputs, outcome: AuditOutcome, seconds: float) -> AuditResult:
    examined, repository = outcome.examined, inputs.workspace.repository
    reading = examined.reading
    binaries = [*examined.old_binaries, *reading.binaries]
    counts = AuditCounts(
        covered=examined.covered,
        read=reading.counts,
        patterns=len(inputs.registry.prohibited),
        binaries=len(binaries),
        from_cache=examined.old,
        missing=examined.absent,
        unreachable=outcome.unreachable,
        seconds=seconds,
        is_shallow=repository.is_shallow,
        is_partial=repository.is_partial,
    )
    return AuditResult(
        counts,
        outcome.findings,
        list(outcome.allowed),
        [*_problems(outcome), *_unfetched_problem(examined, inputs.options)],
        binaries,
        outcome.is_complete,
    )


def _has_failed(outcome: AuditOutcome) -> bool:
    """Return whether an audit that nobody interrupted could not read everything."""
    errors = (one for one in _problems(outcome) if one.severity == NotScanned.ERROR)
    return outcome.is_complete and any(errors)


def _is_any_removed(oids: Collection[bytes], repository: Repository) -> bool:
    """Return whether ``git prune`` has removed one of the objects ``oids``, which were listed."""
    if not oids:
        return False
    left = {bytes.fromhex(oid.decode()) for oid in oids}
    width = len(next(iter(left)))
    for ids in object_list.all_ids(ProcessGroup(repository.git), repository):
        left.difference_update(split_ids(ids, width))
    return bool(left)


def _problems(outcome: AuditOutcome) -> Iterator[NotScanned]:
    """Yield each problem once: an object that is read twice has it twice."""
    examined = outcome.examined
    unread = [problem for problems in examined.reading.unread.values() for problem in problems]
    every = [*examined.problems, *unread, *outcome.problems]
    yield from {problem.message: problem for problem in every}.values()


def _unfetched_problem(examined: Examined, options: Options) -> list[NotScanned]:
    """Return the problem that content of Git LFS is not in this clone, if there is any."""
    oids, staged = examined.reading.unfetched, examined.staged
    if not oids:
        return []
    paths = sorted(min(staged[oid]) for oid in oids if oid in staged)[:_MOST_NAMES]
    names = [path.decode("utf-8", "surrogateescape") for path in paths]
    names = names or [f"the pointer {min(oids).decode()}"]
    advice = "to scan it, run 'git lfs fetch --all' first"
    return [absent_problem(len(oids), names, advice, required=options.require_lfs)]
