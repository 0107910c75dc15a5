"""The files of an agent that hold our hooks and nothing else, and are written as a whole."""

from __future__ import annotations

import os
from contextlib import suppress

from git_secrets_py.agents import wiring
from git_secrets_py.agents.settings_io import Changed, followed, read, refused, write
from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.agents.model import Agent

_MODE = 0o644
_EXECUTABLE_MODE = 0o755
_NOT_OURS = "it is not a file of git-secrets; move it away first"


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
    """Write the files; raises ``RefusedError`` if one of them exists and is not ours."""
    files = [(followed(file, top), wanted) for file, wanted in _files(agent, path)]
    texts = {file: read(file) for file, _ in files}
    for file, text in texts.items():
        if text is not None and not _is_ours(agent, text):
            raise refused(file, _NOT_OURS)
    if all(texts[file] == wanted for file, wanted in files):
        return Changed(path, "up to date")
    for file, wanted in files:
        write(file, wanted, _EXECUTABLE_MODE if agent.is_executable else _MODE)
    return Changed(path, "updated" if any(texts.values()) else "installed")


def uninstall(agent: Agent, path: str, *, top: str = "") -> Changed:
    """Remove the files that are ours, and their folders, if these are empty then."""
    files = [followed(file, top) for file, _ in _files(agent, path)]
    ours = [file for file in files if _is_ours(agent, read(file) or "")]
    for file in ours:
        try:
            os.unlink(file)
        except OSError as error:
            raise GitSecretsError(f"cannot remove {file}: {error.strerror or error}") from error
        with suppress(OSError):
            os.rmdir(os.path.dirname(file))
    return Changed(path, "removed" if ours else "absent")


def _files(agent: Agent, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file; ``path`` is that of the first."""
    assert agent.render
    entries = {event: wiring.entry(agent, event) for event in agent.events}
    for name, text in agent.render(entries).items():
        yield os.path.normpath(os.path.join(os.path.dirname(path), name)), text


def _is_ours(agent: Agent, text: str) -> bool:
    """Return whether ``text`` runs our program for ``agent``, or describes our plugin."""
    return wiring.is_ours(agent, text) or f'"name": "{wiring.NAME}"' in text
