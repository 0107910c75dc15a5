"""The answer of each agent's hook: with a secret, without one, and to malformed events."""

from __future__ import annotations

import json
import signal

import pytest
import support
from events import COMMANDS, PROMPTS, RESULTS, claude, deliver, send
from support import Ran, Repo, fake_key, fingerprint, short_id

from git_secrets_py.agents import table
from git_secrets_py.cli import agent_runner

KEY = fake_key()
MASKED = f"{KEY[:4].decode()}**************{KEY[-2:].decode()}"
INSTEAD = (
    "Do not try to get, print or write the value in another way. Use a reference to it, such as "
    "an environment variable or a secret store. Do not change .gitallowed, hooks or settings; if "
    "this seems to be a false positive, ask the user."
)


def user(what: str, where: str) -> str:
    return (
        f"git secrets: stopped: {what}\n"
        f"({where}):1: aws-access-key-id {MASKED}, ID {short_id(KEY)}\n"
        "If it is a false positive, commit this in .gitallowed:\n"
    )


def model(what: str) -> str:
    return f"git-secrets stopped this: {what}: aws-access-key-id. {INSTEAD}"


PROMPT = "the prompt contains 1 secret"
CALL = "the tool call would reveal 1 secret"
RESULT = "the result of the tool contains 1 secret"


def answer(ran: Ran) -> tuple[object, ...]:
    """Return the status and the outputs, with the fingerprint, which is long, cut off."""
    assert KEY not in ran.out + ran.err
    out, err = (
        text.decode().replace("sha256:" + fingerprint(KEY), "") for text in (ran.out, ran.err)
    )
    return (ran.status, *([json.loads(out)] if out else []), *([err] if err else []))


@pytest.mark.parametrize("agent", PROMPTS)
def test_a_prompt_with_a_secret_is_stopped(repo: Repo, agent: str) -> None:
    ran = send(repo, agent, PROMPTS[agent], f"use {KEY.decode()} please")
    text = user(PROMPT, "prompt")
    on_error = (2, text + "\n")
    block = (0, {"decision": "block", "reason": text})
    suppressed = {"hookEventName": "UserPromptSubmit", "suppressOriginalPrompt": True}
    expected = {
        "claude-code": (0, {**block[1], "hookSpecificOutput": suppressed}),
        "cline": (0, {"cancel": True, "errorMessage": text}),
        "codex": block,
        "copilot": (0, {"modifiedTransformedPrompt": model(PROMPT)}),
        "cursor": (0, {"continue": False, "user_message": text}),
        "droid": block,
        "gemini": (0, {"decision": "deny", "reason": text}),
        "tabnine": (0, {"decision": "deny", "reason": text}),
        "kimi": on_error,
        "kiro": on_error,
        "opencode": (2, {"reason": text}, text + "\n"),
        "openhands": on_error,
        "qwen-code": block,
        "windsurf": on_error,
    }
    assert answer(ran) == expected[agent]


@pytest.mark.parametrize("agent", COMMANDS)
def test_a_command_with_a_secret_is_stopped(repo: Repo, agent: str) -> None:
    ran = send(repo, agent, COMMANDS[agent], f"curl -u {KEY.decode()} x")
    text, notice = user(CALL, "command"), model(CALL)
    on_error = (2, notice + "\n")
    decision = {"permissionDecision": "deny", "permissionDecisionReason": notice}
    specific = {"hookEventName": "PreToolUse", **decision}
    deny = (0, {"hookSpecificOutput": specific, "systemMessage": text})
    cursor = {"permission": "deny", "user_message": text, "agent_message": notice}
    expected = {
        "auggie": on_error,
        "claude-code": deny,
        "cline": (0, {"cancel": True, "errorMessage": notice}),
        "codex": deny,
        "copilot": (2, decision, text + "\n"),
        "crush": on_error,
        "cursor": (0, cursor),
        "droid": deny,
        "gemini": (0, {"decision": "deny", "reason": notice, "systemMessage": text}),
        "tabnine": (0, {"decision": "deny", "reason": notice, "systemMessage": text}),
        "goose": on_error,
        "kimi": on_error,
        "kiro": on_error,
        "opencode": (2, {"reason": notice}, text + "\n"),
        "openhands": on_error,
        "qwen-code": deny,
        "windsurf": on_error,
    }
    assert answer(ran) == expected[agent]


@pytest.mark.parametrize("agent", RESULTS)
def test_a_result_with_a_secret_is_withheld_or_warned_of(repo: Repo, agent: str) -> None:
    ran = send(repo, agent, RESULTS[agent], f"found {KEY.decode()} there")
    text, notice = user(RESULT, "tool result"), model(RESULT)
    block = {"decision": "block", "reason": notice, "systemMessage": text}
    replaced = {"hookEventName": "PostToolUse", "updatedToolOutput": {"stdout": notice}}
    context = {"hookEventName": "PostToolUse", "additionalContext": notice}
    mcp = {"content": [{"type": "text", "text": notice}]}
    stopped = {"continue": False, "stopReason": notice, "systemMessage": text}
    expected = {
        "auggie": (0, {"systemMessage": text, "hookSpecificOutput": context}),
        "claude-code": (0, {**block, "hookSpecificOutput": replaced}),
        "cline": (0, {"cancel": True, "errorMessage": notice}),
        "codex": (0, block),
        "copilot": (0, {"modifiedResult": {"resultType": "success", "textResultForLlm": notice}}),
        "cursor": (0, {"updated_mcp_tool_output": mcp, "additional_context": notice}),
        "droid": (0, {"continue": False, "stopReason": text}),
        "gemini": (0, {"decision": "deny", "reason": notice, "systemMessage": text}),
        "tabnine": (0, {"decision": "deny", "reason": notice, "systemMessage": text}),
        "opencode": (2, {"reason": notice}, text + "\n"),
        "qwen-code": (0, stopped),
        "windsurf": (2, notice + "\n"),
    }
    assert answer(ran) == expected[agent]


@pytest.mark.parametrize("agent", table.NAMES)
@pytest.mark.parametrize("forms", [PROMPTS, COMMANDS, RESULTS], ids=["prompt", "command", "result"])
def test_an_event_without_a_secret_goes_on(
    repo: Repo, agent: str, forms: dict[str, tuple[str, str, str]]
) -> None:
    clean = table.agent(agent).clean
    out = json.dumps(clean).encode() + b"\n" if clean is not None else b""
    if agent in forms:
        assert send(repo, agent, forms[agent], "ls -la") == Ran(0, out, b"")


@pytest.mark.parametrize(
    ("agent", "raw"),
    [
        *((name, b"{") for name in table.NAMES),
        *(("codex", raw) for raw in (b"", b"[1]", b'{"cwd": "/", "cwd": "/"}')),
    ],
)
def test_what_is_not_an_event_is_stopped(repo: Repo, agent: str, raw: bytes) -> None:
    for name, surface in table.agent(agent).events.items():
        ran = deliver(repo, agent, name, raw)
        shown = (ran.out + ran.err).decode()
        assert "could not check" in shown or "could not be checked" in shown
        stops = (
            "block",
            "deny",
            '"continue": false',
            "modified",
            "updated",
            "additionalContext",
            "cancel",
        )
        assert ran.status == 2 or any(one in shown for one in stops), (surface.kind, shown)


def test_an_event_that_is_not_known_is_stopped(repo: Repo) -> None:
    ran = repo.run("--agent_hook", "claude-code", input=b'{"hook_event_name": "New"}')
    reason = (
        b"git secrets: stopped: the event could not be checked: it is not an event of this agent\n"
    )
    assert ran == Ran(2, b"", reason)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(5, "Input/output error"), "cannot read the event: Input/output error"),
        (RecursionError(), "it is nested too deeply"),
        (ValueError(KEY.decode()), "internal error: ValueError"),
    ],
)
def test_an_error_in_the_hook_stops_the_event_and_reveals_nothing(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail(_: int) -> bytes:
        raise error

    monkeypatch.setattr(agent_runner, "read_all", fail)
    monkeypatch.setattr(agent_runner, "_limit_time", lambda: None)  # it would end the tests
    ran = repo.call("--agent_hook", "claude-code", "PreToolUse")
    stopped = json.loads(ran.out)
    assert stopped["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert stopped["systemMessage"] == (
        f"git secrets: stopped: the tool call could not be checked: {reason}"
    )
    assert KEY not in ran.out + ran.err


@pytest.mark.skipif(not hasattr(signal, "alarm"), reason="no system call ends the process later")
def test_the_system_ends_a_hook_that_takes_too_long(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_runner, "_TIME_LIMIT", 600)  # its end would be that of the tests
    alarms: list[int] = []
    monkeypatch.setattr(support, "clear_alarm", lambda: alarms.append(signal.alarm(0)))
    repo.call("--agent_hook", "claude-code", "PreToolUse", input=b"{}")
    assert 0 < alarms[0] <= 600
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_a_prompt_to_copilot_warns_the_user_too(repo: Repo) -> None:
    ran = send(repo, "copilot", ("userPromptSubmitted", "", "prompt"), KEY.decode())
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.decode().startswith(user(PROMPT, "prompt"))


def test_a_failed_tool_is_warned_of(repo: Repo) -> None:
    form = ("PostToolUseFailure", "hook_event_name", "error")
    ran = send(repo, "claude-code", form, f"no {KEY.decode()}", tool_name="Bash", tool_input={})
    context = {"hookEventName": "PostToolUseFailure", "additionalContext": model(RESULT)}
    expected = {"systemMessage": user(RESULT, "tool result"), "hookSpecificOutput": context}
    assert answer(ran) == (0, expected)


def test_results_that_were_not_replaced_are_not_sent(repo: Repo) -> None:
    arguments = {"command": KEY.decode()}  # has been denied before
    calls = [{"tool_input": arguments, "tool_response": text} for text in ("no", ["x", "y"])]
    assert claude(repo, "PostToolBatch", tool_calls=calls) is None
    expected = {"decision": "block", "reason": model(RESULT)}
    for value in (f"no {KEY.decode()}", [{"type": "text", "text": KEY.decode()}]):
        failed = {"tool_input": arguments, "tool_response": value}
        found = claude(repo, "PostToolBatch", tool_calls=[*calls, failed])
        assert found is not None
        shown = found.pop("systemMessage")
        assert found == expected
        assert "or start a new session." in shown and KEY.decode() not in shown
    assert claude(repo, "PostToolBatch", tool_calls=[KEY.decode()]) is not None
    assert claude(repo, "PostToolBatch", others=KEY.decode()) is not None


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("cursory", "Did you mean cursor?"),
        ("claude", "Did you mean claude-code?"),
        ("co", "The agents are: "),  # the beginning of several
        ("", "The agents are: "),
    ],
)
def test_an_unknown_agent_is_a_misuse(repo: Repo, name: str, suggestion: str) -> None:
    ran = repo.call("--agent_hook", name)
    assert ran.status == 1
    assert ran.err.decode().startswith(f"git secrets: unknown agent: '{name}'. {suggestion}")
