"""Files on disk and standard input as sources, and as ``--scan`` reads them."""

from __future__ import annotations

import inspect
import os
import sys

import pytest
from blobs import described
from support import ERROR, WINDOWS, Ran, Repo, working_in

from git_secrets_py.errors import BlobError
from git_secrets_py.sources.files import below, file, named, walk


@pytest.fixture
def folder(repo):
    """A directory with files, one of them in ``.git``."""
    for name, content in {"a": "1", "b/c": "2", "b/.git/config": "x", "b.txt": "3"}.items():
        repo.write(name, content)
    return repo.path


def in_folder(folder, source, *arguments, **settings):
    with working_in(folder):
        return described(source(*arguments, **settings))


def test_files_are_shown_under_the_given_paths(folder):
    paths = [b"a", b"./a", b"b/../a", os.fsencode(folder / "a")]
    found = in_folder(folder, named, paths, recursive=False)
    assert found == [(path, b"1") for path in paths]


def test_a_directory_is_skipped_with_a_warning(folder):
    assert in_folder(folder, named, [b"b", b"a"], recursive=False) == [
        ("warning", "b: is a directory, skipped; use -r to scan it"),
        (b"a", b"1"),
    ]


def test_a_directory_is_walked_in_order_without_the_files_of_git(folder):
    expected = [(b"./a", b"1"), (b"./b/c", b"2"), (b"./b.txt", b"3")]
    assert in_folder(folder, named, [b"."], recursive=True) == expected
    assert in_folder(folder, named, [b"b/"], recursive=True) == [(b"b/c", b"2")]


def test_paths_below_the_current_directory_have_no_prefix(folder):
    assert in_folder(folder, below) == [(b"a", b"1"), (b"b/c", b"2"), (b"b.txt", b"3")]


def test_a_walk_skips_the_git_file_of_a_linked_worktree_or_submodule(folder):
    (folder / "b/.git/config").unlink()
    (folder / "b/.git").rmdir()
    (folder / "b/.git").write_text("gitdir: elsewhere")
    assert in_folder(folder, walk, b"b") == [(b"b/c", b"2")]


@pytest.mark.skipif(WINDOWS, reason="symbolic links need a privilege")
def test_a_walk_does_not_follow_symbolic_links(folder):
    (folder / "b/loop").symlink_to("..")
    (folder / "b/to-a").symlink_to("../a")
    (folder / "b/nowhere").symlink_to("no such file")
    assert in_folder(folder, walk, b"b") == [
        (b"b/c", b"2"),
        (b"b/loop", b".."),
        (b"b/nowhere", b"no such file"),
        (b"b/to-a", b"../a"),
    ]


@pytest.mark.skipif(WINDOWS, reason="symbolic links need a privilege")
def test_a_named_symbolic_link_is_followed(folder):
    (folder / "to-a").symlink_to("a")
    assert in_folder(folder, named, [b"to-a"], recursive=False) == [(b"to-a", b"1")]


@pytest.mark.skipif(WINDOWS, reason="Windows has no named pipes in folders")
def test_a_walk_skips_named_pipes(folder):
    os.mkfifo(folder / "b/pipe")
    assert in_folder(folder, walk, b"b") == [
        (b"b/c", b"2"),
        ("warning", "b/pipe: not a regular file, skipped"),
    ]


def test_an_unreadable_directory_is_an_error(folder):
    with working_in(folder):
        items = described(walk(b"no such directory"))
    assert items == [("error", "no such directory: No such file or directory")]


def test_directories_can_be_nested_deeper_than_the_recursion_limit(folder):
    """With a lower limit than usual, so that the directories can be removed again."""
    depth = 150
    deep = folder / "b" / "/".join("d" * depth)
    deep.mkdir(parents=True)
    (deep / "deep").write_text("4")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        found = in_folder(folder, walk, b"b")
    finally:
        sys.setrecursionlimit(before)
    assert found[-1] == (b"b/" + b"d/" * depth + b"deep", b"4")


UNREADABLE = [
    pytest.param("missing", "No such file or directory", id="a file that does not exist"),
    pytest.param("a/b", "Not a directory", id="a path through a file"),
    pytest.param("loop", "Too many levels of symbolic links", id="a link to itself"),
    pytest.param("x" * 300, "File name too long", id="a name that is too long"),
]


@pytest.mark.skipif(WINDOWS, reason="Windows words the errors differently")
@pytest.mark.parametrize(("path", "reason"), UNREADABLE)
def test_an_unreadable_file_is_an_error_and_the_rest_is_scanned(folder, repo, key, path, reason):
    (folder / "loop").symlink_to("loop")
    repo.register_aws()
    repo.write("key", key)
    ran = repo.call("--scan", path, "key")
    assert ran.status == 2
    assert ran.err.startswith(f"git secrets: {path}: {reason}\n".encode() + b"key:1:" + key + b"\n")
    assert ERROR in ran.err


def test_a_file_deleted_during_the_walk_is_an_error(folder):
    with working_in(folder):
        blob, *_ = walk(b"b")
        os.unlink("b/c")
        with pytest.raises(BlobError, match=r"^No such file or directory$"):
            list(blob.chunks())


@pytest.mark.skipif(WINDOWS, reason="symbolic links need a privilege")
def test_a_symbolic_link_deleted_during_the_walk_is_an_error(folder):
    (folder / "b/a-link").symlink_to("c")
    with working_in(folder):
        blob, *_ = walk(b"b")
        os.unlink("b/a-link")
        with pytest.raises(BlobError, match=r"^No such file or directory$"):
            list(blob.chunks())


def test_findings_in_standard_input_show_its_name(repo, key):
    repo.register_aws()
    ran = repo.call("--scan", "-", input=b"one\n" + key + b"\n")
    assert ran.status == 1
    assert ran.err.startswith(b"(standard input):2:" + key + b"\n\n[ERROR]")


def test_standard_input_can_be_clean_or_empty(repo):
    repo.register_aws()
    assert repo.call("--scan", "-", input=b"one\n") == Ran(0, b"", b"")
    assert repo.call("--scan", "-", input=b"") == Ran(0, b"", b"")


def test_standard_input_is_read_beside_a_file_of_the_name_that_it_is_shown_under(
    with_pattern: Repo, key: bytes
) -> None:
    with_pattern.write("(standard input)", "nothing\n")
    ran = with_pattern.call("--scan", "-", input=key + b"\n")
    assert ran.status == 1
    assert ran.err.startswith(b"(standard input):1:" + key + b"\n\n[ERROR]")


@pytest.mark.skipif(WINDOWS, reason="needs fork")
def test_a_named_pipe_given_as_a_path_is_read(repo, key):
    """The shell passes one for ``--scan <(command)``."""
    repo.register_aws()
    os.mkfifo(repo.path / "pipe")
    writer = os.fork()
    if not writer:
        with open(repo.path / "pipe", "wb") as pipe:
            pipe.write(key)
        os._exit(0)
    ran = repo.call("--scan", "pipe")
    os.waitpid(writer, 0)
    assert ran.status == 1
    assert ran.err.startswith(b"pipe:1:" + key + b"\n")


def test_files_outside_a_repository_are_scanned_with_the_patterns_of_the_user(home, key):
    outside = home / "outside"
    outside.mkdir()
    (outside / "a").write_bytes(key)
    user = Repo(outside)
    user.call("--register-aws", "--global")
    ran = user.call("--scan", "a")
    assert ran.status == 1
    assert ran.err.startswith(b"a:1:" + key + b"\n")


def test_a_file_is_read_in_chunks(folder):
    size = (1 << 20) * 3
    (folder / "big").write_bytes(b"x" * size)
    pieces = [len(piece) for piece in file(os.fsencode(folder / "big"), b"big").chunks()]
    assert sum(pieces) == size
    assert max(pieces) <= 1 << 20
