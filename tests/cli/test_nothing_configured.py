"""The active rules if no prohibited pattern is configured."""

from __future__ import annotations

import sys

import pytest
from support import KEY_PATTERN, Ran, Repo, fake_key

RECOMMENDED = (
    b"git secrets: no prohibited pattern is configured; the rule set 'recommended' is active\n"
)


@pytest.fixture
def staged(repo: Repo) -> Repo:
    """A repository with a staged key that the recommended rules find."""
    repo.write("leak", fake_key() + b"\n")
    repo.add()
    return repo


@pytest.mark.parametrize("words", [["--scan"], ["--scan-history"], ["--pre_commit_hook"]])
def test_the_recommended_rules_are_active_and_reported(staged: Repo, words: list[str]) -> None:
    ran = staged.call(*words)
    assert ran.status == 1
    assert ran.err.startswith(RECOMMENDED)
    assert b"leak:1:" in ran.err


def test_the_account_id_is_not_a_recommended_rule(repo: Repo) -> None:
    repo.write("a", "account_id = " + "-".join(("1234", "5678", "9012")) + "\n")
    repo.add()
    assert repo.call("--scan") == Ran(0, b"", RECOMMENDED)


@pytest.mark.parametrize(
    "configure",
    [
        lambda repo: repo.call("--add", "--allowed", "other"),
        lambda repo: repo.git("config", "secrets.providers", f"'{sys.executable}' -c ''"),
        lambda repo: repo.git("config", "secrets.rules", ""),
        lambda repo: repo.write(".gitallowed", "other\n"),
        lambda repo: repo.write(".gitprohibited", KEY_PATTERN + "\n"),
    ],
)
def test_allowances_providers_and_files_do_not_disable_them(staged: Repo, configure) -> None:
    configure(staged)
    ran = staged.call("--scan")
    assert (ran.status, ran.err.startswith(RECOMMENDED)) == (1, True)


@pytest.mark.parametrize(
    "setting",
    [("secrets.patterns", "other"), ("secrets.rules", "github"), ("secrets.rules", "none")],
)
def test_a_pattern_or_a_rule_set_disables_them(staged: Repo, setting: tuple[str, str]) -> None:
    staged.git("config", *setting)
    assert staged.call("--pre_commit_hook").status == 0


def test_rule_sets_of_the_command_line_disable_them(staged: Repo) -> None:
    assert staged.call("--scan", "--rules", "github") == Ran(0, b"", b"")


NOTHING = b"git secrets: nothing was scanned: no prohibited pattern is active"


def nothing_active(cause: str) -> bytes:
    """Return the message that no pattern is active for the reason ``cause``."""
    remedy = "add a pattern with 'git secrets --add' or set secrets.rules"
    return NOTHING + f", because {cause}; {remedy}\n".encode()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--scan"], 2),
        (["--scan-history"], 2),
        (["--ci"], 2),
        (["--pre_commit_hook"], 0),
        (["--commit_msg_hook", "leak"], 0),
    ],
)
def test_without_any_rule_hooks_pass_and_scans_fail(
    staged: Repo, words: list[str], status: int
) -> None:
    staged.git("config", "secrets.rules", "none")
    ran = staged.call(*words)
    assert ran.status == status
    assert ran.err.splitlines()[-1].startswith(NOTHING)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["--scan"], "secrets.rules is 'aws,-aws'"),
        (["--scan", "--rules", "none"], "--rules is 'none'"),
        (["--scan-history", "--rules", "github,-github"], "--rules is 'github,-github'"),
        (["--scan", "--rules-file", "empty.toml", "--rules", "none"], "--rules is 'none'"),
    ],
)
def test_the_setting_that_names_no_rule_is_the_cause(
    repo: Repo, words: list[str], cause: str
) -> None:
    repo.write("empty.toml", "")
    repo.add()
    repo.git("config", "secrets.rules", "aws,-aws")
    assert repo.call(*words) == Ran(2, b"", nothing_active(cause))


def test_a_rule_file_without_a_rule_is_the_cause(repo: Repo) -> None:
    repo.write("empty.toml", "")
    repo.add()
    ran = repo.call("--scan", "--rules-file", "empty.toml")
    assert ran == Ran(2, b"", nothing_active("no rule file has a rule"))


def test_without_any_rule_the_files_are_active(staged: Repo) -> None:
    staged.git("config", "secrets.rules", "none")
    staged.write(".gitprohibited", "AKIA.+\n")
    assert staged.call("--scan").status == 1


@pytest.mark.usefixtures("without_compiling")
def test_in_ci_they_are_active_beside_a_pattern(staged: Repo) -> None:
    staged.git("config", "secrets.patterns", "other")
    staged.commit()
    assert staged.call("--ci").status == 1
    assert staged.call("--ci", "--rules", "github").status == 0
    staged.git("config", "secrets.rules", "github")
    assert staged.call("--ci").status == 0


@pytest.mark.usefixtures("without_compiling")
def test_in_the_pre_commit_framework_they_are_active_beside_a_pattern(
    staged: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged.git("config", "secrets.patterns", "other")
    assert staged.call("--pre_commit_hook").status == 0
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert staged.call("--pre_commit_hook").status == 1
    staged.git("config", "secrets.rules", "github")
    assert staged.call("--pre_commit_hook").status == 0


def test_the_first_pattern_is_reported_to_disable_them(repo: Repo) -> None:
    assert b"secrets.rules recommended" in repo.call("--add", "one").err
    assert repo.call("--add", "two") == Ran(0, b"", b"")


@pytest.mark.usefixtures("without_compiling")
def test_they_can_be_kept_beside_a_pattern(staged: Repo) -> None:
    staged.call("--add", "other")
    staged.git("config", "secrets.rules", "recommended")
    assert staged.call("--scan").status == 1


@pytest.fixture(params=["recommended", "none"])
def unconfigured(request: pytest.FixtureRequest, with_hooks: Repo) -> Repo:
    """A repository with installed hooks, whose only pattern is removed, and a commit of ``a``."""
    with_hooks.git("config", "--unset", "secrets.patterns")
    if request.param == "none":
        with_hooks.git("config", "secrets.rules", "none")
    with_hooks.commit_file("a", "clean\n")
    return with_hooks


def notices(ran: Ran) -> int:
    """Return the number of notices in the output of a command of git, which succeeds."""
    assert ran.status == 0, ran.err
    return ran.err.count(RECOMMENDED) + ran.err.count(NOTHING)


def test_a_commit_reports_it_once(unconfigured: Repo) -> None:
    unconfigured.write("a", "changed\n")
    unconfigured.add()
    assert notices(unconfigured.commit()) == 1


def diverge(repo: Repo, name: str) -> None:
    """Commit a change of ``name`` on a new branch ``topic``, and another on the first branch."""
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.commit_file(name, "theirs\n")
    repo.git("checkout", "--quiet", "-")
    repo.commit_file("a", "ours\n")


def test_a_merge_reports_it_once(unconfigured: Repo) -> None:
    diverge(unconfigured, "b")
    assert notices(unconfigured.try_git("merge", "--quiet", "--no-edit", "topic")) == 1


@pytest.mark.parametrize("command", ["merge", "cherry-pick"])
@pytest.mark.parametrize("option", ["--quiet", "--no-verify"])
def test_the_end_of_a_conflict_reports_it_once(
    unconfigured: Repo, command: str, option: str
) -> None:
    diverge(unconfigured, "a")
    assert unconfigured.try_git(command, "topic").status == 1
    unconfigured.write("a", "both\n")
    unconfigured.add()
    assert notices(unconfigured.try_git("commit", "--no-edit", option)) == 1


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg"])
def test_a_hook_reports_it_if_it_is_the_only_one(unconfigured: Repo, hook: str) -> None:
    unconfigured.call("--uninstall")
    unconfigured.install_hooks("--hooks", hook)
    unconfigured.write("a", "changed\n")
    unconfigured.add()
    assert notices(unconfigured.commit()) == 1


def test_a_hook_that_stops_a_merge_reports_it(with_hooks: Repo, key: bytes) -> None:
    with_hooks.git("config", "--unset", "secrets.patterns")
    with_hooks.commit_file("a", "clean\n")
    diverge(with_hooks, "a")
    assert with_hooks.try_git("merge", "topic").status == 1
    with_hooks.write("a", key)
    with_hooks.add()
    ran = with_hooks.commit()
    assert (ran.status, ran.err.count(RECOMMENDED)) == (1, 1)
