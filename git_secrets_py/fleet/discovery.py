"""The repositories below a directory.

Where a work tree has several linked worktrees, they are one repository. The layout is that of
gitrepository-layout(5).
"""

from __future__ import annotations

import os

from git_secrets_py.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LINK = b"gitdir:"
# More is not a link to a git directory.
_LONGEST_LINK = 1 << 16


def repositories(
    directory: str, skipped: str, on_error: Callable[[OSError], None]
) -> Iterator[str]:
    """Yield the path of each repository in ``directory``, in order.

    Symbolic links are not followed, and the directory ``skipped`` is left out. ``on_error`` is
    called for what cannot be read.
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
        elif ".git" in files and (git_dir := _linked_dir(os.path.join(path, ".git"), on_error)):
            yield path, git_dir, True
        elif "HEAD" in files and {"objects", "refs"}.issubset(folders):
            folders.clear()
            yield path, path, False


def _linked_dir(file: str, on_error: Callable[[OSError], None]) -> str:
    """Return the git directory that the file ``.git`` points to; empty if it is no such file."""
    try:
        content = _beginning(file)
    except OSError as error:
        error.filename = file
        on_error(error)
        return ""
    if not content.startswith(_LINK):
        return ""
    target = os.fsdecode(content.removeprefix(_LINK).strip())
    return os.path.join(os.path.dirname(file), target)


def git_dir_at(path: str) -> str:
    """Return the git directory of the repository at ``path``, which has a work tree or is bare."""
    inner = os.path.join(path, ".git")
    if os.path.isfile(inner):
        return _linked_dir(inner, lambda _: None) or path
    return inner if os.path.isdir(inner) else path


def common_dir(git_dir: str) -> str:
    """Return the git directory that all worktrees of a repository share."""
    try:
        relative = os.fsdecode(_beginning(os.path.join(git_dir, "commondir")).strip())
    except OSError:
        relative = os.curdir
    return os.path.realpath(os.path.join(git_dir, relative))


def _beginning(file: str) -> bytes:
    """Return the beginning of ``file``; raises ``OSError``, also for one that is not regular."""
    with open(open_regular(file, follow=True), "rb") as opened:
        return opened.read(_LONGEST_LINK)
