"""``git secrets --uninstall``: removes our hooks, and brings back those that were there before."""

from __future__ import annotations

import os
import re

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.hook_install import installed_hook, locations, scripts
from git_secrets_py.hook_install.installed_hook import Slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_WHY_LEFT = {
    installed_hook.CHANGED: "it was ours, but somebody changed it",
    installed_hook.ORIGINAL: "it is of the original git-secrets, which runs whatever 'git secrets' "
    "is",
    installed_hook.OTHER: "it is not ours",
}


def run(context: Context) -> int:
    """Remove what is unmistakably ours, say what was left alone; return the exit status."""
    hooks = installed_hook.chosen(context, scripts.KNOWN_HOOKS)
    target = argument_checks.at_most_one(context)
    directory = (
        locations.of_target(target) if target else locations.of_repository(context.repository)
    )
    try:
        removed = [_uninstall(context, Slot(directory, hook)) for hook in hooks]
    except OSError as error:
        where = os.fsdecode(error.filename or directory)
        raise GitSecretsError(f"cannot uninstall {where}: {error.strerror}") from error
    if not any(removed):
        context.out(b"There is no hook of git-secrets-py in " + directory + b"\n")
    return 0


def _uninstall(context: Context, slot: Slot) -> bool:
    """Remove one hook if it is ours; return whether it was."""
    state = slot.state()
    if state == installed_hook.OURS:
        _remove(context, slot)
        return True
    if state in _WHY_LEFT:
        context.out(b"Left " + slot.path + f" alone: {_WHY_LEFT[state]}\n".encode())
    return False


def _remove(context: Context, slot: Slot) -> None:
    """Remove our hook. What is put back replaces it at once."""
    former = _former(slot)
    if former:
        os.replace(former, slot.path)
    else:
        os.unlink(slot.path)
    context.out(f"Removed {slot.hook} hook from ".encode() + slot.path + b"\n")
    if former:
        context.out(b"The old one is back, from " + former + b"\n")


def _former(slot: Slot) -> bytes:
    """Return the hook that ours was put before, or in the place of; empty where there was none."""
    if scripts.is_chained(slot.content()) and os.path.lexists(slot.before):
        return slot.before
    return _newest_backup(slot)


def _newest_backup(slot: Slot) -> bytes:
    directory, name = os.path.split(slot.backup)
    numbered = re.compile(re.escape(name) + rb"(?:\.([0-9]+))?")
    found = [match for match in map(numbered.fullmatch, os.listdir(directory)) if match]
    newest = max(found, key=lambda match: int(match[1] or 1), default=None)
    return os.path.join(directory, newest[0]) if newest else b""
