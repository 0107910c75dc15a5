"""The repositories below a directory.

Where a work tree has several linked worktrees, they are one repository. The layout is that of
gitrepository-layout(5).
"""

from __future__ import annotations

import os

from git_secrets_py.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = b"gitdir:"
# More is no link to a git directory.
_LONGEST_LINK = 1 << 16


def repositories(directory: str) -> Iterator[str]:
    """Yield the path of each repository in ``directory``, in order.

    Symbolic links are not followed. Raises ``ConfigurationError`` for a directory that cannot be
    read.
    """
    seen: set[str] = set()
    linked: list[tuple[str, str]] = []
    for path, git_dir, is_linked in _found(directory):
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


def _found(directory: str) -> Iterator[tuple[str, str, bool]]:
    """Yield path and git directory of each, and whether a file ``.git`` leads to it."""

    def fail(error: OSError) -> None:
        raise ConfigurationError(f"cannot read {error.filename}: {error.strerror}") from error

    for path, folders, files in os.walk(directory, onerror=fail):
        folders.sort()
        if ".git" in folders:
            folders.remove(".git")
            yield path, os.path.join(path, ".git"), False
        elif ".git" in files and (git_dir := linked_dir(os.path.join(path, ".git"))):
            yield path, git_dir, True
        elif "HEAD" in files and {"objects", "refs"}.issubset(folders):
            folders.clear()
            yield path, path, False


def linked_dir(file: str) -> str:
    """Return the git directory that the file ``.git`` leads to; empty if it is no such file."""
    try:
        with open(file, "rb") as opened:
            content = opened.read(_LONGEST_LINK)
    except OSError:
        return ""
    if not content.startswith(_LINK):
        return ""
    target = os.fsdecode(content.removeprefix(_LINK).strip())
    return os.path.join(os.path.dirname(file), target)


def common_dir(git_dir: str) -> str:
    """Return the git directory that all worktrees of a repository share."""
    try:
        with open(os.path.join(git_dir, "commondir"), "rb") as opened:
            relative = os.fsdecode(opened.read(_LONGEST_LINK).strip())
    except OSError:
        relative = os.curdir
    return os.path.realpath(os.path.join(git_dir, relative))
