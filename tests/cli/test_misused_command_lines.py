"""Misused command lines: the messages, and the suggestions of close names."""

from __future__ import annotations

import pytest
from support import Ran, Repo

from git_secrets_py.cli.parser import parse
from git_secrets_py.cli.usage import usage_line
from git_secrets_py.cli.verbs import VERBS

VERB = {verb.name: verb for verb in VERBS if verb.help}
NO_VERB = "usage: git secrets <command> [<options>] [<arguments>...]\nSee 'git secrets -h'.\n"


def misused(reason: str, verb: str = "") -> Ran:
    """The outcome of a usage error; the usage is that of ``verb``."""
    usage = f"{usage_line(VERB[verb])}\nSee 'git secrets {verb} -h'.\n" if verb else NO_VERB
    return Ran(1, b"", f"git secrets: {reason}\n\n{usage}".encode())


UNKNOWN = [
    (["--foo"], "--foo", ""),
    (["--foo", "--scan"], "--foo", ""),
    (["--scan", "--foo"], "--foo", "--scan"),
    (["--add", "-az", "x"], "-az", "--add"),
]


@pytest.mark.parametrize(("words", "unknown", "verb"), UNKNOWN)
def test_an_unknown_option_is_named(repo: Repo, words: list[str], unknown: str, verb: str) -> None:
    hint = "A value that begins with '-' must follow '--'."
    assert repo.call(*words) == misused(f"unknown option: {unknown}\n{hint}", verb)


MISSPELLED = [
    # words; the reason; the suggestion; the verb whose usage is printed
    (["--scna"], "unknown option: --scna", "--scan", "--scan"),
    (["--scan-histroy"], "unknown option: --scan-histroy", "--scan-history", "--scan-history"),
    (["--scan", "--cachd"], "unknown option: --cachd", "--cached", "--scan"),
    (["--scan", "--formt=json"], "unknown option: --formt=json", "--format", "--scan"),
    (["scan", "--cachd"], "unknown option: --cachd", "--cached", "--scan"),
    (["scna"], "unknown command: scna", "scan", "--scan"),
    (["instal"], "unknown command: instal", "install", "--install"),
    (["--scan", "--staged"], "unknown option: --staged", "--cached", "--scan"),
    (["--scan", "--json"], "unknown option: --json", "--format json", "--scan"),
    (["--scan", "-o", "x"], "unknown option: -o", "--output", "--scan"),
]


@pytest.mark.parametrize(("words", "reason", "suggestion", "verb"), MISSPELLED)
def test_a_close_name_is_suggested(
    repo: Repo, words: list[str], reason: str, suggestion: str, verb: str
) -> None:
    assert repo.call(*words) == misused(f"{reason}\nDid you mean {suggestion}?", verb)


def test_an_option_of_another_verb_is_not_suggested(repo: Repo) -> None:
    assert b"Did you mean" not in repo.call("--list", "--forc").err
    assert b"Did you mean" not in repo.call("--list", "--staged").err


def test_a_usage_error_is_short(repo: Repo) -> None:
    for words in (["--scna"], ["--install", "a", "b"], ["--scan", "--foo"], ["foo"]):
        assert len(repo.call(*words).err.splitlines()) <= 7


def test_a_value_without_a_verb_is_a_misuse(repo: Repo) -> None:
    assert repo.call("foo") == misused("unknown command: foo")
    assert repo.call("foo", "scan") == misused("unknown command: foo")


@pytest.mark.parametrize(
    ("words", "message", "verb"),
    [
        (["--", "scan", "-r"], "the command must precede '--': git secrets scan", ""),
        (["--", "--list"], "the command must precede '--': git secrets --list", ""),
        (["--scan=x"], "--scan takes no value", ""),
        (["--scan", "--cach=1"], "--cached takes no value", "--scan"),
    ],
)
def test_no_misuse_suggests_the_word_that_was_given(
    repo: Repo, words: list[str], message: str, verb: str
) -> None:
    assert repo.call(*words) == misused(message, verb)


@pytest.mark.parametrize("option", ["-f", "--force"])
@pytest.mark.parametrize("verb", ["--scan", "--list", "--add", "--register-aws"])
def test_force_belongs_to_install(repo: Repo, verb: str, option: str) -> None:
    expected = misused("-f|--force can only be used with --install", verb)
    assert repo.call(verb, option, "x") == repo.call(option, verb, "x") == expected


@pytest.mark.parametrize("option", ["-a|--allowed", "-l|--literal"])
@pytest.mark.parametrize("verb", ["--scan", "--list", "--install", "--add-provider"])
def test_allowed_and_literal_belong_to_add_and_remove(repo: Repo, verb: str, option: str) -> None:
    expected = misused(f"{option} can only be used with --add or --remove", verb)
    for spelling in option.split("|"):
        assert repo.call(verb, spelling, "x") == expected


@pytest.mark.parametrize("option", ["-r|--recursive", "--cached", "--no-index", "--untracked"])
@pytest.mark.parametrize("verb", ["--add", "--list", "--install", "--scan-history"])
def test_what_to_scan_belongs_to_scan(repo: Repo, verb: str, option: str) -> None:
    expected = misused(f"{option} can only be used with --scan", verb)
    for spelling in option.split("|"):
        assert repo.call(verb, spelling) == expected


@pytest.mark.parametrize("verb", ["--scan", "--doctor", "--scan-history", "--aws-provider"])
def test_global_belongs_to_the_verbs_on_the_registry(repo: Repo, verb: str) -> None:
    assert repo.call(verb, "--global") == misused(
        "--global can only be used with --list, --add, --remove, --add-provider, "
        "--remove-provider, --register-aws, --register-local, --install or --uninstall",
        verb,
    )


@pytest.mark.parametrize("option", ["--cached", "--no-index", "--untracked"])
def test_recursive_goes_with_files_on_disk_only(repo: Repo, option: str) -> None:
    expected = misused(
        "-r|--recursive cannot be combined with --cached, --no-index or --untracked", "--scan"
    )
    assert repo.call("--scan", "-r", option) == repo.call("--scan", option, "-r") == expected


@pytest.mark.parametrize("option", ["--no-index", "--untracked"])
def test_the_index_is_scanned_without_files_on_disk(repo: Repo, option: str) -> None:
    expected = misused("--cached cannot be combined with --no-index or --untracked", "--scan")
    assert repo.call("--scan", "--cached", option) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--scan --no-index --untracked", "--no-index cannot be combined with --untracked"),
        ("--scan --show-secrets --redact", "--redact cannot be combined with --show-secrets"),
        ("--install --chain -f", "-f|--force cannot be combined with --chain"),
        (
            "--scan-history --allow-all --show-allowed",
            "--allow-all cannot be combined with --format, --output or --show-allowed",
        ),
    ],
)
def test_options_that_contradict_each_other_are_a_misuse(
    repo: Repo, words: str, message: str
) -> None:
    assert repo.call(*words.split()) == misused(message, words.split()[0])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--scan", "--output", ""], "--output requires a value: --output <file>"),
        (["--install", "--hooks="], "--hooks requires a value: --hooks <hooks>"),
        (["--scan-fleet", "--clones="], "--clones requires a value: --clones <directory>"),
    ],
)
def test_an_empty_value_is_a_misuse(repo: Repo, words: list[str], message: str) -> None:
    assert repo.call(*words) == misused(message, words[0])


def test_two_verbs_are_one_too_many(repo: Repo) -> None:
    assert repo.call("--scan", "--list") == misused(
        "--scan and --list cannot be combined", "--scan"
    )


@pytest.mark.parametrize(
    ("verb", "option", "value"),
    [
        ("--scan", "--rules", "<sets>"),
        ("--scan", "--format", "<format>"),
        ("--doctor", "--format", "<text|json>"),
        ("--scan-fleet", "--output", "<directory>"),
    ],
)
def test_an_option_without_its_value_is_a_misuse(
    repo: Repo, verb: str, option: str, value: str
) -> None:
    message = f"{option} requires a value: {option} {value}"
    assert repo.call(verb, option) == misused(message, verb)


def test_an_ambiguous_option_is_a_misuse(repo: Repo) -> None:
    assert repo.call("--scan", "--re") == misused(
        "ambiguous option: --re (could be --recursive, --require-lfs or --redact)", "--scan"
    )


@pytest.mark.parametrize("option", ["--bogus-option", "--bogus=3"])
def test_an_option_that_git_rejects_is_unknown(with_pattern: Repo, option: str) -> None:
    ran = with_pattern.call("--scan-history", "--since=2.weeks", option)
    assert ran == misused(f"unknown option: {option}", "--scan-history")


def test_an_option_is_suggested_for_one_that_git_rejects(with_pattern: Repo) -> None:
    assert with_pattern.call("--scan-history", "--unreachabel") == misused(
        "unknown option: --unreachabel\nDid you mean --unreachable?", "--scan-history"
    )


def test_an_unknown_revision_is_one_line(with_pattern: Repo) -> None:
    assert with_pattern.call("--scan-history", "no..such") == Ran(
        2,
        b"",
        b"git secrets: git rev-list failed with status 128: fatal: bad revision 'no..such'\n",
    )


@pytest.mark.parametrize("before", [[], ["--"], ["HEAD", "--"]])
def test_a_path_instead_of_a_revision_is_a_misuse(repo: Repo, before: list[str]) -> None:
    repo.commit_file("a b", "x")
    assert repo.call("--scan-history", *before, "a b") == misused(
        "--scan-history takes revisions, not paths; to scan it: git secrets --scan 'a b'",
        "--scan-history",
    )


def test_a_repository_instead_of_a_revision_is_a_misuse(repo: Repo) -> None:
    assert repo.call("--scan-history", ".") == misused(
        "--scan-history takes revisions, not paths; to audit that repository: "
        "git -C . secrets --scan-history",
        "--scan-history",
    )


@pytest.mark.parametrize("verb", ["--add-provider", "--remove-provider", "--add", "--remove"])
def test_a_misspelled_option_is_not_stored(repo: Repo, verb: str) -> None:
    assert repo.call(verb, "--globl", "x") == misused(
        "unknown option: --globl\nDid you mean --global?", verb
    )
    assert b"secrets." not in repo.git("config", "--local", "--list")


def test_a_misspelled_option_in_the_command_of_a_provider_is_not_stored(repo: Repo) -> None:
    assert repo.call("--add-provider", "cat", "x", "--globl") == misused(
        "did you mean --global? If --globl belongs to the command, write '--' before it",
        "--add-provider",
    )
    assert repo.call("--add-provider", "cat", "--", "--globl") == Ran(0, b"", b"")
    assert repo.git("config", "secrets.providers") == b"cat --globl\n"


@pytest.mark.parametrize("words", [["--reason", "--rules", "aws"], ["--reason"]])
def test_an_option_is_not_the_value_of_another(repo: Repo, words: list[str]) -> None:
    assert repo.call("--allow", "abcd1234", *words) == misused(
        "--reason requires a value: --reason <text>", "--allow"
    )
    assert parse(["--allow", "abcd1234", "--reason=-x"]).options == {"--reason": "-x"}


def test_an_option_alone_says_what_it_belongs_to(repo: Repo) -> None:
    assert repo.call("-f") == misused("-f|--force can only be used with --install")


@pytest.mark.parametrize("words", [["help", "x"], ["-h", "x"], ["--help", "x"], ["x", "--help"]])
def test_help_on_an_unknown_command_is_a_misuse(repo: Repo, words: list[str]) -> None:
    assert repo.call(*words) == misused("unknown command: x")


def test_a_misspelled_command_with_options_is_named(repo: Repo) -> None:
    assert repo.call("instal", "--global") == misused(
        "unknown command: instal\nDid you mean install?", "--install"
    )


def test_help_suggests_a_command(repo: Repo) -> None:
    assert repo.call("help", "scna") == misused(
        "unknown command: scna\nDid you mean scan?", "--scan"
    )
