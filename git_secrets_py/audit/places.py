"""Where matched objects appear: which commits brought them in, at which paths.

Only for objects with matches, which are few: one pass over all commits.
"""

from __future__ import annotations

from git_secrets_py.audit import model
from git_secrets_py.git.tags import named_by_tags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from git_secrets_py.audit.commits import Commits
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.process import Git
    from git_secrets_py.git.trees import Change

# Ages of places that are not in a commit: after those that are. What nothing leads to is last.
BY_TAG = 1 << 40
STAGED = BY_TAG + 1
UNREACHABLE = BY_TAG + 2
NOWHERE = UNREACHABLE << 1


class Place:
    """An appearance of an object: a commit (or a word for none), a path, and its age.

    Of two places the one with the smaller ``age`` came first.
    """

    __slots__ = ("age", "commit", "path")

    def __init__(self, age: int, commit: bytes, path: bytes) -> None:
        self.age = age
        self.commit = commit
        self.path = path


class Places:
    """All appearances of the objects in ``matched`` (id → type), and their removals.

    ``removals`` maps a blob to the changes that took it away from a path, ``ages`` the commits
    among all these to their ages.
    """

    def __init__(self, matched: Mapping[bytes, bytes]) -> None:
        self._matched = matched
        self.found: dict[bytes, list[Place]] = {}
        self.removals: dict[bytes, list[Change]] = {}
        self.ages: dict[bytes, int] = {}

    def add_commits(
        self, commits: Commits, parts: int, age: int = 0, *, by_id: bool = True
    ) -> None:
        """Find the objects that have no place yet in ``commits``; raises ``GitError``.

        The first commit is ``age`` old. ``by_id`` lets git look for the objects.
        """
        unplaced = {oid: kind for oid, kind in self._matched.items() if oid not in self.found}
        blobs = [oid for oid, kind in unplaced.items() if kind == b"blob"]
        changes: list[Change] = []

        def keep(change: Change) -> None:
            if change.new in unplaced or any(oid in unplaced for oid in change.old):
                changes.append(change)

        if blobs:
            commits.changes(keep, blobs if by_id else (), parts)
        messages = unplaced.keys() - set(blobs)
        youngest = age + len(commits)
        ranks = commits.ranks(messages | {change.commit for change in changes})
        self.ages.update((oid, youngest - rank) for oid, rank in ranks.items())
        for change in changes:
            self._file(change, unplaced)
        for oid in messages & ranks.keys():
            self._add(oid, Place(self.ages[oid], oid, model.IN_MESSAGE))

    def add_index(self, roots: Roots) -> None:
        """Find the objects that are staged, where nothing else has them at that path."""
        for oid in self._matched.keys() & roots.index.keys():
            for path in roots.index[oid]:
                self._add_path(oid, Place(STAGED, model.IN_INDEX, path))

    def add_tags(self, git: Git, roots: Roots) -> None:
        """Find the tags that refs name, and what they name that is not a commit."""
        for oid, tip, path in named_by_tags(git, roots.tips):
            if oid in self._matched:
                self._add_path(oid, Place(BY_TAG, tip, path))

    def add_rest(self, word: bytes) -> None:
        """Give the objects that were found nowhere the place ``word``, and their id as path."""
        for oid, kind in self._matched.items():
            if oid not in self.found:
                path = {b"commit": model.IN_MESSAGE, b"tag": model.IN_TAG}.get(kind, oid)
                self._add(oid, Place(NOWHERE, word if kind == b"blob" else oid, path))

    def sort(self) -> None:
        """Bring the places of each object into order, oldest first."""
        for places in self.found.values():
            places.sort(key=lambda place: (place.age, place.path))

    def _file(self, change: Change, wanted: Container[bytes]) -> None:
        if change.new in wanted:
            self._add(change.new, Place(self.ages[change.commit], change.commit, change.path))
        for oid in set(change.old) - {change.new}:
            if oid in wanted:
                self.removals.setdefault(oid, []).append(change)

    def _add_path(self, oid: bytes, place: Place) -> None:
        """Add ``place`` unless a commit, or anything else before it, has the object at its path."""
        if all(place.path != other.path for other in self.found.get(oid, ())):
            self._add(oid, place)

    def _add(self, oid: bytes, place: Place) -> None:
        self.found.setdefault(oid, []).append(place)
