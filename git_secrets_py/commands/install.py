"""``git secrets --install``: install the hooks into a repository or a template directory."""

from __future__ import annotations

import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.color import is_wanted
from git_secrets_py.errors import EXIT_CLEAN, RefusedError, UsageError
from git_secrets_py.hook_install import git_template, locations, managers, scripts
from git_secrets_py.hook_install.installer import OnExisting, install

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.hook_install.atomic_install import PlacedHook

_GREEN_TICK = "\x1b[32m✓\x1b[0m "
_TICK = "✓ "


def run(context: Context) -> int:
    """Install the chosen hooks, all of them or none; return the exit status.

    Raises ``RefusedError`` if one exists and neither ``--force`` nor ``--chain`` is given.
    """
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
        directory, hints = _of_target(target, names)
    else:
        directory, hints = _of_repository(context, names)
    try:
        placed = install(directory, names, _on_existing(context))
    except RefusedError as error:
        raise RefusedError("\n".join([str(error), *hints])) from None
    _report(context, placed)
    for hint in hints:
        context.out(_encoded(f"{hint}\n"))


def _install_into_template(context: Context, names: Sequence[str]) -> None:
    """Install into git's template directory; set it up if none is configured."""
    template = git_template.find()
    _report(context, install(template.hooks, names, _on_existing(context)))
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


def _of_target(target: bytes, names: Sequence[str]) -> tuple[bytes, list[str]]:
    """Return the hooks directory of ``target``, and hints on who else uses it."""
    directory = locations.of_target(target)
    top = target if locations.has_git_dir(target) else None
    notes = locations.sharing_notes(directory, top, None)
    return directory, _hints(managers.instructions(top, directory, names) + notes)


def _of_repository(context: Context, names: Sequence[str]) -> tuple[bytes, list[str]]:
    """Return the hooks directory of this repository, and hints on who else uses it."""
    repository = context.repository
    directory = locations.of_repository(repository)
    top = repository.top if repository.is_inside_work_tree else None
    hints = managers.instructions(top, directory, names)
    settings = repository.config.all(b"core.hookspath")
    if settings:
        hints += locations.sharing_notes(directory, top, settings[-1].origin)
    return directory, _hints(hints)


def _hints(texts: Sequence[str]) -> list[str]:
    return [f"hint: {text}" for text in texts]


def _report(context: Context, placed: Sequence[PlacedHook]) -> None:
    tick = _tick(context)
    for hook in placed:
        context.out(_encoded(f"{tick}Installed {hook.name} hook to ") + hook.path + b"\n")
        if hook.chained:
            context.out(b"It first runs the previous hook, now " + hook.chained + b"\n")
            if not os.access(hook.chained, os.X_OK):
                context.out(b"The previous hook is not executable, so it is not run\n")
        if hook.backup:
            context.out(b"The previous hook is kept as " + hook.backup + b"\n")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _tick(context: Context) -> str:
    if not os.isatty(1):
        return ""
    return _GREEN_TICK if is_wanted(context, is_terminal=True) else _TICK
