"""The help, and the parsing of valid command lines."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from support import FIRST_ADDED, Ran, Repo, run

from git_secrets_py import __version__
from git_secrets_py.cli.context import Verb
from git_secrets_py.cli.help_texts import DESCRIPTIONS, EXAMPLES, GROUPS
from git_secrets_py.cli.options import OPTIONS
from git_secrets_py.cli.parser import parse
from git_secrets_py.cli.usage import overview, usage_line, verb_help
from git_secrets_py.cli.verbs import VERBS

OVERVIEW = overview().encode()
VERB = {verb.name: verb for verb in VERBS if verb.help}
LOCAL = b"# git config .git/config (local)\n"


def help_of(verb: str) -> Ran:
    return Ran(0, verb_help(VERB[verb]).encode(), b"")


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["help"], ["--"]])
def test_the_overview_is_printed_on_request_and_for_an_empty_command_line(
    repo: Repo, words: list[str]
) -> None:
    assert repo.run(*words) == Ran(0, OVERVIEW, b"")


def test_the_overview_begins_as_that_of_a_git_command() -> None:
    assert OVERVIEW.startswith(b"usage: git secrets <command> [<options>] [<arguments>...]\n")


def test_the_overview_fits_a_screen() -> None:
    lines = OVERVIEW.decode().splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 80


def test_the_overview_has_every_verb_in_one_group() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(VERB)
    assert [name for name in grouped if f"\n  {name} ".encode() not in OVERVIEW] == []


@pytest.mark.parametrize("verb", VERB.values(), ids=VERB)
def test_the_help_of_a_verb_fits_the_width_and_has_all_of_its_options(verb: Verb) -> None:
    lines = verb_help(verb).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith(f"usage: git secrets {verb.name}")
    rows = [line.split()[0].rstrip(",") for line in lines if line.startswith("  -")]
    assert rows == [*(o.short or o.long for o in OPTIONS if verb.name in o.verbs), "-h"]


@pytest.mark.parametrize("texts", [DESCRIPTIONS, EXAMPLES], ids=["descriptions", "examples"])
def test_only_verbs_that_exist_are_explained(texts: dict[str, str]) -> None:
    assert texts.keys() <= VERB.keys()


@pytest.mark.parametrize(
    "line", [line for lines in EXAMPLES.values() for line in lines], ids=lambda line: line
)
def test_every_example_can_be_parsed(line: str) -> None:
    words = shlex.split(line)[2:]
    assert parse(words).verb.name == ("--help" if "-h" in words else words[0])


def test_the_help_of_explain() -> None:
    assert (
        verb_help(VERB["--explain"])
        == """\
usage: git secrets --explain <file>[:<line>] | - | <rule>

Show which patterns match a line, which nearly match it, and which allow it.
Without a line number, explain every line that a pattern matches; '-' reads
standard input. With the name of a built-in rule, and if no file has that name,
describe the rule.

Options:
  --rules <sets>        Enable built-in rule sets and rules, separated by
                        commas; '-' before a name excludes its rules, as in
                        all,-jwt
  --rules-file <file>   Enable the rules in a TOML file, in the format of
                        git-secrets-py or gitleaks; repeatable
  --no-providers        Do not run the configured providers
  --text                Scan binary content as well
  --no-decode           Do not look into base64 and other encoded text
  -h, --help            Print this help

Examples:
  git secrets --explain src/settings.py:12
  git secrets --explain github-token

Read more: man git-secrets-py, https://github.com/git-secrets-py/git-secrets-py
"""
    )


@pytest.mark.parametrize(
    ("verb", "option", "help"),
    [
        ("--add", "--global", "Use the global git config, not that of the repository"),
        ("--install", "--global", "Install into the template directory for new clones"),
        ("--doctor", "--format", "Select the report format: text or json (default: text)"),
    ],
)
def test_an_option_is_explained_for_its_verb(verb: str, option: str, help: str) -> None:
    rows = " ".join(verb_help(VERB[verb]).split())
    assert f"{option} {help}" in rows.replace("<text|json> ", "")


def test_the_help_of_an_option_with_a_long_name_is_below_it() -> None:
    below = "  --color <auto|always|never>\n" + " " * 24 + "Use color: "
    assert below in verb_help(VERB["--list"])


def test_the_usage_of_each_command_of_the_original_is_kept() -> None:
    forms = (
        "git secrets --scan [-r|--recursive] [--cached] [--no-index] [--untracked] [<files>...]",
        "git secrets --scan-history",
        "git secrets --install [-f|--force] [<target-directory>]",
        "git secrets --list [--global]",
        "git secrets --add [-a|--allowed] [-l|--literal] [--global] <pattern>",
        "git secrets --add-provider [--global] <command> [arguments...]",
        "git secrets --register-aws [--global]",
        "git secrets --aws-provider [<credentials-file>]",
    )
    usages = [" ".join(usage_line(verb).split()) for verb in VERB.values()]
    assert [form for form in forms if not any(form in usage for usage in usages)] == []


def test_help_needs_no_repository(home: Path) -> None:
    assert Repo(home).call() == Ran(0, OVERVIEW, b"")
    assert Repo(home).call("--scan", "-h") == help_of("--scan")


def test_the_version_is_that_of_the_package(repo: Repo) -> None:
    assert repo.run("--version") == Ran(0, f"git-secrets-py {__version__}\n".encode(), b"")


@pytest.mark.parametrize("name", [name[2:] for name in VERB])
def test_the_first_word_is_a_verb_without_its_dashes(name: str) -> None:
    assert parse([name]).verb is VERB[f"--{name}"]


def test_a_subcommand_takes_options_and_values(repo: Repo) -> None:
    arguments = parse(["scan", "-r", "scan", "--rules", "aws", "add"])
    assert arguments.verb is VERB["--scan"]
    assert arguments.options == {"--recursive": "", "--rules": "aws"}
    assert arguments.values == ["scan", "add"]
    repo.write("scan", "clean\n")
    repo.git("config", "secrets.patterns", "foo")
    assert repo.call("scan", "scan") == Ran(0, b"", b"") == repo.call("--scan", "scan")
    assert parse(["add-provider", "git", "secrets", "--aws-provider"]).values == [
        "git",
        "secrets",
        "--aws-provider",
    ]
    assert parse(["scan-history", "--since=2.weeks"]).values == ["--since=2.weeks"]


@pytest.mark.parametrize(
    ("words", "verb", "values"),
    [
        (["--scan", "scan"], "--scan", ["scan"]),
        (["--add", "scan"], "--add", ["scan"]),
        (["scan", "--scan"], "--scan", ["scan"]),
        (["add", "--add"], "--add", ["add"]),
        (["list", "--add", "-a"], "--add", ["list"]),
        (["help", "--scan"], "--scan", ["help"]),
        (["-r", "scan", "--scan"], "--scan", ["scan"]),
        (["--add", "--", "scan"], "--add", ["scan"]),
    ],
    ids=" ".join,
)
def test_the_name_of_a_verb_is_a_value_beside_another_verb(
    words: list[str], verb: str, values: list[str]
) -> None:
    arguments = parse(words)
    assert (arguments.verb.name, arguments.values) == (verb, values)


def test_hook_verbs_have_no_subcommand(repo: Repo) -> None:
    assert repo.call("pre_commit_hook").status == 1


def test_the_list_of_rules_may_be_empty(repo: Repo) -> None:
    assert repo.call("--scan", "--rules", "").status == 0


def test_after_two_dashes_everything_is_a_value(repo: Repo) -> None:
    assert repo.call("--add", "--", "--foo") == FIRST_ADDED
    assert repo.call("--list") == Ran(0, LOCAL + b"secrets.patterns --foo\n", b"")


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["--add", "--allow", "x"], "--allowed"),
        (["--allow", "x", "--add"], "--allowed"),
        (["--scan", "--rec"], "--recursive"),
        (["--install", "--for"], "--force"),
        (["--for", "--install"], "--force"),
        (["--scan-history", "--allow-al"], "--allow-all"),
        (["--scan-history", "--no-c"], "--no-cache"),
        (["--add-provider", "--glob", "cat"], "--global"),
    ],
    ids=" ".join,
)
def test_an_option_is_shortened_among_those_of_its_verb(words: list[str], option: str) -> None:
    assert parse(words).options == {option: ""}


@pytest.mark.parametrize("word", ["--all", "--not", "--no-merges", "--reflog", "--since=1.day"])
def test_an_option_of_git_is_not_read_as_a_shortened_one(word: str) -> None:
    arguments = parse(["--scan-history", word])
    assert (arguments.options, arguments.values) == ({}, [word])


def test_a_revision_may_have_the_name_of_a_file(repo: Repo) -> None:
    repo.commit_file("topic", "x")
    repo.git("branch", "topic")
    assert repo.call("--scan-history", "topic").status == 0


def test_an_option_may_be_shortened_as_git_allows(repo: Repo) -> None:
    assert repo.call("--add", "--lit", "a.b") == FIRST_ADDED
    assert repo.call("--list") == Ran(0, LOCAL + b"secrets.patterns a\\.b\n", b"")


@pytest.mark.parametrize("name", ["git-secrets", "git-secrets-py"])
def test_both_programs_are_installed_and_the_same(repo: Repo, name: str) -> None:
    program = shutil.which(name, path=Path(sys.executable).parent)
    assert program, "the package is not installed"
    assert run(program, "--version", cwd=repo.path) == repo.run("--version")


@pytest.mark.parametrize("name", ["secrets", "secrets-py"])
def test_git_finds_it_as_a_command_of_its_own(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"])
    assert repo.try_git(name, "--version") == repo.run("--version")


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        (["--scan", "-h"], "--scan"),
        (["--scan", "--help"], "--scan"),
        (["--scan", "-r", "-h"], "--scan"),
        (["-h", "--scan"], "--scan"),
        (["--help", "--add"], "--add"),
        (["scan", "-h"], "--scan"),
        (["scan", "--help"], "--scan"),
        (["help", "scan"], "--scan"),
        (["--help", "scan-history"], "--scan-history"),
        (["--scan-history", "-h"], "--scan-history"),
        (["--scan", "-h", "--list"], "--scan"),
        (["--scan", "--cached", "-r", "-h"], "--scan"),
        (["--scan", "-h", "--force"], "--scan"),
        (["--add-provider", "-h"], "--add-provider"),
    ],
    ids=" ".join,
)
def test_help_explains_the_verb(repo: Repo, words: list[str], verb: str) -> None:
    assert repo.call(*words) == help_of(verb)


@pytest.mark.parametrize("words", [["-h", "-f"], ["help", "-h"], ["--pre_commit_hook", "-h"]])
def test_help_without_a_verb_is_the_overview(repo: Repo, words: list[str]) -> None:
    assert repo.call(*words) == Ran(0, OVERVIEW, b"")


def test_after_the_command_of_a_provider_help_belongs_to_the_command() -> None:
    assert parse(["--add-provider", "cat", "-h"]).values == ["cat", "-h"]


def test_an_option_takes_its_value_after_an_equals_sign_or_as_the_next_word(repo: Repo) -> None:
    repo.write("file", "clean\n")
    for words in (["--rules=aws"], ["--rules", "aws"]):
        assert repo.call("--scan", *words, "file") == Ran(0, b"", b"")


def test_the_command_of_a_provider_keeps_its_options(repo: Repo) -> None:
    assert repo.call("--add-provider", "--", "--foo", "bar") == Ran(0, b"", b"")
    assert repo.call("--add-provider", "cat", "--bar", "-z", "--global") == Ran(0, b"", b"")
    assert repo.run("--list", "--global").out == b"secrets.providers cat --bar -z\n"
    assert LOCAL + b"secrets.providers --foo bar\n" in repo.call("--list").out
