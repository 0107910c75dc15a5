"""Qwen Code, by Alibaba.

Reference: "Qwen Code Hooks",
https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/hooks.md, looked up 2026-11-28:

- Settings: ``.qwen/settings.json`` of a project, ``~/.qwen/settings.json`` of the user. Time
  limits are in milliseconds.
- Events and answers are those of Claude Code; status 2 blocks, any other but 0 does not.
- ``PostToolUse``: with ``continue: false``, the model gets ``stopReason`` as an error in the place
  of the result (tried with 0.24.4 on 2026-11-28).
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface
from git_secrets_py.agents.claude_protocol import deny_call, group, stop_prompt, stopped, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_TIMEOUT = 60_000  # milliseconds


def _withhold(event: Event, messages: Messages) -> Answer:
    return Answer({**stopped(messages.model), "systemMessage": messages.user})


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT, name="git-secrets")


AGENT = Agent(
    "qwen-code",
    "Qwen Code",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", deny_call),
        "PostToolUse": Surface(RESULT, "tool_response", _withhold, fallback=stopped),
        "PostToolUseFailure": Surface(RESULT, "error", warn),
    },
    entry=_entry,
    program="qwen",
    project=".qwen/settings.json",
    user=".qwen/settings.json",
)
