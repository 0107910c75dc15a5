"""The examination of objects: those to read, and those in the cache."""

from __future__ import annotations

from contextlib import suppress

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
from git_secrets_py.audit.missing_objects import connected_tips, missing_problem, with_missing
from git_secrets_py.audit.read_results import DAMAGED, MISNAMED, object_problem
from git_secrets_py.audit.reading import Reading, read_listed
from git_secrets_py.audit.revisions import list_revisions
from git_secrets_py.audit.steps import Examined, Inputs
from git_secrets_py.engine.hyperscan import CODE as CODE_OF_DATABASES
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.files import code_mark
from git_secrets_py.git import promisor
from git_secrets_py.packs.choice import is_compiled
from git_secrets_py.packs.opening import packs_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from git_secrets_py.audit.beginning import Beginning
    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.packs.opening import OpenPacks

# The packages, with those in them, whose code decides the findings of an audit: all that decide the
# content of a database, and these.
_OWN_CODE = ("audit", "git", "packs", "sources", "sources/archives")
CODE = (*CODE_OF_DATABASES, *_OWN_CODE)
# The size in bytes of packs that the compiled reader reads within seconds.
_QUICK = 1 << 30


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
    missing = missing_problem(absent, inputs, commits.ids(), promisor.NO_HISTORY)
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
        plan = plan_reading(ids, cache, cached, is_quick=_is_quick(inputs))
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
            connected, places = with_missing(walk, packs, examined, roots, inputs)
            covered = count_covered(plan, children, path, reading.counts)
            connected = connected._replace(covered=covered)
            mark = _update(plan, listed, connected, connected_tips(connected, roots, inputs))
        except KeyboardInterrupt:
            return examined._replace(reading=reading._replace(is_complete=False))
    return connected._replace(cache=plan.cache, cache_mark=mark, places=places)


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


def _is_quick(inputs: Inputs) -> bool:
    """Return whether the compiled reader would read everything within seconds."""
    folders = inputs.workspace.repository.object_folders
    sizes = (size for folder in folders for size, _ in packs_in(folder))
    return _may_read_packs(inputs) and sum(sizes) <= _QUICK


def _is_whole(inputs: Inputs) -> bool:
    """Return whether history has neither a boundary nor objects that are on a remote only."""
    repository = inputs.workspace.repository
    return not repository.is_shallow and not repository.is_partial


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
