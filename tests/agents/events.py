"""Events of each agent, in the form of its vendor's reference, and the content of its answers."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from support import Ran, Repo

from git_secrets_py.cli import agent_runner

# For each agent: its event for a prompt, a shell command, and the result of a tool, if it has one.
PROMPTS: dict[str, Any] = {
    "cline": ("UserPromptSubmit", "", "userPromptSubmit.prompt"),
    "kimi": ("UserPromptSubmit", "hook_event_name", "prompt"),
    "kiro": ("UserPromptSubmit", "", "prompt"),
    "opencode": ("chat.message", "", "prompt"),
    "openhands": ("UserPromptSubmit", "event_type", "message"),
    "claude-code": ("UserPromptSubmit", "hook_event_name", "prompt"),
    "codex": ("UserPromptSubmit", "hook_event_name", "prompt"),
    "qwen-code": ("UserPromptSubmit", "hook_event_name", "prompt"),
    "droid": ("UserPromptSubmit", "hook_event_name", "prompt"),
    "gemini": ("BeforeAgent", "hook_event_name", "prompt"),
    "tabnine": ("BeforeAgent", "hook_event_name", "prompt"),
    "cursor": ("beforeSubmitPrompt", "hook_event_name", "prompt"),
    "copilot": ("userPromptTransformed", "", "transformedPrompt"),
    "windsurf": ("pre_user_prompt", "agent_action_name", "tool_info.user_prompt"),
}
COMMANDS: dict[str, Any] = {
    "auggie": ("PreToolUse", "hook_event_name", "tool_input.command"),
    "cline": ("PreToolUse", "", "preToolUse.parameters.command"),
    "crush": ("PreToolUse", "event", "tool_input.command"),
    "goose": ("PreToolUse", "event", "tool_input.command"),
    "kimi": ("PreToolUse", "hook_event_name", "tool_input.command"),
    "kiro": ("PreToolUse", "", "tool_input.command"),
    "opencode": ("tool.execute.before", "", "tool_input.command"),
    "openhands": ("PreToolUse", "event_type", "tool_input.command"),
    "claude-code": ("PreToolUse", "hook_event_name", "tool_input.command"),
    "codex": ("PreToolUse", "hook_event_name", "tool_input.command"),
    "qwen-code": ("PreToolUse", "hook_event_name", "tool_input.command"),
    "droid": ("PreToolUse", "hook_event_name", "tool_input.command"),
    "gemini": ("BeforeTool", "hook_event_name", "tool_input.command"),
    "tabnine": ("BeforeTool", "hook_event_name", "tool_input.command"),
    "cursor": ("beforeShellExecution", "hook_event_name", "command"),
    "copilot": ("preToolUse", "", "toolArgs.command"),
    "windsurf": ("pre_run_command", "agent_action_name", "tool_info.command_line"),
}
RESULTS: dict[str, Any] = {
    "auggie": ("PostToolUse", "hook_event_name", "tool_output"),
    "cline": ("PostToolUse", "", "postToolUse.result"),
    "opencode": ("tool.execute.after", "", "tool_response.output"),
    "claude-code": ("PostToolUse", "hook_event_name", "tool_response.stdout"),
    "codex": ("PostToolUse", "hook_event_name", "tool_response"),
    "qwen-code": ("PostToolUse", "hook_event_name", "tool_response.output"),
    "droid": ("PostToolUse", "hook_event_name", "tool_response"),
    "gemini": ("AfterTool", "hook_event_name", "tool_response.llmContent"),
    "tabnine": ("AfterTool", "hook_event_name", "tool_response.llmContent"),
    "cursor": ("postToolUse", "hook_event_name", "tool_output"),
    "copilot": ("postToolUse", "", "toolResult.textResultForLlm"),
    "windsurf": ("post_mcp_tool_use", "agent_action_name", "tool_info.mcp_result"),
}


def event(form: tuple[str, str, str], text: str, repo: Repo, **more: Any) -> tuple[str, bytes]:
    """Return the name of an event and its JSON, with ``text`` in the field of ``form``."""
    name, name_field, path = form
    fields: dict[str, Any] = {"session_id": "s", "cwd": str(repo.path), **more}
    if name_field:
        fields[name_field] = name
    *outer, field = path.split(".")
    inner = fields
    for one in outer:
        inner = inner.setdefault(one, {})
    inner[field] = text
    return name, json.dumps(fields).encode()


def deliver(repo: Repo, agent: str, name: str, raw: bytes) -> Ran:
    """Return the answer of the hook for ``agent`` to the event ``name``, in this process."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        # Its end would be that of the process of the tests, which may have to wait for others.
        monkeypatch.setattr(agent_runner, "_TIME_LIMIT", 600)
        # The hook changes PATH.
        environment = {"PATH": os.environ["PATH"]}
        return repo.call("--agent_hook", agent, name, input=raw, env=environment)


def send(repo: Repo, agent: str, form: tuple[str, str, str], text: str, **more: Any) -> Ran:
    """Return the answer of the hook for ``agent`` to an event of ``form`` with ``text``."""
    name, raw = event(form, text, repo, **more)
    return deliver(repo, agent, name, raw)


def claude(repo: Repo, name: str, **fields: Any) -> dict[str, Any] | None:
    """Return the answer to an event of Claude Code; ``None`` if there is none."""
    raw = json.dumps({"hook_event_name": name, "cwd": str(repo.path), **fields}).encode()
    ran = deliver(repo, "claude-code", name, raw)
    assert (ran.status, ran.err) == (0, b""), ran
    answer: dict[str, Any] | None = json.loads(ran.out) if ran.out else None
    return answer


def call(repo: Repo, **arguments: Any) -> str:
    """Return the message to the user about the call of a tool; nothing if it continues."""
    answer = claude(repo, "PreToolUse", tool_name="Tool", tool_input=arguments)
    if answer is None:
        return ""
    assert answer["hookSpecificOutput"]["permissionDecision"] == "deny"
    message: str = answer["systemMessage"]
    return message
