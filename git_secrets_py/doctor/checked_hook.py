"""A hook that the doctor checks, and the facts read from its file."""

from __future__ import annotations

import os
from dataclasses import dataclass

from git_secrets_py.doctor import config_hooks
from git_secrets_py.doctor.problem import readable
from git_secrets_py.hook_install import delegation, managers, scripts
from git_secrets_py.hook_install.installed_hook import HookState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.hook_install.delegation import Delegation
    from git_secrets_py.hook_install.installed_hook import InstalledHook
    from git_secrets_py.hook_install.managers import Manager

_MENTIONS = (b"git secrets", b"git-secrets")


@dataclass(frozen=True, slots=True)
class CheckedHook:
    """A hook, and the facts read from its file.

    ``is_ours`` is true for a symbolic link to a hook of ours, too: it does the same.
    ``interpreter`` and ``start`` are the installation that the script names, if it is ours.
    ``manager`` is the program that writes its file, and ``delegation`` how that calls ours.
    ``is_mentioned``: the configuration of ``manager`` names ours, in whatever form.
    """

    hook: InstalledHook
    required: bool
    exists: bool
    mentions_us: bool
    is_ours: bool
    is_chained: bool
    is_executable: bool
    interpreter: str
    start: str
    manager: Manager | None
    delegation: Delegation | None
    is_mentioned: bool

    @property
    def is_in_config(self) -> bool:
        """Whether git's configuration calls ours, whatever the file does."""
        return self.delegation is not None and not self.delegation.has_file

    @property
    def call(self) -> Delegation | None:
        """The call of ours by an existing hook of a manager, or by git's configuration."""
        return self.delegation if not self.is_ours and (self.exists or self.is_in_config) else None

    @property
    def owner(self) -> str:
        """A description of the program that the hook belongs to."""
        if self.is_ours:
            return HookState.OURS.value
        if self.call:
            return f"delegated to {self.call.manager} in {self.call.file}"
        return self.hook.state().value

    @property
    def is_run_by_git(self) -> bool:
        """Whether git runs it; in a ``.d`` directory, whether a hook exists that can run it."""
        hook = self.hook
        is_run = not hook.is_in_d_directory or os.access(hook.git_path, os.X_OK)
        return self.is_in_config or (self.is_executable and is_run)

    @property
    def has_installation(self) -> bool:
        """Whether the installation that the script names exists."""
        return os.access(self.interpreter, os.X_OK) and os.path.isfile(self.start)

    def can_be_tested(self, *, run_foreign: bool) -> bool:
        """Return whether running it runs only our own code, or whether others may be run, too."""
        is_foreign = self.exists and self.required and run_foreign and not self.is_in_config
        return (self.is_ours or is_foreign) and self.is_executable

    def facts(self) -> dict[str, object]:
        """Return the hook in its JSON form."""
        return {
            "name": self.hook.name,
            "path": readable(os.path.abspath(self.hook.path)),
            "required": self.required,
            "present": self.exists,
            "ours": self.is_ours,
            "owner": self.owner,
            "delegated_to": self.call.manager if self.call else None,
            "chained": self.is_chained,
            "executable": self.is_executable,
            "run_by_git": self.is_run_by_git,
            "interpreter": self.interpreter or None,
            "interpreter_exists": self.has_installation if self.is_ours else None,
        }


def checked(hook: InstalledHook, repository: Repository, *, required: bool) -> CheckedHook:
    """Return ``hook`` with the facts of its file; ``required`` if a commit needs it."""
    top = _top(repository)
    script = hook.content()
    manager = managers.owner(top, hook)
    is_ours = scripts.is_ours(hook.name, script)
    interpreter, start = scripts.installation(script) if is_ours else ("", "")
    return CheckedHook(
        hook,
        required=required,
        exists=hook.exists,
        mentions_us=any(each in script for each in _MENTIONS),
        is_ours=is_ours,
        is_chained=is_ours and scripts.is_chained(script),
        is_executable=hook.exists and os.access(hook.path, os.X_OK),
        interpreter=interpreter,
        start=start,
        manager=manager,
        delegation=config_hooks.find(repository, hook.name) or _delegation(manager, top, hook),
        is_mentioned=bool(manager and top and delegation.is_mentioned(manager, top, hook.name)),
    )


def _top(repository: Repository) -> bytes | None:
    return repository.top if repository.is_inside_work_tree else None


def _delegation(
    manager: Manager | None, top: bytes | None, hook: InstalledHook
) -> Delegation | None:
    """Return how a manager calls ours: the owner of the hook, or if there is no hook, any."""
    if top is None:
        return None
    candidates = [manager] if manager else [] if hook.exists else managers.configured(top)
    found = (delegation.find(one, top, hook) for one in candidates)
    return next((one for one in found if one), None)
