"""Installing and removing a set of hooks in a directory."""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from git_secrets_py.errors import GitSecretsError, RefusedError
from git_secrets_py.hook_install import managers, scripts
from git_secrets_py.hook_install.atomic_install import PlacedHook, PlannedHook, place
from git_secrets_py.hook_install.installed_hook import HookState, InstalledHook
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.hook_install.managers import Manager


class OnExisting(enum.Enum):
    """How to treat a hook that exists."""

    REFUSE = enum.auto()
    REPLACE = enum.auto()
    CHAIN = enum.auto()


@dataclass(frozen=True, slots=True)
class RemovedHook:
    """The state of a hook before ``uninstall``, which removes those in state ``OURS``.

    ``restored_from`` is the former path of the previous hook that took its place; empty if there
    was none.
    """

    name: str
    path: bytes
    state: HookState
    restored_from: bytes = b""


def install(
    directory: bytes,
    names: Sequence[str],
    on_existing: OnExisting,
    *,
    top: bytes | None = None,
    managed_too: bool = False,
) -> list[PlacedHook]:
    """Install the hooks ``names`` into ``directory``, all of them or none.

    ``top`` is that of the work tree, if there is one. With ``managed_too``, hooks of managers are
    treated as others. With ``OnExisting.REFUSE``, current hooks are left out.

    Raises ``RefusedError`` for the first hook that exists and must not be touched, or if all are
    up to date, and ``GitSecretsError`` if a file cannot be written.
    """
    hooks = [InstalledHook(directory, name) for name in names]
    if on_existing is OnExisting.REFUSE:
        hooks = [hook for hook in hooks if not _is_up_to_date(hook)]
        if not hooks:
            raise RefusedError(f"the hooks in {in_one_line(directory)} are up to date")
    for hook in hooks:
        manager = managers.owner(top, hook)
        reason = _why_not_replaced(manager) if manager and not managed_too else ""
        reason = _why_refused(hook, on_existing, manager) or reason
        if reason:
            raise RefusedError(f"{in_one_line(hook.path)} {reason}")
    try:
        return place([_plan(hook, chain=on_existing is OnExisting.CHAIN) for hook in hooks])
    except OSError as error:
        path = in_one_line(error.filename or directory)
        raise GitSecretsError(f"cannot install into {path}: {error.strerror}") from error


def uninstall(directory: bytes, names: Sequence[str]) -> Iterator[RemovedHook]:
    """Remove those of the hooks ``names`` in ``directory`` that are ours and unchanged; yield all.

    A chained hook, or else the newest backup, is restored. Raises ``GitSecretsError`` if a file
    cannot be removed.
    """
    try:
        for name in names:
            yield _uninstall(InstalledHook(directory, name))
    except OSError as error:
        path = in_one_line(error.filename or directory)
        raise GitSecretsError(f"cannot remove {path}: {error.strerror}") from error


def _is_up_to_date(hook: InstalledHook) -> bool:
    """Return whether the hook is the one that would be installed, chained or not."""
    content = hook.content()
    script = scripts.hook_script(hook.name, chained=scripts.is_chained(content))
    is_executable = os.access(hook.path, os.X_OK) and not os.path.islink(hook.path)
    return content == script and is_executable


def _why_refused(hook: InstalledHook, on_existing: OnExisting, manager: Manager | None) -> str:
    """Return why a hook that exists must not be touched; empty if it may be."""
    if not hook.exists or on_existing is OnExisting.REPLACE:
        return ""
    if on_existing is OnExisting.CHAIN:
        return _why_not_chained(hook, manager)
    if manager:
        return _why_not_replaced(manager)
    if hook.state() is HookState.OURS:
        return "is a hook of another installation of git-secrets-py. Use -f to update it"
    return (
        "already exists. Use -f to force; a backup is kept. "
        "Use --chain to keep it and run it before the new hook"
    )


def _why_not_replaced(manager: Manager) -> str:
    return (
        f"belongs to {manager.name}, which overwrites it at each installation. Make "
        f"{manager.name} call git secrets instead, or use --force twice to install anyway"
    )


def _why_not_chained(hook: InstalledHook, manager: Manager | None) -> str:
    """Return why a hook that exists cannot be chained; empty if it can be."""
    if hook.state() is not HookState.OTHER:
        return ""
    if hook.is_in_d_directory:
        return "is in a .d directory, where nothing can be chained. Rename it"
    if os.path.isdir(hook.path):
        return "is a directory"
    if manager and managers.depends_on_name(manager):
        return (
            "depends on its file name, so it cannot be renamed and chained. "
            "Make it call git secrets instead"
        )
    return ""


def _plan(hook: InstalledHook, *, chain: bool) -> PlannedHook:
    """Return the new content of a hook, and the names for the one that exists."""
    state = hook.state()
    is_chained = scripts.is_chained(hook.content()) and os.path.lexists(hook.chained)
    chain_it = chain and state is HookState.OTHER
    return PlannedHook(
        hook.name,
        hook.path,
        scripts.hook_script(hook.name, chained=chain_it or is_chained),
        backup=b"" if state is HookState.OURS else hook.backup,
        chained=hook.chained if chain_it else b"",
    )


def _uninstall(hook: InstalledHook) -> RemovedHook:
    state = hook.state()
    if state is not HookState.OURS:
        return RemovedHook(hook.name, hook.path, state)
    previous = _previous(hook)
    # Restoring replaces our hook at once: there is no moment without a hook.
    if previous:
        os.replace(previous, hook.path)
    else:
        os.unlink(hook.path)
    return RemovedHook(hook.name, hook.path, state, previous)


def _previous(hook: InstalledHook) -> bytes:
    """Return the file of the hook that ours chained or replaced; empty if there is none."""
    if scripts.is_chained(hook.content()) and os.path.lexists(hook.chained):
        return hook.chained
    return _newest_backup(hook)


def _newest_backup(hook: InstalledHook) -> bytes:
    directory, name = os.path.split(hook.backup)
    numbered = re.compile(re.escape(name) + rb"(?:\.([0-9]+))?")
    found = [match for match in map(numbered.fullmatch, os.listdir(directory)) if match]
    newest = max(found, key=lambda match: int(match[1] or 1), default=None)
    return os.path.join(directory, newest[0]) if newest else b""
