"""The places of matched objects: the commits that introduced them, and their paths.

Matched objects are few, so one pass over all commits finds them all.
"""

from __future__ import annotations

from itertools import chain

from git_secrets_py.audit import object_list
from git_secrets_py.audit.commits import KnownCommits
from git_secrets_py.audit.known_places import KnownPlaces
from git_secrets_py.audit.model import Progress
from git_secrets_py.audit.occurrences import (
    FROM_INDEX,
    FROM_NOWHERE,
    FROM_SOMEWHERE,
    FROM_TAG,
    FROM_UNREACHABLE,
    Occurrence,
    Occurrences,
)
from git_secrets_py.audit.revisions import list_commits
from git_secrets_py.content import (
    IN_INDEX,
    IN_MESSAGE,
    IN_TAG,
    UNATTRIBUTED,
    UNREACHABLE,
    NotScanned,
)
from git_secrets_py.digests import blake2b
from git_secrets_py.errors import GitError
from git_secrets_py.git.process_group import requests
from git_secrets_py.git.tags import named_by_tags
from git_secrets_py.git.trees import as_arguments
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping
    from collections.abc import Set as AbstractSet

    from git_secrets_py.audit.commits import Commits, OnTick
    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git import Git
    from git_secrets_py.git.trees import Change

# Prints the ID and a path of each object.
_REACHABLE = ("rev-list", "--objects", "--missing=allow-any", "--stdin")


class Places:
    """The occurrences of the objects in ``matched`` (ID → type), and their removals.

    ``found`` maps an object to its occurrences, ``removals`` a blob to the changes that removed it
    from a path, ``ages`` each commit among all these to its age.
    """

    def __init__(self, matched: Mapping[bytes, bytes]) -> None:
        self._matched = matched
        self.found: dict[bytes, Occurrences] = {}
        self.removals: dict[bytes, list[Change]] = {}
        self.ages: dict[bytes, int] = {}
        self._remote: AbstractSet[bytes] | None = None

    def add_commits(
        self,
        commits: Commits,
        parts: int,
        tick: OnTick,
        age: int = 0,
        *,
        by_id: bool = True,
        paths: Collection[bytes] = (),
    ) -> None:
        """Search ``commits`` for the objects not found yet; raises ``GitError``.

        The first commit has age ``age``. ``parts`` threads read the changes; ``tick`` is that of
        ``Commits.changes``. ``by_id`` lets git itself search for the objects. ``paths`` are
        arguments of git for those at which they are, if these are known.
        """
        unplaced = {oid: kind for oid, kind in self._matched.items() if oid not in self.found}
        blobs = [oid for oid, kind in unplaced.items() if kind == b"blob"]
        changes: list[Change] = []
        # For each object, the commits that added it, each followed by the path. A pair is added at
        # once, since there are several threads; each ID of a commit is kept once.
        added: dict[bytes, list[bytes]] = {}
        names: dict[bytes, bytes] = {}

        def keep(change: Change) -> None:
            if change.new in unplaced:
                commit = names.setdefault(change.commit, change.commit)
                added.setdefault(change.new, []).extend((commit, change.path))
            if any(oid in unplaced and oid != change.new for oid in change.old):
                changes.append(change)

        if blobs:
            commits.changes(keep, blobs if by_id else (), parts, tick, paths)
        messages = unplaced.keys() - set(blobs)
        ages = commits.ages(messages | names.keys() | {one.commit for one in changes}, age)
        self.ages.update(ages)
        origins = {commit: (self.ages[commit], commit) for commit in names.values()}
        while added:
            oid, pairs = added.popitem()
            self._at(oid).add(map(origins.__getitem__, pairs[::2]), pairs[1::2])
        for change in changes:
            self._add_removal(change, unplaced)
        for oid in messages & ages.keys():
            self._add(oid, Occurrence(self.ages[oid], oid, IN_MESSAGE))

    def add_index(self, roots: Roots) -> None:
        """Add the objects that are staged, unless they occur earlier at the same path."""
        for oid in self._matched.keys() & roots.staged.keys():
            for path in roots.staged[oid]:
                self._add_path(oid, Occurrence(FROM_INDEX, IN_INDEX, path))

    def add_tags(self, git: Git, roots: Roots) -> None:
        """Add tag objects, and tagged objects that are not commits."""
        for oid, tip, path in named_by_tags(git, roots.tips):
            if oid in self._matched:
                self._add_path(oid, Occurrence(FROM_TAG, tip, path))

    def add_unreachable(self) -> None:
        """Add the objects not found yet as unreachable ones, with their ID as path."""
        for oid in self.unplaced():
            self._add_without_commit(oid, FROM_NOWHERE, UNREACHABLE, oid)

    def add_unattributed(self, paths: Mapping[bytes, bytes]) -> None:
        """Add the objects not found yet that are in ``paths`` (ID → path), without a commit."""
        for oid in self.unplaced() & paths.keys():
            path = paths[oid] or b"(object %b)" % oid
            self._add_without_commit(oid, FROM_SOMEWHERE, UNATTRIBUTED, path)

    def on_remote(self, workspace: Workspace, roots: Roots) -> AbstractSet[bytes]:
        """Return those commits of ``ages`` that are on a remote; raises ``GitError``."""
        if self._remote is None:
            self._remote = self._find_on_remote(workspace, roots)
        return self._remote

    def _find_on_remote(self, workspace: Workspace, roots: Roots) -> AbstractSet[bytes]:
        if not self.ages or not roots.remote:
            return frozenset()
        path = workspace.file("remote")
        return list_commits(workspace.children, path, set(roots.remote)).ranks(self.ages).keys()

    def known(self, workspace: Workspace, roots: Roots) -> KnownPlaces:
        """Return the commits of ``ages``, for the next audit. Raises ``GitError``."""
        ages = {oid: age for oid, age in self.ages.items() if age < FROM_NOWHERE}
        added = (one.path for one in chain.from_iterable(self.found.values()))
        removed = (one.path for one in chain.from_iterable(self.removals.values()))
        paths = as_arguments(chain(added, removed))
        return KnownPlaces(ages, self.on_remote(workspace, roots), paths, self.mark())

    def mark(self) -> bytes:
        """Return a digest of all sorted occurrences and of the removals."""
        digest = blake2b(digest_size=32)
        for oid in sorted(self.found):
            digest.update(b"%b %b\n" % (oid, self.found[oid].text()))
        for oid in sorted(self.removals):
            changes = sorted((one.commit, one.path, one.new) for one in self.removals[oid])
            digest.update(b"%b %b\n" % (oid, repr(changes).encode()))
        return digest.digest()

    def add_known(self, workspace: Workspace, known: KnownPlaces, *, reachable: bool) -> None:
        """Search the ``reachable`` commits in ``known``, or the others; raises ``GitError``."""
        ages = {
            oid: age for oid, age in known.ages.items() if (age < FROM_UNREACHABLE) == reachable
        }
        self._remote = known.remote
        commits = KnownCommits(workspace.children, workspace.file("known"), ages)
        paths = [workspace.repository.way_up + path for path in known.paths]
        _add_commits(workspace, self, commits, paths=paths)

    def unplaced(self) -> AbstractSet[bytes]:
        """Return the objects not found yet."""
        return self._matched.keys() - self.found.keys()

    def sort(self) -> None:
        """Sort the occurrences of each object, oldest first."""
        for occurrences in self.found.values():
            occurrences.sort()

    def _add_removal(self, change: Change, wanted: Container[bytes]) -> None:
        for oid in set(change.old) - {change.new}:
            if oid in wanted:
                self.removals.setdefault(oid, []).append(change)

    def _add_without_commit(self, oid: bytes, age: int, placeholder: bytes, path: bytes) -> None:
        kind = self._matched[oid]
        if kind == b"commit":
            self.ages[oid] = age
        path = {b"commit": IN_MESSAGE, b"tag": IN_TAG}.get(kind, path)
        self._add(oid, Occurrence(age, placeholder if kind == b"blob" else oid, path))

    def _add_path(self, oid: bytes, occurrence: Occurrence) -> None:
        """Add ``occurrence`` unless there already is one at the same path."""
        if all(occurrence.path != other.path for other in self.found.get(oid, ())):
            self._add(oid, occurrence)

    def _add(self, oid: bytes, occurrence: Occurrence) -> None:
        self._at(oid).add([(occurrence.age, occurrence.commit)], [occurrence.path])

    def _at(self, oid: bytes) -> Occurrences:
        return self.found.setdefault(oid, Occurrences())


def places_in_commits(
    workspace: Workspace, matched: Mapping[bytes, bytes], commits: Commits
) -> Places:
    """Return the places of ``matched`` (ID → type) in ``commits``; raises ``GitError``."""
    places = Places(matched)
    _add_commits(workspace, places, commits)
    places.sort()
    return places


def places_in_history(
    workspace: Workspace,
    matched: Mapping[bytes, bytes],
    roots: Roots,
    known: KnownPlaces | None = None,
    *,
    unreachable: bool,
) -> tuple[Places, list[NotScanned]]:
    """Return the places of ``matched`` (ID → type) in all of history, and problems with it.

    ``known`` has the commits that may have changed something about them, if these are known. Then
    no search of the objects has to prove that the others are unreachable: a blob in the tree of a
    commit is in that of a parent, or the commit is one of these.
    ``unreachable`` includes unreachable objects. Reachable objects that no commit introduces, which
    is damage, count as unattributed; all objects found nowhere, if history cannot be walked.
    """
    places = Places(matched)
    problems: list[NotScanned] = []
    is_cut = False
    try:
        if known is not None:
            places.add_known(workspace, known, reachable=True)
        else:
            tips = list(roots.tips)
            commits = list_commits(workspace.children, workspace.file("commits"), tips)
            commits = commits.within(workspace.repository)
            is_cut = bool(commits.treeless())
            _add_commits(workspace, places, commits)
    except GitError as error:
        problems.append(NotScanned(f"history is damaged: {error}"))
    places.add_tags(workspace.repository.git, roots)
    places.add_index(roots)
    if unreachable:
        _add_unreachable(workspace, places, roots)
    if known is None or problems:
        try:
            problems += _add_reachable(workspace, places, roots, is_cut=is_cut)
        except GitError as error:
            problems.append(NotScanned(f"history is damaged: {error}"))
    if problems:
        places.add_unattributed(dict.fromkeys(matched, b""))
    elif unreachable:
        places.add_unreachable()
    places.sort()
    return places, problems


def places_as_known(
    workspace: Workspace,
    matched: Mapping[bytes, bytes],
    roots: Roots,
    known: KnownPlaces,
    *,
    unreachable: bool,
) -> Places:
    """Return the result of ``places_in_history`` in the same state of the repository.

    It had no problem in that state. Only the commits in ``known`` are searched. Raises
    ``GitError``.
    """
    places = Places(matched)
    places.add_known(workspace, known, reachable=True)
    places.add_tags(workspace.repository.git, roots)
    places.add_index(roots)
    if unreachable:
        places.add_known(workspace, known, reachable=False)
        places.add_unreachable()
    places.sort()
    return places


def places_without_history(matched: Mapping[bytes, bytes]) -> Places:
    """Return places of ``matched`` (ID → type) that name no commit."""
    places = Places(matched)
    places.add_unattributed(dict.fromkeys(matched, b""))
    places.sort()
    return places


def _add_reachable(
    workspace: Workspace, places: Places, roots: Roots, *, is_cut: bool
) -> list[NotScanned]:
    """Add the reachable objects not found yet, and return the problem that there are any.

    It is none if history ``is_cut``: if the changes of some commits are not known.
    """
    unplaced = places.unplaced()
    if not unplaced:
        return []
    paths = {}
    with requests(roots.tips) as stdin, workspace.children.start(*_REACHABLE, stdin=stdin) as child:
        for line in child.stdout:
            oid, _, path = line.rstrip(b"\n").partition(b" ")
            if oid in unplaced:
                paths[oid] = path
        child.finish()
    places.add_unattributed(paths)
    if not paths or is_cut:
        return []
    number, first = count(len(paths), "object"), min(paths).decode()
    message = f"history is damaged: no commit introduces {number}, such as {first}; run 'git fsck'"
    return [NotScanned(message)]


def _add_unreachable(workspace: Workspace, places: Places, roots: Roots) -> None:
    """Search the unreachable commits, as far as their ancestors are present."""
    pieces = object_list.all_objects(workspace.children)
    lines = (line for piece in pieces for line in piece.split(b"\n"))
    commits = [line.split(b" ")[0] for line in lines if b" commit " in line]
    tips = [b"^" + oid for oid, kind in roots.tips.items() if kind in (b"commit", b"tag")]
    try:
        path = workspace.file("unreachable")
        unreachable = list_commits(workspace.children, path, [*commits, *tips])
        chosen = unreachable.within(workspace.repository)
        _add_commits(workspace, places, chosen, FROM_UNREACHABLE)
    except GitError:
        return  # their ancestors may have been pruned, which is not damage


def _add_commits(
    workspace: Workspace,
    places: Places,
    commits: Commits,
    age: int = 0,
    paths: Collection[bytes] = (),
) -> None:
    # In a partial clone git would fetch the objects that it searches for.
    by_id = not workspace.repository.is_partial
    matched = len(places.unplaced())

    def tick(done: int, total: int) -> None:
        workspace.on_progress(Progress(done, total, 0, matched, is_listed=True, is_tracing=True))

    places.add_commits(commits, workspace.threads, tick, age, by_id=by_id, paths=paths)
