"""Claude Code, by Anthropic.

Reference: "Hooks reference", https://code.claude.com/docs/en/hooks, looked up 2026-11-28:

- Settings: ``.claude/settings.local.json`` of a project, which is not committed, and
  ``~/.claude/settings.json`` of the user.
- An answer is JSON with status 0; status 2 blocks with standard error as the reason. Any other
  status, a missing program and a timeout let everything pass.
- ``UserPromptSubmit``: ``decision: block`` erases the prompt, and only the user sees ``reason``.
- ``PreToolUse``: the model sees ``permissionDecisionReason``, the user ``systemMessage``.
- ``PostToolUse``: ``updatedToolOutput`` replaces the result, if it has the same shape.
- ``PostToolUseFailure``: the error cannot be replaced. ``PostToolBatch`` comes before the results
  of tools are sent to the model: ``decision: block`` stops there. Both the user and the model see
  ``reason``. Up to 2.1.80 at least, a file of settings with this event is ignored; 2.1.110 supports
  it (tried with both, and all of this with 2.1.332, on 2026-11-28).
- A file that the user mentions with ``@`` is read without a call of a tool.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface
from git_secrets_py.agents.claude_protocol import comment_result, deny_call, group, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_TIMEOUT = 60  # seconds
_REWIND = "It was not sent, but the next prompt would send it: use /rewind or start a new session."


def _stop_prompt(event: Event, messages: Messages) -> Answer:
    more = {"hookEventName": event.name, "suppressOriginalPrompt": True}
    return Answer({"decision": "block", "reason": messages.user, "hookSpecificOutput": more})


def _withhold(event: Event, messages: Messages) -> Answer:
    from git_secrets_py.agents.withholding import withheld

    answer = comment_result(event, messages)
    shape = withheld(event, messages)
    if shape is None:  # too large to be taken apart: nothing is sent to the model
        answer.output |= {"continue": False, "stopReason": messages.user}
    else:
        more = {"hookEventName": event.name, "updatedToolOutput": shape}
        answer.output["hookSpecificOutput"] = more
    return answer


def _stop_before_model(event: Event, messages: Messages) -> Answer:
    return Answer(
        {
            "decision": "block",
            "reason": messages.model,
            "systemMessage": f"{messages.user.rstrip()}\n{_REWIND}",
        }
    )


def _entry(event: str, command: str) -> dict[str, Any]:
    return group(event, command, _TIMEOUT)


def _stopped(reason: str) -> dict[str, Any]:
    return {"continue": False, "stopReason": reason}


AGENT = Agent(
    "claude-code",
    "Claude Code",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", _stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", deny_call),
        "PostToolUse": Surface(RESULT, "tool_response", _withhold, fallback=_stopped),
        "PostToolUseFailure": Surface(RESULT, "error", warn),
        "PostToolBatch": Surface(RESULT, "tool_calls.*.tool_response", _stop_before_model),
    },
    entry=_entry,
    program="claude",
    project=".claude/settings.local.json",
    user=".claude/settings.json",
    home_variable="CLAUDE_CONFIG_DIR",
    since={"PostToolBatch": (2, 1, 110)},
)
