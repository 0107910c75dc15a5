"""A block of ours at the end of a settings file in TOML: everything else keeps its bytes."""

from __future__ import annotations

import os
import sys

from git_secrets_py.agents import wiring
from git_secrets_py.agents.settings_io import Changed, followed, read, refused, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Agent

_BEGIN = "# git-secrets: begin\n"
_END = "# git-secrets: end\n"
_MODE = 0o600


def installed(agent: Agent, path: str) -> dict[str, list[Any]]:
    """Return our entries in the file, by event; raises ``GitSecretsError`` if it is unreadable."""
    text = read(path) or ""
    _, block, _ = _parts(text, path)
    wanted = _block(agent)
    return {
        event: [wiring.entry(agent, event) if block == wanted else block]
        for event in agent.events
        if wiring.is_ours(agent, text, event)
    }


def install(agent: Agent, path: str, *, top: str = "") -> Changed:
    """Write our block; raises ``RefusedError`` if the file is then not TOML."""
    path = followed(path, top)
    text = read(path)
    before, block, after = _parts(text or "", path)
    wanted = _block(agent)
    if block == wanted:
        return Changed(path, "up to date")
    _check_marked(agent, before + after, path)
    begun = before + "\n" if before and not before.endswith("\n") else before
    changed = begun + wanted + after
    _check(changed, path)
    write(path, changed, _MODE)
    return Changed(path, "updated" if block else "installed")


def uninstall(agent: Agent, path: str, *, top: str = "") -> Changed:
    """Remove our block, and a file that is empty then.

    Raises ``RefusedError`` for entries of ours outside of the block.
    """
    path = followed(path, top)
    before, block, after = _parts(read(path) or "", path)
    _check_marked(agent, before + after, path)
    if not block:
        return Changed(path, "absent")
    if before + after:
        write(path, before + after, _MODE)
    else:
        os.unlink(path)
    return Changed(path, "removed")


def _block(agent: Agent) -> str:
    assert agent.block
    entries = {event: wiring.entry(agent, event) for event in agent.events}
    return _BEGIN + agent.block(entries) + _END


def _parts(text: str, path: str) -> tuple[str, str, str]:
    """Return the text before our block, the block, and the text after it."""
    begin = text.find(_BEGIN)
    if begin < 0:
        return text, "", ""
    end = text.find(_END, begin)
    if end < 0:
        raise refused(path, f"the line {_END.strip()!r} is missing")
    end += len(_END)
    return text[:begin], text[begin:end], text[end:]


def _check_marked(agent: Agent, others: str, path: str) -> None:
    """Raise ``RefusedError`` if ``others``, all but our block, has entries of ours.

    A program that writes the file anew may drop the marks, which are comments.
    """
    if wiring.is_ours(agent, others):
        raise refused(path, "it has entries of git-secrets without their marks; remove them first")


def _check(text: str, path: str) -> None:
    """Raise ``RefusedError`` if ``text`` is not TOML, as with ``hooks = [...]`` before a block."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise refused(path, f"with the hooks, it is not TOML: {error}") from error
