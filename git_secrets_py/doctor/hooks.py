"""The hooks: which are there, whose they are, and whether git runs them from here."""

from __future__ import annotations

import os

from git_secrets_py.doctor.problems import shown
from git_secrets_py.hook_install import locations, managers, scripts
from git_secrets_py.hook_install.installed_hook import CHANGED, OTHER, Slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.doctor.problems import Problems
    from git_secrets_py.git.repository import Repository

_MENTIONS = (b"git secrets", b"git-secrets")
_HOOKS_PATH = b"core.hookspath"


class Hook:
    """One hook as it is found."""

    def __init__(self, slot: Slot, *, required: bool) -> None:
        self.slot = slot
        self.name = slot.hook
        self.required = required
        self.present = slot.is_taken
        self.script = slot.content()
        # A link to a hook of ours does what ours does.
        self.ours = scripts.is_ours(slot.hook, self.script)
        self.chained = self.ours and scripts.is_chained(self.script)
        self.executable = self.present and os.access(slot.path, os.X_OK)
        # In <hook>.d it takes somebody who runs all that is there.
        runs_several = not slot.in_several or os.access(slot.plain, os.X_OK)
        self.run_by_git = self.executable and runs_several
        self.interpreter, self.start = scripts.installation(self.script) if self.ours else ("", "")

    @property
    def has_interpreter(self) -> bool:
        """Whether the installation that the script names is there."""
        return os.access(self.interpreter, os.X_OK) and os.path.isfile(self.start)

    @property
    def can_be_tried(self) -> bool:
        """Whether running it does nothing but what ours does."""
        return self.ours and self.executable

    def facts(self) -> dict[str, object]:
        """Return what is known."""
        return {
            "name": self.name,
            "path": shown(os.path.abspath(self.slot.path)),
            "required": self.required,
            "present": self.present,
            "ours": self.ours,
            "owner": "ours" if self.ours else self.slot.state(),
            "chained": self.chained,
            "executable": self.executable,
            "run_by_git": self.run_by_git,
            "interpreter": self.interpreter or None,
            "interpreter_exists": self.has_interpreter if self.ours else None,
        }


def inspect(repository: Repository, problems: Problems) -> tuple[list[Hook], dict[str, object]]:
    """Return the hooks, and where git looks for them."""
    directory = locations.of_repository(repository)
    required = ("pre-receive",) if repository.is_bare else scripts.HOOKS
    hooks = [Hook(Slot(directory, name), required=name in required) for name in scripts.KNOWN_HOOKS]
    settings = repository.config.all(_HOOKS_PATH)
    for hook in hooks:
        _judge(hook, repository, problems)
    facts: dict[str, object] = {
        "directory": shown(os.path.abspath(directory)),
        "set_by": settings[-1].origin if settings else None,
        "hooks": [hook.facts() for hook in hooks],
    }
    return hooks, facts


def _judge(hook: Hook, repository: Repository, problems: Problems) -> None:
    about, path = f"hook {hook.name}", shown(hook.slot.path)
    install = f"git secrets --install --hooks {hook.name}"
    if not hook.present:
        if hook.required:
            where = _where_git_does_not_look(hook, repository)
            problems.add(about, f"the {hook.name} hook is not installed{where}", install)
    elif not hook.ours:
        if hook.required:
            problems.add(about, *_not_ours(hook, repository, install))
    elif not hook.executable:
        problems.add(about, f"{path} is not executable, so git ignores it", f"chmod +x '{path}'")
    elif not hook.run_by_git:
        plain = shown(hook.slot.plain)
        problems.add(
            about, f"nothing runs {path}: there is no {plain}", "add a hook that runs them all"
        )
    elif not hook.has_interpreter:
        problems.note(
            about,
            f"the installation that {path} names is gone, so it looks for one on PATH",
            f"{install} --force",
        )


def _not_ours(hook: Hook, repository: Repository, install: str) -> tuple[str, str]:
    """Return what is wrong with a hook of others, and what to do."""
    path, state = shown(hook.slot.path), hook.slot.state()
    if state == CHANGED:
        return f"{path} was changed by hand, so it is not tried", f"{install} --force"
    if state == OTHER and any(each in hook.script for each in _MENTIONS):
        return (
            f"{path} is not ours. It seems to call git secrets, but what else it does is not "
            "tried here",
            f"{install} --chain",
        )
    top = repository.top if repository.is_inside_work_tree else None
    hints = managers.hints(top, os.path.dirname(hook.slot.path), [hook.name])
    remedy = "let it call " + managers.command(hook.name) if hints else f"{install} --chain"
    return f"{path} is not ours", remedy


def _where_git_does_not_look(hook: Hook, repository: Repository) -> str:
    """Return where ours is if ``core.hooksPath`` leads git past it."""
    settings = repository.config.all(_HOOKS_PATH)
    other = Slot(os.path.join(repository.common_dir, b"hooks"), hook.name)
    if not settings or not scripts.seems_ours(hook.name, other.content()):
        return ""
    return (
        f" where git looks: core.hooksPath in {settings[-1].origin} leads past {shown(other.path)}"
    )
