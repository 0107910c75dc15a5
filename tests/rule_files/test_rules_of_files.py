"""The rules of files in each command: audits, allowances, the doctor, descriptions."""

from __future__ import annotations

import json
import sys

import pytest
from rule_file_scans import ACME, SECRET, VALUE, rule
from support import Repo, short_id

from git_secrets_py import scan_repository
from git_secrets_py.hook_install.scripts import hook_script


def test_an_example_is_allowed_for_its_own_rule_only(repo: Repo, key: bytes) -> None:
    lines = (
        "format = 'git-secrets-py/1'",
        "[[rules]]",
        "id = 'acme'",
        "pattern = '(?P<secret>acme_[a-z0-9]{8}).*'",
        "examples = ['acme_k3y5q7z2 ',",
        f"'acme_k3y5q7z2 {key.decode()}']",
    )
    repo.write(".gitsecrets.toml", "\n".join(lines))
    repo.add()
    ran = repo.call("--scan", "--rules", "aws")
    assert [n for n in range(1, 7) if b"toml:%d:" % n in ran.err] == [6], ran.err


def test_an_audit_applies_rules_paths_and_commits(own: Repo) -> None:
    allowed = ACME + "[[rules.allowlists]]\npaths = ['^old/']\n"
    own.write(".gitsecrets.toml", allowed + "[[rules]]\nid = 'p12'\npath = '\\.p12$'\n")
    own.write("old/b", SECRET + b"1\n")
    own.write("keys.p12", b"\0\1")
    own.add()
    commit = own.commit_file("c", b"acme_" + b"other123")
    own.git("rm", "--quiet", "keys.p12")
    own.commit("remove the keys")
    ran = own.call("--scan-history", "--quiet")
    lines = ran.err.split(b"\n\n")[0].splitlines()[1:]
    prefix = commit.encode()
    assert sorted(lines) == [
        prefix + b":a:1:x " + SECRET,
        prefix + b":c:1:acme_" + b"other123",
        prefix + b":keys.p12:1:(the name of the file)",
    ]
    assert own.call("--scan-history", "--quiet").err.split(b"\n\n")[0] == ran.err.split(b"\n\n")[0]


@pytest.mark.usefixtures("without_compiling")
def test_names_of_rules_that_do_not_exist_are_reported(repo: Repo) -> None:
    toml = "[extend]\nuseDefault = true\ndisabledRules = ['aws-access-key-id', 'x-1', 'own']\n"
    toml += "[[allowlists]]\ntargetRules = ['own', 'x-2']\npaths = ['^a']\n"
    toml += "[[rules]]\nid = 'x-3'\n[[rules.allowlists]]\npaths = ['^a']\n"
    repo.write(".gitsecrets.toml", toml + rule("own", "acme_[0-9]{8}"))
    err = repo.call("--scan").err
    for place, names in (
        (b"disabledRules", b"x-1, own"),
        (b"targetRules", b"x-2"),
        (b"rules", b"x-3"),
    ):
        assert (
            b".gitsecrets.toml: " + place + b" names rules that do not exist here: " + names in err
        )


def test_an_audit_decodes_for_the_rules_of_files(own: Repo) -> None:
    from base64 import b64encode

    hidden = b64encode(b"one\n  two " + b"acme_h1dd3n00" + b"\nthree and four").decode()
    own.git("config", "secrets.rules", "none")
    own.write("b", f"x = '{hidden}'\n")
    own.write(".gitsecrets.toml", rule("acme", "two\\s+(acme_[a-z0-9]{8})\\s+three"))
    own.add()
    own.commit("hidden")
    ran = own.call("--scan-history", "--quiet", "--format", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert (finding["path"], finding["rule"]) == ("b", "acme")
    own.write(".gitsecrets.toml", rule("acme", "acme_[a-z0-9]{8}", "path = '^a$'"))
    assert b":b:1:" not in own.call("--scan-history", "--quiet").err


def test_the_baseline_and_the_library_cover_paths_that_rules_prohibit(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", "[[rules]]\nid = 'p12'\npath = '(?i)[.]p12$'\n")
    repo.commit_file("keys.P12", b"x")
    repo.git("config", "secrets.rules", "none")
    (found,) = scan_repository(repo.path)
    assert (found.finding.path, found.finding.match.pattern.name) == (b"keys.P12", "p12")
    assert b"allowed 1 secret in" in repo.call("--scan-history", "--allow-all").out
    assert repo.call("--scan-history", "--quiet").status == 0


def test_a_rule_of_a_file_can_be_switched_off(own: Repo) -> None:
    assert own.call("--scan", "--rules", "aws,-acme").status == 0
    own.git("config", "secrets.rules", "aws,-acme")
    assert own.call("--scan").status == 0
    ran = own.call("--scan", "--rules=-acne")
    assert (ran.status, b"unknown rule set or rule: 'acne'" in ran.err) == (1, True)


def test_a_secret_can_be_allowed_by_its_fingerprint(own: Repo) -> None:
    assert own.call("--allow", short_id(VALUE)).status == 0
    own.add()
    assert own.call("--scan").status == 0


def test_a_file_can_be_allowed_by_its_fingerprint(own: Repo) -> None:
    own.write(".gitsecrets.toml", "[[rules]]\nid = 'p12'\npath = '\\.p12$'\n")
    own.write("keys.p12", b"\0")
    own.add()
    (finding,) = json.loads(own.call("--scan", "--format", "json").out)["findings"]
    assert finding["rule"] == "p12"
    assert own.call("--allow", finding["id"]).status == 0
    own.add()
    assert own.call("--scan").status == 0


def test_show_allowed_names_the_rule_file(own: Repo) -> None:
    own.write(".gitsecrets.toml", ACME + "[allowlist]\ndescription = 'fake'\nstopwords = ['k3y']")
    ran = own.call("--scan", "--format", "json", "--show-allowed")
    (finding,) = json.loads(ran.out)["findings"]
    assert (ran.status, finding["rule"], finding["allowed_by"]["origin"]) == (
        0,
        "acme",
        ".gitsecrets.toml",
    )


def test_sarif_describes_the_rule(own: Repo) -> None:
    own.write(".gitsecrets.toml", ACME + "description = 'An Acme token'\n")
    log = json.loads(own.call("--scan", "--format", "sarif").out)
    (descriptor,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert (descriptor["id"], descriptor["fullDescription"]["text"]) == ("acme", "An Acme token")


def test_an_allowlist_that_allows_everything_is_warned_of(own: Repo) -> None:
    own.write(".gitsecrets.toml", ACME + "[allowlist]\npaths = ['.*']\n")
    ran = own.call("--scan", "a")
    assert ran.status == 0
    assert b"warning: .gitsecrets.toml: the allowlist entry '.*' allows everything" in ran.err
    own.add()
    assert b"allows everything" in own.call("--doctor").out


def test_the_doctor_reports_an_invalid_rule_file(own: Repo) -> None:
    own.write(".gitsecrets.toml", "[[rule]]\n")
    own.add()
    ran = own.call("--doctor")
    assert (ran.status, b".gitsecrets.toml: unknown key 'rule'" in ran.out) == (1, True)


def test_explain_describes_a_rule_and_a_line(own: Repo) -> None:
    described = own.call("--explain", "acme").out
    assert b"pattern:   acme_([a-z0-9]{8})\n" in described
    assert b"file:      .gitsecrets.toml\n" in described
    assert own.call("--explain", "a:1").out.startswith(b"a:1: acme matches at columns 3-15: ")


def test_list_rules_has_the_rules_of_files(own: Repo) -> None:
    assert (
        b"\nacme                               .gitsecrets.toml   " in own.call("--list-rules").out
    )


@pytest.mark.parametrize("name", ["acme", ".gitsecrets.toml"])
def test_list_rules_takes_a_rule_of_a_file_and_the_file(own: Repo, name: str) -> None:
    listed = own.call("--list-rules", name)
    assert (listed.status, listed.out.splitlines()[0].split()[0]) == (0, b"acme")
    assert own.call("--list-rules", f"{name}s").status == 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes are too slow on Windows")
@pytest.mark.parametrize(("server_only", "status"), [("false", 0), ("true", 1)])
def test_on_a_server_the_allowlists_of_a_push_may_be_ignored(
    own: Repo, make_repo, server_only: str, status: int
) -> None:
    server = make_repo("server.git", "--bare")
    server.git("config", "secrets.serverAllowOnly", server_only)
    server.git("config", "secrets.rules", "aws")
    server.write("hooks/pre-receive", hook_script("pre-receive")).chmod(0o755)
    own.write(".gitsecrets.toml", ACME + "[allowlist]\nstopwords = ['k3y']\n")
    own.add()
    own.git("commit", "--quiet", "--no-verify", "-m", "all")
    own.git("remote", "add", "origin", "../server.git")
    assert own.push("origin", "main").status == status
