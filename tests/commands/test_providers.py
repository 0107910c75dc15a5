"""``git secrets --add-provider``, ``--remove-provider`` and ``--aws-provider``."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SILENCE, Ran, Repo

from git_secrets_py.providers.command_words import split

CREDENTIALS = """\
[default]
aws_access_key_id = one
aws_secret_access_key = "two/with+signs="
[other]
aws_session_token =
aws_access_key_id = three
"""


def providers(repo: Repo, scope: str = "--local") -> list[bytes]:
    listing = repo.try_git("config", scope, "--null", "--get-all", "secrets.providers").out
    return listing.split(b"\0")[:-1]


def test_the_words_of_a_command_are_stored_as_they_are(repo: Repo) -> None:
    assert repo.call("--add-provider", "--", "git", "secrets", "--aws-provider") == SILENCE
    assert providers(repo) == [b"git secrets --aws-provider"]


def test_after_the_command_its_options_need_no_two_dashes(repo: Repo) -> None:
    assert repo.call("--add-provider", "git", "secrets", "--aws-provider", "-f") == SILENCE
    assert providers(repo) == [b"git secrets --aws-provider -f"]


def test_one_value_is_a_whole_command_line(repo: Repo) -> None:
    assert repo.call("--add-provider", "cat secrets.txt 'more secrets.txt'") == SILENCE
    assert providers(repo) == [b"cat secrets.txt 'more secrets.txt'"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["cat", "a file"], id="blank"),
        pytest.param(["cat", "it's"], id="single quote"),
        pytest.param(["cat", 'a"b'], id="double quote"),
        pytest.param(["cat", "C:\\keys"], id="backslash"),
        pytest.param(["cat", "~/keys"], id="tilde, which the shell has expanded already"),
        pytest.param(["cat", ""], id="empty"),
        pytest.param(["cat", "a\nb"], id="newline"),
        pytest.param(["cat", "$x", "*", "#", "café"], id="what needs no quotes here"),
    ],
)
def test_several_values_are_split_into_the_same_words_again(repo: Repo, words: list[str]) -> None:
    assert repo.call("--add-provider", *words) == SILENCE
    assert [split(command) for command in providers(repo)] == [[word.encode() for word in words]]


def test_a_provider_for_the_user(repo: Repo, home: Path) -> None:
    assert Repo(home).call("--add-provider", "--global", "cat", "keys") == SILENCE
    assert providers(repo) == []
    assert providers(repo, "--global") == [b"cat keys"]


def test_a_provider_that_is_there_is_refused(repo: Repo) -> None:
    repo.call("--add-provider", "cat keys more")
    assert repo.call("--add-provider", "cat", "keys") == SILENCE
    assert repo.call("--add-provider", "cat keys") == Ran(
        1,
        b"",
        b"git secrets: secrets.providers in the local git config already contains 'cat keys'\n",
    )


def test_a_command_for_a_shell_is_added_with_a_warning(repo: Repo) -> None:
    assert repo.call("--add-provider", "cat keys | sort") == Ran(
        0,
        b"",
        b"git secrets: warning: a provider runs without a shell, so '|' is a mere argument; "
        b"to start a shell, use: sh -c 'cat keys | sort'\n",
    )
    assert providers(repo) == [b"cat keys | sort"]


def test_a_command_whose_quotes_do_not_match_is_a_misuse(repo: Repo) -> None:
    ran = repo.call("--add-provider", "cat 'keys")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b"git secrets: --add-provider: a single quote (') is not closed\n")
    assert providers(repo) == []


@pytest.mark.parametrize("values", [[], [" "]], ids=["none", "blank"])
def test_without_a_command_the_usage_is_shown(repo: Repo, values: list[str]) -> None:
    ran = repo.call("--add-provider", *values)
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: --add-provider requires a command\n\nusage: git secrets"
    )


def test_a_provider_is_removed_by_the_words_it_was_added_with(repo: Repo) -> None:
    repo.call("--add-provider", "cat", "a file")
    repo.call("--add-provider", "cat", "a")
    assert repo.call("--remove-provider", "cat", "a file") == SILENCE
    assert providers(repo) == [b"cat a"]


def test_a_provider_of_the_user_is_removed(repo: Repo) -> None:
    repo.call("--add-provider", "--global", "cat keys")
    assert repo.call("--remove-provider", "--global", "cat keys") == SILENCE
    assert providers(repo, "--global") == []


def test_a_provider_that_is_not_there_cannot_be_removed(repo: Repo) -> None:
    assert repo.call("--remove-provider", "cat keys") == Ran(
        1,
        b"",
        b"git secrets: secrets.providers in the local git config does not contain 'cat keys'\n",
    )


def test_the_aws_provider_prints_the_keys_of_a_file_as_patterns(repo: Repo) -> None:
    repo.write("a file", CREDENTIALS)
    assert repo.call("--aws-provider", "a file") == Ran(0, b"one\ntwo/with\\+signs=\nthree\n", b"")


def test_the_aws_provider_reads_the_users_own_file(repo: Repo, home: Path) -> None:
    Repo(home).write(".aws/credentials", CREDENTIALS)
    assert repo.call("--aws-provider") == Ran(0, b"one\ntwo/with\\+signs=\nthree\n", b"")


def test_the_aws_provider_reads_the_file_that_aws_reads(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write("elsewhere", CREDENTIALS)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))
    assert repo.call("--aws-provider") == Ran(0, b"one\ntwo/with\\+signs=\nthree\n", b"")


def test_the_aws_provider_needs_no_file(repo: Repo) -> None:
    assert repo.call("--aws-provider") == SILENCE


def test_the_aws_provider_takes_one_file(repo: Repo) -> None:
    ran = repo.call("--aws-provider", "one", "two")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: unexpected argument: two\n\nusage: git secrets --aws-provider"
    )
