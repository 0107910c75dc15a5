"""``git secrets --agent_hook``: answer an event of a coding agent."""

from __future__ import annotations

from git_secrets_py.cli import agent_runner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Answer the event on standard input in the terms of the agent; return its exit status."""
    return agent_runner.run(context)
