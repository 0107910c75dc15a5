"""Qwen Code, by Alibaba.

Reference: "Qwen Code Hooks",
https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/hooks.md, looked up 2026-11-28:

- Settings: ``.qwen/settings.json`` of a project, ``~/.qwen/settings.json`` of the user. Time
  limits are in milliseconds.
- Events and answers are those of Claude Code; status 2 blocks, any other but 0 lets pass.
- ``PostToolUse``: the result cannot be replaced.
"""

from __future__ import annotations

from git_secrets_py.agents.claude_protocol import (
    comment_result,
    deny_call,
    group,
    stop_prompt,
    warn,
)
from git_secrets_py.agents.model import CALL, PROMPT, RESULT, Agent, Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TIMEOUT = 60_000  # milliseconds


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT, name="git-secrets")


AGENT = Agent(
    "qwen-code",
    "Qwen Code",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", deny_call),
        "PostToolUse": Surface(RESULT, "tool_response", comment_result),
        "PostToolUseFailure": Surface(RESULT, "error", warn),
    },
    entry=_entry,
    program="qwen",
    project=".qwen/settings.json",
    user=".qwen/settings.json",
)
