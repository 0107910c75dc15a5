"""The answers that Claude Code defined, and that other agents have adopted."""

from __future__ import annotations

from git_secrets_py.agents.agent import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages


def stop_prompt(event: Event, messages: Messages) -> Answer:
    """Answer that a prompt is not sent. Only the user sees the reason."""
    return Answer({"decision": "block", "reason": messages.user})


def deny_call(event: Event, messages: Messages) -> Answer:
    """Answer that a tool is not called. The model sees the reason, the user the message."""
    decision = {
        "hookEventName": event.name,
        "permissionDecision": "deny",
        "permissionDecisionReason": messages.model,
    }
    return Answer({"hookSpecificOutput": decision, "systemMessage": messages.user})


def comment_result(event: Event, messages: Messages) -> Answer:
    """Answer with a reason beside the result, or in its place, as the agent does it."""
    return Answer({"decision": "block", "reason": messages.model, "systemMessage": messages.user})


def stopped(reason: str) -> dict[str, Any]:
    """Return the output that stops the agent for ``reason`` before it sends a result."""
    return {"continue": False, "stopReason": reason}


def warn(event: Event, messages: Messages) -> Answer:
    """Answer with a warning: the action has already happened."""
    context = {"hookEventName": event.name, "additionalContext": messages.model}
    return Answer({"systemMessage": messages.user, "hookSpecificOutput": context})


def group(event: str, command: str, timeout: int, **more: Any) -> dict[str, Any]:
    """Return the settings for ``event``: a group with one command, for all tools."""
    handler = {"type": "command", "command": command, "timeout": timeout, **more}
    return {"hooks": [handler]}
