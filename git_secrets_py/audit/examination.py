"""The examination of objects: those to read, those in the cache, and missing ones."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from git_secrets_py import __version__
from git_secrets_py.audit import object_list
from git_secrets_py.audit.commits import introduced_objects
from git_secrets_py.audit.connectivity import ConnectivityWalk
from git_secrets_py.audit.incremental import (
    ReadingPlan,
    count_covered,
    objects_to_read,
    plan_reading,
    update_cache,
)
from git_secrets_py.audit.listed_ids import ListedLines, PackedIds
from git_secrets_py.audit.loose_objects import misnamed_objects
from git_secrets_py.audit.model import ObjectCounts
from git_secrets_py.audit.read_results import DAMAGED, MISNAMED, object_problem
from git_secrets_py.audit.reading import Reading, read_listed
from git_secrets_py.audit.revisions import list_revisions
from git_secrets_py.content import NotScanned
from git_secrets_py.engine.hyperscan import CODE as CODE_OF_DATABASES
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.files import code_mark
from git_secrets_py.git import promisor
from git_secrets_py.packs.choice import is_compiled
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from git_secrets_py.audit.beginning import Beginning
    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.known_places import KnownPlaces
    from git_secrets_py.audit.model import AuditFinding, OnProgress, Options, Workspace
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.findings.finding import Allowed
    from git_secrets_py.packs.opening import OpenPacks
    from git_secrets_py.registry import Registry

# The packages, with those in them, whose code decides the findings of an audit: all that decide the
# content of a database, and these.
_OWN_CODE = ("audit", "git", "packs", "sources", "sources/archives")
CODE = (*CODE_OF_DATABASES, *_OWN_CODE)


class Inputs(NamedTuple):
    """The inputs of the steps of an audit."""

    workspace: Workspace
    registry: Registry
    matcher: Matcher
    options: Options
    on_progress: OnProgress


class Examined(NamedTuple):
    """The objects that were read or are in the cache, and the problems with others.

    ``covered`` are the numbers of all objects that were examined, now or earlier. ``old`` is the
    number of objects in the cache, ``old_binaries`` are the binary ones among them. ``absent`` is
    the number of missing objects. ``staged`` are the paths of staged blobs. ``cache_mark`` is the
    digest of ``cache`` if that is up to date. ``places`` are the commits that concern the matches,
    by the links between objects.
    """

    reading: Reading = Reading()
    covered: ObjectCounts = ObjectCounts()
    old: int = 0
    old_binaries: Sequence[bytes] = ()
    absent: int = 0
    staged: Mapping[bytes, set[bytes]] = {}
    problems: Sequence[NotScanned] = ()
    cache: CacheFile | None = None
    cache_mark: bytes = b""
    places: KnownPlaces | None = None


class AuditOutcome(NamedTuple):
    """The findings in the objects that were examined; ``unreachable`` others match, too."""

    examined: Examined
    findings: Sequence[AuditFinding] = ()
    allowed: Sequence[Allowed] = ()
    problems: Sequence[NotScanned] = ()
    unreachable: int = 0
    is_complete: bool = True


def chosen_commits(inputs: Inputs, beginning: Beginning) -> Commits | None:
    """Return the commits that the revisions choose; ``None`` if there are no revisions."""
    if not inputs.options.revisions:
        return None
    beginning.roots()  # its error, if there is one, explains more
    workspace = inputs.workspace
    path = workspace.file("commits")
    commits = list_revisions(workspace.children, path, inputs.options.revisions)
    return commits.within(workspace.repository)


def examine_commits(inputs: Inputs, commits: Commits, roots: Roots) -> Examined:
    """Read the objects that ``commits`` introduced.

    Read nothing if a commit or tree is misnamed: it would hide changes of others, or git fails.
    """
    workspace = inputs.workspace
    misnamed = sorted(misnamed_objects(workspace.repository))
    if misnamed:
        problems = [object_problem(oid, MISNAMED) for oid in misnamed]
        return Examined(reading=Reading(is_complete=True), problems=[*roots.problems, *problems])
    is_partial = workspace.repository.is_partial
    objects = introduced_objects(
        workspace.children, commits, workspace.threads, is_partial=is_partial
    )
    reading = _read(inputs, objects)
    absent = [*reading.missing, *commits.treeless()]
    missing = _missing_problem(absent, inputs, commits.ids(), promisor.NO_HISTORY)
    return Examined(
        reading=reading,
        covered=reading.counts,
        absent=len(absent),
        staged=roots.staged,
        problems=[*roots.problems, *missing],
    )


def examine_everything(inputs: Inputs, beginning: Beginning) -> Examined:
    """Read all objects that are not in the cache, check connectivity, update the cache."""
    cache = _cache(inputs)
    cached = cache.load() if cache else None
    if cached is None and _may_read_packs(inputs):
        with _open_packs(inputs) as packs, beginning.ids() as ids:
            return _examine(inputs, beginning.roots(), ReadingPlan(cache), (packs, ids))
    roots = beginning.roots()
    with beginning.ids() as ids:
        plan = plan_reading(ids, cache, cached)
    if plan.is_outdated and _may_read_packs(inputs):
        with _open_packs(inputs) as packs:
            ids = object_list.all_ids(beginning.children, inputs.workspace.repository)
            return _examine(inputs, roots, plan, (packs, ids))
    return _examine(inputs, roots, plan, None)


def _open_packs(inputs: Inputs) -> OpenPacks:
    from git_secrets_py.audit.pack_reading import open_packs

    return open_packs(inputs.workspace.repository)


def _examine(
    inputs: Inputs,
    roots: Roots,
    plan: ReadingPlan,
    packed: tuple[OpenPacks, Iterable[bytes]] | None,
) -> Examined:
    """Carry out ``plan``, with the packs and packed IDs of all objects in ``packed``."""
    children, path = inputs.workspace.children, inputs.workspace.file("listed")
    width = len(inputs.workspace.repository.empty_tree) // 2
    listed = ListedLines(path) if packed is None else PackedIds(path, width)
    # The compiled reader follows the links between objects afterwards, on all cores.
    is_followed = packed is not None and _is_whole(inputs)
    with ConnectivityWalk(children, () if is_followed else roots.tips, plan.verified) as walk:
        reading = _with_damaged(_read_planned(inputs, plan, path, packed))
        examined = Examined(
            reading=reading,
            covered=reading.counts,
            old=plan.from_cache,
            old_binaries=[oid.hex().encode() for oid in plan.old_binaries],
            staged=roots.staged,
            problems=roots.problems,
        )
        if not reading.is_complete:
            # A second interruption ends this, too.
            with suppress(KeyboardInterrupt):
                _keep(plan, reading, inputs.workspace)
            return examined
        packs = packed[0] if packed is not None and is_followed else None
        try:
            connected, places = _connect(walk, packs, examined, roots, inputs)
            covered = count_covered(plan, children, path, reading.counts)
            connected = connected._replace(covered=covered)
            mark = _update(plan, listed, connected, _connected_tips(connected, roots, inputs))
        except KeyboardInterrupt:
            return examined._replace(reading=reading._replace(is_complete=False))
    return connected._replace(cache=plan.cache, cache_mark=mark, places=places)


def _connect(
    walk: ConnectivityWalk,
    packs: OpenPacks | None,
    examined: Examined,
    roots: Roots,
    inputs: Inputs,
) -> tuple[Examined, KnownPlaces | None]:
    """Return ``examined`` with the missing reachable objects, and the places of matches.

    The links between objects are followed in ``packs``. Without these, or if they end at an object
    that is not there, git decides.
    """
    children, path = inputs.workspace.children, inputs.workspace.file("listed")
    places = None
    if packs is not None:
        are_complete, places = _follow_links(packs, inputs, path, examined.reading, roots)
        if not are_complete:
            with ConnectivityWalk(children, roots.tips) as complete:
                return _check_connectivity(complete, examined, roots, inputs), places
    return _check_connectivity(walk, examined, roots, inputs), places


def _connected_tips(examined: Examined, roots: Roots, inputs: Inputs) -> Iterable[bytes]:
    """Return the tips from which the next audit need not walk: all of them or none."""
    # The walk ended at the boundary of a shallow clone, which may be moved or removed.
    is_cut = inputs.workspace.repository.is_shallow
    return () if examined.problems or is_cut else roots.tips


def _update(
    plan: ReadingPlan, listed: ListedLines | PackedIds, examined: Examined, tips: Iterable[bytes]
) -> bytes:
    """Update the cache with the objects ``listed``; return its digest.

    No object is missing from ``tips``.
    """
    reading = examined.reading
    if not reading.is_certain:
        return b""
    suspects = {*reading.matched, *reading.unread, *reading.unfetched}
    return update_cache(
        plan, listed, suspects, reading.binaries, tips, reading.sure_matches(), examined.covered
    )


def _keep(plan: ReadingPlan, reading: Reading, workspace: Workspace) -> None:
    """Add the objects that an interrupted audit has read to the cache: the next one continues."""
    if not reading.is_certain or not reading.segments:
        return
    path = workspace.file("finished")
    binaries: list[bytes] = []
    with open(path, "wb") as output:
        for segment in reading.segments:
            with open(segment, "rb") as listed:
                lines = listed.read()
            output.write(lines)
            ids = {line.partition(b" ")[0] for line in lines.splitlines()}
            binaries += ids.intersection(reading.binaries)
    suspects = {*reading.matched, *reading.unread, *reading.unfetched}
    update_cache(plan, ListedLines(path), suspects, binaries, plan.verified)


def _read(inputs: Inputs, objects: Iterable[bytes], matches: Collection[bytes] = ()) -> Reading:
    """Read ``objects``, except those that are known ``matches``."""
    scanners = [Scanner(inputs.matcher) for _ in range(inputs.workspace.threads)]
    expand = inputs.options.expand
    return read_listed(objects, scanners, inputs.workspace, inputs.on_progress, expand, matches)


def _may_read_packs(inputs: Inputs) -> bool:
    """Return whether the compiled reader serves if everything is to be read."""
    # A delta touches no lines of patterns that are tried on whole content, and of archives.
    return not inputs.matcher.whole and inputs.options.expand is None and is_compiled()


def _is_whole(inputs: Inputs) -> bool:
    """Return whether history has neither a boundary nor objects that are on a remote only."""
    repository = inputs.workspace.repository
    return not repository.is_shallow and not repository.is_partial


def _follow_links(
    packs: OpenPacks, inputs: Inputs, path: str, reading: Reading, roots: Roots
) -> tuple[bool, KnownPlaces | None]:
    """Return whether the compiled reader finds that no object is missing, and places of matches."""
    from git_secrets_py.audit.links import follow

    try:
        links = follow(packs, inputs.workspace, path, reading.matched, roots)
    except GitError:
        return False, None
    return links.are_complete, links.places


def _read_planned(
    inputs: Inputs,
    plan: ReadingPlan,
    path: str,
    packed: tuple[OpenPacks, Iterable[bytes]] | None,
) -> Reading:
    """Read the objects of ``plan``; write their list to ``path``."""
    if packed is None:
        return _read(inputs, objects_to_read(plan, inputs.workspace, path), plan.matches)
    from git_secrets_py.audit.pack_reading import read_packs

    return read_packs(*packed, inputs.matcher, inputs.workspace, inputs.on_progress, path)


def _with_damaged(reading: Reading) -> Reading:
    """Return ``reading`` with the missing objects as damaged: the database lists them."""
    damaged = {oid: [object_problem(oid, DAMAGED)] for oid in reading.missing}
    return reading._replace(unread={**damaged, **reading.unread})


def _check_connectivity(
    walk: ConnectivityWalk, examined: Examined, roots: Roots, inputs: Inputs
) -> Examined:
    """Return ``examined`` with the number of missing objects, and problems if there are any."""
    problems: list[NotScanned] = []
    missing = set(roots.unstaged)
    try:
        missing = {*walk.missing(), *missing} - examined.reading.unread.keys()
    except GitError as error:
        problems.append(NotScanned(f"history is damaged: {error}"))
    problems += _missing_problem(missing, inputs, roots.tips, promisor.INDEX)
    return examined._replace(absent=len(missing), problems=[*examined.problems, *problems])


def _missing_problem(
    oids: Collection[bytes], inputs: Inputs, roots: Iterable[bytes], *options: str
) -> list[NotScanned]:
    """Return the problem that objects are missing, if there are any.

    They are reachable from ``roots``, or from the refs that ``options`` name.
    """
    if not oids:
        return []
    repository, chosen = inputs.workspace.repository, inputs.options
    first = min(oids).decode()
    if repository.is_partial and promisor.are_promised(repository.git, roots, *options):
        allowed = chosen.allow_partial or chosen.allow_missing
        return [promisor.absent_problem(len(oids), [first], repository, allowed=allowed)]
    severity = NotScanned.WARNING if chosen.allow_missing else NotScanned.ERROR
    message = f"not scanned: {count(len(oids), 'object')} missing, such as {first}; run 'git fsck'"
    return [NotScanned(message, severity)]


def _cache(inputs: Inputs) -> CacheFile | None:
    if not inputs.options.use_cache:
        return None
    from git_secrets_py.audit.cache_file import open_cache

    return open_cache(
        inputs.options.cache_folder or inputs.workspace.repository.common_dir,
        inputs.registry.prohibited,
        (*_code(), *_choices(inputs)),
    )


def _choices(inputs: Inputs) -> Sequence[bytes]:
    """Return the options that decide which objects match."""
    options, decodes = inputs.options, inputs.matcher.decodes
    return [b"%d%d%d" % (options.scan_binary, decodes, options.expand is not None)]


def _code() -> Sequence[bytes]:
    """Return the versions of this program and of the regular expression engines."""
    from git_secrets_py.engine.compiled import regex_mark
    from git_secrets_py.engine.hyperscan import database_code_mark, hyperscan_module

    hyperscan = hyperscan_module()
    version = hyperscan.__version__ if hyperscan else "none"
    own = __version__.encode(), database_code_mark(), code_mark(*_OWN_CODE)
    return [*own, b"hyperscan", version.encode(), b"regex", regex_mark()]
