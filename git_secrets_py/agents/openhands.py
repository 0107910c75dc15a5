"""OpenHands, by All Hands AI.

Reference: "Hooks", https://docs.openhands.dev/openhands/usage/customization/hooks, and the fields
of events in the package ``openhands.sdk.hooks`` of https://github.com/OpenHands/software-agent-sdk,
looked up 2026-11-28:

- Settings: ``.openhands/hooks.json`` of a project; only without it, that of the user in his home
  directory.
- ``PreToolUse`` and ``UserPromptSubmit``: status 2 stops. Any other status but 0 and a timeout
  let the event pass. ``PostToolUse`` can neither stop nor warn.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, Agent, Surface
from git_secrets_py.agents.claude_protocol import group
from git_secrets_py.agents.exit_protocol import stop, stop_prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TIMEOUT = 60  # seconds


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"matcher": "*", **group(event, command, _TIMEOUT)}


AGENT = Agent(
    "openhands",
    "OpenHands",
    {
        "UserPromptSubmit": Surface(PROMPT, "message", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", stop),
    },
    entry=_entry,
    event_field="event_type",
    program="openhands",
    project=".openhands/hooks.json",
    user=".openhands/hooks.json",
)
