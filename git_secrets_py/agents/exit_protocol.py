"""The answers for agents that status 2 blocks, with the reason on standard error."""

from __future__ import annotations

from git_secrets_py.agents.agent import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.agents.agent import Event, Messages

_BLOCKED = 2


def stop_prompt(event: Event, messages: Messages) -> Answer:
    """Answer that a prompt is not sent. Only the user sees the reason."""
    return Answer(error=messages.user, status=_BLOCKED)


def stop(event: Event, messages: Messages) -> Answer:
    """Stop the event; the model sees the reason, without any part of the secret."""
    return Answer(error=messages.model, status=_BLOCKED)
