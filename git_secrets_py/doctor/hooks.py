"""The hooks: whether they are installed, whose they are, and whether git runs them."""

from __future__ import annotations

import os

from git_secrets_py.doctor import hook_problems
from git_secrets_py.doctor.checked_hook import checked
from git_secrets_py.doctor.problem import Problem, readable
from git_secrets_py.errors import GitError, UsageError
from git_secrets_py.hook_install import git_template, locations, scripts
from git_secrets_py.hook_install.installed_hook import HookState, InstalledHook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.doctor.checked_hook import CheckedHook
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.registry.collector import Collector


def check(
    repository: Repository, *, run_foreign: bool = False
) -> tuple[list[CheckedHook], list[Problem]]:
    """Return all known hooks, installed or not, and their problems.

    With ``run_foreign``, the live test judges the hooks of other programs.
    """
    directory = locations.of_repository(repository)
    required = _required(repository)
    hooks = [
        checked(InstalledHook(directory, name), repository, required=name in required)
        for name in scripts.KNOWN_HOOKS
    ]
    setting = locations.hooks_path_of_repository(repository)
    if setting and (unusable := setting.why_unusable(directory)):
        return hooks, [Problem("hooks", unusable, setting.removal)]
    problems = [
        problem
        for hook in hooks
        if not (run_foreign and not hook.is_ours and hook.can_be_tested(run_foreign=True))
        for problem in hook_problems.of_hook(hook)
    ]
    notes = hook_problems.notes(hooks, repository, run_foreign=run_foreign)
    return hooks, [*hook_problems.absent(hooks, repository), *problems, *notes]


def are_installed(repository: Repository) -> bool:
    """Return whether the required hooks are ours or call ours; false outside of a repository."""
    try:
        directory = locations.of_repository(repository)
        hooks = [InstalledHook(directory, name) for name in _required(repository)]
    except GitError:
        return False
    required = (checked(hook, repository, required=True) for hook in hooks)
    return all(one.is_ours or one.call for one in required)


def are_in_template() -> bool:
    """Return whether new clones get the hooks; raises ``GitSecretsError`` without a home."""
    template = git_template.find()
    hooks = (InstalledHook(template.hooks, name) for name in scripts.COMMIT_HOOKS)
    return template.is_configured and all(one.state() is HookState.OURS for one in hooks)


def _required(repository: Repository) -> Sequence[str]:
    """Return the names of the hooks without which a secret may enter ``repository``."""
    return ("pre-receive",) if repository.is_bare else scripts.COMMIT_HOOKS


def facts(repository: Repository, hooks: list[CheckedHook]) -> dict[str, object]:
    """Return ``hooks`` in their JSON form, with the directory in which git looks for them."""
    settings = repository.config.all(locations.HOOKS_PATH_KEY)
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
