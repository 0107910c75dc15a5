"""The objects of a push besides blobs of commits: headers, tags, tagged blobs and trees."""

from __future__ import annotations

import sys

import pytest
from pushing import found
from support import Ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are too slow on Windows")


def test_the_message_of_an_annotated_tag_is_scanned(clone, key):
    clone.git("tag", "-a", "-m", f"release\n\n{key.decode()}", "v1")
    tag = clone.git("rev-parse", "v1").strip()
    assert found(clone.push("origin", "v1")) == [tag + b":(tag message):3:" + key]


@pytest.mark.parametrize("who", ["AUTHOR", "COMMITTER"])
def test_the_header_of_a_commit_is_scanned(clone, key, who):
    clone.write("b", "clean\n")
    clone.add("b")
    env = {f"GIT_{who}_EMAIL": key.decode()}
    clone.git("commit", "--quiet", "--no-verify", "-m", "a commit", env=env)
    ran = clone.push("origin", "main")
    (line,) = found(ran)
    number = {"AUTHOR": 3, "COMMITTER": 4}[who]
    assert line.startswith(f"{clone.head()}:(commit header):{number}:{who.lower()} ".encode())
    assert key in line


def test_an_additional_header_of_a_commit_is_scanned(clone, key):
    commit = clone.git("cat-file", "commit", "HEAD").replace(
        b"\n\n", b"\ngpgsig begin\n " + key + b"\n end\n\n", 1
    )
    oid = clone.git("hash-object", "-t", "commit", "-w", "--stdin", input=commit).decode().strip()
    assert found(clone.push("origin", f"{oid}:refs/heads/signed")) == [
        f"{oid}:(commit header):5: ".encode() + key
    ]


def test_the_header_of_an_annotated_tag_is_scanned(clone, key):
    env = {"GIT_COMMITTER_NAME": key.decode()}
    clone.git("tag", "-a", "-m", "release", "v1", env=env)
    tag = clone.git("rev-parse", "v1").strip()
    (line,) = found(clone.push("origin", "v1"))
    assert line.startswith(tag + b":(tag header):4:tagger " + key)


def test_the_audit_and_the_hook_name_a_header_alike(clone, key):
    env = {"GIT_AUTHOR_NAME": key.decode()}
    clone.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "a commit", env=env)
    (line,) = found(clone.push("origin", "main"))
    assert line in clone.call("--scan-history").err.splitlines()


def test_the_links_of_a_commit_are_not_matched(clone):
    clone.call("--add", "[0-9a-f]{40}")
    clone.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "a commit")
    clone.git("tag", "-a", "-m", "release", "v1")
    assert clone.push("origin", "main", "v1") == Ran(0, b"", b"")


def test_a_tagged_commit_is_scanned(clone, key):
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
def test_a_tagged_blob_is_scanned(clone, key, annotated):
    blob = clone.git("hash-object", "-w", "--stdin", input=key).decode().strip()
    options = ["-a", "-m", "a blob"] if annotated else []
    clone.git("tag", *options, "a-blob", blob)
    tip = clone.git("rev-parse", "a-blob").strip()
    assert found(clone.push("origin", "a-blob")) == [tip + b":(tagged blob):1:" + key]


@pytest.mark.parametrize("annotated", [False, True])
def test_a_tagged_tree_is_scanned(clone, key, annotated):
    clone.write("dir/b", key)
    clone.add()
    tree = clone.git("write-tree").decode().strip()
    options = ["-a", "-m", "a tree"] if annotated else []
    clone.git("tag", *options, "a-tree", tree)
    tip = clone.git("rev-parse", "a-tree").strip()
    assert found(clone.push("origin", "a-tree")) == [tip + b":dir/b:1:" + key]


def test_a_ref_to_a_blob_can_be_replaced_on_the_remote(clone, remote, key):
    for content in (b"clean\n", b"clean, too\n"):
        blob = clone.git("hash-object", "-w", "--stdin", input=content).decode().strip()
        assert clone.push("--force", "origin", f"{blob}:refs/notes/x") == Ran(0, b"", b"")
