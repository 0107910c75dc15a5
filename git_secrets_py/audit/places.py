"""Where matched objects appear: which commits brought them in, at which paths.

Only for objects with matches, which are few: one pass over all commits.
"""

from __future__ import annotations

from git_secrets_py.audit import values
from git_secrets_py.audit.roots import SUBMODULE, nul_fields
from git_secrets_py.repo.objects import ObjectContent, read_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from git_secrets_py.audit.history import Change, Commits
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.repo.process import Git

# Places that are not in a commit come after those that are.
AFTER_COMMITS = 1 << 40


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

    ``removals`` maps a blob to the changes that took it away from a path.
    """

    def __init__(self, matched: Mapping[bytes, bytes]) -> None:
        self._matched = matched
        self._changes: list[Change] = []
        self.found: dict[bytes, list[Place]] = {}
        self.removals: dict[bytes, list[Change]] = {}
        self.ages: dict[bytes, int] = {}

    def add_commits(self, commits: Commits, parts: int) -> None:
        """Find the objects in ``commits``; raises ``GitError``."""
        blobs = [oid for oid, kind in self._matched.items() if kind == b"blob"]
        if blobs:
            commits.changes(self._keep, blobs, parts)
        messages = {oid for oid, kind in self._matched.items() if kind == b"commit"}
        wanted = messages | {change.commit for change in self._changes}
        total = len(commits)
        self.ages = {oid: total - rank for oid, rank in commits.ranks(wanted).items()}
        for change in self._changes:
            self._file(change)
        for oid in messages & self.ages.keys():
            self._add(oid, Place(self.ages[oid], oid, values.IN_MESSAGE))
        self._changes = []

    def add_index(self, roots: Roots) -> None:
        """Find the objects that are staged, where no commit has them at that path."""
        for oid in self._matched.keys() & roots.index.keys():
            committed = {place.path for place in self.found.get(oid, ())}
            for path in sorted(roots.index[oid] - committed):
                self._add(oid, Place(AFTER_COMMITS + 1, values.IN_INDEX, path))

    def add_tags(self, git: Git, roots: Roots) -> None:
        """Find the tags that refs name, and what they name that is not a commit."""
        for oid, tip, path in named_by_tags(git, roots):
            if oid in self._matched and oid not in self.found:
                self._add(oid, Place(AFTER_COMMITS, tip, path))

    def add_rest(self, word: bytes) -> None:
        """Give the objects that were found nowhere the place ``word``, and their id as path."""
        for oid, kind in self._matched.items():
            if oid not in self.found:
                path = {b"commit": values.IN_MESSAGE, b"tag": values.IN_TAG}.get(kind, oid)
                commit = word if kind == b"blob" else oid
                self._add(oid, Place(AFTER_COMMITS + 2, commit, path))

    def sort(self) -> None:
        """Bring the places of each object into order, oldest first."""
        for places in self.found.values():
            places.sort(key=lambda place: (place.age, place.path))

    def _keep(self, change: Change) -> None:
        if change.new in self._matched or any(oid in self._matched for oid in change.old):
            self._changes.append(change)

    def _file(self, change: Change) -> None:
        if change.new in self._matched:
            self._add(change.new, Place(self.ages[change.commit], change.commit, change.path))
        for oid in set(change.old) - {change.new}:
            if oid in self._matched:
                self.removals.setdefault(oid, []).append(change)

    def _add(self, oid: bytes, place: Place) -> None:
        self.found.setdefault(oid, []).append(place)


def named_by_tags(git: Git, roots: Roots) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (object, tip it is named by, path) of what refs name besides commits."""
    # What each object is, and the ref's own object that led to it.
    tips = {oid: (kind, oid) for oid, kind in roots.tips.items() if kind != b"commit"}
    while tips:
        tags = [oid for oid, (kind, _) in tips.items() if kind == b"tag"]
        for oid, (kind, tip) in tips.items():
            if kind == b"tree":
                yield from ((blob, tip, path) for blob, path in tree_entries(git, oid))
            else:
                yield oid, tip, values.IN_TAG if kind == b"tag" else values.TAGGED_BLOB
        tips = {
            target: (kind, tips[tag][1])
            for tag, target, kind in _targets(git, tags)
            if kind != b"commit"
        }


def _targets(git: Git, tags: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (tag, the object it names, that object's type)."""
    for answer in read_objects(git, tags):
        if isinstance(answer, ObjectContent):
            lines = b"".join(answer.chunks()).split(b"\n", 2)
            target, kind = (line.partition(b" ")[2] for line in lines[:2])
            yield answer.oid, target, kind


def tree_entries(git: Git, tree: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (blob, path) of everything below ``tree``; raises ``GitError``."""
    running = git.start("ls-tree", "-r", "-z", "--full-tree", tree)
    try:
        for entry in nul_fields(running.stdout):
            head, _, path = entry.partition(b"\t")
            mode, _, oid = head.split(b" ")
            if mode != SUBMODULE:
                yield oid, path
    finally:
        running.stop()
