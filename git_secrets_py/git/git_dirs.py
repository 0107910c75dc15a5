"""Git directories, found by their files alone: gitrepository-layout(5)."""

from __future__ import annotations

import os

from git_secrets_py.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_IN_EVERY_GIT_DIR = (b"HEAD", b"objects", b"refs")
_LINK = b"gitdir:"
# More is not a link to a git directory.
_LONGEST_LINK = 1 << 16


def git_dir_of(target: bytes) -> bytes:
    """Return the git directory of ``target``, relative to it; empty if it is not a repository."""
    if has_git_dir(target):
        return b".git"
    is_bare = all(os.path.exists(os.path.join(target, name)) for name in _IN_EVERY_GIT_DIR)
    return b"." if is_bare else b""


def has_git_dir(target: bytes) -> bool:
    """Return whether ``target`` is the top of a work tree."""
    return os.path.lexists(os.path.join(target, b".git"))


def git_dir_at(path: str) -> str:
    """Return the git directory of the repository at ``path``, which has a work tree or is bare."""
    inner = os.path.join(path, ".git")
    if os.path.isfile(inner):
        return linked_dir(inner, lambda _: None) or path
    return inner if os.path.isdir(inner) else path


def linked_dir(file: str, on_error: Callable[[OSError], None]) -> str:
    """Return the git directory that the file ``.git`` points to; empty if it is no such file.

    ``on_error`` is called if it cannot be read.
    """
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
