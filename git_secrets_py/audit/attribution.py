"""The attribution of matches: the commits and paths that hold them, and what is allowed.

It is loaded at the first match only.
"""

from __future__ import annotations

import math

from git_secrets_py.audit.examination import Outcome
from git_secrets_py.audit.findings import Gatherer
from git_secrets_py.audit.history import AuditFindings, HeadReading, add_history
from git_secrets_py.audit.known_places import PlacesCache, state_of
from git_secrets_py.audit.loose_objects import misnamed_objects
from git_secrets_py.audit.places import (
    places_as_known,
    places_in_commits,
    places_in_history,
    places_without_history,
)
from git_secrets_py.audit.read_results import MISNAMED, object_problem
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.git.lfs import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.examination import Examined, Inputs
    from git_secrets_py.audit.known_places import KnownPlaces
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.content import NotScanned


def attribute(inputs: Inputs, examined: Examined, roots: Roots, commits: Commits | None) -> Outcome:
    """Return the findings with their commits; ``commits`` are those chosen, if any were."""
    stored = _stored_places(inputs, examined, roots)
    known = stored.load() if stored else None
    misnamed = [] if known else sorted(misnamed_objects(inputs.workspace.repository))
    if misnamed:
        damage = [object_problem(oid, MISNAMED) for oid in misnamed]
        return attribute_to_nothing(inputs, examined, damage)
    head = HeadReading(inputs.workspace.children, examined.reading.matched)
    places, problems = _find_places(inputs, examined, roots, commits, known)
    if stored and not known and not problems:
        stored.store(places.known(inputs.workspace, roots))
    gathered = _gatherer(inputs, places).gather()
    return Outcome(
        examined=examined,
        findings=add_history(gathered.secrets, places, roots, inputs.workspace, head),
        allowed=gathered.allowed,
        problems=[*problems, *gathered.problems],
        unreachable=len(places.unplaced()) if commits is None else 0,
    )


def attribute_to_nothing(
    inputs: Inputs,
    examined: Examined,
    problems: Sequence[NotScanned],
    seconds: float = math.inf,
) -> Outcome:
    """Return the findings among the matches so far, without their commits.

    After ``seconds`` the remaining matches are skipped.
    """
    places = places_without_history(examined.reading.matched)
    gathered = _gatherer(inputs, places).gather(seconds)
    return Outcome(
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
