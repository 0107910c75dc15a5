"""The pipeline of an audit: roots, object list, reading, connectivity, places, findings."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
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
from git_secrets_py.audit.reader import DAMAGED, ReadResults
from git_secrets_py.audit.reading import Tally, read_listed
from git_secrets_py.audit.roots import find_roots
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.model import NotScanned
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.model import AuditFinding, OnProgress
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
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


def run(
    repository: Repository,
    registry: Registry,
    options: Options | None = None,
    on_progress: OnProgress | None = None,
) -> AuditResult:
    """Audit the history of ``repository`` with the patterns of ``registry``.

    ``on_progress`` is called about ten times a second, in this thread. ``KeyboardInterrupt`` ends
    the audit early: the findings so far are returned, marked as incomplete. Raises ``GitError``
    if git cannot list objects, ``UsageError`` for invalid revisions.
    """
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.engine.matcher import Matcher

    started = time.monotonic()
    options = options or Options()
    matcher = Matcher(
        registry.prohibited, cache=DatabaseCache(), scan_binary=options.scan_binary
    )  # fmt: skip
    tally = Tally(ReadResults(keep_allowed=options.keep_allowed))
    complete = True
    with TemporaryDirectory(prefix="git-secrets-") as folder:
        children = ProcessGroup(repository.git)
        workspace = Workspace(repository, children, folder, options.threads or _cores())
        audit = _Audit(workspace, registry, matcher, options, on_progress or (lambda _: None))
        try:
            findings = _find(audit, tally)
        except KeyboardInterrupt:
            children.stop()
            complete = False
            findings = _unfinished_findings(audit, tally)
        finally:
            children.stop()
    binaries = [*tally.cached_binaries, *tally.results.binaries]
    counts = AuditCounts(
        commits=tally.commits,
        blobs=tally.blobs,
        tags=tally.tags,
        size=tally.size,
        patterns=len(registry.prohibited),
        binaries=len(binaries),
        from_cache=tally.from_cache,
        missing=tally.missing,
        seconds=time.monotonic() - started,
        is_shallow=repository.is_shallow,
        is_partial=repository.is_partial,
    )
    unread = [problem for problems in tally.results.problems.values() for problem in problems]
    problems = [*tally.problems, *unread]
    return AuditResult(counts, findings, tally.results.allowed, problems, binaries, complete)


def _find(audit: _Audit, tally: Tally) -> list[AuditFinding]:
    """Read the objects, and return the findings in those that match."""
    workspace = audit.workspace
    roots = find_roots(workspace.repository, workspace.children)
    tally.problems += roots.problems
    if audit.options.revisions:
        commits = _read_revisions(audit, tally)
    else:
        commits = None
        _read_everything(audit, tally, roots)
    if not tally.results.matched:
        return []
    places = _find_places(audit, tally, roots, commits)
    secrets = _gatherer(audit, tally, places).gather()
    return add_history(secrets, places, roots, workspace)


def _find_places(audit: _Audit, tally: Tally, roots: Roots, commits: Commits | None) -> Places:
    """Return the places of the matched objects in ``commits``, by default in all of history."""
    matched = tally.results.matched
    if commits is not None:
        return places_in_commits(audit.workspace, matched, commits)
    unreachable = audit.options.unreachable
    places, problems = places_in_history(audit.workspace, matched, roots, unreachable=unreachable)
    tally.problems += problems
    return places


def _unfinished_findings(audit: _Audit, tally: Tally) -> list[AuditFinding]:
    """Return the findings among the matches so far, without their commits."""
    places = places_without_history(dict(tally.results.matched))
    return without_history(_gatherer(audit, tally, places).gather(_LAST_MOMENT))


def _gatherer(audit: _Audit, tally: Tally, places: Places) -> Gatherer:
    git = audit.workspace.repository.git
    return Gatherer(git, Scanner(audit.matcher), audit.registry.allow, places, tally.results)


def _read_revisions(audit: _Audit, tally: Tally) -> Commits:
    """Read the objects that the chosen commits introduced; return these commits."""
    children, threads = audit.workspace.children, audit.workspace.threads
    is_partial = audit.workspace.repository.is_partial
    commits = list_revisions(children, audit.workspace.file("commits"), audit.options.revisions)
    objects = introduced_objects(children, commits, threads, is_partial=is_partial)
    missing: list[bytes] = []
    _read(audit, tally, objects, missing.append)
    _report_missing(missing, audit, tally)
    return commits


def _read_everything(audit: _Audit, tally: Tally, roots: Roots) -> None:
    """Read all objects that are not in the cache, check connectivity, update the cache."""
    children, results = audit.workspace.children, tally.results
    plan = plan_reading(children, _cache(audit))
    tally.from_cache = plan.from_cache
    tally.cached_binaries += [oid.hex().encode() for oid in plan.old_binaries]
    path = audit.workspace.file("listed")
    with ConnectivityWalk(children, roots.tips, plan.verified) as walk:
        objects = objects_to_read(plan, children, path)
        _read(audit, tally, objects, lambda oid: results.report_problem(oid, DAMAGED))
        is_connected = _check_connectivity(walk, audit, tally, roots)
    if results.is_certain:
        excluded = [*results.matched, *results.problems]
        tips = list(roots.tips) if is_connected else []
        update_cache(plan, path, excluded, results.binaries, tips)


def _read(
    audit: _Audit, tally: Tally, objects: Iterable[bytes], on_missing: Callable[[bytes], object]
) -> None:
    scanners = [Scanner(audit.matcher) for _ in range(audit.workspace.threads)]
    read_listed(objects, scanners, audit.workspace, tally, on_missing, audit.on_progress)


def _check_connectivity(walk: ConnectivityWalk, audit: _Audit, tally: Tally, roots: Roots) -> bool:
    """Report missing objects; return whether there are none."""
    is_whole = not roots.problems
    try:
        missing = {*walk.missing(), *roots.unstaged} - tally.results.problems.keys()
    except GitError as error:
        tally.problems.append(NotScanned(f"history is damaged: {error}"))
        missing, is_whole = set(roots.unstaged), False
    _report_missing(missing, audit, tally)
    return is_whole and not missing


def _report_missing(oids: Collection[bytes], audit: _Audit, tally: Tally) -> None:
    tally.missing = len(oids)
    if not oids:
        return
    advice = "run 'git fsck'"
    if audit.workspace.repository.is_partial:
        advice = "this is a partial clone, and an audit does not fetch"
    severity = NotScanned.WARNING if audit.options.allow_missing else NotScanned.ERROR
    number, first = count(len(oids), "object"), min(oids).decode()
    tally.problems.append(
        NotScanned(f"not scanned: {number} missing, such as {first}; {advice}", severity)
    )


def _cache(audit: _Audit) -> CacheFile | None:
    if not audit.options.use_cache:
        return None
    from git_secrets_py.audit.cache_file import open_cache

    return open_cache(
        audit.workspace.repository.common_dir,
        audit.registry.prohibited,
        (__version__.encode(), *_engine(), b"%d" % audit.options.scan_binary),
    )


def _engine() -> Sequence[bytes]:
    """Return the names and versions of the regular expression engines."""
    import regex

    from git_secrets_py.engine.hyperscan import hyperscan_module

    hyperscan = hyperscan_module()
    version = hyperscan.__version__ if hyperscan else "none"
    return [b"hyperscan", version.encode(), b"regex", regex.__version__.encode()]


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
