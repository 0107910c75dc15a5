"""What history hangs from: refs, HEADs of all worktrees, stashed states, and the indexes."""

from __future__ import annotations

import os

from git_secrets_py.audit import object_list
from git_secrets_py.git import GITLINK
from git_secrets_py.git.trees import nul_fields, parse_index_entries
from git_secrets_py.model import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository

# git knows the empty blob without having it; ``git add --intent-to-add`` puts it into the index.
_EMPTY_BLOBS = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)


class Roots:
    """The starting points, by kind; a ref to an object that is not there is a problem.

    ``tips`` maps the object id of each ref, HEAD and stashed state to its type. ``index`` maps
    the id of each staged blob to the paths it is staged at, over all worktrees; ``unstaged``
    are those of them that are not there.
    """

    def __init__(self, repository: Repository, children: ProcessGroup) -> None:
        self._repository = repository
        self._children = children
        self.problems: list[NotScanned] = []
        self.unstaged: list[bytes] = []
        self.remote: list[bytes] = []
        self.index: dict[bytes, set[bytes]] = {}
        self.tips: dict[bytes, bytes] = {}
        self._find_index()
        self._find_tips()

    def _find_tips(self) -> None:
        names = self._refs()
        for head in self._heads():
            names.setdefault(head, b"the HEAD of a worktree")
        for oid, kind in self._types({**names, **self.index}):
            if oid not in names:
                self.unstaged += [] if kind else [oid]
            elif kind:
                self.tips[oid] = kind
            else:
                self._complain(oid, names[oid])

    def _refs(self) -> dict[bytes, bytes]:
        """Return the object ids of all refs, and of stashed states, with a name of each."""
        names: dict[bytes, bytes] = {}
        has_stash = False
        with self._children.start("for-each-ref", "--format=%(objectname) %(refname)") as child:
            for line in child.stdout:
                oid, _, name = line.rstrip(b"\n").partition(b" ")
                names.setdefault(oid, name)
                has_stash = has_stash or name == b"refs/stash"
                if name.startswith(b"refs/remotes/"):
                    self.remote.append(oid)
            child.finish()
            said = child.messages().decode("utf-8", "replace")
        self.problems += [NotScanned(f"git for-each-ref: {line}") for line in said.splitlines()]
        if has_stash:
            for oid in self._repository.git.output("rev-list", "-g", "refs/stash").split():
                names.setdefault(oid, b"the reflog of refs/stash")
        return names

    def _heads(self) -> Iterator[bytes]:
        """Yield the commit that each worktree's HEAD names; an unborn branch has none."""
        listing = self._repository.git.output("worktree", "list", "--porcelain")
        for line in listing.split(b"\n"):
            if line.startswith(b"HEAD ") and line[5:].strip(b"0"):
                yield line[5:]

    def _find_index(self) -> None:
        for git_dir in _git_dirs(self._repository):
            with self._children.start(
                b"--git-dir=" + git_dir, "ls-files", "--stage", "-z"
            ) as child:  # fmt: skip
                for mode, oid, _, path in parse_index_entries(nul_fields(child.stdout)):
                    if mode != GITLINK and oid not in _EMPTY_BLOBS:
                        self.index.setdefault(oid, set()).add(path)
                child.finish()

    def _types(self, oids: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield each object id with its type, empty where the object is not there."""
        is_partial = self._repository.is_partial
        for lines in object_list.some_objects(self._children, oids, is_partial=is_partial):
            for line in lines.splitlines():
                oid, kind = line.split()[:2]
                yield oid, b"" if kind == b"missing" else kind

    def _complain(self, oid: bytes, name: bytes) -> None:
        place = name.decode("utf-8", "replace")
        message = f"object {oid.decode()}, which {place} names, is missing or damaged"
        self.problems.append(NotScanned(message))


def _git_dirs(repository: Repository) -> list[bytes]:
    """Return the git directories of all worktrees that have an index."""
    common = repository.common_dir
    linked = os.path.join(common, b"worktrees")
    names = sorted(os.listdir(linked)) if os.path.isdir(linked) else []
    others = [common, *(os.path.join(linked, name) for name in names)]
    own = repository.git_dir
    has_own = "GIT_INDEX_FILE" in os.environ or os.path.exists(os.path.join(own, b"index"))
    found = [own] if has_own else []
    for one in others:
        if os.path.exists(os.path.join(one, b"index")) and not os.path.samefile(one, own):
            found.append(one)
    return found
