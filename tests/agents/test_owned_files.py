"""The settings files of agents that are written as a whole, or have a block of ours in TOML."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from support import Ran, Repo
from test_setup import SETTINGS

from git_secrets_py.agents import settings_file, table, toml_block
from git_secrets_py.errors import RefusedError


def test_files_of_ours_are_executable_if_the_agent_runs_them(repo: Repo) -> None:
    repo.call("--install", "--agent", "cline,kiro")
    folder = repo.path / ".clinerules/hooks"
    assert sorted(os.listdir(folder)) == ["PostToolUse", "PreToolUse", "UserPromptSubmit"]
    assert stat.S_IMODE((folder / "PreToolUse").stat().st_mode) == 0o755
    assert stat.S_IMODE((repo.path / ".kiro/hooks/git-secrets.json").stat().st_mode) == 0o644


def test_a_file_of_somebody_else_is_neither_replaced_nor_removed(repo: Repo) -> None:
    mine = "#!/bin/sh\ngit-secrets --scan\n"
    path = repo.write(".clinerules/hooks/PreToolUse", mine)
    refused = f"git secrets: {path} was not changed: it is not a file of git-secrets"
    assert repo.call("--install", "--agent", "cline").err.decode().startswith(refused)
    assert os.listdir(path.parent) == ["PreToolUse"]
    repo.call("--uninstall", "--agent", "cline")
    assert path.read_text() == mine


def test_a_file_named_as_ours_that_names_git_secrets_is_not_replaced(repo: Repo) -> None:
    mine = '{"hooks": [{"name": "git-secrets", "command": "git secrets --scan"}]}'
    path = repo.write(".kiro/hooks/git-secrets.json", mine)
    assert repo.call("--install", "--agent", "kiro").status == 1
    repo.call("--uninstall", "--agent", "kiro")
    assert path.read_text() == mine


@pytest.mark.parametrize("agent", ["kiro", "goose"])
def test_a_file_of_ours_with_another_hook_is_neither_replaced_nor_removed(
    repo: Repo, agent: str
) -> None:
    path = repo.path / SETTINGS[agent]
    repo.call("--install", "--agent", agent)
    settings = json.loads(path.read_text())
    hooks = settings["hooks"]
    (hooks if agent == "kiro" else hooks["PreToolUse"]).append({"command": "mine"})
    path.write_text(json.dumps(settings))
    before = path.read_bytes()
    reason = (
        f"git secrets: {path} was not changed: it has another hook besides that of "
        "git-secrets; move that to its own file\n"
    )
    for option in ("--install", "--uninstall"):
        assert repo.call(option, "--agent", agent) == Ran(1, b"", reason.encode())
        assert path.read_bytes() == before


def test_a_block_in_toml_leaves_everything_else_as_it_is(home: Path) -> None:
    agent, path = table.agent("kimi"), home / ".kimi-code/config.toml"
    path.parent.mkdir()
    for before in ("", "# mine\nmodel = 'x' # y", '[[hooks]]\nevent = "Stop"\ncommand = "a"\n'):
        path.write_text(before)
        assert toml_block.install(agent, str(path)).state == "installed"
        assert path.read_text().startswith(before)
        assert settings_file.installed(agent, str(path)).keys() == agent.events.keys()
        path.write_text(path.read_text().replace("start.py", "old.py") + "[t]\nafter = 1\n")
        assert toml_block.install(agent, str(path)).state == "updated"
        assert toml_block.install(agent, str(path)).state == "up to date"
        toml_block.uninstall(agent, str(path))
        kept = before if before.endswith("\n") or not before else f"{before}\n"
        assert path.read_text() == f"{kept}[t]\nafter = 1\n"


@pytest.mark.parametrize("text", ["hooks = []\n", "= 1\n", "# git-secrets: begin\n"])
def test_toml_that_cannot_hold_the_block_is_not_changed(home: Path, text: str) -> None:
    path = home / "config.toml"
    path.write_text(text)
    with pytest.raises(RefusedError, match="was not changed"):
        toml_block.install(table.agent("kimi"), str(path))
    assert path.read_text() == text


def test_toml_whose_marks_are_gone_is_not_changed(home: Path) -> None:
    agent, path = table.agent("kimi"), home / "config.toml"
    toml_block.install(agent, str(path))
    unmarked = "".join(one for one in path.read_text().splitlines(True) if one[0] != "#")
    path.write_text(unmarked)
    for change in (toml_block.install, toml_block.uninstall):
        with pytest.raises(RefusedError, match="without their marks"):
            change(agent, str(path))
    assert path.read_text() == unmarked


def test_a_file_that_has_only_the_block_is_removed(repo: Repo, home: Path) -> None:
    path = home / ".kimi-code/config.toml"
    words = ("--agent", "kimi", "--global")
    repo.call("--install", *words)
    removed = f"Removed the hooks of Kimi Code from {path}\n"
    assert repo.call("--uninstall", *words) == Ran(0, removed.encode(), b"")
    assert not path.exists()
    absent = f"No hook of Kimi Code to remove in {path}\n"
    assert repo.call("--uninstall", *words) == Ran(0, absent.encode(), b"")


def test_an_earlier_copy_of_a_file_is_not_overwritten(home: Path) -> None:
    agent, path = table.agent("claude-code"), home / "settings.json"
    for text, copy in (("{}", ".before-git-secrets"), ('{"a": 1}', ".before-git-secrets.2")):
        path.write_text(text)
        settings_file.install(agent, str(path))
        assert Path(f"{path}{copy}").read_text() == text
