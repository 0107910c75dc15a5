"""How a command line is read, and what is said of one that makes no sense."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import Ran, Repo, run

from git_secrets_py import __version__
from git_secrets_py.cli.usage import usage

USAGE = usage().encode()


def misused(message: str) -> Ran:
    return Ran(1, b"", f"git secrets: {message}\n\n".encode() + USAGE)


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["--"]])
def test_help_is_shown_to_who_asks_for_it_or_for_nothing(repo: Repo, words: list[str]) -> None:
    assert repo.run(*words) == Ran(0, USAGE, b"")


def test_the_usage_begins_as_that_of_a_git_command() -> None:
    assert USAGE.startswith(b"usage: git secrets --scan [-r|--recursive] [--cached] [--no-index]")


def test_the_usage_names_every_command_of_the_original() -> None:
    forms = (
        b"git secrets --scan [-r|--recursive] [--cached] [--no-index] [--untracked] [<files>...]",
        b"git secrets --scan-history",
        b"git secrets --install [-f|--force] [<target-directory>]",
        b"git secrets --list [--global]",
        b"git secrets --add [-a|--allowed] [-l|--literal] [--global] <pattern>",
        b"git secrets --add-provider [--global] <command> [arguments...]",
        b"git secrets --register-aws [--global]",
        b"git secrets --aws-provider [<credentials-file>]",
    )
    assert [form for form in forms if form not in USAGE] == []


def test_help_needs_no_repository(home: Path) -> None:
    assert Repo(home).call() == Ran(0, USAGE, b"")


def test_the_version_is_that_of_the_package(repo: Repo) -> None:
    assert repo.run("--version") == Ran(0, f"git-secrets-py {__version__}\n".encode(), b"")


@pytest.mark.parametrize(
    "words", [["--foo"], ["--scan", "--foo"], ["--scan=x"], ["--foo", "--scan"]]
)
def test_an_unknown_option_is_named(repo: Repo, words: list[str]) -> None:
    unknown = "--scan=x" if "--scan=x" in words else "--foo"
    assert repo.call(*words) == misused(
        f"Unknown option: {unknown} (a value that begins with '-' comes after '--')"
    )


@pytest.mark.parametrize("words", [["foo"], ["scan", "file"]])
def test_a_value_without_a_verb_is_a_misuse(repo: Repo, words: list[str]) -> None:
    assert repo.call(*words) == misused(
        f"'{words[0]}' is no command; one begins with two dashes, as --scan does"
    )


@pytest.mark.parametrize("option", ["-f", "--force"])
@pytest.mark.parametrize("verb", ["--scan", "--list", "--add", "--register-aws"])
def test_force_belongs_to_install(repo: Repo, verb: str, option: str) -> None:
    expected = misused("-f|--force can only be supplied with --install")
    assert repo.call(verb, option, "x") == repo.call(option, verb, "x") == expected


@pytest.mark.parametrize("option", ["-a|--allowed", "-l|--literal"])
@pytest.mark.parametrize("verb", ["--scan", "--list", "--install", "--add-provider"])
def test_allowed_and_literal_belong_to_add_and_remove(repo: Repo, verb: str, option: str) -> None:
    expected = misused(f"{option} can only be supplied with --add or --remove")
    for spelling in option.split("|"):
        assert repo.call(verb, spelling, "x") == expected


@pytest.mark.parametrize("option", ["-r|--recursive", "--cached", "--no-index", "--untracked"])
@pytest.mark.parametrize("verb", ["--add", "--list", "--install", "--scan-history"])
def test_what_to_scan_belongs_to_scan(repo: Repo, verb: str, option: str) -> None:
    expected = misused(f"{option} can only be supplied with --scan")
    for spelling in option.split("|"):
        assert repo.call(verb, spelling) == expected


@pytest.mark.parametrize("verb", ["--scan", "--uninstall", "--scan-history", "--aws-provider"])
def test_global_belongs_to_the_verbs_on_the_registry(repo: Repo, verb: str) -> None:
    assert repo.call(verb, "--global") == misused(
        "--global can only be supplied with --list or --add or --remove or --add-provider or "
        "--remove-provider or --register-aws or --install"
    )


@pytest.mark.parametrize("option", ["--cached", "--no-index", "--untracked"])
def test_recursive_goes_with_files_on_disk_only(repo: Repo, option: str) -> None:
    expected = misused(
        "-r|--recursive cannot be supplied with --cached, --no-index, or --untracked"
    )
    assert repo.call("--scan", "-r", option) == repo.call("--scan", option, "-r") == expected


def test_two_verbs_are_one_too_many(repo: Repo) -> None:
    assert repo.call("--scan", "--list") == misused("--scan and --list cannot be combined")


def test_an_option_without_its_value_is_a_misuse(repo: Repo) -> None:
    assert repo.call("--scan", "--rules") == misused("--rules needs a value: --rules <sets>")


def test_after_two_dashes_everything_is_a_value(repo: Repo) -> None:
    assert repo.call("--add", "--", "--foo") == Ran(0, b"", b"")
    assert repo.call("--list") == Ran(0, b"secrets.patterns --foo\n", b"")


def test_an_option_may_be_shortened_as_git_allows(repo: Repo) -> None:
    assert repo.call("--add", "--lit", "a.b") == Ran(0, b"", b"")
    assert repo.call("--list") == Ran(0, b"secrets.patterns a\\.b\n", b"")


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


def test_an_option_alone_says_what_it_belongs_to(repo: Repo) -> None:
    assert repo.call("-f") == misused("-f|--force can only be supplied with --install")


def test_one_unknown_letter_spoils_the_word(repo: Repo) -> None:
    assert repo.call("--add", "-az", "x") == misused(
        "Unknown option: -az (a value that begins with '-' comes after '--')"
    )


@pytest.mark.parametrize("words", [["--scan", "-r", "-h"], ["-h", "-f", "x"], ["--help", "--add"]])
def test_who_asks_for_help_anywhere_gets_it(repo: Repo, words: list[str]) -> None:
    assert repo.call(*words) == Ran(0, USAGE, b"")


def test_an_option_takes_its_value_after_an_equals_sign_or_as_the_next_word(repo: Repo) -> None:
    repo.write("file", "clean\n")
    for words in (["--rules=aws"], ["--rules", "aws"]):
        assert repo.call("--scan", *words, "file") == Ran(0, b"", b"")


def test_the_command_of_a_provider_keeps_its_options(repo: Repo) -> None:
    assert repo.call("--add-provider", "--foo", "bar") == Ran(0, b"", b"")
    assert repo.call("--add-provider", "cat", "--bar", "-z", "--global") == Ran(0, b"", b"")
    assert repo.call("--list") == Ran(
        0, b"secrets.providers cat --bar -z\nsecrets.providers --foo bar\n", b""
    )
