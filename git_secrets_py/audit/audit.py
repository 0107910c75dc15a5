"""Joins the steps of an audit."""

from __future__ import annotations

import os
import time
from tempfile import TemporaryDirectory

from git_secrets_py._version import __version__
from git_secrets_py.audit import commits, object_list
from git_secrets_py.audit.attribution import Attribution
from git_secrets_py.audit.connectivity import Walk
from git_secrets_py.audit.incremental import Plan
from git_secrets_py.audit.model import AuditResult, Options, Progress, Summary
from git_secrets_py.audit.pool import TICK, Pool
from git_secrets_py.audit.reader import Harvest, Reader
from git_secrets_py.audit.roots import Roots
from git_secrets_py.audit.segments import SegmentWriter
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.model import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.model import OnProgress
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.trees import Change
    from git_secrets_py.registry import Registry


def run(
    repository: Repository,
    registry: Registry,
    options: Options | None = None,
    on_progress: OnProgress | None = None,
) -> AuditResult:
    """Audit the history of ``repository`` with the patterns of ``registry``.

    ``on_progress`` is called some ten times a second, in this thread. ``KeyboardInterrupt`` ends
    the audit early: what was found so far is returned, marked as incomplete. Raises ``GitError``
    where git cannot even list objects, ``UsageError`` for revisions that are none.
    """
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.engine.matcher import Matcher

    options = options or Options()
    matcher = Matcher(
        registry.prohibited, cache=DatabaseCache(), scan_binary=options.scan_binary
    )  # fmt: skip
    with TemporaryDirectory(prefix="git-secrets-") as folder:
        audit = Audit(repository, registry, matcher, options, folder)
        return audit.run(on_progress or (lambda progress: None))


class Audit:
    """One audit, from listing to telling; ``folder`` takes its temporary files."""

    def __init__(
        self,
        repository: Repository,
        registry: Registry,
        matcher: Matcher,
        options: Options,
        folder: str,
    ) -> None:
        self._repository = repository
        self._registry = registry
        self._matcher = matcher
        self._options = options
        self._folder = folder
        self._threads = options.threads or _cores()
        self._children = ProcessGroup(repository.git)
        self._harvest = Harvest(keep_allowed=options.keep_allowed)
        self._summary = Summary()
        self._result = AuditResult(self._summary)
        self._commits: Commits | None = None
        self._absent: list[bytes] = []
        self._attribution = Attribution(
            repository, self._children, self._harvest, folder, self._threads
        )

    def run(self, on_progress: OnProgress) -> AuditResult:
        started = time.monotonic()
        self._summary.patterns = len(self._registry.prohibited)
        self._summary.is_shallow = self._repository.is_shallow
        self._summary.is_partial = self._repository.is_partial
        try:
            self._audit(on_progress)
        except KeyboardInterrupt:
            self._children.stop()
            self._result.complete = False
            self._result.findings = self._attribution.unfinished(
                Scanner(self._matcher), self._registry.allow
            )
        finally:
            self._children.stop()
        self._result.problems += self._attribution.problems
        self._result.problems += [
            problem for problems in self._harvest.problems.values() for problem in problems
        ]
        self._result.allowed = self._harvest.allowed
        self._result.binaries += self._harvest.binaries
        self._summary.binaries = len(self._result.binaries)
        self._summary.seconds = time.monotonic() - started
        return self._result

    def _audit(self, on_progress: OnProgress) -> None:
        roots = Roots(self._repository, self._children)
        self._result.problems += roots.problems
        if self._options.revisions:
            self._read(self._introduced(), on_progress)
            self._tell_missing(self._absent)
        else:
            self._audit_everything(roots, on_progress)
        if self._harvest.matched:
            places = self._attribution.places(roots, self._commits, self._options)
            self._result.findings = self._attribution.findings(
                places, roots, Scanner(self._matcher), self._registry.allow
            )

    def _audit_everything(self, roots: Roots, on_progress: OnProgress) -> None:
        plan = Plan(self._children, self._cache(), self._folder)
        self._summary.from_cache = plan.from_cache
        self._result.binaries += [oid.hex().encode() for oid in plan.old_binaries]
        with Walk(self._children, roots.tips, plan.verified) as walk:
            self._read(plan.lines(), on_progress)
            connected = self._check(walk, roots)
        if self._harvest.is_certain:
            unsettled = [*self._harvest.matched, *self._harvest.problems]
            plan.keep(unsettled, self._harvest.binaries, list(roots.tips) if connected else [])

    def _read(self, pieces: Iterable[bytes], on_progress: OnProgress) -> None:
        """Read the objects that ``pieces`` list, and note what they are."""
        scanners = [Scanner(self._matcher) for _ in range(self._threads)]
        pool = Pool(
            [
                Reader(self._repository.git, self._children, scanner, self._harvest)
                for scanner in scanners
            ]
        )
        reported = 0.0

        def tick(*, is_listed: bool = True) -> None:
            nonlocal reported
            if time.monotonic() - reported >= TICK:
                reported = time.monotonic()
                on_progress(self._progress(pool, is_listed=is_listed))

        segments = SegmentWriter(self._folder, pool.put)
        try:
            for lines in pieces:
                segments.add(self._wanted(lines))
                tick(is_listed=False)
            segments.flush()
            pool.finish(tick)
        except BaseException:
            self._children.stop()  # so that no thread goes on reading
            raise
        finally:
            self._summary.size = pool.size
            pool.abandon()

    def _wanted(self, lines: bytes) -> list[bytes]:
        """Return the lines of objects that can hold a secret; note those git cannot read."""
        self._summary.commits += lines.count(b" commit ")
        self._summary.tags += lines.count(b" tag ")
        self._summary.blobs += lines.count(b" blob ")
        split = lines.splitlines(keepends=True)
        if object_list.MISSING in lines:
            self._note_absent(line[:-9] for line in split if line.endswith(object_list.MISSING))
            split = [line for line in split if not line.endswith(object_list.MISSING)]
        return [line for line in split if b" tree " not in line]

    def _note_absent(self, oids: Iterable[bytes]) -> None:
        """Note objects that git has no type for: of those that are listed, they are damaged."""
        if self._options.revisions:
            self._absent += oids
            return
        for oid in oids:
            self._harvest.complain(oid, "it is damaged; git fsck tells more")

    def _progress(self, pool: Pool, *, is_listed: bool) -> Progress:
        total = self._summary.commits + self._summary.tags + self._summary.blobs
        return Progress(
            pool.done, total, pool.size, len(self._harvest.matched), is_listed=is_listed
        )

    def _introduced(self) -> Iterator[bytes]:
        """Yield the lines of what the chosen commits brought in."""
        path = os.path.join(self._folder, "commits")
        self._commits = commits.list_revisions(self._children, path, self._options.revisions)
        oids: dict[bytes, None] = {}
        with open(path, "rb") as listed:
            oids.update((line[:-1], None) for line in listed)

        def take(change: Change) -> None:
            if change.new.strip(b"0"):
                oids[change.new] = None

        if oids:
            self._commits.changes(take, (), self._threads)
            is_partial = self._summary.is_partial
            yield from object_list.some_objects(self._children, oids, is_partial=is_partial)

    def _check(self, walk: Walk, roots: Roots) -> bool:
        """Tell whether nothing is missing; note what is."""
        is_whole = not roots.problems
        try:
            missing = {*walk.missing(), *roots.unstaged} - self._harvest.problems.keys()
        except GitError as error:
            self._result.problems.append(NotScanned(f"history is damaged: {error}"))
            missing, is_whole = set(roots.unstaged), False
        self._tell_missing(missing)
        return is_whole and not missing

    def _tell_missing(self, oids: Collection[bytes]) -> None:
        self._summary.missing = len(oids)
        if oids:
            self._result.problems.append(_missing(oids, self._options, self._summary))

    def _cache(self) -> CacheFile | None:
        if not self._options.use_cache:
            return None
        from git_secrets_py.audit.cache_file import open_cache

        return open_cache(
            self._repository.common_dir,
            self._registry.prohibited,
            (__version__.encode(), *_engine(), b"%d" % self._options.scan_binary),
        )


def _engine() -> list[bytes]:
    """Return what tells one engine from another."""
    import regex

    from git_secrets_py.engine.hyperscan import hyperscan_module

    hyperscan = hyperscan_module()
    version = hyperscan.__version__ if hyperscan else "none"
    return [b"hyperscan", version.encode(), b"regex", regex.__version__.encode()]


def _missing(oids: Collection[bytes], options: Options, summary: Summary) -> NotScanned:
    severity = NotScanned.WARNING if options.allow_missing else NotScanned.ERROR
    advice = "'git fsck' tells more"
    if summary.is_partial:
        advice = "this is a partial clone, and an audit fetches nothing"
    number = f"{len(oids):,} objects" if len(oids) > 1 else "1 object"
    first = min(oids).decode()
    return NotScanned(f"not scanned: {number} missing here, such as {first}; {advice}", severity)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
