"""Messages on standard error contain nothing that a terminal or a CI service interprets."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from support import WINDOWS, MakeRepo, Ran, Repo

pytestmark = pytest.mark.skipif(WINDOWS, reason="Windows has no such names")

# Beginning a line, or anywhere in one.
COMMANDS = (b"\n::", b"##[")
NAME = b"\x1b[31m\n::stop-commands::x\r##[add-mask]\xff\xe2\x80\xae"
SHOWN = b"\\x1b[31m\\n::stop-commands::x\\r#\\x23[add-mask]\\xff\\u202e"


def is_harmless(output: bytes) -> bool:
    text = b"\n" + output
    assert not any(command in text for command in COMMANDS)
    return not any(byte < 0x20 and byte != 0x0A for byte in output)


@pytest.mark.parametrize("format", ["text", "pretty", "json", "sarif", "github"])
def test_the_path_of_a_problem_is_escaped(with_pattern: Repo, format: str) -> None:
    with_pattern.write(NAME, "x")
    with_pattern.add(NAME)
    oid = with_pattern.git("rev-parse", b":" + NAME).decode().strip()
    (with_pattern.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = with_pattern.call("--scan", "--cached", "--format", format)
    assert ran.status == 2
    assert is_harmless(ran.err)
    if format != "pretty":
        assert b"git secrets: %b: object " % SHOWN in ran.err


@pytest.mark.parametrize("hook", ["--pre_commit_hook", "--scan-history"])
def test_the_path_of_a_submodule_is_escaped(
    with_pattern: Repo, make_repo: MakeRepo, hook: str
) -> None:
    other = make_repo("other")
    other.commit_file("x", "1")
    with_pattern.git("update-index", "--add", "--cacheinfo", f"160000,{other.head()},a\x1bb\n::c")
    ran = with_pattern.call(hook)
    assert ran.status == 0
    assert is_harmless(ran.err)


@pytest.mark.parametrize("pattern", ["\x1b[31m(", "::stop-commands::x(", "x##[add-mask]("])
def test_an_invalid_pattern_is_escaped(with_pattern: Repo, pattern: str) -> None:
    with_pattern.write(".gitprohibited", pattern + "\n")
    ran = with_pattern.call("--scan")
    assert ran.status == 2
    assert is_harmless(ran.err)
    assert not any(line.strip().startswith(b"::") for line in ran.err.splitlines())


def test_a_misused_word_is_escaped(with_pattern: Repo) -> None:
    ran = with_pattern.call("--scan", "--\x1b[31m##[x]")
    assert ran.status == 1
    assert is_harmless(ran.err)


@pytest.mark.parametrize("name", ["a\x1b[31m", "x\n::stop-commands::y"])
def test_a_missing_file_is_escaped(with_pattern: Repo, name: str) -> None:
    ran = with_pattern.call("--scan", name)
    assert ran.status == 2
    assert is_harmless(ran.err)


def test_a_listed_pattern_is_escaped(with_pattern: Repo) -> None:
    with_pattern.write(".gitprohibited", "x\x1b[31m\n::stop-commands::x\n")
    ran = with_pattern.call("--list")
    assert ran.status == 0
    assert is_harmless(ran.out)


@pytest.mark.parametrize("verb", ["--install", "--doctor", "--uninstall"])
def test_the_directory_of_hooks_is_escaped(with_pattern: Repo, verb: str) -> None:
    with_pattern.git("config", "core.hooksPath", "hooks\x1b[31m")
    ran = with_pattern.call(verb)
    assert b"hooks\\" in ran.out
    assert is_harmless(ran.out)


@pytest.mark.parametrize("format", ["text", "pretty", "github"])
def test_the_texts_of_a_rule_file_are_escaped(with_pattern: Repo, format: str) -> None:
    texts = 'id = "a\\u001b[31m"\ndescription = "b\\n::stop-commands::\\u001b[31m"\n'
    with_pattern.write(".gitsecrets.toml", f'[[rules]]\nregex = "id=[0-9]"\n{texts}')
    with_pattern.write("file", "id=7\n")
    ran = with_pattern.call("--scan", "--format", format, "file")
    assert ran.status == 1
    allowed = with_pattern.call("--allow", sha256(b"id=7").hexdigest())
    output = ran.out + ran.err + allowed.out
    assert b"allowed" in output
    assert b"\x1b" not in output
    assert b"\n::stop" not in output


def test_a_name_with_a_newline_is_in_one_line(make_repo: MakeRepo) -> None:
    repo = make_repo("a\nb")
    target = os.fspath(repo.path)
    shown = os.fsencode(target).replace(b"\n", b"\\n")
    assert repo.call("--install", target).status == 0
    assert repo.call("--install", target).err == (
        b"git secrets: the hooks in %b/.git/hooks are up to date\n" % shown
    )
    assert repo.call("--doctor", "--format", "text").out.splitlines()[1] == (
        b"repository     %b" % shown
    )
    assert repo.call("--doctor", "x\ny").err.startswith(
        b"git secrets: unexpected argument: x\\ny\n"
    )
    repo.git("config", "secrets.providers", "no\nprogram")
    assert repo.call("--scan").err.startswith(
        b"git secrets: provider 'no\\nprogram' cannot be started"
    )


HOSTILE = os.fsdecode(NAME)


def in_one_line(ran: Ran, start: bytes) -> bool:
    """Return whether a message is one line that begins with ``start`` and names ``NAME``."""
    lines = [line for line in ran.err.splitlines() if line.startswith(b"git secrets: " + start)]
    return is_harmless(ran.out + ran.err) and len(lines) == 1 and SHOWN in lines[0]


def test_the_settings_of_an_agent_in_a_directory_of_any_name(make_repo: MakeRepo) -> None:
    repo = make_repo(HOSTILE)
    assert repo.call("--install", "--agent", "cursor").status == 0
    ran = repo.call("--install", "--agent", "cursor")
    top = os.fsencode(repo.path).replace(NAME, SHOWN)
    assert ran == Ran(
        0, b"The hooks of Cursor in %b/.cursor/hooks.json are up to date\n" % top, b""
    )
    assert b"%b/.cursor/hooks.json" % top in repo.call("--doctor").out
    repo.write(".cursor/hooks.json", b"\xff")
    ran = repo.call("--install", "--agent", "cursor")
    assert ran == Ran(
        1, b"", b"git secrets: %b/.cursor/hooks.json was not changed: it is not UTF-8\n" % top
    )


def test_credentials_in_a_file_of_any_name(with_pattern: Repo) -> None:
    with_pattern.write(NAME, b"")
    (with_pattern.path / HOSTILE).unlink()
    (with_pattern.path / HOSTILE).mkdir()
    with_pattern.git("config", "secrets.providers", "git secrets --aws-provider")
    environment = {"AWS_SHARED_CREDENTIALS_FILE": os.fspath(with_pattern.path / HOSTILE)}
    ran = with_pattern.call("--scan", env=environment)
    assert in_one_line(ran, b"provider 'aws' cannot read ")


def test_an_unreadable_rule_file_of_any_name(with_pattern: Repo) -> None:
    ran = with_pattern.call("--scan", "--rules-file", HOSTILE)
    assert in_one_line(ran, b"cannot read the rule file ")


def test_a_report_in_a_directory_of_any_name(with_pattern: Repo) -> None:
    ran = with_pattern.call("--scan", "--output", f"{HOSTILE}/report", "--format", "json")
    assert in_one_line(ran, b"cannot write the report to ")


def test_a_file_to_migrate_of_any_name(with_pattern: Repo) -> None:
    assert in_one_line(with_pattern.call("--migrate", HOSTILE), b"cannot read ")


def test_an_allowlist_in_a_directory_of_any_name(make_repo: MakeRepo) -> None:
    repo = make_repo(HOSTILE)
    (repo.path / ".gitallowed").mkdir()
    assert in_one_line(repo.call("--scan"), b"cannot read ")


def test_a_directory_for_a_fleet_of_any_name(with_pattern: Repo) -> None:
    with_pattern.write(NAME, b"a file")
    with_pattern.write("list", os.fspath(with_pattern.path) + "\n")
    ran = with_pattern.call("--scan-fleet", "--output", HOSTILE, "list")
    assert in_one_line(ran, b"cannot write to ")


def test_a_setting_in_a_config_file_of_any_name(with_pattern: Repo, tmp_path: Path) -> None:
    config = tmp_path / "a\n::b"
    config.write_bytes(b"[secrets]\n\tdecode = maybe\n")
    ran = with_pattern.call("--scan", env={"GIT_CONFIG_GLOBAL": os.fspath(config)})
    shown = os.fsencode(config).replace(b"\n", b"\\n")
    assert (
        ran.err
        == (
            b"git secrets: secrets.decode in %b is not a boolean: 'maybe'; "
            b"set it to true or false\n"
        )
        % shown
    )


def test_a_rule_file_that_extends_one_of_any_name(with_pattern: Repo) -> None:
    with_pattern.write(".gitsecrets.toml", '[extend]\npath = "x\\n::y"\n')
    assert with_pattern.call("--scan").err == (
        b"git secrets: [extend]: x\\n::y is not a file of the repository\n"
    )


def test_an_unknown_revision_option_of_any_name(with_pattern: Repo) -> None:
    with_pattern.commit_file("a", "b")
    ran = with_pattern.call("--scan-history", "--", f"--x{HOSTILE}")
    assert in_one_line(ran, b"unknown option: ")
