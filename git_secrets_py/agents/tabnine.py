"""Tabnine CLI.

Reference: "Event Reference",
https://docs.tabnine.com/main/getting-started/tabnine-cli/features/hooks/event-reference, looked up
2026-11-28:

- Settings: ``.tabnine/agent/settings.json`` of a project, ``~/.tabnine/agent/settings.json`` of the
  user.
- Events and answers are those of Gemini CLI.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import Agent
from git_secrets_py.agents.gemini_cli import EVENTS, entry

AGENT = Agent(
    "tabnine",
    "Tabnine CLI",
    EVENTS,
    entry=entry,
    program="tabnine",
    project=".tabnine/agent/settings.json",
    user=".tabnine/agent/settings.json",
)
