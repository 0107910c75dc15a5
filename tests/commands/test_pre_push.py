"""``git push`` from a clone with the pre-push hook, into a bare repository."""

from __future__ import annotations

import sys

import pytest
from pushing import found, put_hook, remote_refs
from support import ERROR, Ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="too slow where processes are")


@pytest.fixture
def remote(make_repo):
    """The bare repository that is pushed to."""
    return make_repo("remote.git", "--bare")


@pytest.fixture
def clone(repo, remote):
    """A clone with one commit pushed, the AWS patterns and the pre-push hook."""
    repo.commit_file("a", "base\n")
    repo.git("remote", "add", "origin", "../remote.git")
    repo.git("push", "--quiet", "origin", "main")
    repo.call("--register-aws")
    put_hook(repo, "pre-push")
    return repo


def test_a_clean_push_is_made_in_silence(clone, remote):
    head = clone.commit_file("b", "clean\n")
    assert clone.push("origin", "main") == Ran(0, b"", b"")
    assert remote.git("rev-parse", "main").decode().strip() == head


def test_a_push_that_sends_a_secret_is_blocked_and_says_where_it_is(clone, remote, key):
    before = remote.git("rev-parse", "main")
    commit = clone.commit_file("dir/b", b"x\nid = " + key + b"\n")
    ran = clone.push("origin", "main")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(f"{commit}:dir/b:2:id = ".encode() + key + b"\n" + ERROR)
    assert b"error: failed to push some refs to" in ran.err
    assert remote.git("rev-parse", "main") == before


def test_a_secret_that_a_later_commit_removed_is_sent_all_the_same(clone, key):
    commit = clone.commit_file("b", key)
    clone.commit_file("b", "clean\n")
    assert found(clone.push("origin", "main")) == [f"{commit}:b:1:".encode() + key]


def test_a_secret_in_a_message_is_found(clone, key):
    commit = clone.commit_file("b", "clean\n", f"subject\n\n{key.decode()}")
    ran = clone.push("origin", "main")
    assert found(ran) == [f"{commit}:(commit message):3:".encode() + key]


def test_what_the_remote_has_is_not_scanned_again(clone, key):
    clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.commit_file("c", "clean\n")
    assert clone.push("origin", "main") == Ran(0, b"", b"")


def test_a_new_branch_is_scanned_from_where_it_leaves_the_remotes_branches(clone, key):
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


def test_of_a_remote_that_is_only_a_url_nothing_is_known(clone, make_repo, key):
    commit = clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    make_repo("empty.git", "--bare")
    assert found(clone.push("../empty.git", "main")) == [f"{commit}:b:1:".encode() + key]


def test_a_forced_push_over_what_is_known_here_is_scanned_from_where_it_parts(clone, remote, key):
    clone.git("checkout", "--quiet", "-b", "topic")
    clone.commit_file("b", "first\n")
    assert clone.push("origin", "topic").status == 0
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    commit = clone.commit_file("b", key)
    assert found(clone.push("--force", "origin", "topic")) == [f"{commit}:b:1:".encode() + key]


def test_a_forced_push_over_what_is_not_known_here_is_scanned(clone, remote, key, tmp_path):
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


def test_the_message_of_an_annotated_tag_is_scanned(clone, key):
    clone.git("tag", "-a", "-m", f"release\n\n{key.decode()}", "v1")
    tag = clone.git("rev-parse", "v1").strip()
    assert found(clone.push("origin", "v1")) == [tag + b":(tag message):3:" + key]


def test_what_a_tag_names_is_scanned(clone, key):
    clone.git("checkout", "--quiet", "--detach")
    commit = clone.commit_file("b", key)
    clone.git("tag", "-a", "-m", "release", "v1")
    assert found(clone.push("origin", "v1")) == [f"{commit}:b:1:".encode() + key]


def test_a_tag_of_a_tag_is_scanned_with_both_messages(clone, key):
    clone.git("tag", "-a", "-m", key.decode(), "v1")
    clone.git("tag", "-a", "-m", key.decode() + "X\n" + key.decode(), "v2", "v1")
    inner, outer = clone.git("rev-parse", "v1", "v2").split()
    assert found(clone.push("origin", "v2")) == [
        outer + b":(tag message):2:" + key,
        inner + b":(tag message):1:" + key,
    ]


@pytest.mark.parametrize("annotated", [False, True])
def test_a_tag_of_a_blob_is_scanned(clone, key, annotated):
    blob = clone.git("hash-object", "-w", "--stdin", input=key).decode().strip()
    options = ["-a", "-m", "a blob"] if annotated else []
    clone.git("tag", *options, "a-blob", blob)
    tip = clone.git("rev-parse", "a-blob").strip()
    assert found(clone.push("origin", "a-blob")) == [tip + b":(tagged blob):1:" + key]


@pytest.mark.parametrize("annotated", [False, True])
def test_a_tag_of_a_tree_is_scanned(clone, key, annotated):
    clone.write("dir/b", key)
    clone.add()
    tree = clone.git("write-tree").decode().strip()
    options = ["-a", "-m", "a tree"] if annotated else []
    clone.git("tag", *options, "a-tree", tree)
    tip = clone.git("rev-parse", "a-tree").strip()
    assert found(clone.push("origin", "a-tree")) == [tip + b":dir/b:1:" + key]


def test_what_is_not_a_commit_can_be_replaced_on_the_remote(clone, remote, key):
    for content in (b"clean\n", b"clean, too\n"):
        blob = clone.git("hash-object", "-w", "--stdin", input=content).decode().strip()
        assert clone.push("--force", "origin", f"{blob}:refs/notes/x") == Ran(0, b"", b"")


def test_a_deletion_sends_nothing(clone, remote, key):
    clone.git("push", "--quiet", "origin", "main:topic")
    clone.commit_file("b", key)
    assert clone.push("origin", ":topic") == Ran(0, b"", b"")
    assert remote_refs(remote) == b"refs/heads/main\n"


def test_several_refs_at_once_are_scanned_together(clone, remote, key):
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


def test_where_there_is_nothing_to_push_there_is_nothing_to_scan(clone):
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


def test_what_gitallowed_in_the_work_tree_allows_passes(clone, key):
    clone.commit_file("docs/b", key)
    clone.write(".gitallowed", "^[0-9a-f]*:docs/\n")
    assert clone.push("origin", "main") == Ran(0, b"", b"")


def test_from_a_bare_repository_the_files_of_the_pushed_commit_count(clone, make_repo, key):
    clone.commit_file(".gitallowed", "AKIAQ*")
    clone.commit_file("b", key)
    clone.git("clone", "--quiet", "--bare", ".", "../mirror.git")
    mirror = type(clone)(clone.path.parent / "mirror.git")
    mirror.call("--register-aws")
    put_hook(mirror, "pre-push")
    make_repo("empty.git", "--bare")
    assert mirror.push("../empty.git", "main") == Ran(0, b"", b"")


def test_a_push_from_a_linked_worktree_and_a_folder_in_it_is_scanned(clone, key, tmp_path):
    clone.git("worktree", "add", "--quiet", "-b", "work", str(tmp_path / "linked"))
    linked = type(clone)(tmp_path / "linked")
    commit = linked.commit_file("below/b", key)
    ran = type(clone)(linked.path / "below").push("origin", "work")
    assert found(ran) == [f"{commit}:below/b:1:".encode() + key]


def test_from_a_shallow_clone_what_is_new_is_scanned(clone, remote, key, tmp_path):
    clone.commit_file("old", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    url = remote.path.as_uri()
    clone.git("clone", "--quiet", "--depth=1", url, str(tmp_path / "shallow"))
    shallow = type(clone)(tmp_path / "shallow")
    shallow.call("--register-aws")
    put_hook(shallow, "pre-push")
    shallow.commit_file("b", "clean\n")
    assert shallow.push("origin", "main:topic") == Ran(0, b"", b"")
    commit = shallow.commit_file("c", key)
    assert found(shallow.push("origin", "main")) == [f"{commit}:c:1:".encode() + key]


@pytest.mark.usefixtures("hostile")
def test_a_hostile_environment_hides_nothing(clone, key):
    commit = clone.commit_file(':(glob)a"é', key)
    ran = clone.push("origin", "main")
    assert found(ran) == [f'{commit}::(glob)a"é:1:'.encode() + key]


def test_a_sha_256_repository(make_repo, key):
    make_repo("remote256.git", "--bare", "--object-format=sha256")
    repo = make_repo("sha256", "--object-format=sha256")
    repo.commit_file("a", "base\n")
    repo.git("push", "--quiet", "../remote256.git", "main")
    repo.call("--register-aws")
    put_hook(repo, "pre-push")
    commit = repo.commit_file("b", key)
    assert found(repo.push("../remote256.git", "main")) == [f"{commit}:b:1:".encode() + key]


def test_more_commits_than_are_looked_at_together_are_scanned(clone, key, monkeypatch):
    monkeypatch.setattr("git_secrets_py.sources.commits._AT_ONCE", 2)
    from git_secrets_py.git.process import Git
    from git_secrets_py.sources.commits import introduced

    for number in range(5):
        clone.commit_file("b", f"{number}\n", f"number {number}")
    blobs = list_of(introduced(Git(clone.path), [b"main"], known_refs=["--remotes=origin"]))
    assert blobs == [
        (b"b", b"0\n"), (b"b", b"1\n"),
        (b"(commit message)", b"number 0\n"), (b"(commit message)", b"number 1\n"),
        (b"b", b"2\n"), (b"b", b"3\n"),
        (b"(commit message)", b"number 2\n"), (b"(commit message)", b"number 3\n"),
        (b"b", b"4\n"), (b"(commit message)", b"number 4\n"),
    ]  # fmt: skip


def list_of(items):
    return [(item.path, b"".join(item.chunks())) for item in items]


def test_lines_that_git_does_not_give_stop_the_push(clone):
    ran = clone.run("--pre_push_hook", "--", "origin", "url", input=b"refs/heads/main HEAD\n")
    said = b"git secrets: cannot parse the pushed refs: not in the format of githooks(5)\n"
    assert ran == Ran(2, b"", said)


def test_what_is_pushed_and_not_here_is_an_error(clone):
    gone = b"1" * 40
    line = b"refs/heads/main %b refs/heads/main %b\n" % (gone, b"0" * 40)
    ran = clone.run("--pre_push_hook", "--", "origin", "url", input=line)
    said = b"git secrets: pushed object " + gone + b" is missing here\n"
    assert ran == Ran(2, b"", said)


def test_a_local_ref_may_have_spaces(clone, key):
    commit = clone.commit_file("b", key, "words of a subject")
    ran = clone.push("origin", ":/words of a:refs/heads/topic")
    assert found(ran) == [f"{commit}:b:1:".encode() + key]
