"""The checks of ``git secrets --doctor`` on the hooks of coding agents."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from fork_server import fork_server
from support import Repo, fake_key, working_in

from git_secrets_py.agents import table, wiring
from git_secrets_py.agents.settings_file import disabled_by
from git_secrets_py.doctor import agents as doctor
from git_secrets_py.doctor.agents import check
from git_secrets_py.hook_install.scripts import starting


def diagnosis(repo: Repo) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Return the agents, the problems and the notes, without the checks of everything else."""
    with working_in(repo.path):
        agents, found = check(str(repo.path))
    problems, notes = (
        [one.problem for one in found if one.is_note is is_note] for is_note in (False, True)
    )
    return agents, problems, notes


def reported(repo: Repo, kind: str) -> list[str]:
    """Return the problems or notes about agents in the whole report of the doctor."""
    facts = json.loads(repo.call("--doctor", "--format", "json").out)
    return [one["problem"] for one in facts[kind] if one["about"] == "agents"]


def test_without_agents_nothing_is_said(repo: Repo) -> None:
    facts = json.loads(repo.call("--doctor", "--format", "json").out)
    assert facts["agents"] == []
    assert {one["about"] for one in facts["problems"] + facts["notes"]}.isdisjoint({"agents"})


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the hooks of agents run in copies of a process; some tests start Python."""
    python, *words = starting()
    monkeypatch.setattr(wiring, "starting", lambda: [fork_server.hook_client() or python, *words])


# One for each way to answer, and to install.
@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("name", ["claude-code", "cline", "copilot", "kimi", "opencode"])
def test_each_event_of_an_agent_stops_a_fake_secret(repo: Repo, name: str) -> None:
    repo.call("--install", "--agent", name, *(() if table.agent(name).project else ("--global",)))
    (agent,), problems, _ = diagnosis(repo)
    assert problems == []
    assert agent["agent"] == name
    installed = [one for one in table.agent(name).events if one not in table.agent(name).since]
    assert [event["event"] for event in agent["events"]] == installed
    assert all(event["blocks"] and event["passes"] for event in agent["events"])


@pytest.mark.usefixtures("copied")
def test_outside_of_a_repository_the_hooks_of_the_user_are_checked(home: Path) -> None:
    outside = Repo(home)
    outside.call("--install", "--agent", "codex", "--global")
    ran = outside.call("--doctor")
    assert ran.status == 0
    assert b"  Codex CLI: 3 of 3 events stop it, " in ran.out
    assert ran.out.endswith(b"no problem found; no repository is checked\n")
    facts = json.loads(outside.call("--doctor", "--format", "json").out)
    assert (facts["protected"], facts["repository"]) == (None, None)
    assert [one["agent"] for one in facts["agents"]] == ["codex"]


def test_the_text_names_the_settings(repo: Repo) -> None:
    repo.call("--install", "--agent", "codex")
    path = repo.path / ".codex/hooks.json"
    lines = (
        "agents         with a fake secret in each event\n"
        f"  Codex CLI: 3 of 3 events stop it, {path}\n"
    )
    assert lines in repo.call("--doctor").out.decode()


def test_an_agent_without_hooks_is_noted(repo: Repo, home: Path) -> None:
    (home / ".cursor").mkdir()
    assert reported(repo, "notes") == ["Cursor is used here, and its hooks are not installed"]


def test_a_command_line_that_is_not_ours_is_not_run(repo: Repo) -> None:
    repo.call("--install", "--agent", "codex")
    path = repo.path / ".codex/hooks.json"
    text = path.read_text().replace("sh -c '", "sh -c 'touch was-run; ", 2)
    path.write_text(text)
    (agent,), problems, _ = diagnosis(repo)
    assert problems == [
        f"Codex CLI: {event} in {path} has a hook of another installation"
        for event in ("UserPromptSubmit", "PreToolUse")
    ]
    assert not (repo.path / "was-run").exists()
    assert [event["blocks"] for event in agent["events"]] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "path", "setting", "value"),
    [
        ("gemini", ".gemini/settings.json", "hooks.disabled", ["git-secrets"]),
        ("gemini", ".gemini/settings.json", "hooksConfig.disabled", ["git-secrets"]),
        ("gemini", ".gemini/settings.json", "hooksConfig.enabled", False),
        ("qwen-code", ".qwen/settings.json", "disableAllHooks", True),
    ],
)
def test_a_setting_that_disables_the_hooks_is_found(
    repo: Repo, name: str, path: str, setting: str, value: object
) -> None:
    file = disable(repo, name, path, setting, value)
    assert disabled_by(table.agent(name), str(file)) == setting


def disable(repo: Repo, name: str, path: str, setting: str, value: object) -> Path:
    """Install the hooks of an agent, and disable them; return the settings file."""
    repo.call("--install", "--agent", name)
    file = repo.path / path
    settings = json.loads(file.read_text())
    *outer, last = setting.split(".")
    (settings.setdefault(outer[0], {}) if outer else settings)[last] = value
    file.write_text(json.dumps(settings))
    return file


@pytest.mark.usefixtures("copied")
def test_a_setting_that_disables_the_hooks_is_a_problem(repo: Repo) -> None:
    file = disable(repo, "qwen-code", ".qwen/settings.json", "disableAllHooks", value=True)
    assert reported(repo, "problems") == [
        f"Qwen Code: disableAllHooks in {file} disables the hooks"
    ]


def test_a_missing_event_and_an_allowed_fake_secret_are_problems(repo: Repo) -> None:
    repo.call("--install", "--agent", "codex")
    path = repo.path / ".codex/hooks.json"
    settings = json.loads(path.read_text())
    del settings["hooks"]["PostToolUse"]
    path.write_text(json.dumps(settings))
    repo.git("config", "--global", "secrets.allowed", "AKIA")
    where = [
        f"Codex CLI: {event} in {path}"
        for event in ("UserPromptSubmit", "PreToolUse", "PostToolUse")
    ]
    assert diagnosis(repo)[1] == [
        f"{where[0]} does not stop a fake secret",
        f"{where[1]} does not stop a fake secret",
        f"{where[2]} has no hook",
    ]


def test_settings_that_cannot_be_read_are_a_problem(repo: Repo) -> None:
    path = repo.write(".codex/hooks.json", '{"hooks": ')
    assert diagnosis(repo) == ([], [f"{path} cannot be read: line 1 is not JSON"], [])


@pytest.mark.usefixtures("copied")
def test_a_hook_that_stops_clean_content_is_a_problem(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_CLEAN_TEXT", fake_key().decode())
    repo.call("--install", "--agent", "openhands")
    path = repo.path / ".openhands/hooks.json"
    assert diagnosis(repo)[1] == [
        f"OpenHands: {event} in {path} does not pass clean content"
        for event in table.agent("openhands").events
    ]


CODEX = """#!{python}
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps({{"method": "configWarning"}}), flush=True)
    if request["method"] == "hooks/list":
        result = {{"data": [{{"cwd": request["params"]["cwds"][0], "hooks": {hooks}}}]}}
        print(json.dumps({{"id": request["id"], "result": result}}), flush=True)
"""


def install_codex(repo: Repo, patch: pytest.MonkeyPatch, answer: str) -> Path:
    """Put a ``codex`` on PATH that answers with the hooks ``answer``; return the settings file.

    The hooks themselves are not run: each takes longer than the rest.
    """
    run = {"installed": True, "current": True, "blocks": True, "passes": True}
    patch.setattr(doctor, "_check_event", lambda agent, name, entries: {"event": name, **run})
    folder = repo.path.parent / "programs"
    folder.mkdir()
    program = folder / "codex"
    program.write_text(CODEX.format(python=sys.executable, hooks=answer))
    program.chmod(0o755)
    patch.setenv("PATH", str(folder), prepend=os.pathsep)
    repo.call("--install", "--agent", "codex")
    return repo.path / ".codex/hooks.json"


def hook(event: str, path: object, trust: str, *, enabled: bool = True) -> dict[str, object]:
    return {
        "eventName": event,
        "sourcePath": str(path),
        "trustStatus": trust,
        "enabled": enabled,
    }


def test_hooks_that_codex_does_not_run_are_problems(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.path / ".codex/hooks.json"
    listed = [
        hook("userPromptSubmit", path, "trusted"),
        hook("preToolUse", path, "untrusted"),
        hook("postToolUse", path, "trusted", enabled=False),
        hook("postToolUse", "/elsewhere/hooks.json", "trusted"),
    ]
    install_codex(repo, monkeypatch, repr(listed))
    assert diagnosis(repo)[1] == [
        f"Codex CLI: {event} in {path} is not run: it is not trusted, or disabled"
        for event in ("PreToolUse", "PostToolUse")
    ]


def test_hooks_that_codex_runs_are_no_problem(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = repo.path / ".codex/hooks.json"
    events = ("userPromptSubmit", "preToolUse", "postToolUse")
    install_codex(repo, monkeypatch, repr([hook(event, path, "trusted") for event in events]))
    assert diagnosis(repo)[1:] == ([], [])


def test_a_codex_that_does_not_answer_is_noted(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = install_codex(repo, monkeypatch, "unknown")
    text = f"Codex CLI does not report whether you trust the hooks in {path}"
    assert diagnosis(repo)[1:] == ([], [text])
