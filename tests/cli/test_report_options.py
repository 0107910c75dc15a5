"""Which format a report has, where it goes, and how it looks on a terminal."""

from __future__ import annotations

import json
import shlex
from base64 import b64encode
from zipfile import ZipFile

import pytest
from support import Repo, fake_key, short_id
from terminal import on_a_terminal

MASKED = b"AKIA" + b"*" * 14 + b"QQ"


@pytest.fixture
def found(repo, key):
    """A repository in which ``--scan`` finds one secret."""
    repo.register_aws()
    repo.commit_file("app.py", b'aws_key = "' + key + b'"\n')
    return repo


def config(color):
    """Return the environment that sets ``color.ui``."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "color.ui",
        "GIT_CONFIG_VALUE_0": color,
    }


def test_on_a_terminal_the_report_is_pretty_colored_and_masked(found, key):
    status, said = on_a_terminal(found, "--scan")
    assert status == 1
    assert said.startswith(b"\x1b[1;31m1 secret in 1 file\x1b[0m\n")
    assert b"]8;;file://" in said
    assert MASKED in said
    assert key not in said


def test_no_color_is_respected(found):
    _, said = on_a_terminal(found, "--scan", NO_COLOR="1")
    assert said.startswith(b"1 secret in 1 file\n")
    assert b"\x1b" not in said


def test_the_width_is_that_of_the_terminal(found):
    _, said = on_a_terminal(found, "--scan", columns=60, NO_COLOR="1")
    # A command is to be copied, and stays in one line.
    prose = [line for line in said.splitlines() if b"git secrets --" not in line]
    assert 50 < max(map(len, prose)) <= 60


def test_elsewhere_the_report_is_text(found, key):
    ran = found.call("--scan")
    assert ran.err.startswith(b'app.py:1:aws_key = "' + key + b'"\n\n[ERROR] Matched')


@pytest.mark.parametrize(
    ("option", "env"), [("--redact", {}), ("--scan", {"GIT_SECRETS_REDACT": "1"})]
)
def test_text_is_masked_on_request(found, option, env):
    ran = found.call("--scan", option, env=env)
    assert ran.err.startswith(b'app.py:1:aws_key = "' + MASKED + b'"\n\n[ERROR] Matched')


def test_outside_of_a_repository_the_advice_names_no_command_that_needs_one(tmp_path, key):
    (tmp_path / "app.py").write_bytes(key + b"\n")
    ran = Repo(tmp_path).call("--scan", "--no-index", "--format", "pretty", "--rules", "aws")
    assert ran.err.endswith(
        b"  fix    Remove it from the file.\n"
        b"  allow  Outside of a repository, allow a false positive with a pattern: git\n"
        b"         secrets --add --allowed --global <pattern>\n"
    )


def test_a_secret_of_standard_input_is_not_said_to_be_in_a_file(repo, key):
    words = ("--scan", "--format", "pretty", "--rules", "aws", "-")
    ran = repo.run(*words, input=key)
    assert ran.err.endswith(
        b"  fix    Remove it from the source of the input. Check whether it was ever\n"
        b"         committed:\n"
        b"           git secrets --scan-history --rules aws\n"
        b"  allow  git secrets --allow --rules aws "
        + short_id(key).encode()
        + b' --reason "why it is harmless"\n'
        b"         git add .gitallowed\n"
        b"         Allow a false positive that is only in standard input with a pattern:\n"
        b"         git secrets --add --allowed <pattern>\n"
    )


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("password-assignment", b'password = "' + b"Correct" + b'7horse"'),
        ("private-key-base64", b64encode(b"-----BEGIN RSA " + b"PRIVATE KEY-----\n" + b"x" * 48)),
    ],
)
def test_a_secret_of_standard_input_without_an_id_is_to_be_allowed_by_a_pattern(repo, rule, text):
    ran = repo.run("--scan", "--format", "pretty", "--rules", rule, "-", input=text)
    assert ran.err.endswith(
        b"  allow  Allow a false positive that is only in standard input with a pattern:\n"
        b"         git secrets --add --allowed <pattern>\n"
    )


@pytest.mark.parametrize("name", ["a.zip", "a.bin"])
def test_the_command_to_allow_a_secret_finds_it_as_the_scan_did(repo, key, name):
    # No built-in rule finds the key backwards.
    key = key[::-1]
    repo.write("a b.toml", '[[rules]]\nid = "x"\nregex = "[A-Z0-9]{16}AIKA"\n')
    if name == "a.zip":
        with ZipFile(repo.path / name, "w") as archive:
            archive.writestr("a", key)
    else:
        repo.write(name, b"\0\1\2%b\n%b\n" % (b"\3" * 40, key))
    repo.add()
    options = ["--text", "--archives", "--rules-file", "a b.toml"]
    scan = ["--scan", "--format", "pretty", *options]
    ran = repo.call(*scan)
    (line,) = (line for line in ran.err.splitlines() if line.startswith(b"  allow  "))
    assert repo.call(*shlex.split(line.decode())[3:]).status == 0
    repo.add()
    assert repo.call(*scan).status == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--scan", "--untracked", "--color=never"],
        ["--scan", "--no-index"],
        ["--scan", "--recursive", "--", "-a b"],
        ["--scan", "--cached", "--rules", "aws,-jwt", "--", "-a b"],
        ["--scan-history", "--unreachable", "--min-severity", "high", "HEAD~1..HEAD"],
        ["--scan-history", "--since=2020-01-01"],
    ],
    ids=" ".join,
)
def test_the_command_that_lists_many_secrets_finds_the_same(repo, words):
    """The number of secrets is that of the run, whose headline differs with other content."""
    repo.register_aws()
    repo.commit_file("old", b"\n".join(map(fake_key, range(30))))
    repo.commit_file("-a b/new", b"\n".join(map(fake_key, range(30, 60))))
    repo.write("untracked", b"\n".join(map(fake_key, range(60, 90))))
    ran = repo.call(words[0], "--format", "pretty", *words[1:])
    lines = ran.err.decode().splitlines()
    (listing,) = [line for line in lines if line.startswith("  list   ")]
    pasted = repo.call(*shlex.split(listing)[3:])
    assert [pasted.status, pasted.err.decode().splitlines()[0]] == [1, lines[0]]
    assert pasted.err.count(b"^^^^") >= 30


def test_below_the_top_the_advice_stages_the_file_at_the_top(found):
    (found.path / "sub").mkdir()
    ran = Repo(found.path / "sub").call("--scan", "--format", "pretty")
    assert ran.err.endswith(b"\n         git add :/.gitallowed\n")


def test_in_the_git_directory_the_repository_is_not_said_to_be_bare(found):
    ran = Repo(found.path / ".git").call("--scan-history", "--format", "pretty", "--quiet")
    assert b"\n  allow  git secrets --allow " in ran.err


def test_in_a_bare_repository_a_secret_is_to_be_allowed_in_a_clone(found, key, tmp_path):
    found.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    words = ("--scan-history", "--format", "pretty", "--quiet", "--rules", "aws")
    ran = Repo(tmp_path / "bare.git").call(*words)
    assert (
        b"  allow  This repository is bare. Allow a false positive in a clone:\n"
        b"           git secrets --allow --rules aws " + short_id(key).encode() + b" --reason"
    ) in ran.err


def test_text_is_masked_where_the_config_says_so(found):
    found.git("config", "secrets.redact", "true")
    assert found.call("--scan").err.startswith(b'app.py:1:aws_key = "' + MASKED + b'"\n')


def test_a_format_for_programs_goes_to_standard_output(found, key):
    ran = found.call("--scan", "--format", "json")
    assert (ran.status, ran.err) == (1, b"")
    assert json.loads(ran.out)["findings"][0]["line_text"] == f'aws_key = "{MASKED.decode()}"'
    assert key not in ran.out


def test_a_report_goes_to_the_file_that_is_named(found, tmp_path):
    path = tmp_path / "report.sarif"
    ran = found.call("--scan-history", "--format", "sarif", "--output", str(path), "--quiet")
    assert (ran.status, ran.out) == (1, b"")
    report, summary = ran.err.splitlines()
    assert report.endswith(f"1 secret in history, still in HEAD, report in {path}".encode())
    assert summary.startswith(b"git secrets: audited 1 commit, ")
    assert json.loads(path.read_bytes())["version"] == "2.1.0"


@pytest.mark.parametrize("format", ["text", "sarif"])
def test_a_report_goes_to_standard_output_on_request(found, format):
    ran = found.call("--scan", "--format", format, "--output", "-")
    plain = found.call("--scan", "--format", format)
    assert (ran.status, ran.out, ran.err) == (1, plain.err or plain.out, b"")


@pytest.mark.parametrize("command", ["--scan", "--scan-history", "--pre_commit_hook", "--doctor"])
def test_an_unknown_engine_is_an_error(found, monkeypatch, command):
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "regexp")
    found.write("app.py", b"x")
    found.add("app.py")
    assert found.call(command) == (
        2,
        b"",
        b"git secrets: GIT_SECRETS_ENGINE: unknown engine: 'regexp'. Did you mean regex? "
        b"The engines are: regex, compiled, python\n",
    )


def test_a_file_that_cannot_be_written_is_an_error(found, tmp_path):
    path = tmp_path / "nowhere" / "report"
    ran = found.call("--scan", "--output", str(path))
    assert ran.status == 2
    assert ran.err == (
        f"git secrets: cannot write the report to {path}: No such file or directory\n".encode()
    )


def test_secrets_are_shown_on_request(found, key):
    ran = found.call("--scan", "--format", "json", "--show-secrets")
    assert key in ran.out


def test_what_is_allowed_is_shown_on_request(found, key):
    found.write(".gitallowed", b"^app")
    ran = found.call("--scan", "--format", "json", "--show-allowed")
    (finding,) = json.loads(ran.out)["findings"]
    assert ran.status == 0
    assert (finding["allowed"], finding["allowed_by"]["origin"]) == (True, ".gitallowed:1")


def test_an_unknown_format_is_a_misuse(found):
    ran = found.call("--scan", "--format", "xml")
    assert ran.status == 1
    formats = b"text, pretty, json, sarif, github, html"
    assert ran.err.startswith(
        b"git secrets: unknown format: 'xml'. The formats are: %b\n" % formats
    )


def test_what_is_allowed_is_shown_in_text_too(found, key):
    found.write(".gitallowed", b"^app")
    ran = found.call("--scan", "--show-allowed")
    line = b'app.py:1:aws_key = "' + key + b'"\n'
    assert ran == (0, b"", b"allowed by .gitallowed:1: " + line)
    masked = line.replace(key, MASKED)
    assert found.call("--scan", "--show-allowed", "--redact").err.endswith(b": " + masked)
    history = found.call("--scan-history", "--show-allowed")
    assert b"allowed by .gitallowed:1: " + found.head().encode() + b":" + line in history.err


SCANS = ["--scan"], ["--scan-history"], ["--ci", "--rules=aws"]


@pytest.mark.parametrize("words", SCANS, ids=" ".join)
def test_a_scan_advises_to_skip_no_hook(found, words):
    ran = found.call(*words)
    assert ran.status == 1
    assert b"[ERROR] Matched" in ran.err
    assert b"Skip" not in ran.err


@pytest.mark.parametrize(
    ("verb", "skip"),
    [
        ("--pre_commit_hook", b"--no-verify\n"),
        ("--prepare_commit_msg_hook", b"git -c core.hooksPath=/dev/null revert ...\n"),
    ],
)
def test_a_hook_advises_how_to_skip_it(found, key, verb, skip):
    found.write("b", key)
    found.add("b")
    found.write("message", b'Revert "b"\n')
    ran = found.call(verb, "--", *(["message"] if "prepare" in verb else []))
    assert ran.status == 1
    assert ran.err.endswith(skip)


RED = b"\x1b[1;31m1 secret in 1 file\x1b[0m\n"
PLAIN = b"1 secret in 1 file\n"


@pytest.mark.parametrize(
    ("words", "env", "expected"),
    [
        ([], {}, PLAIN),
        (["--color=always"], {}, RED),
        (["--color=always"], {"NO_COLOR": "1", "TERM": "dumb"}, RED),
        (["--color", "never"], {"FORCE_COLOR": "1"}, PLAIN),
        ([], {"FORCE_COLOR": "1"}, RED),
        ([], {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, RED),
        ([], {"FORCE_COLOR": "0"}, PLAIN),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, PLAIN),
        ([], config("always"), RED),
        ([], {**config("never"), "FORCE_COLOR": "1"}, RED),
        ([], config("auto"), PLAIN),
    ],
)
def test_color_is_chosen_by_option_environment_and_config(found, words, env, expected):
    ran = found.call("--scan", "--format=pretty", *words, env=env)
    assert ran.err.startswith(expected)
    assert b"\x1b]8" not in ran.err


@pytest.mark.parametrize(
    ("words", "env", "expected"),
    [
        (["--color=never"], {}, PLAIN),
        ([], {"TERM": "dumb"}, PLAIN),
        ([], config("never"), PLAIN),
        ([], config("false"), PLAIN),
        ([], config("true"), RED),
    ],
)
def test_color_on_a_terminal_can_be_switched_off(found, words, env, expected):
    _, said = on_a_terminal(found, "--scan", *words, **env)
    assert said.startswith(expected)
    assert (b"\x1b]8" in said) == (expected == RED)


def test_an_unknown_color_setting_is_a_misuse(found):
    ran = found.call("--scan", "--color", "alwys")
    assert ran.status == 1
    assert ran.err.startswith(
        b"git secrets: unknown --color setting: 'alwys'. Did you mean always? "
        b"The --color settings are: auto, always, never\n"
    )


@pytest.mark.parametrize(
    ("format", "line"),
    [("json", b"1 secret in 1 file"), ("text", b"1 finding")],
)
def test_a_report_in_a_file_is_announced(found, tmp_path, format, line):
    path = tmp_path / "report"
    ran = found.call("--scan", "--format", format, "--output", str(path))
    assert ran == (1, b"", b"git secrets: " + line + b", report in " + bytes(path) + b"\n")
    assert b"\x1b" not in path.read_bytes()


@pytest.mark.parametrize("extension", ["json", "sarif", "html", "HTML"])
def test_an_extension_that_is_not_the_format_is_warned_of(found, tmp_path, extension):
    path = tmp_path / f"report.{extension}"
    ran = found.call("--scan", "--output", str(path))
    format = extension.lower()
    assert ran == (
        1,
        b"",
        f"git secrets: warning: the report in {path} has the format text; "
        f"to write {format}: --format {format}\n"
        f"git secrets: 1 finding, report in {path}\n".encode(),
    )


@pytest.mark.parametrize("words", [["--format", "text"], []], ids=["chosen", "no extension"])
def test_a_format_that_is_chosen_may_have_any_extension(found, tmp_path, words):
    path = tmp_path / ("report.json" if words else "json")
    ran = found.call("--scan", "--output", str(path), *words)
    assert ran == (1, b"", f"git secrets: 1 finding, report in {path}\n".encode())


def test_the_summary_of_an_audit_is_wrapped_between_words_on_a_terminal(found):
    _, said = on_a_terminal(found, "--scan-history", "--quiet", columns=60, NO_COLOR="1")
    lines = said[said.index(b"git secrets: audited") :].decode().splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(" ".join(lines).split()).endswith("; 1 secret found")
