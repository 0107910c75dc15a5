"""``--min-severity`` and ``secrets.minSeverity``: findings below are not shown, but counted."""

from __future__ import annotations

import json

import pytest
from support import Repo, fake_key, fake_token

ACCOUNT = "aws_account_id = 987612344321\n"
# Its checksum is wrong.
TOKEN = fake_token("ghp_", 36)
HIDDEN = b"git secrets: 2 findings below high not shown\n"


@pytest.fixture
def low(repo: Repo) -> Repo:
    """A repository in which two secrets of low severity are staged."""
    repo.git("config", "secrets.rules", "aws,github")
    repo.write("account", ACCOUNT)
    repo.write("token", f"token = '{TOKEN}'\n")
    repo.add()
    return repo


@pytest.mark.parametrize("verb", ["--scan", "--pre_commit_hook", "--scan-history", "--ci"])
@pytest.mark.parametrize("format", ["text", "pretty", "json", "sarif", "github"])
def test_findings_below_the_minimum_are_counted(low: Repo, verb: str, format: str) -> None:
    ran = low.call(verb, "--format", format, "--min-severity", "high")
    assert ran.status == 0
    assert b"2 findings below high not shown" in ran.err
    assert b"987612344321" not in ran.out + ran.err


def test_a_hook_reads_the_setting(low: Repo) -> None:
    assert low.call("--pre_commit_hook").status == 1
    low.git("config", "secrets.minSeverity", "High")
    ran = low.call("--pre_commit_hook")
    assert (ran.status, ran.err) == (0, HIDDEN)


def test_the_command_line_comes_before_the_setting(low: Repo) -> None:
    low.git("config", "secrets.minSeverity", "high")
    ran = low.call("--scan", "--min-severity=low")
    assert (ran.status, HIDDEN in ran.err) == (1, False)


def test_a_secret_above_the_minimum_is_found_beside_others(low: Repo) -> None:
    low.write("key", fake_key())
    low.add()
    ran = low.call("--scan", "--min-severity", "medium")
    assert ran.status == 1
    assert ran.err.startswith(b"key:1:AKIA")
    assert ran.err.endswith(b"git secrets: 2 findings below medium not shown\n")


@pytest.mark.parametrize("verb", ["--scan", "--pre_commit_hook", "--scan-history"])
def test_an_unknown_severity_is_an_error_also_where_nothing_is_found(repo: Repo, verb: str) -> None:
    ran = repo.call(verb, "--min-severity", "hihg")
    assert ran.status == 1
    assert ran.err.startswith(b"git secrets: unknown severity: 'hihg'. Did you mean high?")
    repo.git("config", "secrets.minSeverity", "urgent")
    ran = repo.call(verb)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err == (
        b"git secrets: secrets.minSeverity in .git/config: unknown severity: 'urgent'. "
        b"The severities are: high, medium, low\n"
    )


@pytest.mark.parametrize(("severity", "status"), [("low", 0), ("MEDIUM", 0), ("high", 1)])
def test_a_comment_gives_a_pattern_its_severity(repo: Repo, severity: str, status: int) -> None:
    repo.git("config", "secrets.rules", "none")
    repo.write(".gitprohibited", f"# Badge\n# Severity: {severity}\n# Ask Ada.\nbadge-[0-9]+\n")
    repo.write("a", "badge-12\n")
    repo.add()
    assert repo.call("--scan", "--min-severity", "high").status == status
    (found,) = json.loads(repo.call("--scan", "--format", "json").out)["findings"]
    assert found["severity"] == severity.lower()
    assert found["description"] == "Badge. Ask Ada."


def test_an_unknown_severity_in_a_comment_is_an_error_with_its_line(repo: Repo) -> None:
    repo.write(".gitprohibited", "# severity: hihg\nbadge\n")
    ran = repo.call("--scan")
    assert ran.status == 2
    assert b"git secrets: .gitprohibited:2: unknown severity: 'hihg'." in ran.err


def test_prose_about_severity_is_a_comment(repo: Repo) -> None:
    repo.git("config", "secrets.rules", "none")
    repo.write(".gitprohibited", "# severity: see the handbook\nbadge\n")
    repo.write("a", "badge\n")
    repo.add()
    assert repo.call("--scan").status == 1


def test_a_stored_pattern_has_the_severity_of_its_rule(repo: Repo) -> None:
    repo.register_aws()
    repo.write("account", ACCOUNT)
    repo.write("key", "AKIA" + "Q" * 16)
    repo.add()
    found = json.loads(repo.call("--scan", "--format", "json").out)["findings"]
    assert {one["rule"]: one["severity"] for one in found} == {
        "aws-account-id": "low",
        "aws-access-key-id": "high",
    }


def test_a_baseline_leaves_out_what_is_not_shown(low: Repo) -> None:
    low.commit("a commit", "--no-verify")
    ran = low.call("--scan-history", "--allow-all", "--min-severity", "high")
    assert (ran.status, ran.err) == (0, HIDDEN)
    assert low.gitallowed() == b""


def test_a_wrong_checksum_is_named_in_every_format(low: Repo) -> None:
    doubt = b"its checksum is wrong"
    for format in ("pretty", "json", "sarif", "github"):
        ran = low.call("--scan", "--format", format)
        assert doubt in ran.out + ran.err, format
    assert doubt in low.call("--pre_commit_hook", "--redact").err
    assert doubt in low.call("--explain", "token:1").out
    assert doubt in low.call("--explain", "github-token").out


def test_a_wrong_checksum_is_not_recommended(low: Repo) -> None:
    low.git("config", "secrets.rules", "recommended")
    assert low.call("--scan").status == 0
