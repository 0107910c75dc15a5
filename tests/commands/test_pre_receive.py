"""``git push`` into a bare repository with the pre-receive hook."""

from __future__ import annotations

import shutil
import sys

import pytest
from pushing import found, loose_and_packed, put_hook, remote_refs
from support import Ran, fingerprint, from_template

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are too slow on Windows")

ALL = "AKIA[A-Z0-9]+$\n"


@pytest.fixture
def server(make_repo):
    """A bare repository with the AWS patterns and the pre-receive hook."""
    server = make_repo("server.git", "--bare")
    server.register_aws()
    put_hook(server, "pre-receive")
    return server


@pytest.fixture
def client(repo, server, templates):
    """A clone with one commit on the server, without our hooks."""

    def prepare():
        repo.commit_file("a", "base\n")
        repo.git("remote", "add", "origin", "../server.git")
        repo.git("push", "--quiet", "origin", "main")

    from_template(repo, templates / "client", prepare)
    from_template(server, templates / "server", lambda: None)
    return repo


def test_a_clean_push_is_accepted_without_output(client, server):
    head = client.commit_file("b", "clean\n")
    assert client.push("origin", "main") == Ran(0, b"", b"")
    assert server.git("rev-parse", "main").decode().strip() == head


def test_a_rejected_push_shows_findings_and_advice_to_the_client(client, key):
    commit = client.commit_file("b", b"id = " + key + b"\n")
    ran = client.push("origin", "main")
    assert (ran.status, ran.out) == (1, b"")
    lines = [line.rstrip() for line in ran.err.splitlines()]
    assert lines[0] == f"remote: {commit}:b:1:id = ".encode() + key
    assert lines[2] == b"remote: [ERROR] Matched one or more prohibited patterns"
    assert (
        b"remote: git secrets: the push was rejected; --no-verify does not skip this hook. "
        b"Remove the secret from every commit that contains it, then push again"
    ) in lines
    assert b" ! [remote rejected] main -> main (pre-receive hook declined)" in lines


def test_a_rejected_push_leaves_no_objects_and_no_refs(client, server, key):
    before = loose_and_packed(server.path), server.git("rev-parse", "main")
    commit = client.commit_file("b", key)
    assert client.push("origin", "main").status == 1
    assert (loose_and_packed(server.path), server.git("rev-parse", "main")) == before
    assert server.try_git("cat-file", "-e", commit).status != 0


def test_one_ref_with_a_secret_rejects_the_whole_push(client, server, key):
    client.git("checkout", "--quiet", "-b", "good")
    client.commit_file("b", "clean\n")
    client.git("checkout", "--quiet", "-b", "bad", "main")
    commit = client.commit_file("c", key)
    assert found(client.push("origin", "good", "bad")) == [f"{commit}:c:1:".encode() + key]
    assert remote_refs(server) == b"refs/heads/main\n"


def test_commits_on_the_server_are_not_scanned_again(client, server, key):
    commit = client.commit_file("b", key)
    server.git("fetch", "--quiet", "../repo", f"{commit}:refs/heads/old")
    client.commit_file("c", "clean\n")
    assert client.push("origin", "main") == Ran(0, b"", b"")


def test_a_deletion_is_accepted(client, server):
    client.git("push", "--quiet", "origin", "main:topic")
    assert client.push("origin", ":topic") == Ran(0, b"", b"")
    assert remote_refs(server) == b"refs/heads/main\n"


def test_the_message_of_an_annotated_tag_and_a_tagged_blob_are_scanned(client, server, key):
    blob = client.git("hash-object", "-w", "--stdin", input=key).decode().strip()
    client.git("tag", "-a", "-m", key.decode(), "v1", blob)
    tag = client.git("rev-parse", "v1").strip()
    assert found(client.push("origin", "v1")) == [
        tag + b":(tag message):1:" + key,
        tag + b":(tagged blob):1:" + key,
    ]
    assert remote_refs(server) == b"refs/heads/main\n"


def test_gitallowed_in_the_pushed_commit_is_active(client, key):
    client.commit_file(".gitallowed", "sha256:" + fingerprint(key) + "\n")
    client.commit_file("b", key)
    assert client.push("origin", "main") == Ran(0, b"", b"")


def test_gitallowed_in_one_branch_does_not_apply_to_another(client, key):
    client.git("checkout", "--quiet", "-b", "allows")
    client.commit_file(".gitallowed", ALL)
    client.commit_file("b", key)
    client.git("checkout", "--quiet", "-b", "does-not", "main")
    commit = client.commit_file("c", key)
    assert found(client.push("origin", "allows", "does-not")) == [f"{commit}:c:1:".encode() + key]
    assert client.push("origin", "allows") == Ran(0, b"", b"")


def test_gitprohibited_in_the_pushed_commit_is_active(client):
    client.commit_file(".gitprohibited", "token-[0-9]+\n")
    commit = client.commit_file("b", "token-123\n")
    assert found(client.push("origin", "main")) == [f"{commit}:b:1:token-123".encode()]


def test_gitallowed_in_an_older_commit_is_ignored(client, key):
    client.commit_file(".gitallowed", ALL)
    client.commit_file(".gitallowed", "")
    commit = client.commit_file("b", key)
    assert found(client.push("origin", "main")) == [f"{commit}:b:1:".encode() + key]


def test_a_server_can_ignore_gitallowed(client, server, key):
    server.git("config", "secrets.serverAllowOnly", "true")
    client.commit_file(".gitallowed", ALL)
    commit = client.commit_file("b", key)
    ran = client.push("origin", "main")
    assert found(ran) == [f"{commit}:b:1:".encode() + key]
    assert (b"this server ignores .gitallowed" in ran.err, b".gitallowed at the" in ran.err) == (
        True,
        False,
    )
    server.git("config", "secrets.redact", "true")
    masked = client.push("origin", "main").err
    assert (b"this server ignores .gitallowed" in masked, b"--allow" in masked) == (True, False)
    server.call("--add", "--allowed", "AKIA.+")
    assert client.push("origin", "main") == Ran(0, b"", b"")


def test_an_invalid_pattern_in_the_pushed_commit_rejects_the_push(client, server):
    client.commit_file(".gitallowed", "a(\n")
    ran = client.push("origin", "main")
    assert ran.status == 1
    assert b"remote: git secrets: invalid pattern (from .gitallowed:1): " in ran.err
    assert server.git("rev-list", "--count", "main") == b"1\n"


def test_a_directory_named_gitprohibited_rejects_the_push(client):
    commit = client.commit_file(".gitprohibited/a", "secret\n")
    message = f"remote: git secrets: {commit}:.gitprohibited is not a file with patterns".encode()
    assert message in client.push("origin", "main").err


def test_a_missing_program_rejects_the_push(client, server, monkeypatch, tmp_path):
    hook = server.path / "hooks/pre-receive"
    lines = hook.read_bytes().splitlines(keepends=True)
    gone = [b"python=/gone\n" if line.startswith(b"python=") else line for line in lines]
    hook.write_bytes(b"".join(gone))
    client.commit_file("b", "clean\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to(shutil.which("git"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    ran = client.push("origin", "main")
    assert ran.status == 1
    assert b"nothing was scanned, and nothing was accepted" in ran.err


def test_a_push_to_a_repository_with_a_work_tree_is_scanned(client, make_repo, key):
    receiver = make_repo("receiver")
    receiver.register_aws()
    put_hook(receiver, "pre-receive")
    receiver.write(".gitallowed", ALL)  # not pushed, so it is ignored
    commit = client.commit_file("b", key)
    assert found(client.push("../receiver", "main:topic")) == [f"{commit}:b:1:".encode() + key]


def test_malformed_input_rejects_the_push(server):
    ran = server.run("--pre_receive_hook", input=b"HEAD\n")
    message = b"git secrets: cannot parse the pushed refs: not in the format of githooks(5)\n"
    assert ran == Ran(2, b"", message)
