"""``--install --agent`` and ``--uninstall --agent``: settings files, and the command in them."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from events import COMMANDS, event
from support import Ran, Repo, fake_key, run

from git_secrets_py.agents import settings_file, settings_io, table, wiring
from git_secrets_py.agents.json_text import read

KEY = fake_key().decode()
SETTINGS = {
    "auggie": ".augment/settings.local.json",
    "cline": ".clinerules/hooks/UserPromptSubmit",
    "crush": ".crush.json",
    "goose": ".agents/plugins/git-secrets/hooks/hooks.json",
    "kiro": ".kiro/hooks/git-secrets.json",
    "opencode": ".opencode/plugins/git-secrets.js",
    "openhands": ".openhands/hooks.json",
    "claude-code": ".claude/settings.local.json",
    "cursor": ".cursor/hooks.json",
    "codex": ".codex/hooks.json",
    "copilot": ".github/hooks/git-secrets.json",
    "droid": ".factory/hooks.json",
    "gemini": ".gemini/settings.json",
    "tabnine": ".tabnine/agent/settings.json",
    "qwen-code": ".qwen/settings.json",
    "windsurf": ".windsurf/hooks.json",
}
ODD = """\
// mine
{
    "model" : "x", /* y */
    "hooks": {
        "PreToolUse": [
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "mine"}]}, // z
        ],
        "Stop": []
    },
    "last": [1,2]
}
"""


LEFT_OUT = (
    "hint: the event PostToolBatch is not installed, because Claude Code before 2.1.110 rejects "
    "it; with a later claude on PATH, run this again"
)


def claude_code(folder: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program on PATH that prints ``version`` as Claude Code does."""
    program = folder / "bin" / "claude"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\necho '{version} (Claude Code)'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(os.name == "nt", reason="the program is a script for sh")
def test_an_event_that_a_version_rejects_is_left_out_and_added_after_an_update(
    repo: Repo, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / ".claude" / "settings.json"
    words = ("--install", "--agent", "claude-code", "--global")
    claude_code(tmp_path, "2.1.80", monkeypatch)
    assert repo.call(*words).out.decode().endswith(f"{LEFT_OUT}\n")
    assert "PostToolBatch" not in entries(path)
    claude_code(tmp_path, "2.1.110", monkeypatch)
    assert repo.call(*words).out.decode() == f"Updated the hooks of Claude Code in {path}\n"
    assert "PostToolBatch" in entries(path)
    claude_code(tmp_path, "2.1.9", monkeypatch)
    ran = repo.call("--doctor")
    assert ran.status == 1
    assert (
        f"Claude Code 2.1.9 ignores {path}, since it does not support PostToolBatch"
        in ran.out.decode()
    )
    assert repo.call(*words).out.decode().endswith(f"{LEFT_OUT}\n")
    assert "PostToolBatch" not in entries(path)


def entries(path: Path, *, at_top: bool = False) -> dict[str, list[Any]]:
    settings: dict[str, Any] = read(path.read_text()).value
    hooks: dict[str, list[Any]] = settings if at_top else settings["hooks"]
    return hooks


@pytest.mark.parametrize("name", SETTINGS)
def test_each_event_gets_an_entry_in_a_new_file_and_the_file_goes_again(
    repo: Repo, name: str
) -> None:
    agent = table.agent(name)
    path = repo.path / SETTINGS[name]
    ran = repo.call("--install", "--agent", name)
    installed = f"Installed the hooks of {agent.title} to {path}\n"
    assert (ran.status, ran.err) == (0, b"")
    assert ran.out.decode().startswith(installed)
    events = agent.events.keys() - agent.since.keys()
    assert settings_file.installed(agent, str(path)).keys() == events
    if not agent.render:
        members = events if agent.at_top else {*agent.base, "hooks"}
        assert json.loads(path.read_text()).keys() == members
    again = f"The hooks of {agent.title} in {path} are up to date\n" + "".join(
        f"{LEFT_OUT}\n" for _ in agent.since
    )
    assert repo.call("--install", "--agent", name) == Ran(0, again.encode(), b"")
    removed = f"Removed the hooks of {agent.title} from {path}\n"
    assert repo.call("--uninstall", "--agent", name) == Ran(0, removed.encode(), b"")
    assert not path.exists()
    absent = f"No hook of {agent.title} to remove in {path}\n"
    assert repo.call("--uninstall", "--agent", name) == Ran(0, absent.encode(), b"")


def test_everything_else_in_a_file_stays_and_the_former_file_comes_back(
    repo: Repo, home: Path
) -> None:
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text(ODD)
    path.chmod(0o640)
    ran = repo.call("--install", "--agent", "claude-code", "--global")
    assert ran.out.decode() == (
        f"Installed the hooks of Claude Code to {path}\n"
        f"The previous file is kept as {path}.before-git-secrets\n"
        f"{LEFT_OUT}\n"
    )
    changed = path.read_text()
    lines = iter(changed.splitlines())
    kept = [line.rstrip(",") for line in ODD.splitlines()]
    assert all(any(line == other.rstrip(",") for other in lines) for line in kept)
    assert entries(path)["PreToolUse"][0]["matcher"] == "Bash"
    for file in (path, path.with_name("settings.json.before-git-secrets")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
    repo.call("--uninstall", "--agent", "claude-code", "--global")
    assert path.read_text() == ODD
    assert os.listdir(path.parent) == ["settings.json"]


def test_what_was_changed_meanwhile_stays(repo: Repo, home: Path) -> None:
    path = home / ".cursor" / "hooks.json"
    path.parent.mkdir()
    path.write_text('{"version": 1, "hooks": {"stop": [{"command": "a"}]}}')
    repo.call("--install", "--agent", "cursor", "--global")
    path.write_text(path.read_text().replace('"a"', '"b"'))
    repo.call("--uninstall", "--agent", "cursor", "--global")
    assert json.loads(path.read_text()) == {"version": 1, "hooks": {"stop": [{"command": "b"}]}}


def test_the_entry_of_another_installation_is_replaced(repo: Repo) -> None:
    repo.call("--install", "--agent", "codex")
    path = repo.path / ".codex/hooks.json"
    text = path.read_text()
    path.write_text(text.replace("start.py", "old.py"))
    ran = repo.call("--install", "--agent", "codex")
    assert ran.out.startswith(b"Updated the hooks of Codex CLI in ")
    assert read(path.read_text()).value == read(text).value


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"hooks": ', "line 1 is not JSON"),
        (b'{\n"a": 1,\n"b" 2}', "line 3 is not JSON"),
        (b"[]", "it is not a JSON object"),
        (b'{"hooks": []}', "hooks is not an object"),
        (b'{"hooks": {"PreToolUse": {}}}', "hooks.PreToolUse is not an array"),
        (b'{"hooks": {}, "hooks": {}}', "it has two members with the same name"),
        (b'{"a": "\xff"}', "it is not UTF-8"),
    ],
)
def test_a_file_that_is_not_understood_is_not_changed(
    repo: Repo, content: bytes, reason: str
) -> None:
    path = repo.write(".codex/hooks.json", content)
    refused = f"git secrets: {path} was not changed: {reason}\n".encode()
    assert repo.call("--install", "--agent", "codex,gemini").err == refused
    assert path.read_bytes() == content
    assert os.listdir(path.parent) == ["hooks.json"]
    assert (repo.path / ".gemini/settings.json").exists()


def test_a_link_is_followed_but_not_out_of_the_work_tree(repo: Repo, home: Path) -> None:
    target = home / "dotfiles.json"
    target.write_text("{}")
    (home / ".gemini").mkdir()
    (home / ".gemini/settings.json").symlink_to(target)
    assert repo.call("--install", "--agent", "gemini", "--global").status == 0
    assert (home / ".gemini/settings.json").is_symlink() and "hooks" in target.read_text()
    (repo.path / ".gemini").mkdir()
    (repo.path / ".gemini/settings.json").symlink_to(target)
    ran = repo.call("--install", "--agent", "gemini")
    assert b"was not changed: it is a link out of the work tree" in ran.err


def test_all_agents_are_those_that_are_found(
    repo: Repo, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home))
    ran = repo.call("--install", "--agent", "all", "--global")
    assert ran == Ran(
        1,
        b"",
        b"git secrets: no coding agent was found on this machine; name one: --agent claude-code\n",
    )
    (home / ".qwen").mkdir()
    (home / "gemini").write_text("#!/bin/sh\n")
    (home / "gemini").chmod(0o755)
    ran = repo.call("--install", "--agent", "all", "--global")
    assert [line.split(b" to ")[0] for line in ran.out.splitlines()] == [
        b"Installed the hooks of Gemini CLI",
        b"Installed the hooks of Qwen Code",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--agent", "clod"], b"unknown agent: 'clod'. "),
        (["--agent", "codex", "--chain"], b"--agent can only be combined with --global\n"),
        (["--agent", "codex", "folder"], b"--agent can only be combined with --global\n"),
    ],
)
def test_a_misuse_is_refused(repo: Repo, words: list[str], message: bytes) -> None:
    ran = repo.run("--install", *words)
    assert ran.status == 1
    assert ran.err.startswith(b"git secrets: " + message)


def test_variables_move_the_settings_of_the_user(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, variable, path in (
        ("claude-code", "CLAUDE_CONFIG_DIR", "settings.json"),
        ("codex", "CODEX_HOME", "hooks.json"),
        ("copilot", "COPILOT_HOME", "hooks/git-secrets.json"),
    ):
        monkeypatch.setenv(variable, str(home / "moved"))
        assert settings_io.path_of(table.agent(name)) == str(home / "moved" / path)


def answered(repo: Repo, command: str, raw: bytes, **environment: str) -> Ran:
    """Run the command line of a settings file as an agent does."""
    return run("sh", "-c", command, cwd=repo.path, input=raw, env={**os.environ, **environment})


@pytest.mark.parametrize("name", table.NAMES)
def test_the_command_in_the_settings_runs_the_hook(repo: Repo, name: str) -> None:
    agent = table.agent(name)
    form = COMMANDS[name]
    command = wiring.command(agent, form[0])
    stopped = answered(repo, command, event(form, KEY, repo)[1])
    assert b"aws-access-key-id" in stopped.out + stopped.err
    passed = answered(repo, command, event(form, "hello", repo)[1])
    clean = b"" if agent.clean is None else json.dumps(agent.clean).encode() + b"\n"
    assert passed == Ran(0, clean, b"")


# The words in place of those that start Python, and the status in the message.
ENDINGS = {
    "exit 1": "1",
    "exit 130": "130",
    "kill -KILL $$": "137",
    "kill -ALRM $$": "142",
    "/no/such/program": "127",
}


@pytest.mark.parametrize("name", table.NAMES)
def test_every_other_ending_is_an_answer_that_stops(
    repo: Repo, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = table.agent(name)
    program = repo.write("program", "")
    program.chmod(0o755)
    monkeypatch.setattr(wiring, "starting", lambda: [str(program), str(program)])
    # Most commands of an agent differ only in the name of the event.
    names = {wiring.command(agent, one).replace(one, "EVENT"): one for one in agent.events}
    for ending, status in ENDINGS.items():
        program.write_text(f"#!/bin/sh\n{ending}\n")
        for event_name in names.values():
            ran = answered(repo, wiring.command(agent, event_name), b"{}")
            if agent.events[event_name].fallback:
                assert ran.status == 0 and "Reinstall git-secrets-py" in str(json.loads(ran.out))
            else:
                assert (ran.status, ran.out) == (2, b"")
                assert f"--agent {name} (exit status {status})\n".encode() in ran.err


def test_without_the_installation_the_program_is_searched_for(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "starting", lambda: ["/no/python", "-E", "-S", "/no/start.py"])
    command = wiring.command(table.agent("codex"), "PreToolUse")
    program = repo.write("bin/git-secrets-py", '#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    found = answered(repo, command, b"", PATH=f"{program.parent}:/usr/bin:/bin")
    assert found == Ran(0, b"--agent_hook codex PreToolUse\n", b"")
    # A relative path leads into the work tree.
    for missing in ("bin:/usr/bin:/bin", "/usr/bin:/bin"):
        ran = answered(repo, command, b"", PATH=missing)
        assert (ran.status, ran.out) == (2, b"")


@pytest.mark.parametrize("blank", ["", " \n", "\ufeff"])
def test_a_blank_file_of_settings_gets_the_hooks(tmp_path: Path, blank: str) -> None:
    path = tmp_path / "hooks.json"
    path.write_text(blank, encoding="utf-8")
    agent = table.agent("cursor")
    assert settings_file.install(agent, str(path)).state == "installed"
    assert set(settings_file.installed(agent, str(path))) == set(agent.events)
    settings_file.uninstall(agent, str(path))
    assert path.read_text(encoding="utf-8") == blank


def test_a_group_that_another_hook_shares_with_ours_is_not_removed(repo: Repo, home: Path) -> None:
    path = home / ".claude" / "settings.json"
    repo.call("--install", "--agent", "claude-code", "--global")
    settings = json.loads(path.read_text())
    settings["hooks"]["PreToolUse"][0]["hooks"].append({"type": "command", "command": "mine"})
    path.write_text(json.dumps(settings))
    before = path.read_bytes()
    reason = (
        f"git secrets: {path} was not changed: a group of hooks.PreToolUse has another hook "
        "besides that of git-secrets; move it to its own group\n"
    )
    for words in (("--uninstall",), ("--install",)):
        ran = repo.call(*words, "--agent", "claude-code", "--global")
        assert (ran.status, ran.err.decode()) == (1, reason)
        assert path.read_bytes() == before


def test_a_file_that_makes_droid_ignore_other_hooks_is_not_created(repo: Repo, home: Path) -> None:
    other = home / ".factory" / "settings.json"
    other.parent.mkdir()
    other.write_text('{"hooks": {"Stop": []}}')
    path = other.with_name("hooks.json")
    words = ("--install", "--agent", "droid", "--global")
    ran = repo.call(*words)
    reason = (
        f"git secrets: {path} was not created: Droid would then ignore the hooks in {other}; "
        "move them to hooks.json first\n"
    )
    assert (ran.status, ran.err.decode()) == (1, reason)
    assert not path.exists()
    path.write_text('{"Stop": []}')
    assert repo.call(*words).status == 0
    assert entries(path, at_top=True).keys() == {"Stop", *table.agent("droid").events}
    repo.call("--uninstall", "--agent", "droid", "--global")
    assert path.read_text() == '{"Stop": []}'


def test_the_hooks_of_all_agents_are_removed_also_if_the_agents_are_gone(repo: Repo) -> None:
    repo.call("--install", "--agent", "cursor,opencode")
    removed = repo.call("--uninstall", "--agent", "all").out.decode()
    assert [line.partition(" from ")[0] for line in removed.splitlines()] == [
        "Removed the hooks of Cursor",
        "Removed the hooks of opencode",
    ]
    nothing = b"git secrets: no hook of a coding agent is installed in this work tree\n"
    assert repo.call("--uninstall", "--agent", "all") == Ran(1, b"", nothing)


@pytest.mark.parametrize(
    ("in_the_way", "reason"),
    [(".claude", "cannot write"), (".claude/settings.json/x", "cannot read")],
)
def test_a_file_of_settings_that_cannot_be_used_is_an_error(
    repo: Repo, home: Path, in_the_way: str, reason: str
) -> None:
    Repo(home).write(in_the_way, "")
    ran = repo.call("--install", "--agent", "claude-code", "--global")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.decode().startswith(f"git secrets: {reason} {home / '.claude/settings.json'}: ")


def test_an_agent_without_settings_of_a_work_tree_needs_global(repo: Repo) -> None:
    message = b"git secrets: Kimi Code supports only the settings of the user; add --global\n"
    assert repo.call("--install", "--agent", "kimi") == Ran(1, b"", message)
