"""The repositories below a directory. Linked worktrees are one repository."""

from __future__ import annotations

import os

from git_secrets_py.git.git_dirs import common_dir, linked_dir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def repositories(
    directory: str, skipped: str, on_error: Callable[[OSError], None]
) -> Iterator[str]:
    """Yield the path of each repository in ``directory``, in order.

    Symbolic links are not followed, and the directory ``skipped`` is left out. ``on_error`` is
    called for files and directories that cannot be read.
    """
    seen: set[str] = set()
    linked: list[tuple[str, str]] = []
    for path, git_dir, is_linked in _found(directory, skipped, on_error):
        common = common_dir(git_dir)
        if is_linked and common != os.path.realpath(git_dir):
            linked.append((path, common))
        elif common not in seen:
            seen.add(common)
            yield path
    for path, common in linked:  # the repository of a linked worktree may be elsewhere
        if common not in seen:
            seen.add(common)
            yield path


def _found(
    directory: str, skipped: str, on_error: Callable[[OSError], None]
) -> Iterator[tuple[str, str, bool]]:
    """Yield path and git directory of each, and whether a file ``.git`` points to it."""
    below = os.path.relpath(os.path.realpath(skipped), os.path.realpath(directory))
    left_out = os.path.join(directory, below)
    for path, folders, files in os.walk(directory, onerror=on_error):
        folders.sort()
        if path == left_out:
            folders.clear()
        elif ".git" in folders:
            folders.remove(".git")
            yield path, os.path.join(path, ".git"), False
        elif ".git" in files and (git_dir := linked_dir(os.path.join(path, ".git"), on_error)):
            yield path, git_dir, True
        elif "HEAD" in files and {"objects", "refs"}.issubset(folders):
            folders.clear()
            yield path, path, False
