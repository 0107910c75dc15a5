"""Cursor, by Anysphere.

Reference: "Hooks", https://cursor.com/docs/hooks, looked up 2026-11-28:

- Settings: ``.cursor/hooks.json`` of a project, ``~/.cursor/hooks.json`` of the user, where
  commands run in ``~/.cursor``: the event names the directory.
- The answer is JSON with status 0; status 2 denies. With ``failClosed``, every failure of a
  command denies as well: no JSON, a crash, a timeout.
- ``beforeSubmitPrompt``: ``continue: false``. ``beforeReadFile`` has the content of the file.
  ``preToolUse``, ``beforeShellExecution`` and ``beforeMCPExecution``: ``user_message`` and
  ``agent_message``.
- ``postToolUse``: only the result of an MCP tool can be replaced.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, FILE, PROMPT, RESULT, Agent, Answer, Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_TIMEOUT = 60  # seconds


def _stop_prompt(event: Event, messages: Messages) -> Answer:
    return Answer({"continue": False, "user_message": messages.user})


def _deny(event: Event, messages: Messages) -> Answer:
    return Answer(
        {
            "permission": "deny",
            "user_message": messages.user,
            "agent_message": messages.model,
        }
    )


def _deny_file(event: Event, messages: Messages) -> Answer:
    return Answer({"permission": "deny", "user_message": messages.user})


def _replace(event: Event, messages: Messages) -> Answer:
    notice = {"content": [{"type": "text", "text": messages.model}]}
    return Answer(
        {"updated_mcp_tool_output": notice, "additional_context": messages.model},
    )


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"command": command, "timeout": _TIMEOUT, "failClosed": True}


AGENT = Agent(
    "cursor",
    "Cursor",
    {
        "beforeSubmitPrompt": Surface(PROMPT, "prompt", _stop_prompt),
        "beforeReadFile": Surface(FILE, "content", _deny_file),
        "beforeTabFileRead": Surface(FILE, "content", _deny_file),
        "beforeShellExecution": Surface(CALL, "", _deny),
        "beforeMCPExecution": Surface(CALL, "tool_input", _deny),
        "preToolUse": Surface(CALL, "tool_input", _deny),
        "postToolUse": Surface(RESULT, "tool_output", _replace),
    },
    entry=_entry,
    program="cursor",
    project=".cursor/hooks.json",
    user=".cursor/hooks.json",
    clean={},
    base={"version": 1},
)
