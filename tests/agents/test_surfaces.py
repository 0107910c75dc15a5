"""The scanned parts of an event, and the allowances that apply."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from pathlib import Path

import pytest
from events import call, claude, send
from support import MakeRepo, Ran, Repo, fake_key, fake_token, fingerprint

KEY = fake_key().decode()
SECRET = fake_token("", 40)


@pytest.fixture
def own(home: Path) -> str:
    """Return a secret of the user, whose stores are read."""
    (home / ".npmrc").write_text(f"//registry.example.org/:_authToken={SECRET}\n")
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tlocal = npm\n")
    return SECRET


def test_a_file_that_is_read_is_scanned(repo: Repo) -> None:
    repo.write("src/a.py", f"x = 1\nkey = '{KEY}'\n")
    for argument in ("src/a.py", str(repo.path / "src/a.py"), "./src/../src/a.py"):
        shown = call(repo, file_path=argument)
        assert shown.splitlines()[1].startswith("src/a.py:2: aws-access-key-id AKIA")
        assert shown.endswith(f"commit this in .gitallowed:\nsha256:{fingerprint(KEY.encode())}")
    assert call(repo, file_path="src/b.py") == ""
    assert call(repo, uri=f"file://{repo.path}/src/a.py")
    assert call(repo, command="view", path="src/a.py")


def test_a_command_that_shows_a_file_is_stopped(repo: Repo, home: Path) -> None:
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_text(f"[default]\naws_access_key_id = {KEY}\n")
    repo.write(".env", f"KEY={KEY}\n")
    for command in ("cat ~/.aws/credentials", "head $HOME/.aws/cred*", "x < .env", "source .env"):
        assert "credentials:2" in call(repo, command=command) or ".env:1" in call(
            repo, command=command
        )
    assert ".env:1" in call(repo, command=["bash", "-lc", "cat .env"])
    (repo.path / "below").mkdir()
    assert ".env:1" in call(repo, command="cat ../.env", workdir=str(repo.path / "below"))
    assert ".env:1" in call(repo, command="cat ../.env", directory="below")
    assert call(repo, command="rm .env && ls -la ~/.aws/credentials") == ""


def test_a_command_that_shows_a_committed_file_is_stopped(repo: Repo) -> None:
    repo.commit_file("below/.env", f"KEY={KEY}\n")
    repo.write("below/.env", "")
    for command in (
        "git show HEAD:below/.env",
        "git -C below show HEAD:./.env",
        "cd below && git --no-pager cat-file -p HEAD:below/.env",
        "git show :below/.env | head",
    ):
        assert ".env:1" in call(repo, command=command)
    repo.write("clean", KEY)
    for command in ("git show HEAD:clean", "git show HEAD~1:x", "git add HEAD:below/.env"):
        assert call(repo, command=command) == ""


def test_of_an_edit_only_the_new_text_is_scanned(repo: Repo) -> None:
    repo.write("a.py", f"key = '{KEY}'\n")
    assert call(repo, file_path="a.py", old_string=KEY, new_string="os.environ['KEY']") == ""
    assert call(repo, path="a.py", edits=[{"oldText": KEY, "newText": "x"}]) == ""
    assert "\na.py:1: " in call(repo, file_path="a.py", old_string="x", new_string=KEY)
    assert "\na.py:1: " in call(repo, path="a.py", edits=[{"oldText": "x", "newText": KEY}])
    assert "\na.py:2: " in call(repo, file_path="a.py", content=f"\n{KEY}\n")
    assert call(repo, path="a.py", old_str_1=KEY, new_str_1="x") == ""
    assert "\na.py:1: " in call(repo, path="a.py", old_str_1="x", new_str_1="y", new_str_2=KEY)


def test_the_former_text_of_what_is_not_a_file_is_scanned(repo: Repo) -> None:
    assert "aws-access-key-id" in call(repo, page="a", old_text=KEY, new_text="x")
    assert "aws-access-key-id" in call(repo, page="a", edits=[{"oldText": KEY, "newText": "x"}])


def test_of_a_patch_only_the_added_lines_are_scanned(repo: Repo) -> None:
    patch = "*** Begin Patch\n*** Update File: a.py\n@@\n-{0}\n+{1}\n*** End Patch"
    assert call(repo, command=patch.format(KEY, "x")) == ""
    assert "aws-access-key-id" in call(repo, command=patch.format("x", KEY))


def test_the_result_of_an_edit_may_repeat_the_file(repo: Repo) -> None:
    edit = {"file_path": "a.py", "old_string": "x", "new_string": "y"}
    response = {"filePath": "a.py", "oldString": "x", "originalFile": KEY}
    assert claude(repo, "PostToolUse", tool_input=edit, tool_response=response) is None
    assert claude(repo, "PostToolUse", tool_input={}, tool_response=response) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        {"a": {"b": [{"c": KEY}]}},
        {KEY: 1},
        {"text": f"x\n{KEY}\n"},
        {"aws_secret_access_key": fake_token("wJ", 38)},
        {"old_text": KEY},
    ],
)
def test_every_argument_of_another_tool_is_scanned(
    repo: Repo, arguments: dict[str, object]
) -> None:
    assert call(repo, **arguments)


def test_arguments_in_a_string_are_scanned_as_what_they_are(repo: Repo) -> None:
    arguments = json.dumps({"key": KEY}).replace("AKIA", "\\u0041KIA")
    form = ("beforeMCPExecution", "hook_event_name", "tool_input")
    assert b'"permission": "deny"' in send(repo, "cursor", form, arguments).out


@pytest.mark.parametrize(
    "arguments",
    [KEY, [KEY], {"text": f'{{"a": {KEY}'}, {"text": f"[{KEY}"}, json.dumps({"text": KEY})],
)
def test_arguments_of_another_form_are_scanned(repo: Repo, arguments: object) -> None:
    answer = claude(repo, "PreToolUse", tool_name="Tool", tool_input=arguments)
    assert answer is not None and "(tool call):1: aws-access-key-id" in answer["systemMessage"]


def test_a_file_that_an_editor_sends_is_scanned_with_what_is_attached(repo: Repo) -> None:
    repo.write("keys", KEY)
    form = ("beforeReadFile", "hook_event_name", "content")
    attached = [{"type": "rule", "file_path": str(repo.path / "keys")}]
    named = send(repo, "cursor", form, KEY, file_path=str(repo.path / "new")).out
    assert b"new:1: " in named and b'"deny"' in named
    assert b"(file):1: " in send(repo, "cursor", form, KEY).out
    assert b"keys:1: " in send(repo, "cursor", form, "x", attachments=attached).out


def test_escapes_in_an_event_hide_nothing(repo: Repo) -> None:
    raw = b'{"prompt": "\\u0041%b \\ud800\xff"}' % KEY[1:].encode()
    ran = repo.run("--agent_hook", "claude-code", "UserPromptSubmit", input=raw)
    assert b'"decision": "block"' in ran.out


def test_files_that_a_prompt_mentions_or_has_attached_are_scanned(repo: Repo) -> None:
    repo.write("conf/keys.txt", KEY)
    for prompt in ("see @conf/keys.txt.", 'see @"conf/keys.txt"', "@./conf/keys.txt, please"):
        answer = claude(repo, "UserPromptSubmit", prompt=prompt)
        assert answer is not None and "conf/keys.txt:1" in answer["reason"]
    form = ("beforeSubmitPrompt", "hook_event_name", "prompt")
    attached = [{"type": "file", "file_path": str(repo.path / "conf/keys.txt")}]
    assert b'"continue": false' in send(repo, "cursor", form, "see", attachments=attached).out
    submitted = {"prompt": "see", "attachments": [str(repo.path / "conf/keys.txt")]}
    raw = json.dumps({"userPromptSubmit": submitted}).encode()
    assert b'"cancel": true' in repo.run("--agent_hook", "cline", "UserPromptSubmit", input=raw).out


def test_an_own_secret_is_found_in_every_encoding_and_outside_of_a_repository(
    tmp_path: Path, own: str
) -> None:
    outside = Repo(tmp_path)
    for text in (own, b64encode(own.encode()).decode(), own.encode().hex()):
        shown = call(outside, text=text)
        assert "own-npm-secret (your own secret, npm" in shown
        assert shown.endswith("It is your own live secret, which nothing allows.")
        assert own not in shown


def allowed(repo: Repo, secret: str = KEY) -> bool:
    return call(repo, text=f"x {secret} y") == ""


def test_gitallowed_counts_as_committed_only(repo: Repo) -> None:
    line = f"sha256:{fingerprint(KEY.encode())}\n"
    repo.write(".gitallowed", line)
    assert not allowed(repo)
    repo.add(".gitallowed")
    assert not allowed(repo)
    repo.git("commit", "--quiet", "--no-verify", "-m", "allow")
    assert allowed(repo)
    repo.write(".gitallowed", "")
    assert allowed(repo)


def test_nothing_allows_a_secret_of_the_user(repo: Repo, own: str) -> None:
    repo.git("config", "--global", "secrets.allowed", ".+")
    repo.commit_file(".gitallowed", f"sha256:{fingerprint(own.encode())}\n.+\n")
    assert allowed(repo)
    assert not allowed(repo, own)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("secrets.allowed", ".+"),
        ("secrets.rules", "none"),
        ("secrets.rules", "-aws-access-key-id"),
        ("secrets.inlineAllow", "true"),
        ("secrets.minSeverity", "high"),
        ("secrets.providers", "touch provider-was-run"),
    ],
)
def test_the_configuration_of_the_repository_only_prohibits(
    repo: Repo, key: str, value: str
) -> None:
    repo.git("config", key, value)
    assert call(repo, text=f"x {KEY} y # git-secrets: allow")
    assert not (repo.path / "provider-was-run").exists()


@pytest.mark.usefixtures("without_compiling")
def test_what_a_repository_prohibits_is_active_in_it(repo: Repo, make_repo: MakeRepo) -> None:
    repo.git("config", "secrets.patterns", "acme-[0-9]+")
    repo.commit_file(".gitprohibited", "emca-[0-9]+\n")
    other = make_repo("other")
    for text in ("acme-1", "emca-2"):
        assert "custom-pattern-" in call(repo, text=text)
        assert call(other, text=text) == ""


def test_a_file_that_would_be_waited_for_is_passed_over(repo: Repo) -> None:
    os.mkfifo(repo.path / "fifo")
    (repo.path / "folder").mkdir()
    (repo.path / "loop").symlink_to("loop")
    command = f"cat fifo folder loop missing /dev/zero /dev/stdin {'x' * 5000} '\0'"
    assert call(repo, command=command) == ""
    assert call(repo, file_path="fifo") == ""


def test_a_link_is_followed(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(KEY)
    (repo.path / "link").symlink_to(tmp_path / "keys")
    assert call(repo, file_path="link")


def test_more_files_than_are_scanned_stop_a_command(repo: Repo) -> None:
    for number in range(501):
        repo.write(f"f{number}", "")
    assert call(repo, command="cat f1 f2") == ""
    assert "too many" in call(repo, command="cat f*")


def test_a_rule_file_of_the_user_that_cannot_be_read_stops_everything(repo: Repo) -> None:
    repo.git("config", "--global", "secrets.rulesFile", "/missing.toml")
    assert "cannot read the rule file /missing.toml" in call(repo, text="x")


def test_outside_of_a_repository_a_pattern_allows_a_false_positive(tmp_path: Path) -> None:
    assert call(Repo(tmp_path), text=KEY).endswith(
        "If it is a false positive: git secrets --add --global --allowed --literal <text>"
    )


def test_a_configuration_that_cannot_be_read_stops_everything(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "(")
    shown = call(repo, text="x")
    assert shown.startswith("git secrets: stopped: the tool call could not be checked: invalid")


def test_a_large_event_is_scanned(repo: Repo) -> None:
    text = 'a line of "text"\n' * 200_000
    assert claude(repo, "PostToolUse", tool_input={}, tool_response={"stdout": text}) is None
    response = {"stdout": text + KEY, "lines": [{"n": n} for n in range(1000)]}
    answer = claude(repo, "PostToolUse", tool_input={}, tool_response=response)
    assert answer is not None and answer["continue"] is False
    assert "aws-access-key-id" in answer["stopReason"]


def test_arguments_as_cline_and_goose_have_them_are_understood(repo: Repo) -> None:
    repo.write("keys", KEY)
    assert "keys:1" in call(repo, commands=["true", "cat keys"])
    assert "keys:1" in call(repo, commands='["true", "cat keys"]')
    assert "keys:1" in call(repo, commands=[{"command": "cat", "args": ["keys"]}])
    assert "keys:1" in call(repo, files='[{"path": "keys"}]')
    assert "keys:1" in call(repo, uri=f"file://{repo.path}/%6beys")
    assert call(repo, path="keys", before=KEY, after="x") == ""
    assert "keys:1" in call(repo, path="keys", before="x", after=KEY)


def test_instructions_that_are_sent_with_a_prompt_are_scanned(repo: Repo, home: Path) -> None:
    repo.write("below/x", "")
    below = {"prompt": "hello", "cwd": str(repo.path / "below")}
    assert claude(repo, "UserPromptSubmit", **below) is None
    for path in (repo.path / "AGENTS.md", home / ".claude/CLAUDE.md"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Use {KEY}.\n")
        answer = claude(repo, "UserPromptSubmit", **below)
        assert answer is not None and f"{path.name}:1: " in answer["reason"]
        path.unlink()


def test_files_of_custom_commands_and_imports_are_scanned(repo: Repo, home: Path) -> None:
    repo.write("keys", KEY)
    for path, text, prompt in (
        (repo.path / ".claude/commands/a/b.md", f"use {KEY}", "/a:b now"),
        (repo.path / ".claude/commands/c.md", "see @keys", "/c"),
        (repo.path / ".claude/skills/d/SKILL.md", "see !`cat keys`", "/d"),
        (home / ".claude/commands/e.md", "see @keys", "/e"),
        (repo.path / "docs/CLAUDE.md", "see @../keys", "hello"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        cwd = str(repo.path / "docs") if path.name == "CLAUDE.md" else str(repo.path)
        answer = claude(repo, "UserPromptSubmit", prompt=prompt, cwd=cwd)
        assert answer is not None and ":1: aws-access-key-id" in answer["reason"]
    assert claude(repo, "UserPromptSubmit", prompt="/clear") is None


def test_a_prompt_in_parts_is_looked_through_for_files(repo: Repo) -> None:
    repo.write("keys", KEY)
    parts = [{"type": "text", "text": "see"}, {"type": "text", "text": "@keys"}]
    answer = claude(repo, "UserPromptSubmit", prompt=parts)
    assert answer is not None and "keys:1" in answer["reason"]


def test_a_variable_that_a_command_prints_is_scanned(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_KEY", KEY)
    for command in ("env", "printenv SOME_KEY", "echo $SOME_KEY"):
        assert "(environment):" in call(repo, command=command)
    assert call(repo, command='curl -H "Key: $SOME_KEY" https://example.org') == ""


def test_a_long_prompt_or_command_is_looked_through_for_files(repo: Repo) -> None:
    repo.write("keys", KEY)
    for length, reason in ((5 << 18, "keys:1"), (5 << 20, "too long to look for files")):
        words = ("x" * 1023 + " ") * (length // 1024)
        answer = claude(repo, "UserPromptSubmit", prompt=f"{words}@keys")
        assert answer is not None and reason in answer["reason"]
        assert reason in call(repo, command=f"true {words}; cat keys")


def test_of_a_result_only_the_texts_with_a_secret_are_replaced(repo: Repo) -> None:
    response = {
        "mode": "files_with_matches",
        "lines": [{"text": f"x {KEY}"}, {"text": "y"}],
        "n": 2,
    }
    answer = claude(repo, "PostToolUse", tool_response=response)
    assert answer is not None
    replaced = answer["hookSpecificOutput"]["updatedToolOutput"]
    notice = answer["reason"]
    assert replaced == {**response, "lines": [{"text": notice}, {"text": "y"}]}


def test_of_a_result_with_very_many_secrets_every_text_is_replaced(repo: Repo) -> None:
    keys = [fake_key(number).decode() for number in range(200)]
    answer = claude(
        repo, "PostToolUse", tool_response={"lines": [*keys, "some words"], "type": "text"}
    )
    assert answer is not None
    replaced = answer["hookSpecificOutput"]["updatedToolOutput"]
    assert set(replaced["lines"]) == {answer["reason"]}
    assert replaced["type"] == "text"


def test_a_secret_in_a_name_of_a_result_ends_the_turn(repo: Repo) -> None:
    answer = claude(repo, "PostToolUse", tool_response={KEY: 1})
    assert answer is not None and KEY not in str(answer)
    assert answer["continue"] is False


def test_a_path_through_a_link_is_that_from_the_top(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repo.path)
    repo.write("a/keys", KEY)
    assert "\na/keys:1: " in call(repo, file_path=str(tmp_path / "link/a/keys"))


def test_the_data_of_an_image_is_not_text(repo: Repo) -> None:
    data = f"iVBORw0KGgo/{KEY}/"
    image = {"type": "image", "data": data, "mimeType": "image/png"}
    assert claude(repo, "PostToolUse", tool_response={"content": [image]}) is None
    large = {**image, "data": data + f"\n{'A' * 64}" * (1 << 14)}
    assert claude(repo, "PostToolUse", tool_response={"content": [large]}) is None
    for text in (KEY, f"{data} {KEY}", f"{large['data']} {KEY}"):
        assert claude(repo, "PostToolUse", tool_response={"content": [{**image, "data": text}]})
    drawing = {**image, "mimeType": "image/svg+xml", "data": f"<svg>{KEY}</svg>"}
    assert claude(repo, "PostToolUse", tool_response={"content": [drawing]})
    assert claude(repo, "PostToolUse", tool_response={"content": [{**image, "text": KEY}]})
    assert claude(repo, "PostToolUse", tool_response={"data": KEY, "mimeType": "text/plain"})
    assert call(repo, content=[{**image, "data": KEY}])


def test_the_directory_is_that_of_the_event(repo: Repo, tmp_path: Path) -> None:
    repo.write("keys", KEY)
    fields = {"hook_event_name": "preToolUse", "tool_name": "Read", "tool_input": {"path": "keys"}}
    raw = json.dumps({**fields, "workspace_roots": [str(repo.path)]}).encode()
    assert b"deny" in Repo(tmp_path).run("--agent_hook", "cursor", input=raw).out
    assert Repo(tmp_path).run("--agent_hook", "cursor", input=json.dumps(fields).encode()) == Ran(
        0, b"{}\n", b""
    )
