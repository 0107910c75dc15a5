"""The plugin for opencode, run by Node.js as opencode runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import Repo, fake_key, run

KEY = fake_key().decode()
NODE = shutil.which("node")
# Calls each hook with the arguments in a file, and prints its exception, or its changes.
RUNNER = """\
import {{ GitSecrets }} from {plugin}
import {{ readFileSync }} from "node:fs"
const hooks = await GitSecrets({{ client: undefined, directory: process.cwd() }})
const results = []
for (const [name, output] of JSON.parse(readFileSync(0))) {{
  try {{
    await hooks[name]({{ tool: "t", args: {{}} }}, output)
    results.push(output)
  }} catch (error) {{
    results.push(error.message)
  }}
}}
console.log(JSON.stringify(results))
"""


def results(repo: Repo, *calls: tuple[str, Any], broken: bool = False) -> list[Any]:
    """Return the changes of each call of a hook, or the message of its error."""
    repo.call("--install", "--agent", "opencode")
    plugin = repo.path / ".opencode/plugins/git-secrets.js"
    module = plugin.with_suffix(".mjs")
    text = plugin.read_text()
    module.write_text(text.replace("--agent_hook", "--no-such-verb") if broken else text)
    runner = repo.write("run.mjs", RUNNER.format(plugin=json.dumps(str(module))))
    ran = run(str(NODE), str(runner), cwd=repo.path, input=json.dumps(calls).encode())
    assert ran.status == 0, ran
    found: list[Any] = json.loads(ran.out)
    return found


def message(text: str) -> dict[str, Any]:
    return {"parts": [{"type": "text", "text": text}]}


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
def test_the_plugin_throws_or_replaces_what_holds_a_secret(repo: Repo) -> None:
    failed = {"type": "tool", "state": {"status": "error", "error": KEY, "input": {}}}
    sent = {"messages": [{"parts": [{"type": "text", "text": "hi"}, failed]}]}
    found = results(
        repo,
        ("chat.message", message("hello")),
        ("chat.message", message(f"use {KEY}")),
        ("tool.execute.before", {"args": {"command": f"echo {KEY}"}}),
        ("tool.execute.after", {"output": f"a {KEY}"}),
        ("experimental.chat.messages.transform", sent),
        ("experimental.chat.system.transform", {"system": ["fine", f"key {KEY}"]}),
    )
    assert KEY not in json.dumps(found)
    assert found[0] == message("hello")
    assert found[1].startswith("git secrets: stopped: the prompt contains 1 secret\n(prompt):1: ")
    assert found[2].startswith("git-secrets stopped this: the tool call would reveal 1 secret")
    assert found[3].startswith("git-secrets stopped this: the result of the tool contains 1 secret")
    kept, replaced = found[4]["messages"][0]["parts"]
    assert kept["text"] == "hi"
    assert replaced["state"]["error"] == found[3]
    assert found[5]["system"] == ["fine", found[3]]


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
def test_the_plugin_throws_if_the_program_fails(repo: Repo) -> None:
    found = results(repo, ("chat.message", message("hello")), broken=True)
    assert "the check of this event failed, so it is stopped" in found[0]


def test_the_plugin_is_a_module_with_a_command_for_each_event(repo: Repo, home: Path) -> None:
    repo.call("--install", "--agent", "opencode", "--global")
    text = (home / ".config/opencode/plugins/git-secrets.js").read_text()
    begin = text.index("const commands = ") + len("const commands = ")
    commands = json.loads(text[begin : text.index("\n}\n", begin) + 2])
    assert all(f'"{event}"' in text[text.index("return {") :] for event in commands)
