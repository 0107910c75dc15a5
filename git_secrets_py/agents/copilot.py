"""GitHub Copilot: Copilot CLI and the cloud agent.

Reference: "GitHub Copilot hooks reference",
https://docs.github.com/en/copilot/reference/hooks-reference, looked up 2026-11-28:

- Settings: any ``.github/hooks/*.json`` of a repository, any ``~/.copilot/hooks/*.json`` of the
  user (``COPILOT_HOME``); the latter not in the cloud. Ours is a file of its own.
- Events with names in camel case do not hold their name, so the command line does.
- ``preToolUse``: any status but 0 denies; with 2, standard error is shown to the user, and the
  model gets ``permissionDecisionReason``. After a timeout, everything passes.
- ``userPromptSubmitted`` cannot stop a prompt: status 2 warns the user. ``userPromptTransformed``
  can replace the text that the model gets.
- ``postToolUse``: ``modifiedResult`` replaces the result.

Tried with GitHub Copilot CLI 1.0.102 on 2026-11-28.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_TIMEOUT = 60  # seconds
_DENIED = 2


def _warn(event: Event, messages: Messages) -> Answer:
    return Answer(error=messages.user, status=_DENIED)


def _replace_prompt(event: Event, messages: Messages) -> Answer:
    return Answer(_prompt(messages.model))


def _prompt(text: str) -> dict[str, Any]:
    return {"modifiedTransformedPrompt": text}


def _deny(event: Event, messages: Messages) -> Answer:
    decision = {"permissionDecision": "deny", "permissionDecisionReason": messages.model}
    return Answer(decision, messages.user, _DENIED)


def _replace_result(event: Event, messages: Messages) -> Answer:
    return Answer(_result(messages.model))


def _result(text: str) -> dict[str, Any]:
    return {"modifiedResult": {"resultType": "success", "textResultForLlm": text}}


def _comment(event: Event, messages: Messages) -> Answer:
    return Answer({"additionalContext": messages.model}, messages.user, _DENIED)


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"type": "command", "bash": command, "timeoutSec": _TIMEOUT}


AGENT = Agent(
    "copilot",
    "GitHub Copilot",
    {
        "userPromptSubmitted": Surface(PROMPT, "prompt", _warn),
        "userPromptTransformed": Surface(
            PROMPT, "transformedPrompt", _replace_prompt, fallback=_prompt
        ),
        "preToolUse": Surface(CALL, "toolArgs", _deny),
        "postToolUse": Surface(RESULT, "toolResult", _replace_result, fallback=_result),
        "postToolUseFailure": Surface(RESULT, "error", _comment),
    },
    entry=_entry,
    event_field="",
    program="copilot",
    project=".github/hooks/git-secrets.json",
    user=".copilot/hooks/git-secrets.json",
    home_variable="COPILOT_HOME",
    base={"version": 1},
    folder=".copilot",
)
