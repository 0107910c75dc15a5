"""The hooks of coding agents: their settings, the program, and a fake secret in each event.

Only the command line that this installation writes is run: the settings of a repository are not
trusted.
"""

from __future__ import annotations

import json
import os
import secrets
from string import ascii_uppercase

from git_secrets_py.agents import settings_file, settings_io, table, versions, wiring
from git_secrets_py.agents.agent import CALL
from git_secrets_py.doctor.problem import Problem
from git_secrets_py.errors import EXIT_CLEAN, GitError, GitSecretsError
from git_secrets_py.git import environment
from git_secrets_py.git.spawn import PIPE, SpawnedProcess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Any

    from git_secrets_py.agents.agent import Agent, Surface
    from git_secrets_py.agents.versions import Version

_ABOUT = "agents"
_CLEAN_TEXT = "nothing to hide"
_TRUST = "type /hooks in Codex, and trust them"
_BASE32 = f"{ascii_uppercase}234567"


def check(top: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Check each settings file that has our hooks; return the results, and the problems.

    ``top`` is that of the work tree; ``""`` for the settings of the user only.
    """
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for agent in map(table.agent, table.NAMES):
        here = False
        for place in filter(None, ("user", top if agent.project else "")):
            is_users = place == "user"
            path = settings_io.path_of(agent, top="" if is_users else top)
            facts, faults = _check_file(agent, path, is_users=is_users)
            found += facts
            problems += faults
            here = here or bool(facts or faults)
        if not here and settings_io.is_used(agent):
            problems.append(_not_installed(agent))
    return found, problems


def _not_installed(agent: Agent) -> Problem:
    problem = f"{agent.title} is used here, and its hooks are not installed"
    return Problem(_ABOUT, problem, _install(agent, is_users=True), is_note=True)


def _install(agent: Agent, *, is_users: bool) -> str:
    return f"git secrets --install --agent {agent.name}" + (" --global" if is_users else "")


def _check_file(
    agent: Agent, path: str, *, is_users: bool
) -> tuple[list[dict[str, Any]], list[Problem]]:
    remedy = _install(agent, is_users=is_users)
    try:
        installed = settings_file.installed(agent, path)
        disabled_by = settings_file.disabled_by(agent, path)
    except GitSecretsError as error:
        reason = str(error).replace("was not changed", "cannot be read")
        return [], [Problem(_ABOUT, reason, "correct the file")]
    if not installed:
        return [], []
    version = versions.version_of(agent)
    unknown = versions.too_new(agent, version)
    results = [
        _check_event(agent, name, installed.get(name, []))
        for name in agent.events
        if name in installed or name not in unknown
    ]
    facts = {
        "agent": agent.name,
        "title": agent.title,
        "settings": path,
        "events": results,
    }
    problems = [
        *_disabled(agent, path, disabled_by),
        *_rejected(agent, path, version, [name for name in unknown if name in installed], remedy),
        *_problems(agent, path, results, remedy),
        *_not_run(agent, path, installed),
    ]
    return [facts], problems


def _disabled(agent: Agent, path: str, setting: str) -> Iterator[Problem]:
    """Yield the problem of a ``setting`` in ``path`` that disables all hooks, if there is one."""
    if setting:
        text = f"{agent.title}: {setting} in {path} disables the hooks"
        yield Problem(_ABOUT, text, "remove that setting")


def _rejected(
    agent: Agent, path: str, version: Version | None, events: Sequence[str], remedy: str
) -> Iterator[Problem]:
    """Yield the problem of the installed ``events`` that ``version`` rejects, if there are any."""
    if events and version is not None:
        name = f"{agent.title} {versions.text(version)}"
        text = f"{name} ignores {path}, since it does not support {', '.join(events)}"
        yield Problem(_ABOUT, text, remedy)


def _not_run(agent: Agent, path: str, installed: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each of the events ``installed`` whose hook Codex does not trust."""
    if agent.name != "codex":
        return
    from git_secrets_py.doctor.codex_trust import run_by_codex

    run = run_by_codex(path, agent.program)
    if run is None:
        text = f"{agent.title} does not report whether you trust the hooks in {path}"
        yield Problem(_ABOUT, text, _TRUST, is_note=True)
        return
    for event in installed:
        if event.lower() not in run:
            text = f"{agent.title}: {event} in {path} is not run: it is not trusted, or disabled"
            yield Problem(_ABOUT, text, _TRUST)


def _check_event(agent: Agent, name: str, entries: list[Any]) -> dict[str, Any]:
    """Return whether the hook of an event is installed, and its answer to a fake secret."""
    is_current = wiring.entry(agent, name) in entries
    result = {
        "event": name,
        "installed": bool(entries),
        "current": is_current,
        "blocks": False,
        "passes": False,
    }
    if is_current:
        key = "AKIA" + "".join(secrets.choice(_BASE32) for _ in range(16))
        clean = json.dumps(agent.clean).encode() + b"\n" if agent.clean is not None else b""
        status, out, err = _answer(agent, name, f"key {key}")
        is_answered = (status, out) != (EXIT_CLEAN, clean) and b"could not" not in out + err
        result["blocks"] = is_answered and key.encode() not in out + err
        result["passes"] = _answer(agent, name, _CLEAN_TEXT) == (EXIT_CLEAN, clean, b"")
    return result


def _answer(agent: Agent, name: str, text: str) -> tuple[int, bytes, bytes]:
    """Return the status and the outputs of the hook for an event with ``text``."""
    event = json.dumps(_event(agent, name, agent.events[name], text)).encode()
    command: list[str | bytes] = ["sh", "-c", wiring.command(agent, name)]
    try:
        process = SpawnedProcess(command, environment(), stdin=PIPE, stdout=PIPE, stderr=PIPE)
    except OSError as error:
        raise GitError(f"cannot start sh: {error.strerror}") from error
    out, err = process.communicate(event)
    return process.wait(), out, err


def _event(agent: Agent, name: str, surface: Surface, text: str) -> dict[str, Any]:
    value: Any = {"text": text} if surface.kind == CALL else text
    for field in reversed(list(filter(None, surface.field.split(".")))):
        value = [value] if field == "*" else {field: value}
    return {**value, "cwd": os.getcwd(), **({agent.event_field: name} if agent.event_field else {})}


def _problems(
    agent: Agent, path: str, results: list[dict[str, Any]], remedy: str
) -> Iterator[Problem]:
    for result in results:
        where = f"{agent.title}: {result['event']} in {path}"
        if not result["installed"]:
            yield Problem(_ABOUT, f"{where} has no hook", remedy)
        elif not result["current"]:
            yield Problem(_ABOUT, f"{where} has a hook of another installation", remedy)
        elif not result["passes"]:
            yield Problem(_ABOUT, f"{where} does not pass clean content", "git secrets --list")
        elif not result["blocks"]:
            problem = f"{where} does not stop a fake secret"
            yield Problem(_ABOUT, problem, "check the allowed patterns: git secrets --list")
