"""The missing objects of an audit: those that are reachable, and not in the database."""

from __future__ import annotations

from git_secrets_py.audit.connectivity import ConnectivityWalk
from git_secrets_py.content import NotScanned
from git_secrets_py.errors import GitError
from git_secrets_py.git import promisor
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from git_secrets_py.audit.known_places import KnownPlaces
    from git_secrets_py.audit.reading import Reading
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.audit.steps import Examined, Inputs
    from git_secrets_py.packs.opening import OpenPacks


def with_missing(
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


def connected_tips(examined: Examined, roots: Roots, inputs: Inputs) -> Iterable[bytes]:
    """Return the tips from which the next audit need not walk: all of them or none."""
    # The walk ended at the boundary of a shallow clone, which may be moved or removed.
    is_cut = inputs.workspace.repository.is_shallow
    return () if examined.problems or is_cut else roots.tips


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
    problems += missing_problem(missing, inputs, roots.tips, promisor.INDEX)
    return examined._replace(absent=len(missing), problems=[*examined.problems, *problems])


def missing_problem(
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
