"""``git push`` from a clone with the pre-push hook, into a bare repository."""

from __future__ import annotations

import sys
from hashlib import sha1

import pytest
from pushing import found, put_hook, remote_refs
from support import ERROR, SILENCE, Ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are too slow on Windows")


def test_a_clean_push_succeeds_without_output(clone, remote):
    head = clone.commit_file("b", "clean\n")
    assert clone.push("origin", "main") == Ran(0, b"", b"")
    assert remote.git("rev-parse", "main").decode().strip() == head


def test_a_push_with_a_secret_is_blocked_and_shows_its_location(clone, remote, key):
    before = remote.git("rev-parse", "main")
    commit = clone.commit_file("dir/b", b"x\nid = " + key + b"\n")
    ran = clone.push("origin", "main")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(f"{commit}:dir/b:2:id = ".encode() + key + b"\n" + ERROR)
    assert b"error: failed to push some refs to" in ran.err
    assert remote.git("rev-parse", "main") == before


def test_a_secret_removed_by_a_later_commit_is_found(clone, key):
    commit = clone.commit_file("b", key)
    clone.commit_file("b", "clean\n")
    assert found(clone.push("origin", "main")) == [f"{commit}:b:1:".encode() + key]


def test_a_secret_in_a_commit_message_is_found(clone, key):
    commit = clone.commit_file("b", "clean\n", f"subject\n\n{key.decode()}")
    ran = clone.push("origin", "main")
    assert found(ran) == [f"{commit}:(commit message):3:".encode() + key]


def test_commits_on_the_remote_are_not_scanned_again(clone, key):
    clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.commit_file("c", "clean\n")
    assert clone.push("origin", "main") == Ran(0, b"", b"")


def test_a_new_branch_is_scanned_from_its_fork_point(clone, key):
    clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.git("checkout", "--quiet", "-b", "topic")
    clone.commit_file("c", "clean\n")
    assert clone.push("origin", "topic") == Ran(0, b"", b"")
    commit = clone.commit_file("d", key)
    assert found(clone.push("origin", "topic:other")) == [f"{commit}:d:1:".encode() + key]


def test_a_first_push_is_scanned_from_the_first_commit(clone, make_repo, key):
    first = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    make_repo("empty.git", "--bare")
    clone.git("remote", "add", "empty", "../empty.git")
    assert found(clone.push("empty", "main")) == [f"{first}:b:1:".encode() + key]


def test_a_push_to_a_url_is_scanned_from_the_first_commit(clone, make_repo, key):
    commit = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    make_repo("empty.git", "--bare")
    assert found(clone.push("../empty.git", "main")) == [f"{commit}:b:1:".encode() + key]


def test_a_later_push_to_a_url_is_scanned_from_the_commit_that_is_there(clone, make_repo, key):
    clone.commit_file("b", key)
    make_repo("other.git", "--bare")
    clone.git("push", "--quiet", "--no-verify", "../other.git", "main")
    clone.commit_file("c", "clean\n")
    assert clone.push("../other.git", "main") == SILENCE


def test_a_forced_push_over_known_commits_is_scanned_from_the_fork_point(clone, remote, key):
    clone.git("checkout", "--quiet", "-b", "topic")
    clone.commit_file("b", "first\n")
    assert clone.push("origin", "topic").status == 0
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    commit = clone.commit_file("b", key)
    assert found(clone.push("--force", "origin", "topic")) == [f"{commit}:b:1:".encode() + key]


def test_a_forced_push_over_unknown_commits_is_scanned(clone, remote, key, tmp_path):
    clone.git("clone", "--quiet", "../remote.git", "../colleague")
    colleague = type(clone)(tmp_path / "colleague")
    colleague.commit_file("c", "a colleague's\n")
    colleague.git("push", "--quiet", "origin", "main")
    clean = clone.commit_file("b", "clean\n")
    assert clone.push("--force", "origin", "main") == Ran(0, b"", b"")
    assert remote.git("rev-parse", "main").decode().strip() == clean
    colleague.git("push", "--quiet", "--force", "origin", "main")
    commit = clone.commit_file("b", key)
    assert found(clone.push("--force", "origin", "main")) == [f"{commit}:b:1:".encode() + key]


def test_a_remote_that_is_another_repository_now_is_scanned_from_the_first_commit(
    clone, make_repo, key
):
    first = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.git("remote", "set-head", "origin", "main")
    make_repo("moved.git", "--bare")
    clone.git("remote", "set-url", "origin", "../moved.git")
    assert found(clone.push("origin", "main")) == [f"{first}:b:1:".encode() + key]


def test_a_branch_that_was_deleted_on_the_remote_is_scanned_again(clone, remote, key):
    clone.git("checkout", "--quiet", "-b", "topic")
    commit = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "topic")
    remote.git("branch", "-D", "topic")
    assert found(clone.push("origin", "topic")) == [f"{commit}:b:1:".encode() + key]


def test_commits_that_were_removed_on_the_remote_are_scanned_again(clone, remote, tmp_path, key):
    commit = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.git("clone", "--quiet", "../remote.git", "../colleague")
    colleague = type(clone)(tmp_path / "colleague")
    colleague.git("reset", "--quiet", "--hard", "HEAD~1")
    colleague.commit_file("c", "a colleague's\n")
    colleague.git("push", "--quiet", "--force", "origin", "main")
    clone.commit_file("d", "clean\n")
    assert found(clone.push("--force", "origin", "main")) == [f"{commit}:b:1:".encode() + key]


def test_the_branches_of_a_nested_remote_are_not_those_of_the_remote(clone, make_repo, key):
    make_repo("fork.git", "--bare")
    clone.git("config", "remote.origin/fork.url", "../fork.git")
    fetch = "+refs/heads/*:refs/remotes/origin/fork/*"
    clone.git("config", "remote.origin/fork.fetch", fetch)
    commit = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin/fork", "main")
    assert clone.git("rev-parse", "refs/remotes/origin/fork/main")
    assert found(clone.push("origin", "main")) == [f"{commit}:b:1:".encode() + key]


@pytest.mark.parametrize("name", ["url", "pushurl"])
def test_a_push_to_several_addresses_is_scanned_for_each(clone, make_repo, key, name):
    make_repo("second.git", "--bare")
    clone.commit_file("leak.txt", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "HEAD:refs/heads/old")
    if name == "pushurl":
        clone.git("config", "--add", "remote.origin.pushurl", "../remote.git")
    clone.git("config", "--add", f"remote.origin.{name}", "../second.git")
    ran = clone.try_git("push", "--quiet", "origin", "HEAD:refs/heads/new")
    assert found(ran)[0].endswith(b":leak.txt:1:" + key)


def test_the_commits_of_other_branches_of_the_remote_are_not_scanned_again(clone, key):
    clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main:topic")
    clone.commit_file("c", "clean\n")
    assert clone.push("origin", "main:new") == Ran(0, b"", b"")


def test_a_wrong_commit_graph_hides_no_commit(clone, key):
    commit = clone.commit_file("b", key)
    clone.commit_file("b", "clean\n")
    clone.git("commit-graph", "write", "--reachable")
    graph = clone.path / ".git/objects/info/commit-graph"
    content = bytearray(graph.read_bytes()[:-20])
    chunks = content.index(b"CDAT")
    start = int.from_bytes(content[chunks + 4 : chunks + 12], "big")
    for entry in range(3):  # each of 36 bytes: the tree, two parents, the date
        content[start + 36 * entry + 20 : start + 36 * entry + 24] = b"\x70\0\0\0"  # no parent
    graph.chmod(0o644)
    graph.write_bytes(content + sha1(content).digest())
    assert clone.git("rev-list", "--count", "HEAD") == b"1\n"
    assert found(clone.push("origin", "main:new")) == [f"{commit}:b:1:".encode() + key]


def test_a_deletion_is_not_scanned(clone, remote, key):
    clone.git("push", "--quiet", "origin", "main:topic")
    clone.commit_file("b", key)
    assert clone.push("origin", ":topic") == Ran(0, b"", b"")
    assert remote_refs(remote) == b"refs/heads/main\n"


def test_several_refs_are_scanned_together(clone, remote, key):
    clone.git("checkout", "--quiet", "-b", "one")
    first = clone.commit_file("b", key)
    clone.git("checkout", "--quiet", "-b", "two", "main")
    second = clone.commit_file("c", key)
    clone.git("push", "--quiet", "origin", "main:gone")
    ran = clone.push("origin", "one", "two", ":gone")
    assert ran.status == 1
    assert sorted(found(ran)) == sorted(
        [f"{first}:b:1:".encode() + key, f"{second}:c:1:".encode() + key]
    )
    assert remote_refs(remote) == b"refs/heads/gone\nrefs/heads/main\n"


def test_an_up_to_date_push_scans_nothing(clone):
    assert clone.push("origin", "main") == Ran(0, b"", b"")
    assert clone.run("--pre_push_hook", "--", "origin", "../remote.git") == Ran(0, b"", b"")


def test_an_evil_merge_is_scanned(clone, key):
    clone.git("checkout", "--quiet", "-b", "side")
    clone.commit_file("b", "clean\n")
    clone.git("checkout", "--quiet", "main")
    clone.commit_file("c", "clean\n")
    clone.git("merge", "--quiet", "--no-commit", "side")
    commit = clone.commit_file("evil", key)
    assert found(clone.push("origin", "main")) == [f"{commit}:evil:1:".encode() + key]


def test_gitallowed_counts_as_far_as_it_is_pushed(clone, key):
    commit = clone.commit_file("docs/b", key)
    clone.write(".gitallowed", "^[0-9a-f]*:docs/\n")
    assert found(clone.push("origin", "main")) == [f"{commit}:docs/b:1:".encode() + key]
    clone.commit_file(".gitallowed", "^[0-9a-f]*:docs/\n")
    assert clone.push("origin", "main") == Ran(0, b"", b"")


def test_a_bare_repository_reads_gitallowed_from_the_pushed_commit(clone, make_repo, key):
    clone.commit_file(".gitallowed", "AKIA")
    clone.commit_file("b", key)
    clone.git("clone", "--quiet", "--bare", ".", "../mirror.git")
    mirror = type(clone)(clone.path.parent / "mirror.git")
    mirror.register_aws()
    put_hook(mirror, "pre-push")
    make_repo("empty.git", "--bare")
    assert mirror.push("../empty.git", "main") == Ran(0, b"", b"")


def test_a_push_from_a_subdirectory_of_a_linked_worktree_is_scanned(clone, key, tmp_path):
    clone.git("worktree", "add", "--quiet", "-b", "work", str(tmp_path / "linked"))
    linked = type(clone)(tmp_path / "linked")
    commit = linked.commit_file("below/b", key)
    ran = type(clone)(linked.path / "below").push("origin", "work")
    assert found(ran) == [f"{commit}:below/b:1:".encode() + key]


def test_new_commits_of_a_shallow_clone_are_scanned(clone, remote, key, tmp_path):
    clone.commit_file("old", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    url = remote.path.as_uri()
    clone.git("clone", "--quiet", "--depth=1", url, str(tmp_path / "shallow"))
    shallow = type(clone)(tmp_path / "shallow")
    shallow.register_aws()
    put_hook(shallow, "pre-push")
    shallow.commit_file("b", "clean\n")
    assert shallow.push("origin", "main:topic") == Ran(0, b"", b"")
    commit = shallow.commit_file("c", key)
    assert found(shallow.push("origin", "main")) == [f"{commit}:c:1:".encode() + key]


@pytest.mark.usefixtures("hostile")
def test_a_hostile_environment_does_not_hide_secrets(clone, key):
    commit = clone.commit_file(':(glob)a"é', key)
    ran = clone.push("origin", "main")
    assert found(ran) == [f'{commit}::(glob)a"é:1:'.encode() + key]


def test_a_push_from_a_sha_256_repository_is_scanned(make_repo, key):
    make_repo("remote256.git", "--bare", "--object-format=sha256")
    repo = make_repo("sha256", "--object-format=sha256")
    repo.commit_file("a", "base\n")
    repo.git("push", "--quiet", "../remote256.git", "main")
    repo.register_aws()
    put_hook(repo, "pre-push")
    commit = repo.commit_file("b", key)
    assert found(repo.push("../remote256.git", "main")) == [f"{commit}:b:1:".encode() + key]


def test_more_commits_than_one_batch_are_scanned(clone, key, monkeypatch):
    monkeypatch.setattr("git_secrets_py.sources.commits._AT_ONCE", 2)
    from git_secrets_py.git import Git
    from git_secrets_py.sources.commits import introduced

    for number in range(5):
        clone.commit_file("b", f"{number}\n", f"number {number}")
    blobs = list_of(introduced(Git(clone.path), [b"main"], known_refs=["--remotes=origin"]))
    assert [blob for blob in blobs if blob[0] != b"(commit header)"] == [
        (b"b", b"0\n"), (b"b", b"1\n"),
        (b"(commit message)", b"number 0\n"), (b"(commit message)", b"number 1\n"),
        (b"b", b"2\n"), (b"b", b"3\n"),
        (b"(commit message)", b"number 2\n"), (b"(commit message)", b"number 3\n"),
        (b"b", b"4\n"), (b"(commit message)", b"number 4\n"),
    ]  # fmt: skip


def list_of(items):
    return [(item.path, b"".join(item.chunks())) for item in items]


@pytest.mark.parametrize("line", [b"a HEAD\n", b"a %b b HEAD\n" % (b"1" * 40)])
def test_malformed_input_blocks_the_push(clone, line):
    ran = clone.run("--pre_push_hook", "--", "origin", "url", input=line)
    message = b"git secrets: cannot parse the pushed refs: not in the format of githooks(5)\n"
    assert ran == Ran(2, b"", message)


def test_a_missing_pushed_object_is_an_error(clone):
    gone = b"1" * 40
    line = b"refs/heads/main %b refs/heads/main %b\n" % (gone, b"0" * 40)
    ran = clone.run("--pre_push_hook", "--", "origin", "url", input=line)
    message = b"git secrets: pushed object " + gone + b" is missing here; run 'git fsck'\n"
    assert ran == Ran(2, b"", message)


def test_a_local_ref_can_contain_spaces(clone, key):
    commit = clone.commit_file("b", key, "words of a subject")
    ran = clone.push("origin", ":/words of a:refs/heads/topic")
    assert found(ran) == [f"{commit}:b:1:".encode() + key]
