"""The pipeline of an audit: roots, object list, reading, connectivity, places, findings."""

from __future__ import annotations

import math
import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

from git_secrets_py.audit.examination import (
    Examined,
    Inputs,
    chosen_commits,
    examine_commits,
    examine_everything,
)
from git_secrets_py.audit.findings import Gatherer
from git_secrets_py.audit.history import AuditFindings, add_history
from git_secrets_py.audit.known_places import PlacesCache, state_of
from git_secrets_py.audit.loose_objects import misnamed_objects
from git_secrets_py.audit.model import AuditCounts, AuditResult, Options, Workspace
from git_secrets_py.audit.places import (
    places_as_known,
    places_in_commits,
    places_in_history,
    places_without_history,
)
from git_secrets_py.audit.reader import MISNAMED, object_problem
from git_secrets_py.audit.roots import find_roots
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import INTERRUPTED, GitError
from git_secrets_py.git import log
from git_secrets_py.git.lfs import Store, absent_problem
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.model import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.known_places import KnownPlaces
    from git_secrets_py.audit.model import AuditFinding, OnProgress, Progress
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Allowed
    from git_secrets_py.registry import Registry

# Matches found before an interruption are examined for up to this number of seconds.
_LAST_MOMENT = 0.5
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """The findings in the objects that were examined; ``unreachable`` others match, too."""

    examined: Examined
    findings: Sequence[AuditFinding] = ()
    allowed: Sequence[Allowed] = ()
    problems: Sequence[NotScanned] = ()
    unreachable: int = 0
    is_complete: bool = True


def run(
    repository: Repository,
    registry: Registry,
    options: Options | None = None,
    on_progress: OnProgress | None = None,
    *,
    matcher: Matcher | None = None,
) -> AuditResult:
    """Audit the history of ``repository`` with the patterns of ``registry``.

    ``on_progress`` is called about ten times a second, in this thread. ``matcher`` is by default
    that of ``matcher_for``. ``KeyboardInterrupt`` ends the audit early: the findings so far are
    returned, marked as incomplete. Raises ``GitError`` if git cannot list objects, ``UsageError``
    for invalid revisions.
    """
    started = time.monotonic()
    options = options or Options()
    matcher = matcher or matcher_for(registry, options)
    with TemporaryDirectory(prefix="git-secrets-") as folder:
        children = ProcessGroup(repository.git)
        report = _preparing(on_progress or (lambda _: None))
        workspace = Workspace(repository, children, folder, options.threads or _cores(), report)
        inputs = Inputs(workspace, registry, matcher, options, report)
        try:
            outcome = _find(inputs)
        finally:
            children.stop()
    return _result(inputs, outcome, time.monotonic() - started)


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
    """Return ``report`` that, at the first match, loads what the report of it needs.

    The readers run meanwhile.
    """

    def prepare(progress: Progress) -> None:
        if progress.matched:
            with suppress(GitError):
                log.load()
        report(progress)

    return prepare


def _find(inputs: Inputs) -> _Outcome:
    """Examine the objects, and attribute the matches as far as there is time."""
    examined = Examined()
    try:
        roots = find_roots(inputs.workspace.repository, inputs.workspace.children)
        commits = chosen_commits(inputs)
        if commits is None:
            examined = examine_everything(inputs, roots)
        else:
            examined = examine_commits(inputs, commits, roots)
        if examined.reading.is_complete:
            return _attribute(inputs, examined, roots, commits)
    except KeyboardInterrupt:
        pass
    inputs.workspace.children.stop()
    outcome = _attribute_to_nothing(inputs, examined, [NotScanned(INTERRUPTED)], _LAST_MOMENT)
    return replace(outcome, is_complete=False)


def _result(inputs: Inputs, outcome: _Outcome, seconds: float) -> AuditResult:
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


def _problems(outcome: _Outcome) -> Iterator[NotScanned]:
    """Yield each problem once: an object that is read twice has it twice."""
    examined = outcome.examined
    unread = [problem for problems in examined.reading.unread.values() for problem in problems]
    every = [*examined.problems, *unread, *outcome.problems]
    yield from {problem.message: problem for problem in every}.values()


def _unfetched_problem(examined: Examined, options: Options) -> list[NotScanned]:
    """Return the problem that content of Git LFS is not here, if there is any."""
    oids, staged = examined.reading.unfetched, examined.staged
    if not oids:
        return []
    paths = sorted(min(staged[oid]) for oid in oids if oid in staged)[:_MOST_NAMES]
    names = [path.decode("utf-8", "surrogateescape") for path in paths]
    names = names or [f"the pointer {min(oids).decode()}"]
    advice = "to scan it, run 'git lfs fetch --all' first"
    return [absent_problem(len(oids), names, advice, required=options.require_lfs)]


def _attribute(
    inputs: Inputs, examined: Examined, roots: Roots, commits: Commits | None
) -> _Outcome:
    """Return the findings with their commits; ``commits`` are those chosen, if any were."""
    if not examined.reading.matched:
        return _Outcome(examined=examined)
    stored = _stored_places(inputs, examined, roots)
    known = stored.load() if stored else None
    misnamed = [] if known else sorted(misnamed_objects(inputs.workspace.repository))
    if misnamed:
        damage = [object_problem(oid, MISNAMED) for oid in misnamed]
        return _attribute_to_nothing(inputs, examined, damage)
    places, problems = _find_places(inputs, examined, roots, commits, known)
    if stored and not known and not problems:
        stored.store(places.known(inputs.workspace, roots))
    gathered = _gatherer(inputs, places).gather()
    return _Outcome(
        examined=examined,
        findings=add_history(gathered.secrets, places, roots, inputs.workspace),
        allowed=gathered.allowed,
        problems=[*problems, *gathered.problems],
        unreachable=len(places.unplaced()) if commits is None else 0,
    )


def _attribute_to_nothing(
    inputs: Inputs,
    examined: Examined,
    problems: Sequence[NotScanned],
    seconds: float = math.inf,
) -> _Outcome:
    """Return the findings among the matches so far, without their commits.

    After ``seconds`` the remaining matches are skipped.
    """
    places = places_without_history(examined.reading.matched)
    gathered = _gatherer(inputs, places).gather(seconds)
    return _Outcome(
        examined=examined,
        findings=AuditFindings(gathered.secrets),
        allowed=gathered.allowed,
        problems=[*problems, *gathered.problems],
    )


def _find_places(
    inputs: Inputs,
    examined: Examined,
    roots: Roots,
    commits: Commits | None,
    known: KnownPlaces | None,
) -> tuple[Places, Sequence[NotScanned]]:
    """Return the places of the matched objects, and problems with history."""
    workspace, matched = inputs.workspace, examined.reading.matched
    if commits is not None:
        return places_in_commits(workspace, matched, commits), ()
    unreachable = inputs.options.unreachable
    if known is not None:
        try:
            return places_as_known(workspace, matched, roots, known, unreachable=unreachable), ()
        except GitError:
            pass  # the objects have changed meanwhile
    return places_in_history(workspace, matched, roots, examined.places, unreachable=unreachable)


def _stored_places(inputs: Inputs, examined: Examined, roots: Roots) -> PlacesCache | None:
    """Return the stored places of matches; ``None`` unless all objects were found sound.

    Nor if history is cut off, since git decides then which commits have parents.
    """
    repository = inputs.workspace.repository
    is_cut = repository.is_shallow or repository.is_partial
    if not examined.cache_mark or examined.problems or is_cut or examined.cache is None:
        return None
    unreachable = inputs.options.unreachable
    matched, mark = examined.reading.matched, examined.cache_mark
    state = state_of(repository, mark, matched, roots, unreachable=unreachable)
    return PlacesCache(examined.cache, state)


def _gatherer(inputs: Inputs, places: Places) -> Gatherer:
    return Gatherer(
        inputs.workspace.repository.git,
        Scanner(inputs.matcher),
        inputs.registry.allow,
        places,
        Store(inputs.workspace.repository),
        inputs.options.expand,
        keep_allowed=inputs.options.keep_allowed,
    )


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
