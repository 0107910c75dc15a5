"""Droid, by Factory.

Reference: "Hooks", https://docs.factory.ai/harness/hooks, looked up 2026-11-28:

- Settings: ``.factory/hooks.json`` of a project, ``~/.factory/hooks.json`` of the user, with the
  events at the top. If the file exists, the hooks in ``settings.json`` beside it are ignored.
- Events and answers are those of Claude Code; status 2 blocks, any other but 0 does not.
- ``PostToolUse``: neither ``decision: block`` nor status 2 withholds the result. With
  ``continue: false``, Droid stops before it sends it, and shows ``stopReason`` to the user.

Tried with Droid 0.215.0 on 2026-11-28. ``droid exec`` runs no hook for its prompt.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface
from git_secrets_py.agents.claude_protocol import deny_call, group, stop_prompt, stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_TIMEOUT = 60  # seconds


def _stop(event: Event, messages: Messages) -> Answer:
    return Answer(stopped(messages.user))


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT)


AGENT = Agent(
    "droid",
    "Droid",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", deny_call),
        "PostToolUse": Surface(RESULT, "tool_response", _stop, fallback=stopped),
    },
    entry=_entry,
    program="droid",
    project=".factory/hooks.json",
    user=".factory/hooks.json",
    at_top=True,
    eclipsed="settings.json",
)
