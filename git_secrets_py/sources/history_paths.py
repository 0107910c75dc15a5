"""The paths in the history, for rules that prohibit files by their path."""

from __future__ import annotations

from git_secrets_py.content import Blob
from git_secrets_py.git.trees import DIFF_TREE, read_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from git_secrets_py.git import Git

# Commits whose changes are listed at once.
_BATCH = 4096


def history_paths(
    git: Git, revisions: Sequence[bytes], is_wanted: Callable[[bytes], bool]
) -> Iterator[Blob]:
    """Yield an empty blob for each wanted path, with the first commit that has it.

    ``revisions`` are arguments of git-rev-list(1), by default all refs and reflogs. Raises
    ``GitError``.
    """
    seen: set[bytes] = set()
    chosen = revisions or (b"--all", b"--reflog")
    commits = git.output("rev-list", "--reverse", *chosen).split()
    for start in range(0, len(commits), _BATCH):
        names = b"".join(commit + b"\n" for commit in commits[start : start + _BATCH])
        fields = git.output(*DIFF_TREE, input=names).split(b"\0")[:-1]
        for change in read_changes(fields):
            if change.path not in seen and change.new.strip(b"0"):
                seen.add(change.path)
                if is_wanted(change.path):
                    yield Blob(change.path, lambda: (), change.commit)
