"""Notices about the configuration, which the hooks of one commit print once.

The hook that scans the content prints them. Another hook leaves it to that one only if git surely
runs it in the same operation: it is installed, and git skips both or none of them.
"""

from __future__ import annotations

import os

from git_secrets_py.files import expanded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Repository

# While git keeps one of these, prepare-commit-msg scans the content; nothing skips that hook.
_MERGE_OR_PICK = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")


def are_left(context: Context) -> bool:
    """Return whether another hook of this commit prints the notices of this run."""
    name = _other_hook(context)
    return bool(name) and _is_installed(context.repository, name)


def _other_hook(context: Context) -> str:
    """Return the hook that prints them instead of this one; empty if this one does."""
    verb = context.arguments.verb.name
    if verb == "--applypatch_msg_hook":
        return "pre-applypatch"
    if verb not in ("--pre_commit_hook", "--commit_msg_hook"):
        return ""
    paths = map(context.repository.path_in_git_dir, _MERGE_OR_PICK)
    if any(map(os.path.exists, paths)):
        return "prepare-commit-msg"
    return "pre-commit" if verb == "--commit_msg_hook" else ""


def _is_installed(repository: Repository, name: str) -> bool:
    """Return whether the hook ``name`` is ours, or that of a hook manager that calls ours."""
    directory = _hooks_directory(repository)
    path = os.path.join(directory, name.encode())
    try:
        with open(path, "rb") as file:
            is_ours = b"# git-secrets-py, %b hook" % name.encode() in file.read(200)
    except OSError:
        return False
    if not os.access(path, os.X_OK):
        return False
    return is_ours or _is_delegated(repository, directory, name)


def _hooks_directory(repository: Repository) -> bytes:
    """Return the hooks directory without starting git, which runs a hook at the top."""
    configured = repository.config.get(b"core.hookspath")
    if configured:
        return expanded(configured)
    return os.path.join(repository.common_dir, b"hooks")


def _is_delegated(repository: Repository, directory: bytes, name: str) -> bool:
    from git_secrets_py.hook_install import delegation, managers
    from git_secrets_py.hook_install.installed_hook import InstalledHook

    hook, top = InstalledHook(directory, name), repository.work_tree
    manager = managers.owner(top, hook)
    return bool(manager and top and delegation.find(manager, top, hook))
