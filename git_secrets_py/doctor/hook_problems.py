"""The problems of hooks, with their remedies."""

from __future__ import annotations

import os

from git_secrets_py.doctor.problem import Problem, named_hooks, readable
from git_secrets_py.hook_install import managers, scripts
from git_secrets_py.hook_install.installed_hook import HookState, InstalledHook
from git_secrets_py.hook_install.locations import HOOKS_PATH_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.doctor.checked_hook import CheckedHook
    from git_secrets_py.git.repository import Repository

_INSTALL = "git secrets --install"


def absent(hooks: Sequence[CheckedHook], repository: Repository) -> Iterator[Problem]:
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
                plain.append(one)
    if plain:
        yield _not_installed(plain, is_default=not repository.is_bare and not _exists_any(hooks))


def _not_installed(missing: Sequence[CheckedHook], *, is_default: bool) -> Problem:
    """Return the problem of the hooks ``missing``, which git secrets installs if ``is_default``."""
    names = [one.hook.name for one in missing]
    about, verb = ("hooks", "are") if names[1:] else (f"hook {names[0]}", "is")
    return Problem(
        about,
        f"{named_hooks(names)} {verb} not installed",
        _INSTALL if is_default else _installation(missing, names),
    )


def _where_git_does_not_look(hook: InstalledHook, repository: Repository) -> str:
    """Return where ours is installed if ``core.hooksPath`` makes git ignore it."""
    settings = repository.config.all(HOOKS_PATH_KEY)
    ignored = InstalledHook(os.path.join(repository.common_dir, b"hooks"), hook.name)
    if not settings or not scripts.seems_ours(hook.name, ignored.content()):
        return ""
    return (
        f" where git looks: core.hooksPath in {settings[-1].origin} makes git ignore "
        f"{readable(ignored.path)}"
    )


def of_hook(checked: CheckedHook) -> Iterator[Problem]:
    """Yield the problem of a hook that exists."""
    hook = checked.hook
    about, path = f"hook {hook.name}", readable(hook.path)
    install = f"{_INSTALL} --hooks {hook.name}"
    if not checked.exists or checked.is_in_config:
        return  # ``absent`` yields the problems of the required ones
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
    if state is HookState.ORIGINAL:
        # Chained, it would run the same scan twice.
        return f"{path} is a hook of {state.value}", f"{install} --force"
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


def notes(
    hooks: Sequence[CheckedHook], repository: Repository, *, run_foreign: bool
) -> Iterator[Problem]:
    """Yield notes on all ``hooks`` of ``repository``; they are no reason to fail."""
    # Without any hook, the command that installs the others installs these, too.
    if not repository.is_bare and _exists_any(hooks):
        yield from _absent_patch_hooks(hooks)
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


def _absent_patch_hooks(hooks: Sequence[CheckedHook]) -> Iterator[Problem]:
    """Yield a note on the hooks of ``git am`` that are not installed, if there are any."""
    missing = [
        hook
        for hook in hooks
        if hook.hook.name in scripts.PATCH_HOOKS and not (hook.is_ours or hook.call)
    ]
    if missing:
        names = [hook.hook.name for hook in missing]
        are = "is" if len(names) == 1 else "are"
        yield Problem(
            "hooks",
            f"git am is not checked: {' and '.join(names)} {are} not installed",
            _installation(missing, names),
            is_note=True,
        )


def _installation(missing: Sequence[CheckedHook], names: Sequence[str]) -> str:
    """Return how to install the hooks ``missing``, which are called ``names``."""
    manager = next((hook.manager for hook in missing if hook.manager), None)
    if manager:
        return f"make {manager.name} call {' and '.join(map(managers.command, names))}"
    chain = " --chain" if any(hook.exists for hook in missing) else ""
    return f"{_INSTALL} --hooks {','.join(names)}{chain}"


def _exists_any(hooks: Sequence[CheckedHook]) -> bool:
    return any(hook.exists or hook.is_in_config for hook in hooks)
