"""Where hooks belong."""

from __future__ import annotations

import os

from git_secrets_py.repo.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.repo.repository import Repository

_IN_EVERY_GIT_DIR = (b"HEAD", b"objects", b"refs")


def of_repository(repository: Repository) -> bytes:
    """Return the directory in which git looks for the hooks of ``repository``."""
    path = repository.path_in_git_dir("hooks")
    return path.removeprefix(os.path.join(b".", b""))


def of_target(target: bytes) -> bytes:
    """Return the directory for hooks in ``target``: a repository, or else a template directory.

    A template directory may stand in the work tree of some repository without being one.
    """
    if os.path.lexists(os.path.join(target, b".git")):
        git_dir = b".git"
    elif all(os.path.exists(os.path.join(target, name)) for name in _IN_EVERY_GIT_DIR):
        git_dir = b"."
    else:
        return os.path.join(target, b"hooks")
    # The option outweighs a GIT_DIR that stands for another repository.
    git = Git(target)
    path = git.output(b"--git-dir=" + git_dir, "rev-parse", "--git-path", "hooks")
    return os.path.join(target, path.removesuffix(b"\n").removeprefix(b"./"))
