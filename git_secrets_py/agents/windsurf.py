"""Windsurf: the agent Cascade, by Cognition.

Reference: "Cascade Hooks", https://docs.windsurf.com/windsurf/cascade/hooks, looked up 2026-11-28:

- Settings: ``.windsurf/hooks.json`` of a workspace, ``~/.codeium/windsurf/hooks.json`` of the user.
- The fields of an event are in ``tool_info``; ``agent_action_name`` is its name.
- Only status 2 blocks, and only before an action. There is no JSON in the answer: standard error
  is all that is shown, to the user and to the model.
- ``post_mcp_tool_use``: the result cannot be withheld.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Surface
from git_secrets_py.agents.exit_protocol import stop, stop_prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"command": command, "show_output": True}


AGENT = Agent(
    "windsurf",
    "Windsurf",
    {
        "pre_user_prompt": Surface(PROMPT, "tool_info.user_prompt", stop_prompt),
        "pre_read_code": Surface(CALL, "tool_info", stop),
        "pre_write_code": Surface(CALL, "tool_info", stop),
        "pre_run_command": Surface(CALL, "tool_info", stop),
        "pre_mcp_tool_use": Surface(CALL, "tool_info.mcp_tool_arguments", stop),
        "post_mcp_tool_use": Surface(RESULT, "tool_info.mcp_result", stop),
    },
    entry=_entry,
    event_field="agent_action_name",
    program="windsurf",
    project=".windsurf/hooks.json",
    user=".codeium/windsurf/hooks.json",
)
