"""Rule files in a repository: where they are read from, and which rules they enable."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from rule_file_scans import ACME, SECRET, rule
from support import MakeRepo, Ran, Repo

RECOMMENDED = b"the rule set 'recommended' is active"


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
