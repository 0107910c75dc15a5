"""Merges, cherry-picks and reverts, as the installed hooks scan them."""

from __future__ import annotations

import sys

import pytest
from blobs import source_in, without_headers
from support import ERROR, Ran

from git_secrets_py.sources.merge import incoming

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are too slow on Windows")


@pytest.fixture
def with_base(guarded):
    """A repository with the AWS patterns and our hooks, whose last commit adds ``a``."""
    guarded.commit_file("a", "base\n")
    guarded.git("tag", "base")
    return guarded


def branch(repo, name, files, message="a commit", start="base"):
    """Commit ``files`` past the hooks on a new branch from ``start``; return the commit."""
    repo.git("checkout", "--quiet", "-b", name, start)
    *others, (last, content) = files.items()
    for path, other in others:
        repo.write(path, other)
        repo.add(path)
    commit = repo.commit_file(last, content, message).encode()
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


def test_a_clean_merge_succeeds_without_output(with_base):
    diverge(with_base)
    branch(with_base, "side", {"b": "clean\n"})
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran == Ran(0, b"", b"")
    assert with_base.git("rev-parse", "HEAD^2") == with_base.git("rev-parse", "side")


def test_a_merge_that_introduces_a_secret_is_blocked(with_base, key):
    diverge(with_base)
    commit = branch(with_base, "side", {"b": key + b"\n"})
    before = with_base.head()
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert found(ran)[:2] == [b"b:1:" + key, commit + b":b:1:" + key]
    assert with_base.head() == before


def test_a_secret_removed_by_a_later_merged_commit_is_found(with_base, key):
    diverge(with_base)
    commit = branch(with_base, "side", {"b": key})
    branch(with_base, "later", {"b": "clean\n"}, start="side")
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "later")
    assert ran.status != 0
    assert found(ran) == [commit + b":b:1:" + key]


def test_a_merge_that_removes_a_secret_succeeds(with_base, key):
    """The original scans the diff with its removed lines, and blocks such a merge."""
    with_base.commit_file("b", key)
    branch(with_base, "side", {"b": "clean\n"}, start="main")
    diverge(with_base)
    assert with_base.try_git("merge", "--quiet", "--no-edit", "side") == Ran(0, b"", b"")


def test_a_secret_that_both_sides_already_have_is_ignored(with_base, key):
    with_base.commit_file("b", key)
    branch(with_base, "side", {"c": "clean\n"}, start="main")
    diverge(with_base)
    assert with_base.try_git("merge", "--quiet", "--no-edit", "side") == Ran(0, b"", b"")


def test_a_secret_in_the_message_of_a_merged_commit_is_found(with_base, key):
    diverge(with_base)
    commit = branch(with_base, "side", {"b": "clean\n"}, message=f"subject\n\n{key.decode()}")
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert found(ran) == [commit + b":(commit message):3:" + key]


def test_a_secret_that_only_the_merge_commit_contains_is_found(with_base, key):
    """An evil merge: neither parent contains it."""
    diverge(with_base)
    branch(with_base, "side", {"b": "clean\n"})
    with_base.git("merge", "--quiet", "--no-commit", "side")
    with_base.write("evil", key)
    with_base.add("evil")
    ran = with_base.commit()
    assert ran.status == 1
    assert found(ran) == [b"evil:1:" + key]


def test_a_secret_in_a_merged_evil_merge_is_found(with_base, key):
    diverge(with_base)
    branch(with_base, "one", {"b": "clean\n"})
    branch(with_base, "two", {"c": "clean\n"})
    with_base.git("checkout", "--quiet", "one")
    with_base.git("merge", "--quiet", "--no-verify", "--no-commit", "two")
    with_base.write("evil", key)
    with_base.add("evil")
    with_base.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "evil")
    evil = with_base.git("rev-parse", "HEAD").strip()
    with_base.git("checkout", "--quiet", "main")
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "one")
    assert ran.status != 0
    assert evil + b":evil:1:" + key in found(ran)


def test_every_head_of_an_octopus_merge_is_scanned(with_base, key):
    diverge(with_base)
    branch(with_base, "one", {"b": "clean\n"})
    middle = branch(with_base, "two", {"c": key})
    branch(with_base, "two-later", {"c": "clean\n"}, start="two")
    branch(with_base, "three", {"d": "clean\n"})
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "one", "two-later", "three")
    assert ran.status != 0
    assert found(ran) == [middle + b":c:1:" + key]


@pytest.mark.parametrize("options", [["--no-edit"], ["-m", "a message"]])
def test_a_merge_concluded_after_a_conflict_is_scanned_with_its_heads(with_base, key, options):
    with_base.commit_file("a", "ours\n")
    first = branch(with_base, "side", {"b": key})
    branch(with_base, "later", {"a": "theirs\n", "b": "clean\n"}, start="side")
    assert with_base.try_git("merge", "--quiet", "later").status == 1
    with_base.write("a", "resolved\n")
    with_base.add("a")
    ran = with_base.try_git("commit", "--quiet", *options)
    assert ran.status == 1
    assert found(ran) == [first + b":b:1:" + key]


def test_a_secret_in_the_resolution_of_a_conflict_is_found(with_base, key):
    with_base.commit_file("a", "ours\n")
    branch(with_base, "side", {"a": "theirs\n"})
    assert with_base.try_git("merge", "--quiet", "side").status == 1
    with_base.write("a", key)
    with_base.add("a")
    ran = with_base.commit()
    assert ran.status == 1
    assert found(ran) == [b"a:1:" + key]


@pytest.mark.parametrize("options", [["--merge"], ["--apply"], ["--interactive"]])
def test_a_secret_that_is_staged_before_a_rebase_goes_on_is_found(with_base, key, options):
    """git runs no pre-commit hook for it."""
    with_base.commit_file("a", "ours\n")
    branch(with_base, "side", {"a": "theirs\n"})
    assert with_base.try_git("rebase", "--quiet", *options, "side").status == 1
    with_base.write("a", key)
    with_base.add("a")
    ran = with_base.try_git("rebase", "--continue")
    assert ran.status == 1
    assert found(ran) == [b"a:1:" + key]
    with_base.write("a", "resolved\n")
    with_base.add("a")
    assert with_base.try_git("rebase", "--continue").status == 0


def test_a_merged_branch_with_unrelated_history_is_scanned(with_base, key):
    diverge(with_base)
    with_base.git("checkout", "--quiet", "--orphan", "stranger")
    with_base.write("b", key)
    with_base.add("b")
    with_base.git("commit", "--quiet", "--no-verify", "-m", "a stranger")
    commit = with_base.git("rev-parse", "HEAD").strip()
    with_base.git("checkout", "--quiet", "main")
    options = ("--quiet", "--no-edit", "--allow-unrelated-histories")
    ran = with_base.try_git("merge", *options, "stranger")
    assert ran.status != 0
    assert commit + b":b:1:" + key in found(ran)


def test_a_squash_merge_is_scanned_on_commit(with_base, key):
    diverge(with_base)
    branch(with_base, "side", {"b": key})
    with_base.git("merge", "--quiet", "--squash", "side")
    ran = with_base.try_git("commit", "--quiet", "--no-edit")
    assert ran.status == 1
    assert found(ran) == [b"b:1:" + key]


def test_a_cherry_picked_commit_is_scanned(with_base, key):
    """git runs no pre-commit hook for it, so the original does not scan it."""
    diverge(with_base)
    branch(with_base, "side", {"b": key})
    before = with_base.head()
    ran = with_base.try_git("cherry-pick", "side")
    assert ran.status != 0
    assert found(ran) == [b"b:1:" + key]
    assert with_base.head() == before


@pytest.mark.parametrize(
    "command", ["cherry-pick side", "rebase HEAD side", "revert --no-edit side"]
)
def test_a_message_that_is_repeated_is_scanned(with_base, key, command):
    """git runs no commit-msg hook for it."""
    diverge(with_base)
    branch(with_base, "side", {"b": "clean\n"}, key.decode())
    if command.startswith("revert"):
        with_base.git("checkout", "--quiet", "side")
    ran = with_base.try_git(*command.split())
    assert ran.status != 0
    (line,) = found(ran)
    assert b".git/COMMIT_EDITMSG:1:" in line
    assert key in line


def test_a_cherry_picked_merge_is_scanned(with_base, key):
    diverge(with_base)
    branch(with_base, "one", {"b": "clean\n"})
    branch(with_base, "two", {"c": key})
    with_base.git("checkout", "--quiet", "one")
    with_base.git("-c", "core.hooksPath=/dev/null", "merge", "--quiet", "--no-edit", "two")
    with_base.git("checkout", "--quiet", "main")
    ran = with_base.try_git("cherry-pick", "-m", "1", "one")
    assert ran.status != 0
    assert found(ran) == [b"c:1:" + key]


def test_a_clean_cherry_pick_succeeds(with_base):
    diverge(with_base)
    branch(with_base, "side", {"b": "clean\n"})
    assert with_base.try_git("cherry-pick", "side").status == 0


def test_a_revert_that_restores_a_secret_is_blocked(with_base, key):
    with_base.commit_file("b", key)
    with_base.commit_file("b", "clean\n")
    before = with_base.head()
    ran = with_base.try_git("revert", "--no-edit", "HEAD")
    assert ran.status != 0
    assert found(ran) == [b"b:1:" + key]
    assert with_base.head() == before


def test_a_revert_that_removes_a_secret_succeeds(with_base, key):
    with_base.commit_file("b", key)
    assert with_base.try_git("revert", "--no-edit", "HEAD").status == 0


def test_an_amended_merge_is_not_scanned_as_a_merge(with_base, key):
    with_base.commit_file("b", key)
    diverge(with_base)
    branch(with_base, "side", {"c": "clean\n"})
    with_base.git("merge", "--quiet", "--no-edit", "side")
    ran = with_base.try_git("commit", "--quiet", "--amend", "--no-edit")
    assert ran == Ran(0, b"", b"")


def test_a_merge_in_a_linked_worktree_is_scanned(with_base, key, tmp_path):
    diverge(with_base)
    commit = branch(with_base, "side", {"b": key})
    worktree = tmp_path / "linked"
    with_base.git("worktree", "add", "--quiet", "-b", "work", str(worktree))
    linked = type(with_base)(worktree)
    ran = linked.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert commit + b":b:1:" + key in found(ran)


def test_a_pattern_that_allows_one_path_does_not_allow_another_with_the_same_content(
    with_base, key
):
    diverge(with_base)
    commit = branch(with_base, "side", {"docs/b": key, "src/b": key})
    branch(with_base, "later", {"docs/b": "clean\n", "src/b": "clean\n"}, start="side")
    with_base.write(".gitallowed", "docs/\n")
    ran = with_base.try_git("merge", "--quiet", "--no-edit", "later")
    assert ran.status != 0
    assert found(ran) == [commit + b":src/b:1:" + key]


def test_a_merge_message_without_a_merge_scans_the_staged_files(with_base, key):
    """For an edited revert, for example."""
    with_base.write("b", key)
    with_base.add("b")
    ran = with_base.call("--prepare_commit_msg_hook", ".git/MERGE_MSG", "merge")
    assert ran.status == 1
    assert found(ran) == [b"b:1:" + key]


def test_the_hook_scans_nothing_for_other_messages(with_base, key):
    with_base.write("b", key)
    with_base.add("b")
    for source in ([], ["message"], ["template"], ["commit", "HEAD"], ["squash"]):
        assert with_base.call("--prepare_commit_msg_hook", "file", *source) == Ran(0, b"", b"")


@pytest.mark.usefixtures("hostile")
def test_each_merged_blob_and_message_is_yielded_once(repo):
    repo.commit_file("a", "base\n")
    one = branch(repo, "one", {"b": "1"}, message="first", start="main")
    two = branch(repo, "two", {"a": "2"}, message="second", start="one")
    environ = merge_environment(two)
    items = without_headers(source_in(repo.path, incoming, environ))
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
    items = without_headers(source_in(repo.path, incoming, merge_environment(first)))
    assert items == [(first + b":a", b"1"), (first + b":(commit message)", b"first\n")]


def test_a_merge_in_a_sha_256_repository_is_scanned(make_repo):
    repo = make_repo("sha256", "--object-format=sha256")
    repo.commit_file("a", "base\n")
    one = branch(repo, "one", {"b": "1"}, message="first", start="main")
    items = without_headers(source_in(repo.path, incoming, merge_environment(one)))
    assert items == [(one + b":b", b"1"), (one + b":(commit message)", b"first\n")]
