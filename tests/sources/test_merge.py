"""Merges, cherry-picks and reverts, as the installed hooks scan them."""

from __future__ import annotations

import sys

import pytest
from blobs import source_in
from support import ERROR, Ran

from git_secrets_py.sources.merge import incoming

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are too slow on Windows")


@pytest.fixture
def guarded(guarded):
    """A repository with the AWS patterns and our hooks, whose last commit adds ``a``."""
    guarded.commit_file("a", "base\n")
    guarded.git("tag", "base")
    return guarded


def branch(repo, name, files, message="a commit", start="base"):
    """Commit ``files`` past the hooks on a new branch from ``start``; return the commit."""
    repo.git("checkout", "--quiet", "-b", name, start)
    for path, content in files.items():
        repo.write(path, content)
        repo.add(path)
    repo.git("commit", "--quiet", "--no-verify", "-m", message)
    commit = repo.git("rev-parse", "HEAD").strip()
    repo.git("checkout", "--quiet", "main")
    return commit


def diverge(repo):
    """Commit on main, so that a merge is not a fast-forward."""
    repo.commit_file("main-file", "main\n")


def found(ran):
    """Return the lines with findings of a blocked commit, each once, in order."""
    assert ERROR in ran.err, ran
    return list(dict.fromkeys(ran.err.partition(ERROR)[0].rstrip().split(b"\n")))


def merge_environment(*commits):
    return {f"GITHEAD_{commit.decode()}": "a branch" for commit in commits}


def test_a_clean_merge_succeeds_without_output(guarded):
    diverge(guarded)
    branch(guarded, "side", {"b": "clean\n"})
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran == Ran(0, b"", b"")
    assert guarded.git("rev-parse", "HEAD^2") == guarded.git("rev-parse", "side")


def test_a_merge_that_introduces_a_secret_is_blocked(guarded, key):
    diverge(guarded)
    commit = branch(guarded, "side", {"b": key + b"\n"})
    before = guarded.head()
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert found(ran)[:2] == [b"b:1:" + key, commit + b":b:1:" + key]
    assert guarded.head() == before


def test_a_secret_removed_by_a_later_merged_commit_is_found(guarded, key):
    diverge(guarded)
    commit = branch(guarded, "side", {"b": key})
    branch(guarded, "later", {"b": "clean\n"}, start="side")
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "later")
    assert ran.status != 0
    assert found(ran) == [commit + b":b:1:" + key]


def test_a_merge_that_removes_a_secret_succeeds(guarded, key):
    """The original scans the diff with its removed lines, and blocks such a merge."""
    guarded.commit_file("b", key)
    branch(guarded, "side", {"b": "clean\n"}, start="main")
    diverge(guarded)
    assert guarded.try_git("merge", "--quiet", "--no-edit", "side") == Ran(0, b"", b"")


def test_a_secret_that_both_sides_already_have_is_ignored(guarded, key):
    guarded.commit_file("b", key)
    branch(guarded, "side", {"c": "clean\n"}, start="main")
    diverge(guarded)
    assert guarded.try_git("merge", "--quiet", "--no-edit", "side") == Ran(0, b"", b"")


def test_a_secret_in_the_message_of_a_merged_commit_is_found(guarded, key):
    diverge(guarded)
    commit = branch(guarded, "side", {"b": "clean\n"}, message=f"subject\n\n{key.decode()}")
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert found(ran) == [commit + b":(commit message):3:" + key]


def test_a_secret_that_only_the_merge_commit_contains_is_found(guarded, key):
    """An evil merge: neither parent contains it."""
    diverge(guarded)
    branch(guarded, "side", {"b": "clean\n"})
    guarded.git("merge", "--quiet", "--no-commit", "side")
    guarded.write("evil", key)
    guarded.add("evil")
    ran = guarded.commit()
    assert ran.status == 1
    assert found(ran) == [b"evil:1:" + key]


def test_a_secret_in_a_merged_evil_merge_is_found(guarded, key):
    diverge(guarded)
    branch(guarded, "one", {"b": "clean\n"})
    branch(guarded, "two", {"c": "clean\n"})
    guarded.git("checkout", "--quiet", "one")
    guarded.git("merge", "--quiet", "--no-verify", "--no-commit", "two")
    guarded.write("evil", key)
    guarded.add("evil")
    guarded.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "evil")
    evil = guarded.git("rev-parse", "HEAD").strip()
    guarded.git("checkout", "--quiet", "main")
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "one")
    assert ran.status != 0
    assert evil + b":evil:1:" + key in found(ran)


def test_every_head_of_an_octopus_merge_is_scanned(guarded, key):
    diverge(guarded)
    branch(guarded, "one", {"b": "clean\n"})
    middle = branch(guarded, "two", {"c": key})
    branch(guarded, "two-later", {"c": "clean\n"}, start="two")
    branch(guarded, "three", {"d": "clean\n"})
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "one", "two-later", "three")
    assert ran.status != 0
    assert found(ran) == [middle + b":c:1:" + key]


@pytest.mark.parametrize("options", [["--no-edit"], ["-m", "a message"]])
def test_a_merge_concluded_after_a_conflict_is_scanned_with_its_heads(guarded, key, options):
    guarded.commit_file("a", "ours\n")
    first = branch(guarded, "side", {"b": key})
    branch(guarded, "later", {"a": "theirs\n", "b": "clean\n"}, start="side")
    assert guarded.try_git("merge", "--quiet", "later").status == 1
    guarded.write("a", "resolved\n")
    guarded.add("a")
    ran = guarded.try_git("commit", "--quiet", *options)
    assert ran.status == 1
    assert found(ran) == [first + b":b:1:" + key]


def test_a_secret_in_the_resolution_of_a_conflict_is_found(guarded, key):
    guarded.commit_file("a", "ours\n")
    branch(guarded, "side", {"a": "theirs\n"})
    assert guarded.try_git("merge", "--quiet", "side").status == 1
    guarded.write("a", key)
    guarded.add("a")
    ran = guarded.commit()
    assert ran.status == 1
    assert found(ran) == [b"a:1:" + key]


def test_a_merged_branch_with_unrelated_history_is_scanned(guarded, key):
    diverge(guarded)
    guarded.git("checkout", "--quiet", "--orphan", "stranger")
    guarded.write("b", key)
    guarded.add("b")
    guarded.git("commit", "--quiet", "--no-verify", "-m", "a stranger")
    commit = guarded.git("rev-parse", "HEAD").strip()
    guarded.git("checkout", "--quiet", "main")
    options = ("--quiet", "--no-edit", "--allow-unrelated-histories")
    ran = guarded.try_git("merge", *options, "stranger")
    assert ran.status != 0
    assert commit + b":b:1:" + key in found(ran)


def test_a_squash_merge_is_scanned_on_commit(guarded, key):
    diverge(guarded)
    branch(guarded, "side", {"b": key})
    guarded.git("merge", "--quiet", "--squash", "side")
    ran = guarded.try_git("commit", "--quiet", "--no-edit")
    assert ran.status == 1
    assert found(ran) == [b"b:1:" + key]


def test_a_cherry_picked_commit_is_scanned(guarded, key):
    """git runs no pre-commit hook for it, so the original does not scan it."""
    diverge(guarded)
    branch(guarded, "side", {"b": key})
    before = guarded.head()
    ran = guarded.try_git("cherry-pick", "side")
    assert ran.status != 0
    assert found(ran) == [b"b:1:" + key]
    assert guarded.head() == before


def test_a_cherry_picked_merge_is_scanned(guarded, key):
    diverge(guarded)
    branch(guarded, "one", {"b": "clean\n"})
    branch(guarded, "two", {"c": key})
    guarded.git("checkout", "--quiet", "one")
    guarded.git("-c", "core.hooksPath=/dev/null", "merge", "--quiet", "--no-edit", "two")
    guarded.git("checkout", "--quiet", "main")
    ran = guarded.try_git("cherry-pick", "-m", "1", "one")
    assert ran.status != 0
    assert found(ran) == [b"c:1:" + key]


def test_a_clean_cherry_pick_succeeds(guarded):
    diverge(guarded)
    branch(guarded, "side", {"b": "clean\n"})
    assert guarded.try_git("cherry-pick", "side").status == 0


def test_a_revert_that_restores_a_secret_is_blocked(guarded, key):
    guarded.commit_file("b", key)
    guarded.commit_file("b", "clean\n")
    before = guarded.head()
    ran = guarded.try_git("revert", "--no-edit", "HEAD")
    assert ran.status != 0
    assert found(ran) == [b"b:1:" + key]
    assert guarded.head() == before


def test_a_revert_that_removes_a_secret_succeeds(guarded, key):
    guarded.commit_file("b", key)
    assert guarded.try_git("revert", "--no-edit", "HEAD").status == 0


def test_an_amended_merge_is_not_scanned_as_a_merge(guarded, key):
    guarded.commit_file("b", key)
    diverge(guarded)
    branch(guarded, "side", {"c": "clean\n"})
    guarded.git("merge", "--quiet", "--no-edit", "side")
    ran = guarded.try_git("commit", "--quiet", "--amend", "--no-edit")
    assert ran == Ran(0, b"", b"")


def test_a_merge_in_a_linked_worktree_is_scanned(guarded, key, tmp_path):
    diverge(guarded)
    commit = branch(guarded, "side", {"b": key})
    worktree = tmp_path / "linked"
    guarded.git("worktree", "add", "--quiet", "-b", "work", str(worktree))
    linked = type(guarded)(worktree)
    ran = linked.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert commit + b":b:1:" + key in found(ran)


def test_a_pattern_that_allows_one_path_does_not_allow_another_with_the_same_content(guarded, key):
    diverge(guarded)
    commit = branch(guarded, "side", {"docs/b": key, "src/b": key})
    branch(guarded, "later", {"docs/b": "clean\n", "src/b": "clean\n"}, start="side")
    guarded.write(".gitallowed", "docs/\n")
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "later")
    assert ran.status != 0
    assert found(ran) == [commit + b":src/b:1:" + key]


def test_a_merge_message_without_a_merge_scans_the_staged_files(guarded, key):
    """For an edited revert, for example."""
    guarded.write("b", key)
    guarded.add("b")
    ran = guarded.call("--prepare_commit_msg_hook", ".git/MERGE_MSG", "merge")
    assert ran.status == 1
    assert found(ran) == [b"b:1:" + key]


def test_the_hook_scans_nothing_for_other_messages(guarded, key):
    guarded.write("b", key)
    guarded.add("b")
    for source in ([], ["message"], ["template"], ["commit", "HEAD"], ["squash"]):
        assert guarded.call("--prepare_commit_msg_hook", "file", *source) == Ran(0, b"", b"")


@pytest.mark.usefixtures("hostile")
def test_each_merged_blob_and_message_is_yielded_once(repo):
    repo.commit_file("a", "base\n")
    one = branch(repo, "one", {"b": "1"}, message="first", start="main")
    two = branch(repo, "two", {"a": "2"}, message="second", start="one")
    environ = merge_environment(two)
    items = source_in(repo.path, incoming, environ)
    assert items == [
        (one + b":b", b"1"),
        (two + b":a", b"2"),
        (one + b":(commit message)", b"first\n"),
        (two + b":(commit message)", b"second\n"),
    ]


def test_a_merge_on_an_unborn_branch_yields_everything(repo):
    repo.commit_file("a", "1", "first")
    first = repo.git("rev-parse", "HEAD").strip()
    repo.git("checkout", "--quiet", "--orphan", "new")
    repo.git("rm", "--quiet", "--cached", "a")
    items = source_in(repo.path, incoming, merge_environment(first))
    assert items == [(first + b":a", b"1"), (first + b":(commit message)", b"first\n")]


def test_a_merge_in_a_sha_256_repository_is_scanned(make_repo):
    repo = make_repo("sha256", "--object-format=sha256")
    repo.commit_file("a", "base\n")
    one = branch(repo, "one", {"b": "1"}, message="first", start="main")
    items = source_in(repo.path, incoming, merge_environment(one))
    assert items == [(one + b":b", b"1"), (one + b":(commit message)", b"first\n")]
