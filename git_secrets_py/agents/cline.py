"""Cline: the extension of editors and the command line.

Reference: "Hooks", https://docs.cline.bot/customization/hooks, looked up 2026-11-28:

- Executable files, named as their events, in ``.clinerules/hooks`` of a project and
  ``~/Documents/Cline/Hooks`` of the user. The extension runs them if its setting "Enable Hooks" is
  on.
- The answer is JSON: ``cancel: true`` stops, with ``errorMessage`` as the reason.
- ``cancel`` ends the task, after ``PostToolUse`` before the result is sent.

Tried with the command line 3.0.65 on 2026-11-28, which runs no hook for the prompt among its
arguments.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages


def _cancelled(reason: str) -> dict[str, Any]:
    return {"cancel": True, "errorMessage": reason}


def _cancel_for_user(event: Event, messages: Messages) -> Answer:
    return Answer(_cancelled(messages.user))


def _cancel(event: Event, messages: Messages) -> Answer:
    return Answer(_cancelled(messages.model))


def _entry(event: str, command: str) -> Any:
    return command


def _render(entries: Mapping[str, Any]) -> dict[str, str]:
    about = "# Written by git-secrets; removed by: git secrets --uninstall --agent cline"
    return {event: f"#!/bin/sh\n{about}\n{command}\n" for event, command in entries.items()}


AGENT = Agent(
    "cline",
    "Cline",
    {
        "UserPromptSubmit": Surface(
            PROMPT, "userPromptSubmit.prompt", _cancel_for_user, fallback=_cancelled
        ),
        "PreToolUse": Surface(CALL, "preToolUse.parameters", _cancel, fallback=_cancelled),
        "PostToolUse": Surface(RESULT, "postToolUse.result", _cancel, fallback=_cancelled),
    },
    entry=_entry,
    render=_render,
    is_executable=True,
    event_field="",
    clean={"cancel": False},
    program="cline",
    project=".clinerules/hooks/UserPromptSubmit",
    user="Documents/Cline/Hooks/UserPromptSubmit",
    folder="Documents/Cline",
    note='in an editor, turn on "Enable Hooks" in the settings of Cline',
)
