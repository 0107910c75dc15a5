"""The agents, by their names on the command line. A hook imports only the module of one agent."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.agents.agent import Agent

_MODULES = {
    "auggie": "auggie",
    "claude-code": "claude_code",
    "cline": "cline",
    "codex": "codex",
    "copilot": "copilot",
    "crush": "crush",
    "cursor": "cursor",
    "droid": "droid",
    "gemini": "gemini_cli",
    "goose": "goose",
    "kimi": "kimi",
    "kiro": "kiro",
    "opencode": "opencode",
    "openhands": "openhands",
    "qwen-code": "qwen_code",
    "tabnine": "tabnine",
    "windsurf": "windsurf",
}
NAMES = tuple(_MODULES)


def agent(name: str) -> Agent:
    """Return the agent ``name``, which is one of ``NAMES``."""
    module = _MODULES[name]
    found = __import__(f"git_secrets_py.agents.{module}", fromlist=["AGENT"])
    loaded: Agent = found.AGENT
    return loaded
