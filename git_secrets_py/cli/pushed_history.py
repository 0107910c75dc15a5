"""The history of pushed commits: the commits to rewrite to remove a secret from it."""

from __future__ import annotations

from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.report.situation import Rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.git import Git
    from git_secrets_py.sources.push import Update

_BRANCHES = b"refs/heads/"
_TAGS = b"refs/tags/"
_NOTES = b"refs/notes/"
# Trees and blobs can be pushed, too.
_WITH_HISTORY = (b"commit", b"tag")
# Each commit takes git a walk of history.
_MOST = 20


class Pushed:
    """The refs of one push, seen from the repository that pushes, or on the server."""

    def __init__(self, git: Git, updates: Sequence[Update], *, is_own_clone: bool) -> None:
        """``is_own_clone`` is false on a server, whose refs are not those of the user."""
        self._git = git
        self._updates = updates
        self._is_own_clone = is_own_clone

    def rewrites(self, commits: Sequence[bytes]) -> Sequence[Rewrite]:
        """Return the rewrites that remove secrets from ``commits``, which may include tags."""
        by_branch: dict[bytes, list[bytes]] = {}
        rewrites: list[Rewrite] = []
        tags: list[bytes] = []
        notes: dict[bytes, Rewrite] = {}
        for answer in read_objects(self._git, commits[:_MOST]):
            if not isinstance(answer, ObjectContent) or answer.kind not in _WITH_HISTORY:
                continue
            if answer.kind == b"tag":
                rewrites.append(_tag(b"".join(answer.chunks())))
            elif update := self._notes(answer.oid):
                notes.setdefault(update.ref, Rewrite(update.old, notes=update.ref))
            else:
                by_branch.setdefault(self._branch(answer.oid), []).append(answer.oid)
                tags += self._tags(answer.oid)
        branches = [self._rewrite(branch, some) for branch, some in by_branch.items()]
        moved = [Rewrite(b"", tag=tag) for tag in dict.fromkeys(tags)]
        # A tag whose history changes is created again after that, with another message.
        messages = [one for one in rewrites if one.tag not in tags]
        return [*branches, *notes.values(), *messages, *moved]

    def _branch(self, commit: bytes) -> bytes:
        """Return the branch to rewrite; empty for the one that is checked out, or on a server."""
        if not self._is_own_clone:
            return b""
        pushed = [one.local for one in self._updates if one.local.startswith(_BRANCHES)]
        for patterns in (pushed, [_BRANCHES]) if pushed else ([_BRANCHES],):
            branches = self._containing(commit, patterns)
            if b"* " in {branch[:2] for branch in branches}:
                return b""
            if branches:
                return branches[0][2:].removeprefix(_BRANCHES)
        return next((one.new for one in self._updates), b"")

    def _notes(self, commit: bytes) -> Update | None:
        """Return the pushed update of notes whose history contains ``commit``."""
        for update in self._updates:
            # Such a ref may also point to a tree or a blob, which contains no commit.
            contains = ("merge-base", "--is-ancestor", commit, update.new)
            if update.ref.startswith(_NOTES) and self._git.succeeds(*contains):
                return update
        return None

    def _tags(self, commit: bytes) -> Iterator[bytes]:
        """Yield the pushed tags whose history contains ``commit``."""
        pushed = [one.ref for one in self._updates if one.ref.startswith(_TAGS)]
        if pushed and self._is_own_clone:
            for tag in self._containing(commit, pushed):
                yield tag[2:].removeprefix(_TAGS)

    def _containing(self, commit: bytes, patterns: Sequence[bytes]) -> list[bytes]:
        """Return the refs that contain ``commit``, each after ``* `` if it is checked out."""
        contains = "--contains", commit
        return self._git.output(
            "for-each-ref", "--format=%(HEAD) %(refname)", *contains, *patterns
        ).splitlines()

    def _rewrite(self, branch: bytes, commits: Sequence[bytes]) -> Rewrite:
        """Return the rewrite of ``branch`` from the oldest of ``commits`` on."""
        base = self._git.output("merge-base", "--octopus", *commits, accept=(0, 1)).strip()
        if not base:  # their histories are unrelated
            return Rewrite(commits[0], is_root=True, branch=branch)
        parents = self._git.output("rev-list", "--parents", "--max-count=1", base).split()[1:]
        return Rewrite(base, is_root=not parents, branch=branch)


def _tag(content: bytes) -> Rewrite:
    """Return the rewrite of the tag object ``content``: it is created again, on its object."""
    header = content.partition(b"\n\n")[0].splitlines()
    fields = {key: value for key, _, value in (line.partition(b" ") for line in header)}
    return Rewrite(fields.get(b"object", b""), tag=fields.get(b"tag", b""))
