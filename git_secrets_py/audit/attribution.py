"""From matched objects to findings: where each came in, and what is to be told of it."""

from __future__ import annotations

import os

from git_secrets_py.audit import commits, facts, model, object_list
from git_secrets_py.audit.findings import Gatherer
from git_secrets_py.audit.places import UNREACHABLE, Places
from git_secrets_py.errors import GitError
from git_secrets_py.model import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.model import AuditFinding, Options
    from git_secrets_py.audit.reader import Harvest
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository

# So many seconds after an interruption what was found so far is still looked at.
_LAST_MOMENT = 0.5


class Attribution:
    """What it takes to attribute; ``folder`` takes temporary files."""

    def __init__(
        self,
        repository: Repository,
        children: ProcessGroup,
        harvest: Harvest,
        folder: str,
        parts: int,
    ) -> None:
        """``parts`` threads go through history at once."""
        self._repository = repository
        self._children = children
        self._harvest = harvest
        self._folder = folder
        self._parts = parts
        self.problems: list[NotScanned] = []

    def places(self, roots: Roots, commits: Commits | None, options: Options) -> Places:
        """Return where the matched objects are: in ``commits``, by default in all of history."""
        places = Places(self._harvest.matched)
        if commits is not None:
            self._add(places, commits)
            return places
        try:
            self._add(places, self._list("commits", list(roots.tips)))
            is_whole = True
        except GitError as error:
            self.problems.append(NotScanned(f"history is damaged: {error}"))
            is_whole = False
        places.add_tags(self._repository.git, roots)
        places.add_index(roots)
        if options.unreachable:
            self._add_unreachable(places, roots)
        if options.unreachable or not is_whole:
            places.add_rest(model.UNREACHABLE if is_whole else model.UNATTRIBUTED)
        return places

    def findings(
        self, places: Places, roots: Roots, scanner: Scanner, allow: AllowRule
    ) -> list[AuditFinding]:
        """Return the secrets at ``places``, oldest first, each with all there is to tell."""
        places.sort()
        git = self._repository.git
        secrets = Gatherer(git, scanner, allow, places, self._harvest).gather()
        return facts.tell(secrets, places, roots, self._repository, self._children, self._folder)

    def unfinished(self, scanner: Scanner, allow: AllowRule) -> list[AuditFinding]:
        """Return the secrets matched so far, as far as a moment suffices, without a place."""
        places = Places(dict(self._harvest.matched))
        places.add_rest(model.UNATTRIBUTED)
        git = self._repository.git
        gatherer = Gatherer(git, scanner, allow, places, self._harvest)
        return facts.without_facts(gatherer.gather(_LAST_MOMENT))

    def _add_unreachable(self, places: Places, roots: Roots) -> None:
        """Find what no ref leads to in the commits that were left behind, as far as they go."""
        lines = (
            line for piece in object_list.all_objects(self._children) for line in _lines(piece)
        )
        left = [line.split(b" ")[0] for line in lines if b" commit " in line]
        tips = [b"^" + oid for oid, kind in roots.tips.items() if kind in (b"commit", b"tag")]
        try:
            commits = self._list("unreachable", [*left, *tips])
            self._add(places, commits, UNREACHABLE)
        except GitError:
            return  # what they descend from may have been pruned: not damage

    def _add(self, places: Places, commits: Commits, age: int = 0) -> None:
        # Asked for certain objects, git would fetch into a partial clone.
        places.add_commits(commits, self._parts, age, by_id=not self._repository.is_partial)

    def _list(self, name: str, tips: list[bytes]) -> Commits:
        return commits.list_commits(self._children, os.path.join(self._folder, name), tips)


def _lines(piece: bytes) -> list[bytes]:
    return piece.splitlines()
