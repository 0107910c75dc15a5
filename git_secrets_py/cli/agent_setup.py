"""``--install --agent`` and ``--uninstall --agent``: the hooks of coding agents."""

from __future__ import annotations

import os
import shutil

from git_secrets_py.agents import settings_file, settings_io, table, versions
from git_secrets_py.errors import (
    EXIT_CLEAN,
    GitSecretsError,
    RefusedError,
    UsageError,
    unknown_value,
)
from git_secrets_py.git.config import split_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from git_secrets_py.agents.agent import Agent
    from git_secrets_py.agents.settings_io import Changed
    from git_secrets_py.cli.context import Context

OPTION = "--agent"
_ALL = "all"
_GLOBAL = "--global"
_NOT_WITH = ("--hooks", "--chain", "--force")
_DONE = {
    "installed": "Installed the hooks of {0} to {1}",
    "updated": "Updated the hooks of {0} in {1}",
    "up to date": "The hooks of {0} in {1} are up to date",
    "removed": "Removed the hooks of {0} from {1}",
    "absent": "No hook of {0} to remove in {1}",
}


def install(context: Context) -> int:
    """Install the hooks of the agents that are named; return the exit status.

    Raises ``RefusedError`` and ``GitSecretsError`` as ``settings_file.install`` does, for the first
    agent, after the others were installed.
    """
    nobody = f"no coding agent was found on this machine; name one: {OPTION} claude-code"
    return _each(context, _install, lambda agent, _: is_present(agent), nobody)


def uninstall(context: Context) -> int:
    """Remove the hooks of the agents that are named; otherwise like ``install``."""
    where = "in the settings of the user" if context.arguments.has(_GLOBAL) else "in this work tree"
    nobody = f"no hook of a coding agent is installed {where}"
    return _each(context, settings_file.uninstall, _has_hooks, nobody)


def is_present(agent: Agent) -> bool:
    """Return whether ``agent`` was used on this machine, or is installed as a program."""
    return settings_io.is_used(agent) or shutil.which(agent.program) is not None


def _install(agent: Agent, path: str, *, top: str) -> Changed:
    without = versions.too_new(agent, versions.version_of(agent))
    return settings_file.install(agent, path, top=top, without=without)


def _has_hooks(agent: Agent, path: str) -> bool:
    try:
        return bool(settings_file.installed(agent, path))
    except GitSecretsError:
        return True  # the removal reports the error


def _each(
    context: Context,
    change: Callable[..., Changed],
    is_meant: Callable[[Agent, str], bool],
    nobody: str,
) -> int:
    """Change the settings of each agent; "all" are those which ``is_meant`` accepts.

    ``nobody`` is the error if it accepts none.
    """
    top = _top(context)
    agents = list(_agents(context, lambda one: is_meant(one, settings_io.path_of(one, top=top))))
    if not agents:
        raise RefusedError(nobody)
    errors: list[GitSecretsError] = []
    for agent in agents:
        try:
            changed = change(agent, settings_io.path_of(agent, top=top), top=top)
        except GitSecretsError as error:
            errors.append(error)
            continue
        _report(context, agent, changed)
    for other in errors[1:]:
        context.notify(str(other))
    if errors:
        raise errors[0]
    return EXIT_CLEAN


def _agents(context: Context, is_meant: Callable[[Agent], bool]) -> Iterator[Agent]:
    """Yield the agents that are named, each once; raises ``UsageError`` for an unknown one."""
    arguments = context.arguments
    if arguments.values or any(map(arguments.has, _NOT_WITH)):
        raise UsageError(f"{OPTION} can only be combined with {_GLOBAL}")
    names = [name for value in arguments.all(OPTION) for name in split_names(value)]
    for name in names:
        if name not in (_ALL, *table.NAMES):
            raise unknown_value("agent", name, (_ALL, *table.NAMES))
    if _ALL in names:
        in_tree = not arguments.has(_GLOBAL)
        possible = [one for one in map(table.agent, table.NAMES) if one.project or not in_tree]
        names = [*names, *(one.name for one in possible if is_meant(one))]
    for name in dict.fromkeys(names):
        if name != _ALL:
            yield table.agent(name)


def _top(context: Context) -> str:
    if context.arguments.has(_GLOBAL):
        return ""
    return os.fsdecode(context.repository.top)


def _report(context: Context, agent: Agent, changed: Changed) -> None:
    lines = [_DONE[changed.state].format(agent.title, changed.path)]
    if changed.backup:
        is_removed = changed.state == "removed"
        lines.append(
            f"Restored the previous file from {changed.backup}"
            if is_removed
            else f"The previous file is kept as {changed.backup}"
        )
    if changed.state in ("installed", "updated") and agent.note:
        lines.append(f"hint: {agent.note}")
    for event in changed.without:
        since = versions.text(agent.since[event])
        lines.append(
            f"hint: the event {event} is not installed, because {agent.title} before {since} "
            f"rejects it; with a later {agent.program} on PATH, run this again"
        )
    for line in lines:
        context.out_line(line)
