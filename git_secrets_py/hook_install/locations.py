"""Where hooks belong."""

from __future__ import annotations

import os

from git_secrets_py.git.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.repository import Repository

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


def hints(directory: bytes, top: bytes | None, origin: str | None) -> list[str]:
    """Return what to know of hooks in a ``directory`` that ``core.hooksPath`` names.

    ``origin`` is the file of git's configuration that sets it, if that is known.
    """
    shown = os.fsdecode(directory)
    if top is not None and _is_tracked(directory, top):
        return [
            f"{shown} is tracked, so the hooks become part of the repository. On machines "
            "without this installation they look for git-secrets-py on PATH."
        ]
    if origin and not (top is not None and _is_below(directory, top)):
        return [
            f"core.hooksPath in {origin} makes git look there: the hooks serve every repository "
            "that it is set for, and none in which another value is set."
        ]
    return []


def _is_tracked(directory: bytes, top: bytes) -> bool:
    if not _is_below(directory, top):
        return False
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    return bool(Git(top).output("ls-files", "-z", "--", inside))


def _is_below(directory: bytes, top: bytes) -> bool:
    """Tell whether ``directory`` is in the work tree, and not in the git directory in it."""
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    first = inside.split(os.fsencode(os.sep))[0]
    return first not in (b"..", b".git")
