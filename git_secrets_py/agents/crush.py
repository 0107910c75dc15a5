"""Crush, by Charm.

Reference: "Hooks", https://github.com/charmbracelet/crush/blob/main/docs/hooks/README.md, looked up
2026-11-28:

- Settings: ``.crush.json`` of a project, ``~/.config/crush/crush.json`` of the user.
- ``PreToolUse``: status 2 stops the call, with standard error as the reason; any other status but
  0 and a timeout let the call pass. It is not run for the calls of subagents.
- Other events depend on the version, and an unknown one is an error in the whole file.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, Agent, Surface
from git_secrets_py.agents.exit_protocol import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TIMEOUT = 60  # seconds


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"command": command, "timeout": _TIMEOUT}


AGENT = Agent(
    "crush",
    "Crush",
    {"PreToolUse": Surface(CALL, "tool_input", stop)},
    entry=_entry,
    event_field="event",
    program="crush",
    project=".crush.json",
    user=".config/crush/crush.json",
)
