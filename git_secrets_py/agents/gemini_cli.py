"""Gemini CLI, by Google.

Reference: "Hooks reference", https://geminicli.com/docs/hooks/reference, which is
https://github.com/google-gemini/gemini-cli/blob/main/docs/hooks/reference.md, looked up
2026-11-28:

- Settings: ``.gemini/settings.json`` of a project, ``~/.gemini/settings.json`` of the user. Time
  limits are in milliseconds.
- ``decision: deny`` with a reason, or status 2, stops; any other status but 0 is a warning.
- ``BeforeAgent``: the prompt is discarded. ``AfterTool``: the reason takes the place of the result.
- ``systemMessage`` is for the user. A prompt may mention files with ``@``.

Tried with Gemini CLI 0.61.0 on 2026-11-28.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface
from git_secrets_py.agents.claude_protocol import group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_TIMEOUT = 60_000  # milliseconds


def _stop_prompt(event: Event, messages: Messages) -> Answer:
    return Answer({"decision": "deny", "reason": messages.user})


def _deny(event: Event, messages: Messages) -> Answer:
    return Answer({"decision": "deny", "reason": messages.model, "systemMessage": messages.user})


def entry(event: str, command: str) -> dict[str, Any]:
    """Return the settings for ``event``; Tabnine CLI has the same, and the same events."""
    return group(event, command, _TIMEOUT, name="git-secrets")


EVENTS = {
    "BeforeAgent": Surface(PROMPT, "prompt", _stop_prompt),
    "BeforeTool": Surface(CALL, "tool_input", _deny),
    "AfterTool": Surface(RESULT, "tool_response", _deny),
}
AGENT = Agent(
    "gemini",
    "Gemini CLI",
    EVENTS,
    entry=entry,
    program="gemini",
    project=".gemini/settings.json",
    user=".gemini/settings.json",
)
