"""Auggie, by Augment.

Reference: "Hooks", https://docs.augmentcode.com/cli/hooks, looked up 2026-11-28:

- Settings: ``.augment/settings.local.json`` of a project, which is not committed, and
  ``~/.augment/settings.json`` of the user. Time limits are in milliseconds.
- ``PreToolUse``: status 2 stops the call, and the model gets standard error; any other status but
  0 and a timeout let it pass. No event can stop a prompt.
- ``PostToolUse`` cannot withhold a result: ``systemMessage`` is for the user,
  ``additionalContext`` for the model.

Tried with Auggie 0.36.0 on 2026-11-28: it runs hooks only if the service enables them.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, RESULT, Agent, Surface
from git_secrets_py.agents.claude_protocol import group, warn
from git_secrets_py.agents.exit_protocol import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TIMEOUT = 60_000  # milliseconds


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT)


AGENT = Agent(
    "auggie",
    "Auggie",
    {
        "PreToolUse": Surface(CALL, "tool_input", stop),
        "PostToolUse": Surface(RESULT, "tool_output", warn),
    },
    entry=_entry,
    program="auggie",
    project=".augment/settings.local.json",
    user=".augment/settings.json",
)
