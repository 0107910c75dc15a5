"""The directory in which git looks for hooks."""

from __future__ import annotations

import os

from git_secrets_py.git.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.repository import Repository

_IN_EVERY_GIT_DIR = (b"HEAD", b"objects", b"refs")


def of_repository(repository: Repository) -> bytes:
    """Return the directory in which git looks for the hooks of ``repository``."""
    path = repository.git_path("hooks")
    return path.removeprefix(os.path.join(b".", b""))


def of_target(target: bytes) -> bytes:
    """Return the hooks directory of ``target``, which is a repository or a template directory.

    A template directory may be in the work tree of a repository without being a repository.
    """
    if has_git_dir(target):
        git_dir = b".git"
    elif all(os.path.exists(os.path.join(target, name)) for name in _IN_EVERY_GIT_DIR):
        git_dir = b"."
    else:
        return os.path.join(target, b"hooks")
    # The option overrides a GIT_DIR that names another repository.
    git = Git(target)
    path = git.output(b"--git-dir=" + git_dir, "rev-parse", "--git-path", "hooks")
    return os.path.join(target, path.removesuffix(b"\n").removeprefix(b"./"))


def has_git_dir(target: bytes) -> bool:
    """Return whether ``target`` is the top of a work tree."""
    return os.path.lexists(os.path.join(target, b".git"))


def sharing_notes(directory: bytes, top: bytes | None, origin: str | None) -> list[str]:
    """Return notes on the other users of the hooks in ``directory``, set by ``core.hooksPath``.

    ``top`` is that of the work tree, ``origin`` the file that sets ``core.hooksPath``, each
    ``None`` if there is none.
    """
    name = os.fsdecode(directory)
    if top is not None and _is_tracked(directory, top):
        return [
            f"{name} is tracked, so the hooks become part of the repository. On machines "
            "without this installation they search PATH for git-secrets-py."
        ]
    if origin and not (top is not None and _is_in_work_tree(directory, top)):
        return [
            f"core.hooksPath is set in {origin}: these hooks run in every repository to which "
            "this setting applies, and in none that sets another value."
        ]
    return []


def _is_tracked(directory: bytes, top: bytes) -> bool:
    if not _is_in_work_tree(directory, top):
        return False
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    return bool(Git(top).output("ls-files", "-z", "--", inside))


def _is_in_work_tree(directory: bytes, top: bytes) -> bool:
    """Return whether ``directory`` is in the work tree, and not in the git directory in it."""
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    first = inside.split(os.fsencode(os.sep))[0]
    return first not in (b"..", b".git")
