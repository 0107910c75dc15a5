"""Codex CLI, by OpenAI.

Reference: "Hooks", https://developers.openai.com/codex/hooks, and the source of the answers,
https://github.com/openai/codex/tree/main/codex-rs/hooks, looked up 2026-11-28:

- Settings: ``.codex/hooks.json`` of a project that is trusted, ``~/.codex/hooks.json`` of the user
  (``CODEX_HOME``). Codex runs a hook only after the user has trusted it with ``/hooks``.
- Status 2 blocks, with standard error as the reason; without a reason, and with any other status
  but 0, everything passes. Unknown fields in the answer invalidate it.
- ``PostToolUse``: the reason takes the place of the result.
- An edit is a call of ``apply_patch``, whose ``command`` is the patch.

Tried with Codex CLI 0.171.0 on 2026-11-28.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Surface
from git_secrets_py.agents.claude_protocol import comment_result, deny_call, group, stop_prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TIMEOUT = 60  # seconds


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT)


AGENT = Agent(
    "codex",
    "Codex CLI",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", deny_call),
        "PostToolUse": Surface(RESULT, "tool_response", comment_result),
    },
    entry=_entry,
    program="codex",
    project=".codex/hooks.json",
    user=".codex/hooks.json",
    home_variable="CODEX_HOME",
    note="Codex runs new hooks only after you have trusted them: type /hooks in Codex.",
)
