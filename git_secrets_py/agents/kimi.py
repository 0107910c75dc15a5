"""Kimi Code, by Moonshot AI.

Reference: "Hooks", https://moonshotai.github.io/kimi-code/en/customization/hooks.html, looked up
2026-11-28:

- Settings: ``~/.kimi-code/config.toml`` of the user only (``KIMI_CODE_HOME``). An unknown key in
  one hook invalidates all: ``fail_mode`` is documented, but unknown to 2.1.0.
- ``UserPromptSubmit`` and ``PreToolUse``: status 2 stops, with standard error as the reason; any
  other status but 0 and a timeout let the event pass. The result of a tool cannot be withheld.

Tried with Kimi Code 2.1.0 on 2026-11-28.
"""

from __future__ import annotations

import json

from git_secrets_py.agents.agent import CALL, PROMPT, Agent, Surface
from git_secrets_py.agents.exit_protocol import stop, stop_prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_TIMEOUT = 60  # seconds


def _entry(event: str, command: str) -> dict[str, Any]:
    return {"event": event, "command": command, "timeout": _TIMEOUT}


def _block(entries: Mapping[str, Any]) -> str:
    # A string in JSON is one in TOML, and so is a number.
    return "".join(
        "[[hooks]]\n" + "".join(f"{name} = {json.dumps(one)}\n" for name, one in entry.items())
        for entry in entries.values()
    )


AGENT = Agent(
    "kimi",
    "Kimi Code",
    {
        "UserPromptSubmit": Surface(PROMPT, "prompt", stop_prompt),
        "PreToolUse": Surface(CALL, "tool_input", stop),
    },
    entry=_entry,
    block=_block,
    program="kimi",
    user=".kimi-code/config.toml",
    home_variable="KIMI_CODE_HOME",
)
