"""The hooks: whether they are installed, whose they are, and whether git runs them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from git_secrets_py.doctor import config_hooks
from git_secrets_py.doctor.problem import Problem, readable
from git_secrets_py.errors import GitError, UsageError
from git_secrets_py.hook_install import delegation, git_template, locations, managers, scripts
from git_secrets_py.hook_install.installed_hook import HookState, InstalledHook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.hook_install.delegation import Delegation
    from git_secrets_py.hook_install.managers import Manager
    from git_secrets_py.registry.collector import Collector

_MENTIONS = (b"git secrets", b"git-secrets")
_HOOKS_PATH = b"core.hookspath"
_INSTALL = "git secrets --install"


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


def check(
    repository: Repository, *, run_foreign: bool = False
) -> tuple[list[CheckedHook], list[Problem]]:
    """Return all known hooks, installed or not, and their problems.

    With ``run_foreign``, the live test judges the hooks of other programs.
    """
    directory = locations.of_repository(repository)
    required = _required(repository)
    hooks = [
        _check(InstalledHook(directory, name), repository, required=name in required)
        for name in scripts.KNOWN_HOOKS
    ]
    setting = locations.hooks_path_of_repository(repository)
    if setting and (unusable := setting.why_unusable(directory)):
        return hooks, [Problem("hooks", unusable, setting.removal)]
    problems = [
        problem
        for hook in hooks
        if not (run_foreign and not hook.is_ours and hook.can_be_tested(run_foreign=True))
        for problem in _problems(hook, repository)
    ]
    notes = _notes(hooks, repository, run_foreign=run_foreign)
    return hooks, [*_absent(hooks, repository), *problems, *notes]


def are_installed(repository: Repository) -> bool:
    """Return whether the required hooks are ours or call ours; false outside of a repository."""
    try:
        directory = locations.of_repository(repository)
        hooks = [InstalledHook(directory, name) for name in _required(repository)]
    except GitError:
        return False
    checked = (_check(hook, repository, required=True) for hook in hooks)
    return all(one.is_ours or one.call for one in checked)


def are_in_template() -> bool:
    """Return whether new clones get the hooks; raises ``GitSecretsError`` without a home."""
    template = git_template.find()
    hooks = (InstalledHook(template.hooks, name) for name in scripts.COMMIT_HOOKS)
    return template.is_configured and all(one.state() is HookState.OURS for one in hooks)


def _required(repository: Repository) -> Sequence[str]:
    """Return the names of the hooks without which a secret may enter ``repository``."""
    return ("pre-receive",) if repository.is_bare else scripts.COMMIT_HOOKS


def _top(repository: Repository) -> bytes | None:
    return repository.top if repository.is_inside_work_tree else None


def _absent(hooks: Sequence[CheckedHook], repository: Repository) -> Iterator[Problem]:
    """Yield the required hooks that do not exist; as one problem, if one command installs them."""
    plain = []
    for one in hooks:
        if one.required and not one.exists and not one.is_in_config:
            name, where = one.hook.name, _where_git_does_not_look(one.hook, repository)
            if one.delegation or where:
                problem = f"the {name} hook is not installed{where}"
                remedy = one.delegation.install if one.delegation else f"{_INSTALL} --hooks {name}"
                yield Problem(f"hook {name}", problem, remedy)
            else:
                plain.append(name)
    if plain:
        is_default = not repository.is_bare and not _exists_any(hooks)
        names = f"{', '.join(plain[:-1])} and {plain[-1]} hooks are" if plain[1:] else ""
        yield Problem(
            "hooks" if names else f"hook {plain[0]}",
            f"the {names or plain[0] + ' hook is'} not installed",
            _INSTALL if is_default else f"{_INSTALL} --hooks {','.join(plain)}",
        )


def _exists_any(hooks: Sequence[CheckedHook]) -> bool:
    return any(hook.exists or hook.is_in_config for hook in hooks)


def _notes(
    hooks: Sequence[CheckedHook], repository: Repository, *, run_foreign: bool
) -> Iterator[Problem]:
    missing = [
        hook
        for hook in hooks
        if hook.hook.name in scripts.PATCH_HOOKS and not (hook.is_ours or hook.call)
    ]
    # Without any hook, the command that installs the others installs these, too.
    if missing and not repository.is_bare and _exists_any(hooks):
        names = [hook.hook.name for hook in missing]
        yield Problem(
            "hooks",
            f"git am is not checked: {' and '.join(names)} not installed",
            _installation(missing, names),
            is_note=True,
        )
    skipped = [one.hook.name for one in hooks if one.call and one.call.may_be_skipped]
    if skipped:
        yield Problem(
            "hooks",
            f"lefthook skips {' and '.join(skipped)} if it sees no changed file: a tag, a new type",
            f"use the lines that git secrets --install --hooks {','.join(skipped)} prints",
            is_note=True,
        )
    if not run_foreign and any(one.call and one.call.has_file and one.required for one in hooks):
        yield Problem(
            "hooks",
            "hooks of other programs were read, not run",
            "git secrets --doctor --run-foreign-hooks",
            is_note=True,
        )


def _installation(missing: Sequence[CheckedHook], names: Sequence[str]) -> str:
    """Return how to install the hooks ``missing``, which are called ``names``."""
    manager = next((hook.manager for hook in missing if hook.manager), None)
    if manager:
        return f"make {manager.name} call {' and '.join(map(managers.command, names))}"
    chain = " --chain" if any(hook.exists for hook in missing) else ""
    return f"{_INSTALL} --hooks {','.join(names)}{chain}"


def facts(repository: Repository, hooks: list[CheckedHook]) -> dict[str, object]:
    """Return ``hooks`` in their JSON form, with the directory in which git looks for them."""
    settings = repository.config.all(_HOOKS_PATH)
    return {
        "directory": readable(os.path.abspath(hooks[0].hook.directory)),
        "set_by": settings[-1].origin if settings else None,
        "hooks": [hook.facts() for hook in hooks],
    }


def add_rules(collector: Collector, hooks: Sequence[CheckedHook]) -> Iterator[Problem]:
    """Add the rule sets that delegated hooks enable to ``collector``; yield the unknown ones."""
    calls = [hook.call for hook in hooks if hook.call]
    for rules, file in {call.rules: call.file for call in calls}.items():
        try:
            collector.add_rules(rules)
        except UsageError as error:
            yield Problem("rule sets", f"{file}: {error}", "correct it there")


def _check(hook: InstalledHook, repository: Repository, *, required: bool) -> CheckedHook:
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


def _delegation(
    manager: Manager | None, top: bytes | None, hook: InstalledHook
) -> Delegation | None:
    """Return how a manager calls ours: the owner of the hook, or if there is no hook, any."""
    if top is None:
        return None
    candidates = [manager] if manager else [] if hook.exists else managers.configured(top)
    found = (delegation.find(one, top, hook) for one in candidates)
    return next((one for one in found if one), None)


def _problems(checked: CheckedHook, repository: Repository) -> Iterator[Problem]:
    hook = checked.hook
    about, path = f"hook {hook.name}", readable(hook.path)
    install = f"{_INSTALL} --hooks {hook.name}"
    if not checked.exists or checked.is_in_config:
        return  # ``_absent`` yields the problems of the required ones
    if not checked.is_ours and not checked.call:
        if checked.required:
            yield Problem(about, *_not_ours(checked, install))
    elif not checked.is_executable:
        yield Problem(about, f"{path} is not executable, so git ignores it", f"chmod +x '{path}'")
    elif not checked.is_run_by_git:
        git_path = readable(hook.git_path)
        yield Problem(
            about,
            f"{path} is not run: {git_path} is missing or not executable",
            f"add a {git_path} that runs each file in {readable(hook.d_directory)}",
        )
    elif checked.is_ours and checked.manager:
        yield Problem(
            about,
            f"{path} will be overwritten by {checked.manager.name} when it is installed next",
            f"make {checked.manager.name} call {managers.command(hook.name)}",
            is_note=True,
        )
    elif checked.is_ours and not checked.has_installation:
        yield Problem(
            about,
            f"{path} names an installation that does not exist, so it searches PATH",
            f"{install} --force",
            is_note=True,
        )


def _not_ours(checked: CheckedHook, install: str) -> tuple[str, str]:
    """Return the problem and the remedy for a hook that is not ours."""
    hook = checked.hook
    path, state = readable(hook.path), hook.state()
    if state is HookState.CHANGED:
        return f"{path} was changed by hand, so it is not tested", f"{install} --force"
    if checked.manager and checked.is_mentioned:
        return (
            f"{path} belongs to {checked.manager.name}, whose configuration names git secrets, but "
            "in a form that the doctor cannot read, or in a call that stops no commit",
            "to try it, run git secrets --doctor --run-foreign-hooks",
        )
    if checked.manager:
        return (
            f"{path} belongs to {checked.manager.name}, which does not call git secrets",
            f"make it call {managers.command(hook.name)}",
        )
    if state is HookState.OTHER and checked.mentions_us:
        return (
            f"{path} is not a git-secrets-py hook. It seems to call git secrets, but the doctor "
            "runs other hooks only with --run-foreign-hooks",
            f"{install} --chain",
        )
    return f"{path} is not a git-secrets-py hook", f"{install} --chain"


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
