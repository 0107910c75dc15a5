"""Single rules and exclusions, in ``--rules`` and in ``secrets.rules``."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from support import Repo, fake_key

from git_secrets_py import rules

ACCOUNT = "aws_account_id = " + "987612344321" + "\n"
KEY = fake_key().decode() + "\n"


@pytest.fixture
def leaks(repo: Repo) -> Repo:
    """A repository with an account ID and with a key."""
    repo.write("account", ACCOUNT)
    repo.write("key", KEY)
    repo.add()
    return repo


def found(repo: Repo, *options: str) -> list[str]:
    lines = repo.call("--scan", *options).err.decode().splitlines()
    return [name for name in ("account", "key") if any(one.startswith(f"{name}:") for one in lines)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("aws", ["account", "key"]),
        ("aws-account-id", ["account"]),
        ("aws-account-id,github", ["account"]),
        ("aws,-aws-account-id", ["key"]),
        ("-aws-account-id,aws", ["key"]),
        (" aws , -aws-account-id ", ["key"]),
        ("aws,github,-aws", []),
        ("aws-account-id,-aws-account-id", []),
    ],
)
def test_the_names_select_rules(leaks: Repo, names: str, expected: list[str]) -> None:
    assert found(leaks, f"--rules={names}") == expected
    leaks.git("config", "secrets.rules", names)
    assert found(leaks) == expected


@pytest.mark.usefixtures("without_compiling")
def test_an_exclusion_alone_applies_to_what_is_active_without_it(leaks: Repo) -> None:
    assert found(leaks, "--rules=-aws-account-id") == ["key"]
    assert found(leaks, "--rules=-aws") == []
    leaks.git("config", "secrets.patterns", "AKIA.+")
    assert found(leaks, "--rules=-aws") == ["key"]


def test_an_exclusion_applies_to_the_sets_of_every_origin(leaks: Repo) -> None:
    leaks.git("config", "--global", "secrets.rules", "aws,github")
    leaks.git("config", "secrets.rules", "-aws-account-id")
    assert found(leaks) == ["key"]
    assert found(leaks, "--rules", "aws") == ["key"]


@pytest.mark.usefixtures("without_compiling")
def test_an_exclusion_applies_to_the_recommended_rules_of_ci(leaks: Repo) -> None:
    leaks.commit()
    assert leaks.call("--ci").status == 1
    leaks.git("config", "secrets.rules", "-aws")
    assert leaks.call("--ci").status == 0


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_unknown_name_is_an_error_that_suggests_one(leaks: Repo, sign: str) -> None:
    message = b"unknown rule set or rule: 'aws-acount-id'. Did you mean aws-account-id?\n"
    ran = leaks.call("--scan", "--rules", f"all,{sign}aws-acount-id")
    assert ran.status == 1
    assert ran.err.startswith(b"git secrets: " + message)
    leaks.git("config", "secrets.rules", f"{sign}aws-acount-id")
    for verb in ("--scan", "--list", "--pre_commit_hook"):
        assert leaks.call(verb).err == b"git secrets: secrets.rules in .git/config: " + message


@pytest.mark.parametrize("name", ["nope", "acme"])
def test_a_name_like_no_rule_has_no_suggestion(repo: Repo, name: str) -> None:
    ran = repo.call("--scan", "--rules", name)
    message = f"unknown rule set or rule: '{name}'. To list them: git secrets --list-rules\n"
    assert (ran.status, ran.err.splitlines(keepends=True)[0]) == (
        1,
        b"git secrets: " + message.encode(),
    )


@pytest.fixture
def active(repo: Repo) -> Callable[[str], set[str]]:
    """Return a function that returns the names of the rules that ``secrets.rules`` enables."""

    def names(setting: str) -> set[str]:
        repo.git("config", "secrets.rules", setting)
        listed = re.split("\n# rule (?:set )?", repo.call("--list").out.decode())[1:]
        lines = {line for one in listed for line in one.splitlines()[1:] if line}
        return {line.split()[0] for line in lines} - {"allowed"}

    return names


def test_some_of_all_rules_may_be_excluded(active: Callable[[str], set[str]]) -> None:
    assert active("all,-aws") == active("all") - active("aws")
    others = active("all") - active("recommended") - {"aws-unique-id"}
    assert "aws-account-id" in others
    assert active("all,-recommended,-aws-unique-id") == others


def test_a_rule_is_added_to_the_recommended_ones(active: Callable[[str], set[str]]) -> None:
    recommended = active("recommended")
    assert active("recommended,aws-account-id") - recommended == {"aws-account-id"}


def test_a_name_of_a_set_and_of_a_rule_is_that_of_the_set() -> None:
    (one,) = rules.select(["private-key"])
    assert len(one.rules) > 1


def test_a_single_rule_keeps_the_origin_and_the_allowances_of_its_set() -> None:
    (one,) = rules.select(["aws-access-key-id"])
    assert (one.name, str(one.patterns[0].origin)) == ("aws-access-key-id", "rule set aws")
    assert one.allowed == rules.load("aws").allowed


def test_the_command_that_allows_a_secret_names_what_is_enabled(leaks: Repo) -> None:
    ran = leaks.call("--scan", "--format", "pretty", "--rules", "aws,-aws-account-id")
    assert b"--allow --rules aws " in ran.err


def test_excluded_rules_are_not_listed(repo: Repo) -> None:
    repo.git("config", "secrets.rules", "aws,-aws-account-id,github-token")
    listed = repo.call("--list").out.decode()
    headings = [line for line in listed.splitlines() if line.startswith("# rule")]
    assert headings == [
        "# rule set aws, enabled by secrets.rules in .git/config",
        "# rule github-token, enabled by secrets.rules in .git/config",
    ]
    assert "\naws-access-key-id " in listed
    assert "\naws-account-id " not in listed


def test_the_first_pattern_still_replaces_the_recommended_rules_beside_an_exclusion(
    repo: Repo,
) -> None:
    repo.git("config", "secrets.rules", "-jwt")
    assert b"no longer" in repo.call("--add", "foo").err
