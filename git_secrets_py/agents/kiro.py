"""Kiro, by Amazon Web Services: the IDE and the command line, formerly Amazon Q.

Reference: "Hooks", https://kiro.dev/docs/cli/v3/hooks and https://kiro.dev/docs/hooks, looked up
2026-11-28:

- Each ``.kiro/hooks/*.json`` of a workspace and ``~/.kiro/hooks/*.json`` of the user, since IDE 1.0
  and CLI 3.0. Ours is a file of its own.
- ``PreToolUse`` and ``UserPromptSubmit``: status 2 stops, with standard error as the reason. Any
  other status but 0 is a warning. ``PostToolUse`` cannot withhold a result.
"""

from __future__ import annotations

import json

from git_secrets_py.agents.agent import CALL, PROMPT, Agent, Surface
from git_secrets_py.agents.exit_protocol import stop, stop_prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_TIMEOUT = 60  # seconds


def _entry(event: str, command: str) -> dict[str, Any]:
    action = {"type": "command", "command": command}
    return {
        "name": f"git-secrets-{event}",
        "trigger": event,
        "action": action,
        "timeout": _TIMEOUT,
    }


def _render(entries: Mapping[str, Any]) -> dict[str, str]:
    hooks = {"version": "v1", "hooks": [*entries.values()]}
    return {"git-secrets.json": json.dumps(hooks, indent=2) + "\n"}


AGENT = Agent(
    "kiro",
    "Kiro",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", stop),
    },
    entry=_entry,
    render=_render,
    event_field="",
    program="kiro-cli",
    project=".kiro/hooks/git-secrets.json",
    user=".kiro/hooks/git-secrets.json",
    folder=".kiro",
)
