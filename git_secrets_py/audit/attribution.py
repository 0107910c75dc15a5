"""The attribution of matches: the commits and paths that hold them, and allowed ones.

It is loaded at the first match only.
"""

from __future__ import annotations

import math

from git_secrets_py.audit.findings import Gathered, Gatherer, Secrets
from git_secrets_py.audit.history import AuditFindings, HeadReading, add_history
from git_secrets_py.audit.known_findings import FindingRecorder, Repetition, mark_of_rules
from git_secrets_py.audit.known_places import PlacesCache, state_of
from git_secrets_py.audit.loose_objects import misnamed_objects
from git_secrets_py.audit.places import (
    places_as_known,
    places_in_commits,
    places_in_history,
    places_without_history,
)
from git_secrets_py.audit.read_results import MISNAMED, object_problem
from git_secrets_py.audit.steps import AuditOutcome
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.git.lfs import LfsStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.known_places import KnownFindings, KnownPlaces
    from git_secrets_py.audit.model import Progress
    from git_secrets_py.audit.places import Places
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.audit.steps import Examined, Inputs
    from git_secrets_py.content import NotScanned


def attribute(
    inputs: Inputs, examined: Examined, roots: Roots, commits: Commits | None
) -> AuditOutcome:
    """Return the findings with their commits; ``commits`` are those chosen, if any were."""
    stored = _stored_places(inputs, examined, roots)
    known, findings = (stored.load() if stored else None) or (None, None)
    misnamed = [] if known else sorted(misnamed_objects(inputs.workspace.repository))
    if misnamed:
        damage = [object_problem(oid, MISNAMED) for oid in misnamed]
        return attribute_to_nothing(inputs, examined, damage)
    head = HeadReading(inputs.workspace.children, examined.reading.matched)
    if findings is None:
        inputs = _scanning(inputs)
    problems: Sequence[NotScanned] = ()
    repetition = _repetition(inputs, findings)
    places = _known_places(inputs, examined, roots, known)
    gathered = _repeat(repetition, places)
    if places is None:
        known = None
        places, problems = _find_places(inputs, examined, roots, commits)
    if gathered is None:
        gathered = _gatherer(inputs, places).gather()
        if stored and not problems and (known is None or gathered.known is not None):
            stored.store(places.known(inputs.workspace, roots), gathered.known)
    return AuditOutcome(
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
) -> AuditOutcome:
    """Return the findings among the matches so far, without their commits.

    After ``seconds`` the remaining matches are skipped.
    """
    places = places_without_history(examined.reading.matched)
    gathered = _gatherer(inputs, places).gather(seconds)
    return AuditOutcome(
        examined=examined,
        findings=AuditFindings(gathered.secrets),
        allowed=gathered.allowed,
        problems=[*problems, *gathered.problems],
    )


def _known_places(
    inputs: Inputs, examined: Examined, roots: Roots, known: KnownPlaces | None
) -> Places | None:
    """Return the places in the commits that are ``known``.

    ``None`` if there are none, or if the search has missed some.
    """
    if known is None:
        return None
    workspace, matched = inputs.workspace, examined.reading.matched
    unreachable = inputs.options.unreachable
    try:
        places = places_as_known(workspace, matched, roots, known, unreachable=unreachable)
    except GitError:  # the objects have changed meanwhile
        return None
    return places if places.mark() == known.mark else None


def _find_places(
    inputs: Inputs, examined: Examined, roots: Roots, commits: Commits | None
) -> tuple[Places, Sequence[NotScanned]]:
    """Return the places of the matched objects, and problems with history."""
    workspace, matched = inputs.workspace, examined.reading.matched
    if commits is not None:
        return places_in_commits(workspace, matched, commits), ()
    unreachable = inputs.options.unreachable
    return places_in_history(workspace, matched, roots, examined.places, unreachable=unreachable)


def _stored_places(inputs: Inputs, examined: Examined, roots: Roots) -> PlacesCache | None:
    """Return the stored places of matches; ``None`` unless all objects were found sound.

    They do not apply if history is cut off: git then decides which commits have parents.
    """
    repository = inputs.workspace.repository
    is_cut = repository.is_shallow or repository.is_partial
    if not examined.cache_mark or examined.problems or is_cut or examined.cache is None:
        return None
    unreachable = inputs.options.unreachable
    matched, mark = examined.reading.matched, examined.cache_mark
    state = state_of(repository, mark, matched, roots, unreachable=unreachable)
    rules = mark_of_rules(inputs.registry, keep_allowed=inputs.options.keep_allowed)
    return PlacesCache(examined.cache, state, rules)


def _scanning(inputs: Inputs) -> Inputs:
    """Return ``inputs`` that load the modules of a scan while git compares commits."""
    report, is_loaded = inputs.workspace.on_progress, False

    def load(progress: Progress) -> None:
        nonlocal is_loaded
        if is_loaded:
            report(progress)
            return
        import git_secrets_py.engine.decider
        import git_secrets_py.engine.decoding.matches  # noqa: F401

        is_loaded = True  # git has only just been started: there is no progress yet

    return inputs._replace(workspace=inputs.workspace._replace(on_progress=load))


def _repetition(inputs: Inputs, findings: KnownFindings | None) -> Repetition | None:
    if findings is None:
        return None
    return Repetition(inputs.workspace.children, findings, inputs.registry.prohibited)


def _repeat(repetition: Repetition | None, places: Places | None) -> Gathered | None:
    """Return the findings of ``repetition``; ``None`` if they, or their places, are not known."""
    located = None if repetition is None or places is None else repetition.located(places)
    if located is None:
        return None
    secrets = Secrets()
    for one in located:
        secrets.add(one)
    return Gathered(secrets)


def _gatherer(inputs: Inputs, places: Places) -> Gatherer:
    return Gatherer(
        inputs.workspace.repository.git,
        Scanner(inputs.matcher),
        inputs.registry.allow,
        places,
        LfsStore(inputs.workspace.repository),
        FindingRecorder(inputs.registry.prohibited, places),
        inputs.options.expand,
        keep_allowed=inputs.options.keep_allowed,
    )
