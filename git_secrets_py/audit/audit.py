"""The pipeline of an audit: roots, object list, reading, connectivity, places, findings."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from tempfile import TemporaryDirectory

from git_secrets_py._version import __version__
from git_secrets_py.audit.commits import introduced_objects, list_revisions
from git_secrets_py.audit.connectivity import ConnectivityWalk
from git_secrets_py.audit.findings import Gatherer
from git_secrets_py.audit.history import add_history, without_history
from git_secrets_py.audit.incremental import objects_to_read, plan_reading, update_cache
from git_secrets_py.audit.model import AuditCounts, AuditResult, Options, Workspace
from git_secrets_py.audit.places import (
    places_in_commits,
    places_in_history,
    places_without_history,
)
from git_secrets_py.audit.reader import DAMAGED, object_problem
from git_secrets_py.audit.reading import Reading, read_listed
from git_secrets_py.audit.roots import find_roots
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.files import code_mark
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.model import NotScanned
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.incremental import ReadingPlan
    from git_secrets_py.audit.model import AuditFinding, OnProgress
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Allowed
    from git_secrets_py.registry import Registry

# Matches found before an interruption are examined for up to this number of seconds.
_LAST_MOMENT = 0.5


@dataclass(frozen=True, slots=True)
class _Audit:
    """The inputs of the steps of an audit."""

    workspace: Workspace
    registry: Registry
    matcher: Matcher
    options: Options
    on_progress: OnProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class _Examined:
    """The objects that were read, or that the cache holds, and what is wrong with others.

    ``old`` is the number of objects in the cache, ``old_binaries`` are the binary ones among
    them. ``absent`` is the number of missing objects.
    """

    reading: Reading = field(default_factory=Reading)
    old: int = 0
    old_binaries: Sequence[bytes] = ()
    absent: int = 0
    problems: Sequence[NotScanned] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """The findings in the objects that were examined."""

    examined: _Examined
    findings: Sequence[AuditFinding] = ()
    allowed: Sequence[Allowed] = ()
    problems: Sequence[NotScanned] = ()
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
        workspace = Workspace(repository, children, folder, options.threads or _cores())
        audit = _Audit(workspace, registry, matcher, options, on_progress or (lambda _: None))
        try:
            outcome = _find(audit)
        finally:
            children.stop()
    return _result(audit, outcome, time.monotonic() - started)


def matcher_for(registry: Registry, options: Options) -> Matcher:
    """Return the matcher of an audit; raises ``PatternError`` for an invalid pattern."""
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.engine.matcher import Matcher

    return Matcher(registry.prohibited, cache=DatabaseCache(), scan_binary=options.scan_binary)


def _find(audit: _Audit) -> _Outcome:
    """Examine the objects, and attribute the matches as far as there is time."""
    examined = _Examined()
    try:
        roots = find_roots(audit.workspace.repository, audit.workspace.children)
        commits = _chosen_commits(audit)
        if commits is None:
            examined = _examine_everything(audit, roots)
        else:
            examined = _examine_commits(audit, commits, roots)
        if examined.reading.is_complete:
            return _attribute(audit, examined, roots, commits)
    except KeyboardInterrupt:
        pass
    audit.workspace.children.stop()
    return _attribute_unfinished(audit, examined)


def _result(audit: _Audit, outcome: _Outcome, seconds: float) -> AuditResult:
    examined, repository = outcome.examined, audit.workspace.repository
    reading = examined.reading
    binaries = [*examined.old_binaries, *reading.binaries]
    counts = AuditCounts(
        commits=reading.listed.get("commit", 0),
        blobs=reading.listed.get("blob", 0),
        tags=reading.listed.get("tag", 0),
        size=reading.size,
        patterns=len(audit.registry.prohibited),
        binaries=len(binaries),
        from_cache=examined.old,
        missing=examined.absent,
        seconds=seconds,
        is_shallow=repository.is_shallow,
        is_partial=repository.is_partial,
    )
    return AuditResult(
        counts,
        list(outcome.findings),
        list(outcome.allowed),
        list(_problems(outcome)),
        binaries,
        outcome.is_complete,
    )


def _problems(outcome: _Outcome) -> Iterator[NotScanned]:
    """Yield each problem once: an object that is read twice has it twice."""
    examined = outcome.examined
    unread = [problem for problems in examined.reading.unread.values() for problem in problems]
    every = [*examined.problems, *unread, *outcome.problems]
    yield from {problem.message: problem for problem in every}.values()


def _attribute(
    audit: _Audit, examined: _Examined, roots: Roots, commits: Commits | None
) -> _Outcome:
    """Return the findings with their commits; ``commits`` are those chosen, if any were."""
    if not examined.reading.matched:
        return _Outcome(examined=examined)
    places, problems = _find_places(audit, examined.reading, roots, commits)
    gathered = _gatherer(audit, places).gather()
    return _Outcome(
        examined=examined,
        findings=add_history(gathered.secrets, places, roots, audit.workspace),
        allowed=gathered.allowed,
        problems=[*problems, *gathered.problems],
    )


def _attribute_unfinished(audit: _Audit, examined: _Examined) -> _Outcome:
    """Return the findings among the matches so far, without their commits."""
    places = places_without_history(examined.reading.matched)
    gathered = _gatherer(audit, places).gather(_LAST_MOMENT)
    return _Outcome(
        examined=examined,
        findings=without_history(gathered.secrets),
        allowed=gathered.allowed,
        problems=gathered.problems,
        is_complete=False,
    )


def _find_places(
    audit: _Audit, reading: Reading, roots: Roots, commits: Commits | None
) -> tuple[Places, Sequence[NotScanned]]:
    """Return the places of the matched objects, and problems with history."""
    if commits is not None:
        return places_in_commits(audit.workspace, reading.matched, commits), ()
    unreachable = audit.options.unreachable
    return places_in_history(audit.workspace, reading.matched, roots, unreachable=unreachable)


def _gatherer(audit: _Audit, places: Places) -> Gatherer:
    return Gatherer(
        audit.workspace.repository.git,
        Scanner(audit.matcher),
        audit.registry.allow,
        places,
        keep_allowed=audit.options.keep_allowed,
    )


def _chosen_commits(audit: _Audit) -> Commits | None:
    """Return the commits that the revisions choose; ``None`` if there are no revisions."""
    if not audit.options.revisions:
        return None
    workspace = audit.workspace
    return list_revisions(workspace.children, workspace.file("commits"), audit.options.revisions)


def _examine_commits(audit: _Audit, commits: Commits, roots: Roots) -> _Examined:
    """Read the objects that ``commits`` introduced."""
    workspace = audit.workspace
    is_partial = workspace.repository.is_partial
    objects = introduced_objects(
        workspace.children, commits, workspace.threads, is_partial=is_partial
    )
    reading = _read(audit, objects)
    return _Examined(
        reading=reading,
        absent=len(reading.missing),
        problems=[*roots.problems, *_missing_problem(reading.missing, audit)],
    )


def _examine_everything(audit: _Audit, roots: Roots) -> _Examined:
    """Read all objects that are not in the cache, check connectivity, update the cache."""
    children, path = audit.workspace.children, audit.workspace.file("listed")
    plan = plan_reading(children, _cache(audit))
    with ConnectivityWalk(children, roots.tips, plan.verified) as walk:
        reading = _with_damaged(_read(audit, objects_to_read(plan, children, path)))
        examined = _Examined(
            reading=reading,
            old=plan.from_cache,
            old_binaries=[oid.hex().encode() for oid in plan.old_binaries],
            problems=roots.problems,
        )
        if not reading.is_complete:
            return examined
        try:
            connected = _check_connectivity(walk, examined, roots, audit)
            _update(plan, path, connected, roots)
        except KeyboardInterrupt:
            return replace(examined, reading=replace(reading, is_complete=False))
    return connected


def _update(plan: ReadingPlan, path: str, examined: _Examined, roots: Roots) -> None:
    """Update the cache with the objects listed in the file ``path``."""
    reading = examined.reading
    if reading.is_certain:
        suspects = [*reading.matched, *reading.unread]
        is_connected = not examined.problems
        update_cache(plan, path, suspects, reading.binaries, roots.tips if is_connected else ())


def _read(audit: _Audit, objects: Iterable[bytes]) -> Reading:
    scanners = [Scanner(audit.matcher) for _ in range(audit.workspace.threads)]
    return read_listed(objects, scanners, audit.workspace, audit.on_progress)


def _with_damaged(reading: Reading) -> Reading:
    """Return ``reading`` with the missing objects as damaged: the database lists them."""
    damaged = {oid: [object_problem(oid, DAMAGED)] for oid in reading.missing}
    return replace(reading, unread={**damaged, **reading.unread})


def _check_connectivity(
    walk: ConnectivityWalk, examined: _Examined, roots: Roots, audit: _Audit
) -> _Examined:
    """Return ``examined`` with the number of missing objects, and problems if there are any."""
    problems: list[NotScanned] = []
    missing = set(roots.unstaged)
    try:
        missing = {*walk.missing(), *missing} - examined.reading.unread.keys()
    except GitError as error:
        problems.append(NotScanned(f"history is damaged: {error}"))
    problems += _missing_problem(missing, audit)
    return replace(examined, absent=len(missing), problems=[*examined.problems, *problems])


def _missing_problem(oids: Collection[bytes], audit: _Audit) -> list[NotScanned]:
    """Return the problem that objects are missing, if there are any."""
    if not oids:
        return []
    advice = "run 'git fsck'"
    if audit.workspace.repository.is_partial:
        advice = "this is a partial clone, and an audit does not fetch"
    severity = NotScanned.WARNING if audit.options.allow_missing else NotScanned.ERROR
    number, first = count(len(oids), "object"), min(oids).decode()
    message = f"not scanned: {number} missing, such as {first}; {advice}"
    return [NotScanned(message, severity)]


def _cache(audit: _Audit) -> CacheFile | None:
    if not audit.options.use_cache:
        return None
    from git_secrets_py.audit.cache_file import open_cache

    return open_cache(
        audit.workspace.repository.common_dir,
        audit.registry.prohibited,
        (*_code(), b"%d" % audit.options.scan_binary),
    )


def _code() -> Sequence[bytes]:
    """Return the versions of this program and of the regular expression engines."""
    import regex

    from git_secrets_py.engine.hyperscan import hyperscan_module

    hyperscan = hyperscan_module()
    version = hyperscan.__version__ if hyperscan else "none"
    own = __version__.encode(), code_mark("audit", "engine", "git", "patterns")
    return [*own, b"hyperscan", version.encode(), b"regex", regex.__version__.encode()]


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
