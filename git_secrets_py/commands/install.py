"""``git secrets --install``: install the hooks into a repository or a template directory."""

from __future__ import annotations

import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.color import is_wanted
from git_secrets_py.errors import EXIT_CLEAN, RefusedError, UsageError
from git_secrets_py.files import expanded
from git_secrets_py.git import Git
from git_secrets_py.git.git_dirs import git_dir_of, has_git_dir
from git_secrets_py.hook_install import git_template, locations, managers, scripts
from git_secrets_py.hook_install.installed_hook import InstalledHook
from git_secrets_py.hook_install.installer import OnExisting, install
from git_secrets_py.report.escaping import escaped, shell_word
from git_secrets_py.selection import NOTHING_CONFIGURED, names_patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.hook_install.atomic_install import PlacedHook

_GREEN_TICK = "\x1b[32m✓\x1b[0m "
_TICK = "✓ "
_SERVER_HOOK = "pre-receive"
_BARE = (
    "this repository is bare, so only commits in linked worktrees run these hooks. To check "
    f"pushes to it: git secrets --install --hooks {_SERVER_HOOK}"
)


def run(context: Context) -> int:
    """Install the chosen hooks, all of them or none; return the exit status.

    Raises ``RefusedError`` if one exists and neither ``--force`` nor ``--chain`` is given, and
    ``UsageError`` for a value that is one too many.
    """
    if context.arguments.has("--agent"):
        from git_secrets_py.cli import agent_setup

        return agent_setup.install(context)
    names = argument_checks.hooks(context, scripts.HOOKS)
    target = argument_checks.at_most_one(context)
    if not context.arguments.has("--global"):
        _install(context, target, names)
    elif target:
        raise UsageError("--install --global takes no directory; init.templateDir names it")
    else:
        _install_into_template(context, names)
    return EXIT_CLEAN


def _install(context: Context, target: bytes | None, names: Sequence[str]) -> None:
    """Install into ``target``, or into the repository around the current directory."""
    if target:
        target = expanded(target)
        directory, setting = locations.of_target(target), locations.hooks_path_of_target(target)
        top = target if has_git_dir(target) else None
        git = Git(target, by_variables=False)
    else:
        directory = locations.of_repository(context.repository)
        setting = locations.hooks_path_of_repository(context.repository)
        top = _top(context, setting)
        git = context.repository.git_in(top) if top else context.repository.git
    if setting and (reason := setting.why_unusable(directory)):
        raise RefusedError(f"{reason}. To use .git/hooks: {setting.removal}")
    hints = managers.instructions(top, [InstalledHook(directory, name) for name in names])
    if not managers.is_husky(directory):
        hints += locations.sharing_notes(directory, top, setting, git)
    hints = _hints(hints)
    try:
        placed = _placed(context, directory, names, top)
    except RefusedError as error:
        raise RefusedError("\n".join([str(error), *hints])) from None
    _report(context, placed)
    hints += _hints(_for_pushes(context, directory, target))
    if not target and not names_patterns(context.repository.config):
        hints += _hints([NOTHING_CONFIGURED])
    for hint in hints:
        context.out(b"\n".join(map(escaped, _encoded(hint).split(b"\n"))) + b"\n")


def _placed(
    context: Context, directory: bytes, names: Sequence[str], top: bytes | None = None
) -> list[PlacedHook]:
    twice = "--force" in context.arguments.repeated
    return install(directory, names, _on_existing(context), top=top, managed_too=twice)


def _for_pushes(context: Context, directory: bytes, target: bytes | None) -> list[str]:
    """Return the hint that a bare repository has no hook for pushes, if it has none."""
    is_bare = git_dir_of(target) == b"." if target else context.repository.is_bare
    if not is_bare or InstalledHook(directory, _SERVER_HOOK).exists:
        return []
    where = f" {shell_word(target)}" if target else ""
    return [_BARE + where]


def _top(context: Context, setting: locations.HooksPath | None) -> bytes | None:
    """Return the top of the work tree; ``None`` if the current directory is in no work tree."""
    repository = context.repository
    if repository.is_inside_work_tree:
        return repository.top
    if setting and setting.is_relative and setting.value and not repository.is_bare:
        raise RefusedError(
            f"core.hooksPath in {setting.origin} is relative to the work tree; run this there"
        )
    return None


def _install_into_template(context: Context, names: Sequence[str]) -> None:
    """Install into git's template directory; set it up if none is configured."""
    template = git_template.find()
    _report(context, _placed(context, template.hooks, names))
    if not template.is_configured:
        git_template.configure(template)
        context.out(b"Set init.templateDir to %b in the global git config\n" % template.directory)
    context.out(git_template.advice(template))
    for warning in git_template.warnings():
        context.notify(f"warning: {warning}")


def _on_existing(context: Context) -> OnExisting:
    if context.arguments.has("--chain"):
        return OnExisting.CHAIN
    return OnExisting.REPLACE if context.arguments.has("--force") else OnExisting.REFUSE


def _hints(texts: Sequence[str]) -> list[str]:
    return [f"hint: {text}" for text in texts]


def _report(context: Context, placed: Sequence[PlacedHook]) -> None:
    tick = _tick(context)
    for hook in placed:
        shown = escaped(hook.path)
        context.out(_encoded(f"{tick}Installed {hook.name} hook to ") + shown + b"\n")
        if hook.chained:
            shown = escaped(hook.chained)
            context.out(b"It first runs the previous hook, now " + shown + b"\n")
            if not os.access(hook.chained, os.X_OK):
                context.out(b"The previous hook is not executable, so it is not run\n")
        if hook.backup:
            context.out(b"The previous hook is kept as " + escaped(hook.backup) + b"\n")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _tick(context: Context) -> str:
    if not os.isatty(1):
        return ""
    return _GREEN_TICK if is_wanted(context, is_terminal=True) else _TICK
