"""The settings file of an agent: adding and removing our entries, and nothing else."""

from __future__ import annotations

import os

from git_secrets_py.agents import json_text, owned_files, toml_block, wiring
from git_secrets_py.agents.settings_io import Changed, followed, read, refused, write
from git_secrets_py.errors import RefusedError
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any, Protocol

    from git_secrets_py.agents.agent import Agent
    from git_secrets_py.agents.json_text import Node

    class _Store(Protocol):
        """A module that handles files of one kind."""

        def installed(self, agent: Agent, path: str) -> dict[str, list[Any]]: ...

        def install(self, agent: Agent, path: str, *, top: str = "") -> Changed: ...

        def uninstall(self, agent: Agent, path: str, *, top: str = "") -> Changed: ...


_BACKUP = ".before-git-secrets"
_HOOKS = "hooks"
_MODE = 0o600
_PROJECT_MODE = 0o644


def installed(agent: Agent, path: str) -> dict[str, list[Any]]:
    """Return our entries in the file, by event; raises ``GitSecretsError`` if it is unreadable."""
    if store := _other_store(agent):
        return store.installed(agent, path)
    text = read(path)
    hooks = _hooks(agent, _parsed(text, path), path) if text and not _is_blank(text) else None
    found: dict[str, list[Any]] = {}
    for event, node in zip(hooks.names, hooks.items, strict=True) if hooks else ():
        ours = [one.value for one in node.items if wiring.is_ours(agent, one.value)]
        if ours:
            found[event] = ours
    return found


def disabled_by(agent: Agent, path: str) -> str:
    """Return the setting in the file that disables hooks, ours among them; ``""`` for none.

    Claude Code, Copilot and Qwen Code have ``disableAllHooks``. Gemini CLI has ``hooksConfig``, and
    in earlier versions ``hooks``.
    """
    text = None if _other_store(agent) else read(path)
    settings = _value(text, path) if text is not None else {}
    if settings.get("disableAllHooks") is True:
        return "disableAllHooks"
    for name in (_HOOKS, "hooksConfig"):
        section = settings.get(name)
        if isinstance(section, dict):
            if section.get("enabled") is False:
                return f"{name}.enabled"
            names = section.get("disabled")
            if isinstance(names, list) and wiring.NAME in names:
                return f"{name}.disabled"
    return ""


def install(agent: Agent, path: str, *, top: str = "", without: Collection[str] = ()) -> Changed:
    """Add an entry for each event; those of another installation are replaced.

    ``without`` are events that the agent may not support: our entries for them are removed.
    Raises ``RefusedError`` for a file that cannot be parsed, or is a link out of the work tree at
    ``top``, and ``GitSecretsError`` if it cannot be written.
    """
    if store := _other_store(agent):
        return store.install(agent, path, top=top)
    path = followed(path, top)
    before = read(path)
    if before is None or _is_blank(before):
        _check_eclipsed(agent, path)
        base = dict(agent.base) if agent.at_top else {**agent.base, _HOOKS: {}}
        text = json_text.as_text(base) + "\n"
    else:
        text = before
    had = before is not None and bool(installed(agent, path))
    for event in agent.events:
        if event not in without:
            text = _with_entry(agent, text, event, path)
    while (smaller := _without_entry(agent, text, path, without)) is not None:
        text = smaller
    if text == before:
        return Changed(path, "up to date", without=without)
    backup = "" if before is None or had else _back_up(path, before)
    write(path, text, _PROJECT_MODE if top else _MODE)
    return Changed(path, "updated" if had else "installed", backup, without)


def uninstall(agent: Agent, path: str, *, top: str = "") -> Changed:
    """Remove our entries, and the containers that are empty without them.

    A file that is then as it was before the installation gets its former bytes again, and one
    that did not exist is removed.
    """
    if store := _other_store(agent):
        return store.uninstall(agent, path, top=top)
    path = followed(path, top)
    text = read(path)
    if text is None or not installed(agent, path):
        return Changed(path, "absent")
    every = installed(agent, path)
    while (smaller := _without_entry(agent, text, path, every)) is not None:
        text = smaller
    if not agent.at_top:
        text = _without_empty(text, path)
    backup = _newest_backup(path)
    former = read(backup) if backup else None
    same = {} if former is None else dict(agent.base) if _is_blank(former) else _value(former, path)
    if former is not None and _value(text, path) == same:
        write(path, former, _MODE)
        os.unlink(backup)
        return Changed(path, "removed", backup)
    if not backup and _value(text, path) in ({}, dict(agent.base)):
        os.unlink(path)
    else:
        write(path, text, _MODE)
    return Changed(path, "removed")


def _other_store(agent: Agent) -> _Store | None:
    """Return the module that handles the files of ``agent``, unless they are JSON objects."""
    if agent.render:
        return owned_files
    return toml_block if agent.block else None


def _with_entry(agent: Agent, text: str, event: str, path: str) -> str:
    root = _parsed(text, path)
    wanted = wiring.entry(agent, event)
    hooks = _hooks(agent, root, path)
    if hooks is None:
        return _with_entry(agent, json_text.insert(text, root, {}, _HOOKS), event, path)
    listed = hooks.member(event)
    if listed is None:
        return json_text.insert(text, hooks, [wanted], event)
    if not isinstance(listed.value, list):
        raise refused(path, f"{_HOOKS}.{event} is not an array")
    ours = [n for n, one in enumerate(listed.items) if wiring.is_ours(agent, one.value)]
    if ours and listed.items[ours[0]].value == wanted and len(ours) == 1:
        return text
    if not ours:
        return json_text.insert(text, listed, wanted)
    _check_alone(agent, listed.items[ours[-1]].value, event, path)
    return _with_entry(agent, json_text.remove(text, listed, ours[-1]), event, path)


def _without_entry(agent: Agent, text: str, path: str, events: Collection[str]) -> str | None:
    """Return ``text`` without the first of our entries for ``events``; ``None`` without any."""
    hooks = _hooks(agent, _parsed(text, path), path)
    for number, listed in enumerate(hooks.items if hooks else ()):
        if hooks is None or hooks.names[number] not in events:
            continue
        for place, one in enumerate(listed.items):
            if wiring.is_ours(agent, one.value):
                _check_alone(agent, one.value, hooks.names[number], path)
                if len(listed.items) == 1:
                    return json_text.remove(text, hooks, number)
                return json_text.remove(text, listed, place)
    return None


def _check_alone(agent: Agent, value: Any, event: str, path: str) -> None:
    """Raise ``RefusedError`` if ``value``, which is to be removed, has hooks of others as well."""
    if wiring.has_others(agent, value):
        reason = (
            f"a group of {_HOOKS}.{event} has another hook besides that of git-secrets; "
            "move it to its own group"
        )
        raise refused(path, reason)


def _without_empty(text: str, path: str) -> str:
    """Return ``text`` without an empty ``hooks``."""
    root = _parsed(text, path)
    hooks = _member(root, path)
    if hooks is None or hooks.items:
        return text
    return json_text.remove(text, root, root.names.index(_HOOKS))


def _check_eclipsed(agent: Agent, path: str) -> None:
    """Raise ``RefusedError`` if a new file at ``path`` would make the agent ignore other hooks."""
    other = os.path.join(os.path.dirname(path), agent.eclipsed)
    text = read(other) if agent.eclipsed else None
    if text is not None and _value(text, other).get(_HOOKS):
        raise RefusedError(
            f"{in_one_line(path)} was not created: {agent.title} would then ignore the hooks in "
            f"{in_one_line(other)}; "
            f"move them to {os.path.basename(path)} first"
        )


def _hooks(agent: Agent, root: Node, path: str) -> Node | None:
    """Return the object with the events."""
    return root if agent.at_top else _member(root, path)


def _member(root: Node, path: str) -> Node | None:
    hooks = root.member(_HOOKS)
    if hooks is not None and not isinstance(hooks.value, dict):
        raise refused(path, f"{_HOOKS} is not an object")
    return hooks


def _parsed(text: str, path: str) -> Node:
    try:
        root = json_text.read(text)
    except json_text.JsonTextError as error:
        raise refused(path, str(error)) from error
    if not isinstance(root.value, dict):
        raise refused(path, "it is not a JSON object")
    hooks = root.member(_HOOKS)
    if json_text.names_repeat([root, *([hooks] if hooks else [])]):
        raise refused(path, "it has two members with the same name")
    return root


def _value(text: str, path: str) -> Any:
    return {} if _is_blank(text) else _parsed(text, path).value


def _is_blank(text: str) -> bool:
    return not text.strip("\ufeff \t\r\n")


def _back_up(path: str, text: str) -> str:
    backup, number = path + _BACKUP, 1
    while os.path.lexists(backup):
        number += 1
        backup = f"{path}{_BACKUP}.{number}"
    write(backup, text, os.stat(path).st_mode & 0o777)
    return backup


def _newest_backup(path: str) -> str:
    found, number = "", 1
    backup = path + _BACKUP
    while os.path.isfile(backup):
        found, number = backup, number + 1
        backup = f"{path}{_BACKUP}.{number}"
    return found
