"""Rule files in a repository: where they are read from, and which rules they enable."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from rule_file_scans import rule
from support import MakeRepo, Ran, Repo, short_id

from git_secrets_py import scan_repository
from git_secrets_py.hook_install.scripts import hook_script

ACME = rule("acme", "acme_([a-z0-9]{8})")
VALUE = b"k3y5" * 2
SECRET = b"acme_" + VALUE
RECOMMENDED = b"the rule set 'recommended' is active"


@pytest.fixture
def own(repo: Repo) -> Repo:
    """A repository with a secret for the rule in its ``.gitsecrets.toml``, both staged."""
    repo.write(".gitsecrets.toml", ACME)
    repo.write("a", b"x " + SECRET + b"\n")
    repo.add()
    return repo


def test_a_rule_file_of_the_repository_is_active_beside_recommended(own: Repo, key: bytes) -> None:
    own.write("b", key)
    own.add()
    ran = own.call("--scan")
    assert ran.status == 1
    assert RECOMMENDED in ran.err
    assert b"a:1:x " + SECRET + b"\nb:1:" + key + b"\n" in ran.err


@pytest.mark.parametrize("command", [("--scan",), ("--scan-history", "--no-cache")])
@pytest.mark.parametrize("engine", ["", "regex"])
def test_a_rule_finds_the_secret_of_each_file_in_the_first_scan_and_the_next(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], engine: str
) -> None:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
    repo.git("config", "secrets.rules", "none")
    repo.write(".gitsecrets.toml", rule("span", "BEGIN_(?s:.*)_END"))
    for number in range(3):
        repo.write(f"file{number}", f"BEGIN_{number}_END\n")
    repo.add()
    repo.git("commit", "-qnm", "files")
    for _ in range(2):
        found = repo.call(*command).err
        assert [found.count(b"BEGIN_%d_END\n" % number) for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("words", [["--rules-file", "rules.toml"], []])
def test_with_a_named_rule_file_only_its_rules_are_listed(repo: Repo, words: list[str]) -> None:
    repo.write("rules.toml", ACME)
    if not words:
        repo.git("config", "secrets.rulesFile", "rules.toml")
    listed = repo.call("--list", *words).out
    assert listed.endswith(b"# rule file rules.toml\nacme acme_([a-z0-9]{8})\n")


def test_a_pattern_beside_a_named_rule_file_does_not_replace_recommended(repo: Repo) -> None:
    repo.write("rules.toml", ACME)
    repo.git("config", "secrets.rulesFile", "rules.toml")
    assert RECOMMENDED not in repo.call("--install").out
    assert repo.call("--add", "pattern") == Ran(0, b"", b"")


def test_a_named_rule_file_switches_recommended_off(repo: Repo, key: bytes) -> None:
    repo.write("rules.toml", ACME)
    repo.write("sub/a", SECRET + b"\n" + key)
    repo.add()
    ran = repo.call("--scan", "--rules-file", "rules.toml", "sub/a")
    assert (ran.status, RECOMMENDED in ran.err, b"a:2:" in ran.err) == (1, False, False)
    assert b"sub/a:1:" + SECRET in ran.err


def test_a_configured_rule_file_is_relative_to_the_top(repo: Repo, home) -> None:
    (home / "mine.toml").write_text(rule("mine", "mine_[0-9]{4}"))
    repo.write("conf/rules.toml", ACME)
    repo.write("sub/a", SECRET + b"\nmine_" + b"1234\n")
    repo.git("config", "secrets.rulesFile", "conf/rules.toml")
    repo.git("config", "--add", "secrets.rulesFile", "~/mine.toml")
    repo.add()
    assert Repo(repo.path / "sub").call("--scan", "a").err.count(b"\na:") == 1
    listing = repo.call("--list").out
    assert b"# rule file conf/rules.toml\nacme acme_" in listing
    assert b"# rule file ~/mine.toml\nmine mine_" in listing


def test_a_missing_rule_file_is_an_error(repo: Repo) -> None:
    repo.git("config", "secrets.rulesFile", "missing.toml")
    ran = repo.call("--scan")
    assert ran.status == 2
    assert b"cannot read the rule file" in ran.err
    assert b"No such file or directory" in ran.err


def test_a_setting_without_a_name_is_an_error(repo: Repo) -> None:
    repo.git("config", "secrets.rulesFile", "")
    ran = repo.call("--scan")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(b"git secrets: secrets.rulesFile in .git/config names no file")


@pytest.mark.parametrize("is_configured", [False, True])
def test_outside_of_a_repository_a_rule_file_is_relative_to_the_current_directory(
    tmp_path: Path, is_configured: bool
) -> None:
    outside = Repo(tmp_path)
    outside.write("rules.toml", ACME)
    outside.write("a", SECRET)
    if is_configured:
        outside.git("config", "--global", "secrets.rulesFile", "rules.toml")
    words = () if is_configured else ("--rules-file", "rules.toml")
    ran = outside.call("--scan", "--no-index", *words, "a")
    assert (ran.status, ran.err.split(b"\n")[0]) == (1, b"a:1:" + SECRET)


def test_in_a_bare_repository_a_rule_file_is_relative_to_its_directory(
    make_repo: MakeRepo, repo: Repo
) -> None:
    bare = make_repo("bare.git", "--bare")
    bare.write("rules.toml", ACME)
    bare.git("config", "secrets.rulesFile", "rules.toml")
    commit = repo.commit_file("a", SECRET)
    repo.push(str(bare.path), "main")
    ran = bare.call("--scan-history")
    assert (ran.status, commit[:7].encode() in ran.out + ran.err) == (1, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="without named pipes")
def test_a_pipe_in_the_config_is_an_error_and_not_waited_for(repo: Repo) -> None:
    os.mkfifo(repo.path / "pipe")
    repo.git("config", "secrets.rulesFile", "pipe")
    ran = repo.call("--scan")
    assert ran.status == 2
    assert b"pipe (secrets.rulesFile in .git/config): not a regular file\n" in ran.err


def test_a_commit_hook_reads_the_version_in_the_index(own: Repo) -> None:
    own.write(".gitsecrets.toml", "")
    ran = own.call("--pre_commit_hook", "--")
    assert b"a:1:x " + SECRET in ran.err
    assert b"warning: .gitsecrets.toml differs between index and work tree" in ran.err


def test_a_second_hook_run_uses_the_parsed_rules(own: Repo, home) -> None:
    first = own.call("--pre_commit_hook", "--")
    assert list((home / ".cache/git-secrets-py").glob("*.rules"))
    assert own.call("--pre_commit_hook", "--") == first


@pytest.mark.parametrize(
    "change",
    [
        lambda repo: repo.write("more.toml", rule("other", "clean")),
        lambda repo: repo.write("rules.toml", rule("other", "clean")),
        lambda repo: repo.write(".gitsecrets.toml", rule("other", "clean")),
        lambda repo: repo.write(".gitsecrets.toml", "[[rules]]\nid = 'a'\npath = '^a$'\n"),
    ],
)
def test_a_hook_that_found_nothing_uses_a_changed_rule_file(repo: Repo, change) -> None:
    repo.write("rules.toml", "[extend]\npath = 'more.toml'\n" + ACME)
    repo.write("more.toml", rule("more", "more_[0-9]{8}", "path = 'py$'"))
    repo.git("config", "secrets.rulesFile", "rules.toml")
    repo.write("a", "clean\n")
    repo.add("a")
    assert [repo.call("--pre_commit_hook", "--").status for _ in range(2)] == [0, 0]
    change(repo)
    assert [repo.call("--pre_commit_hook", "--").status for _ in range(2)] == [1, 1]


def test_a_clean_hook_repeats_warnings_and_finds_prohibited_paths(repo: Repo) -> None:
    broad = "[[allowlists]]\npaths = ['.*']\n"
    repo.write(".gitsecrets.toml", f"{ACME}{broad}[[rules]]\nid = 'p12'\npath = '(?i)[.]p12$'\n")
    repo.add()
    first = repo.call("--pre_commit_hook", "--")
    assert (first.status, b"the allowlist entry '.*' allows everything" in first.err) == (0, True)
    assert repo.call("--pre_commit_hook", "--") == first
    repo.write(".gitsecrets.toml", f"{ACME}[[rules]]\nid = 'p12'\npath = '(?i)[.]p12$'\n")
    repo.add()
    assert repo.call("--pre_commit_hook", "--").status == 0
    repo.write("keys.P12", b"x")
    repo.add()
    assert repo.call("--pre_commit_hook", "--").status == 1


def test_a_rule_file_is_not_reported_for_the_texts_that_it_declares(repo: Repo, key: bytes) -> None:
    text = key.decode()
    lines = (
        f"# {text}",
        f"allowlists = [{{ stopwords = ['x', '{text}'] }}]",
        "[[rules]]",
        "id = 'acme'",
        f"description = 'see {text}'",
        f"regex = '{text}'",
        f"tags = ['{text} and more']",
    )
    for name in (".gitsecrets.toml", "conf/rules.toml", "other.toml"):
        repo.write(name, "\n".join(lines))
    repo.git("config", "secrets.rulesFile", "conf/rules.toml")
    repo.add()
    ran = repo.call("--scan", "--rules", "aws")
    for name in (b".gitsecrets.toml", b"conf/rules.toml"):
        assert [n for n in range(1, 8) if name + b":%d:" % n in ran.err] == [1, 5, 7], ran.err
    assert ran.err.count(b"\nother.toml:") == 5
    repo.write(".gitsecrets.toml", "\n".join(lines[2:]))
    repo.git("config", "--unset", "secrets.rulesFile")
    assert b".gitsecrets.toml:4:" in repo.call("--scan", "--rules", "aws,-acme").err


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


def test_a_rule_file_extends_another(own: Repo) -> None:
    own.git("config", "secrets.rules", "none")
    own.write(
        ".gitsecrets.toml",
        "[extend]\npath = 'conf/base.toml'\ndisabledRules = ['other']\n"
        "[[rules]]\nid = 'acme'\nentropy = 9.0\n",
    )
    own.write("conf/base.toml", ACME + rule("other", "x acme") + rule("third", "^x"))
    ran = own.call("--scan", "--format", "json", "a")
    assert [one["rule"] for one in json.loads(ran.out)["findings"]] == ["third"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../outside.toml", "../outside.toml is not a file of the repository"),
        ("/etc/passwd", "/etc/passwd is not a file of the repository"),
        (".git/config", ".git/config is not a file of the repository"),
        ("a\0b", "b is not a file of the repository"),
        ("link.toml", "it is a link out of the work tree"),
        ("folder/outside.toml", "it is a link out of the work tree"),
        ("missing.toml", "there is no file missing.toml in the repository"),
        (".gitsecrets.toml", ".gitsecrets.toml extends itself"),
    ],
)
def test_a_rule_file_extends_only_files_of_the_repository(
    own: Repo, path: str, message: str
) -> None:
    (own.path.parent / "outside.toml").write_text(ACME)
    (own.path / "link.toml").symlink_to("../outside.toml")
    (own.path / "folder").symlink_to("..")
    own.write(".gitsecrets.toml", f"[extend]\npath = {json.dumps(path)}\n")
    ran = own.call("--scan", "a")
    assert (ran.status, message in ran.err.decode()) == (2, True), ran


def test_files_that_extend_each_other_are_bounded(own: Repo) -> None:
    for number in range(9):
        own.write(f"{number}.toml", f"[extend]\npath = '{number + 1}.toml'\n")
    own.write(".gitsecrets.toml", "[extend]\npath = '0.toml'\n")
    ran = own.call("--scan", "a")
    assert (ran.status, b"more than 2 files extend each other" in ran.err) == (2, True)


@pytest.mark.usefixtures("without_compiling")
def test_use_default_enables_all_rules_with_the_allowlists_of_the_file(
    own: Repo, key: bytes
) -> None:
    own.write(
        ".gitsecrets.toml",
        "[extend]\nuseDefault = true\ndisabledRules = ['aws-account-id']\n"
        "[allowlist]\npaths = ['^tests/']\n",
    )
    own.write("tests/a", key)
    own.write("b", key + b"\naws_account_id = 4571-8902-3341".replace(b"-", b""))
    ran = own.call("--scan", "tests/a", "b")
    assert b"useDefault enables the rule set 'all' here" in ran.err
    assert [line for line in ran.err.splitlines() if key in line] == [b"b:1:" + key]
    assert b"b:2" not in ran.err


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
