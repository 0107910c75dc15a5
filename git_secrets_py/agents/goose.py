"""goose, by Block and the Agentic AI Foundation.

Reference: "Hooks", https://block.github.io/goose/docs/guides/context-engineering/hooks, which is
https://github.com/block/goose/tree/main/documentation/docs/guides/context-engineering, looked up
2026-11-28:

- Plugins are folders in ``.agents/plugins`` of a project and ``~/.agents/plugins`` of the user,
  each with ``plugin.json`` and ``hooks/hooks.json``.
- ``PreToolUse``: status 2 stops the call, with standard error as the reason for the model. With
  ``on_failure: block``, every outcome but a verdict does as well. No other event stops anything.
"""

from __future__ import annotations

import json

from git_secrets_py.agents.agent import CALL, Agent, Surface
from git_secrets_py.agents.claude_protocol import group
from git_secrets_py.agents.exit_protocol import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_TIMEOUT = 60  # seconds
_PLUGIN = {
    "name": "git-secrets",
    "version": "1.0.0",
    "description": "Stops tool calls that would reveal a secret to a model",
}


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT, on_failure="block")


def _render(entries: Mapping[str, Any]) -> dict[str, str]:
    hooks = {"hooks": {event: [one] for event, one in entries.items()}}
    return {
        "hooks.json": json.dumps(hooks, indent=2) + "\n",
        "../plugin.json": json.dumps(_PLUGIN, indent=2) + "\n",
    }


AGENT = Agent(
    "goose",
    "goose",
    {"PreToolUse": Surface(CALL, "tool_input", stop)},
    entry=_entry,
    render=_render,
    event_field="event",
    program="goose",
    project=".agents/plugins/git-secrets/hooks/hooks.json",
    user=".agents/plugins/git-secrets/hooks/hooks.json",
    folder=".config/goose",
)
