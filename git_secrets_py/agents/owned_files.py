"""The files of an agent that hold our hooks and nothing else, and are written as a whole."""

from __future__ import annotations

import json
import os
from contextlib import suppress

from git_secrets_py.agents import wiring
from git_secrets_py.agents.settings_io import Changed, followed, read, refused, write
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.agents.agent import Agent

_MODE = 0o644
_EXECUTABLE_MODE = 0o755
_NOT_OURS = "it is not a file of git-secrets; move it away first"
_SHARED = "it has another hook besides that of git-secrets; move that to its own file"


def installed(agent: Agent, path: str) -> dict[str, list[Any]]:
    """Return our entries, by event; raises ``GitSecretsError`` for an unreadable file.

    Those of a file with any other text are not the current ones.
    """
    found: dict[str, list[Any]] = {}
    for file, wanted in _files(agent, path):
        text = read(file)
        for event in agent.events if text else ():
            if wiring.is_ours(agent, text, event):
                found[event] = [wiring.entry(agent, event) if text == wanted else text]
    return found


def install(agent: Agent, path: str, *, top: str = "") -> Changed:
    """Write the files; raises ``RefusedError`` if one exists and is not, or not only, ours."""
    files = [(followed(file, top), wanted) for file, wanted in _files(agent, path)]
    texts = {file: read(file) for file, _ in files}
    for file, wanted in files:
        text = texts[file]
        if text is not None and not _is_ours(agent, text, wanted):
            raise refused(file, _NOT_OURS)
        _check_alone(agent, file, text)
    if all(texts[file] == wanted for file, wanted in files):
        return Changed(path, "up to date")
    for file, wanted in files:
        write(file, wanted, _EXECUTABLE_MODE if agent.is_executable else _MODE)
    return Changed(path, "updated" if any(texts.values()) else "installed")


def uninstall(agent: Agent, path: str, *, top: str = "") -> Changed:
    """Remove the files that are ours, and their folders, if these are empty then.

    Raises ``RefusedError`` if one of them also has a hook that is not ours, ``GitSecretsError`` if
    one cannot be read or removed.
    """
    files = [(followed(file, top), wanted) for file, wanted in _files(agent, path)]
    texts = [(file, read(file) or "", wanted) for file, wanted in files]
    ours = [file for file, text, wanted in texts if _is_ours(agent, text, wanted)]
    for file, text, _ in texts:
        if file in ours:
            _check_alone(agent, file, text)
    for file in ours:
        try:
            os.unlink(file)
        except OSError as error:
            reason = error.strerror or error
            raise GitSecretsError(f"cannot remove {in_one_line(file)}: {reason}") from error
        with suppress(OSError):
            os.rmdir(os.path.dirname(file))
    return Changed(path, "removed" if ours else "absent")


def _files(agent: Agent, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file; ``path`` is that of the first."""
    assert agent.render
    entries = {event: wiring.entry(agent, event) for event in agent.events}
    for name, text in agent.render(entries).items():
        yield os.path.normpath(os.path.join(os.path.dirname(path), name)), text


def _is_ours(agent: Agent, text: str, wanted: str) -> bool:
    """Return whether ``text``, in place of ``wanted``, runs our program or describes our plugin."""
    if wiring.is_ours(agent, wanted):
        return wiring.is_ours(agent, text)
    return f'"name": "{wiring.NAME}"' in text


def _check_alone(agent: Agent, file: str, text: str | None) -> None:
    """Raise ``RefusedError`` if ``text``, which is ours, is JSON that has a hook of others."""
    try:
        hooks = json.loads(text or "")["hooks"]
        groups = [hooks] if isinstance(hooks, list) else [*hooks.values()]
        entries = [one for group in groups for one in group]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    if any(not wiring.is_ours(agent, one) or wiring.has_others(agent, one) for one in entries):
        raise refused(file, _SHARED)
