"""Windsurf: the agent Cascade, by Cognition.

Reference: "Cascade Hooks", https://docs.windsurf.com/windsurf/cascade/hooks, looked up 2026-11-28:

- Settings: ``.windsurf/hooks.json`` of a workspace, ``~/.codeium/windsurf/hooks.json`` of the user.
- The fields of an event are in ``tool_info``; ``agent_action_name`` is its name.
- Only status 2 blocks, and only before an action. There is no JSON in the answer: standard error
  is all that is shown, to the user and to the model.
- ``post_mcp_tool_use``: the result cannot be withheld.
"""

from __future__ import annotations

from git_secrets_py.agents.model import CALL, PROMPT, RESULT, Agent, Answer, Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.model import Event, Messages

_BLOCKED = 2


def _stop_prompt(event: Event, messages: Messages) -> Answer:
    return Answer(error=messages.user, status=_BLOCKED)


def _stop(event: Event, messages: Messages) -> Answer:
    # The model reads it, so that it has no part of the secret.
    return Answer(error=messages.model, status=_BLOCKED)


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"command": command, "show_output": True}


AGENT = Agent(
    "windsurf",
    "Windsurf",
    {
        "pre_user_prompt": Surface(PROMPT, "tool_info.user_prompt", _stop_prompt),
        "pre_read_code": Surface(CALL, "tool_info", _stop),
        "pre_write_code": Surface(CALL, "tool_info", _stop),
        "pre_run_command": Surface(CALL, "tool_info", _stop),
        "pre_mcp_tool_use": Surface(CALL, "tool_info.mcp_tool_arguments", _stop),
        "post_mcp_tool_use": Surface(RESULT, "tool_info.mcp_result", _stop),
    },
    entry=_entry,
    event_field="agent_action_name",
    program="windsurf",
    project=".windsurf/hooks.json",
    user=".codeium/windsurf/hooks.json",
)
