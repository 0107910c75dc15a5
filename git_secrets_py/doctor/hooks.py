"""The hooks: whether they are installed, whose they are, and whether git runs them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from git_secrets_py.doctor.problem import Problem, readable
from git_secrets_py.hook_install import locations, managers, scripts
from git_secrets_py.hook_install.installed_hook import HookState, InstalledHook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.git.repository import Repository

_MENTIONS = (b"git secrets", b"git-secrets")
_HOOKS_PATH = b"core.hookspath"


@dataclass(frozen=True, slots=True)
class CheckedHook:
    """A hook, and the facts read from its file.

    ``is_ours`` is true for a symbolic link to a hook of ours, too: it does the same.
    ``interpreter`` and ``start`` are the installation that the script names, if it is ours.
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

    @property
    def is_run_by_git(self) -> bool:
        """Whether git runs it; in a ``.d`` directory, whether a hook exists that can run it."""
        hook = self.hook
        is_run = not hook.is_in_d_directory or os.access(hook.git_path, os.X_OK)
        return self.is_executable and is_run

    @property
    def has_installation(self) -> bool:
        """Whether the installation that the script names exists."""
        return os.access(self.interpreter, os.X_OK) and os.path.isfile(self.start)

    @property
    def can_be_tested(self) -> bool:
        """Whether running it runs nothing but our own code."""
        return self.is_ours and self.is_executable

    def facts(self) -> dict[str, object]:
        """Return the hook in its JSON form."""
        return {
            "name": self.hook.name,
            "path": readable(os.path.abspath(self.hook.path)),
            "required": self.required,
            "present": self.exists,
            "ours": self.is_ours,
            "owner": (HookState.OURS if self.is_ours else self.hook.state()).value,
            "chained": self.is_chained,
            "executable": self.is_executable,
            "run_by_git": self.is_run_by_git,
            "interpreter": self.interpreter or None,
            "interpreter_exists": self.has_installation if self.is_ours else None,
        }


def check(repository: Repository) -> tuple[list[CheckedHook], list[Problem]]:
    """Return all known hooks, installed or not, and their problems."""
    directory = locations.of_repository(repository)
    required = ("pre-receive",) if repository.is_bare else scripts.HOOKS
    hooks = [
        _check(InstalledHook(directory, name), required=name in required)
        for name in scripts.KNOWN_HOOKS
    ]
    return hooks, [problem for hook in hooks for problem in _problems(hook, repository)]


def facts(repository: Repository, hooks: list[CheckedHook]) -> dict[str, object]:
    """Return ``hooks`` in their JSON form, with the directory in which git looks for them."""
    settings = repository.config.all(_HOOKS_PATH)
    return {
        "directory": readable(os.path.abspath(hooks[0].hook.directory)),
        "set_by": settings[-1].origin if settings else None,
        "hooks": [hook.facts() for hook in hooks],
    }


def _check(hook: InstalledHook, *, required: bool) -> CheckedHook:
    script = hook.content()
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
    )


def _problems(checked: CheckedHook, repository: Repository) -> Iterator[Problem]:
    hook = checked.hook
    about, path = f"hook {hook.name}", readable(hook.path)
    install = f"git secrets --install --hooks {hook.name}"
    if not checked.exists:
        if checked.required:
            where = _where_git_does_not_look(hook, repository)
            yield Problem(about, f"the {hook.name} hook is not installed{where}", install)
    elif not checked.is_ours:
        if checked.required:
            yield Problem(about, *_not_ours(checked, repository, install))
    elif not checked.is_executable:
        yield Problem(about, f"{path} is not executable, so git ignores it", f"chmod +x '{path}'")
    elif not checked.is_run_by_git:
        git_path = readable(hook.git_path)
        yield Problem(
            about,
            f"{path} is not run: {git_path} is missing or not executable",
            f"add a {git_path} that runs each file in {readable(hook.d_directory)}",
        )
    elif not checked.has_installation:
        yield Problem(
            about,
            f"{path} names an installation that does not exist, so it searches PATH",
            f"{install} --force",
            is_note=True,
        )


def _not_ours(checked: CheckedHook, repository: Repository, install: str) -> tuple[str, str]:
    """Return the problem and the remedy for a hook that is not ours."""
    hook = checked.hook
    path, state = readable(hook.path), hook.state()
    if state is HookState.CHANGED:
        return f"{path} was changed by hand, so it is not tested", f"{install} --force"
    if state is HookState.OTHER and checked.mentions_us:
        return (
            f"{path} is not a git-secrets-py hook. It seems to call git secrets, but the doctor "
            "does not run other hooks",
            f"{install} --chain",
        )
    top = repository.top if repository.is_inside_work_tree else None
    managed = managers.instructions(top, hook.directory, [hook.name])
    remedy = f"make it call {managers.command(hook.name)}" if managed else f"{install} --chain"
    return f"{path} is not a git-secrets-py hook", remedy


def _where_git_does_not_look(hook: InstalledHook, repository: Repository) -> str:
    """Return where ours is installed if ``core.hooksPath`` makes git ignore it."""
    settings = repository.config.all(_HOOKS_PATH)
    ignored = InstalledHook(os.path.join(repository.common_dir, b"hooks"), hook.name)
    if not settings or not scripts.seems_ours(hook.name, ignored.content()):
        return ""
    return (
        f" where git looks: core.hooksPath in {settings[-1].origin} makes git ignore "
        f"{readable(ignored.path)}"
    )
