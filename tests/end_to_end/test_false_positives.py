"""Cases that the original git-secrets blocks or fails on although nothing is wrong.

Everything here goes through real processes, and a real ``git commit`` with the installed hooks.
"""

from __future__ import annotations

import os

import pytest
from support import SILENCE, WINDOWS, Ran, Repo, blocked


def clean_history(ran):
    """Assert that an audit found nothing and failed at nothing."""
    assert (ran.status, ran.out) == (0, b"")
    (line,) = ran.err.splitlines()
    assert line.startswith((b"git secrets: audited ", b"git secrets: covered "))
    assert line.endswith(b"; 0 secrets found")
    return True


def test_a_pattern_with_spaces_is_one_pattern(guarded):
    """``for pattern in $patterns`` splits it into two patterns, each of which matches alone."""
    guarded.call("--add", "top secret")
    guarded.write("a", "at the top\nno secret\n")
    guarded.add("a")
    assert guarded.commit() == SILENCE
    guarded.write("a", "top secret\n")
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:1:top secret")


@pytest.fixture
def with_an_old_secret(guarded, key):
    """A repository with a secret from before the hooks were installed."""
    guarded.commit_file("old", key)
    return guarded


# With an empty list of staged files the original scans the whole index.


def test_a_commit_that_only_deletes(with_an_old_secret):
    with_an_old_secret.git("rm", "--quiet", "README")
    assert with_an_old_secret.commit() == SILENCE


def test_a_commit_that_deletes_the_secret(with_an_old_secret):
    with_an_old_secret.git("rm", "--quiet", "old")
    assert with_an_old_secret.commit() == SILENCE


@pytest.mark.parametrize("option", ["--amend", "--allow-empty"])
def test_a_commit_without_changes(with_an_old_secret, option):
    assert with_an_old_secret.commit("a message", option) == SILENCE


def test_a_merge_that_removes_a_secret(with_an_old_secret):
    """git log -p shows the removed line, which the original treats as a new one."""
    with_an_old_secret.git("checkout", "--quiet", "-b", "side")
    with_an_old_secret.commit_file("old", "clean\n")
    with_an_old_secret.git("checkout", "--quiet", "main")
    with_an_old_secret.commit_file("other", "clean\n")
    assert with_an_old_secret.try_git("merge", "--quiet", "--no-edit", "side") == SILENCE


@pytest.mark.skipif(WINDOWS, reason="the editor is a line for sh")
def test_git_commit_verbose_with_a_secret_that_is_removed(with_an_old_secret):
    """The file with the message contains the diff, though git does not record it."""
    with_an_old_secret.git("rm", "--quiet", "old")
    editor = {"GIT_EDITOR": 'sh -c \'grep -q ^-AKIA "$1" && sed -i.bak "1s/^/subject/" "$1"\' -'}
    assert with_an_old_secret.try_git("commit", "--quiet", "--verbose", env=editor) == SILENCE
    assert with_an_old_secret.git("log", "-1", "--format=%B").strip() == b"subject"


@pytest.mark.parametrize("value", ["", " ", '""', '" "', "\t"])
def test_a_blank_credential(guarded, home, key, value):
    """An empty pattern of the AWS provider matches every line, so nothing can be committed."""
    (home / ".aws").mkdir()
    secret = "wJalr" + "q" * 35
    (home / ".aws/credentials").write_text(
        f"[default]\naws_access_key_id = {value}\n[other]\naws_secret_access_key = {secret}\n"
    )
    guarded.write("a", "clean\n")
    guarded.add("a")
    assert guarded.commit() == SILENCE
    guarded.write("a", secret)
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:1:" + secret.encode())


def test_the_work_tree_does_not_count_as_history(guarded, key):
    """If there is no commit to search, git grep searches the work tree instead."""
    guarded.write("README", key)
    assert clean_history(guarded.call("--scan-history"))


def test_an_allowance_for_a_path_counts_in_history(guarded, key):
    """The line begins with the commit there, which ``^docs/`` does not match."""
    commit = guarded.commit_file("docs/a", key).encode()
    assert blocked(guarded.call("--scan-history"), commit + b":docs/a:1:" + key)
    guarded.call("--add", "--allowed", "^docs/")
    assert clean_history(guarded.call("--scan-history"))


def test_a_gitallowed_with_the_line_ends_of_windows(guarded, key):
    """For grep, the carriage return is part of the pattern, which then allows nothing."""
    guarded.commit_file("README", "hello again\n")
    guarded.write(".gitallowed", b"# for the tests\r\n\r\n" + key + b"\r\n")
    guarded.write("a", key)
    guarded.add()
    assert guarded.commit() == SILENCE


def test_a_gitallowed_in_a_path_with_spaces(make_repo, key):
    """``cat $gitallowed`` reads two files that do not exist."""
    repo = make_repo("a path with spaces")
    repo.register_aws()
    repo.install_hooks()
    repo.write(".gitallowed", key)
    repo.write("a", key)
    repo.add()
    assert repo.commit() == SILENCE


def test_a_recursive_scan_leaves_gits_own_files_alone(guarded, key):
    """``grep -r`` reads .git/config, which holds whatever was added as a pattern."""
    guarded.run("--add", key)
    assert guarded.call("--scan", "-r", ".") == SILENCE
    guarded.write("a", key)
    assert blocked(guarded.call("--scan", "-r", "."), b"./a:1:" + key)


def test_a_pattern_file_is_not_reported_for_its_own_lines(guarded, key):
    guarded.write(".gitallowed", key)
    guarded.write(".gitprohibited", "top-secret-[0-9]|top-secret-1\n")
    guarded.add()
    assert guarded.commit() == SILENCE


def test_an_install_is_done_whole_or_not_at_all(repo):
    """The original writes commit-msg, then stops at an existing pre-commit."""
    hook = repo.write(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n")
    ran = repo.call("--install")
    assert ran.status == 1
    assert b"pre-commit already exists. Use -f to force" in ran.err
    assert os.listdir(hook.parent) == ["pre-commit"]
    assert hook.read_text() == "#!/bin/sh\necho mine\n"


@pytest.fixture
def bare(guarded, key, tmp_path):
    """A bare clone of a repository with a secret in its history, with the AWS patterns."""
    guarded.commit_file("a", key)
    guarded.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    bare = Repo(tmp_path / "bare")
    bare.register_aws()
    return bare


def test_the_history_of_a_bare_repository(bare, guarded, key):
    """The original requests the top of the work tree, and git reports that there is none."""
    commit = guarded.git("rev-parse", "HEAD").strip()
    assert blocked(bare.call("--scan-history"), commit + b":a:1:" + key)


def test_a_scan_of_a_bare_repository_says_what_to_do_instead(bare):
    assert bare.call("--scan") == Ran(
        2,
        b"",
        b"git secrets: not in a work tree; scan a bare repository with "
        b"'git secrets --scan-history'\n",
    )


def test_a_scan_in_a_git_directory_asks_for_the_work_tree(with_pattern):
    assert Repo(with_pattern.path / ".git").run("--scan") == Ran(
        2, b"", b"git secrets: not in a work tree; run this command in one\n"
    )


@pytest.mark.parametrize("words", [[], ["--untracked"], ["--cached"]])
def test_a_scan_from_outside_of_a_configured_work_tree_scans_it(
    repo, tmp_path, monkeypatch, key, words
):
    repo.register_aws()
    repo.commit_file("a/b", key)
    repo.write(".gitallowed", "^docs/")
    repo.commit_file("docs/c", key)
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.path))
    assert blocked(Repo(tmp_path).run("--scan", *words), b"a/b:1:" + key)


@pytest.mark.parametrize(
    "words",
    [["--scan"], ["--scan", "--untracked"], ["--scan", "--cached"], ["--pre_commit_hook"]],
    ids=" ".join,
)
@pytest.mark.parametrize("directory", ["..", ".", "sub"])
def test_the_git_directory_and_the_work_tree_may_be_relative(
    with_pattern, monkeypatch, key, directory, words
):
    """A conflict is among the files, which a hook lists from the top of the work tree."""
    with_pattern.commit_file("sub/a", "1")
    with_pattern.git("checkout", "--quiet", "-b", "topic")
    with_pattern.commit_file("sub/a", key)
    with_pattern.git("checkout", "--quiet", "-")
    with_pattern.commit_file("sub/a", "2")
    with_pattern.try_git("merge", "topic")
    there = with_pattern.path / directory
    monkeypatch.setenv("GIT_DIR", os.path.relpath(with_pattern.path / ".git", there))
    monkeypatch.setenv("GIT_WORK_TREE", os.path.relpath(with_pattern.path, there))
    ran = Repo(there).run(*words)
    assert (ran.status, ran.err.partition(b":")[0]) == (1, b"sub/a")


def test_a_sha_256_repository(make_repo, key):
    """The original compares with the empty tree of SHA-1, which does not exist there.

    It then scans the whole index.
    """
    repo = make_repo("sha256", "--object-format=sha256")
    repo.register_aws()
    repo.install_hooks()
    repo.write("a", key)
    repo.add("a")
    assert blocked(repo.commit(), b"a:1:" + key)
    repo.write("a", "clean\n")
    repo.add("a")
    assert repo.commit() == SILENCE
    commit = repo.commit_file("b", key).encode()
    assert len(commit) == 64
    assert blocked(repo.call("--scan-history"), commit + b":b:1:" + key)
