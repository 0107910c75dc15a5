"""The index as a source: all of it, or the given files."""

from __future__ import annotations

import os

import pytest
from blobs import source_in
from support import Ran, Repo

from git_secrets_py.content import Blob
from git_secrets_py.sources.index import everything, files


@pytest.fixture
def indexed(repo):
    for name, content in (("a", "1"), ("b/c", "2"), ("b/d/e", "3")):
        repo.commit_file(name, content)
    repo.write("a", "staged")
    repo.add("a")
    repo.write("a", "on disk")
    repo.write("untracked", "4")
    return repo


ALL = [(b"a", b"staged"), (b"b/c", b"2"), (b"b/d/e", b"3")]


def files_in(repo, *paths, below="."):
    return source_in(repo.path / below, files, [os.fsencode(path) for path in paths])


@pytest.mark.parametrize("below", [".", "b", "b/d"])
def test_everything_yields_the_staged_version_in_any_directory(indexed, below):
    assert source_in(indexed.path / below, everything) == ALL


def test_everything_reads_the_index_of_a_bare_repository(make_repo):
    bare = make_repo("bare", "--bare")
    oid = bare.git("hash-object", "-w", "--stdin", input=b"1").decode().strip()
    bare.git("update-index", "--add", "--cacheinfo", f"100644,{oid},a")
    assert source_in(bare.path, everything) == [(b"a", b"1")]


def test_no_path_yields_nothing(indexed):
    assert files_in(indexed) == []


@pytest.mark.parametrize(
    ("below", "path", "expected"),
    [
        (".", "a", [(b"a", b"staged")]),
        (".", "./b/../a", [(b"a", b"staged")]),
        (".", "b", [(b"b/c", b"2"), (b"b/d/e", b"3")]),
        (".", "b/", [(b"b/c", b"2"), (b"b/d/e", b"3")]),
        (".", ".", ALL),
        ("b", "c", [(b"c", b"2")]),
        ("b", "../a", [(b"../a", b"staged")]),
        ("b", "..", [(b"../a", b"staged"), (b"c", b"2"), (b"d/e", b"3")]),
        ("b/d", "..", [(b"../c", b"2"), (b"e", b"3")]),
    ],
)
def test_paths_are_relative_to_the_current_directory(indexed, below, path, expected):
    assert files_in(indexed, path, below=below) == expected


def test_a_path_can_be_absolute(indexed):
    assert files_in(indexed, indexed.path / "a") == [(b"a", b"staged")]
    assert files_in(indexed, indexed.path / "b/c", below="b") == [(b"c", b"2")]


def test_several_paths_yield_each_file_once_in_the_order_of_git(indexed):
    assert files_in(indexed, "b/c", "a", "b") == ALL


@pytest.mark.parametrize("path", ["untracked", "nowhere", "b/nowhere", "a*"])
def test_a_path_without_an_index_entry_is_an_error_and_the_rest_is_yielded(indexed, path):
    message = f"{path}: not in the index; add it with 'git add', or omit --cached"
    assert files_in(indexed, path, "a") == [("error", message), (b"a", b"staged")]


def test_a_directory_is_an_error_if_the_index_is_empty(repo):
    message = ".: not in the index; add it with 'git add', or omit --cached"
    assert files_in(repo, ".") == [("error", message)]


def test_a_path_without_an_index_entry_can_be_replaced_by_another_blob(indexed):
    def elsewhere(path):
        return Blob(path, lambda: [b"elsewhere"])

    found = source_in(indexed.path, files, [b"untracked", b"a"], elsewhere)
    assert found == [(b"untracked", b"elsewhere"), (b"a", b"staged")]


def test_the_hook_scans_the_indexed_version_of_the_files_it_receives(indexed, key):
    """As under ``pre-commit run --all-files``, where nothing is staged."""
    indexed.register_aws()
    indexed.write("b/c", key)
    indexed.add("b/c")
    indexed.commit()
    indexed.write("b/c", "clean on disk")
    assert indexed.call("--pre_commit_hook", "a", "b/d/e") == Ran(0, b"", b"")
    ran = indexed.call("--pre_commit_hook", "a", "b/c")
    assert ran.status == 1
    assert ran.err.startswith(b"b/c:1:" + key + b"\n\n[ERROR]")


def test_the_hook_reads_a_file_from_disk_if_it_is_not_in_the_index(indexed, key):
    indexed.register_aws()
    indexed.write("untracked", key)
    ran = indexed.call("--pre_commit_hook", "untracked")
    assert ran.status == 1
    assert ran.err.startswith(b"untracked:1:" + key + b"\n\n[ERROR]")


def test_a_cached_scan_reads_the_index_instead_of_the_disk(indexed, key):
    indexed.register_aws()
    indexed.write("a", key)
    below = Repo(indexed.path / "b")
    assert below.call("--scan", "--cached") == Ran(0, b"", b"")
    indexed.add("a")
    indexed.write("a", "clean")
    assert below.call("--scan", "--cached").err.startswith(b"a:1:" + key + b"\n")
    assert below.call("--scan", "--cached", "../a").err.startswith(b"../a:1:" + key + b"\n")


def test_everything_warns_of_a_submodule(indexed, make_repo):
    other = make_repo("other")
    other.commit_file("x", "1")
    indexed.git("submodule", "--quiet", "add", str(other.path), "sub")
    warning = ("warning", "sub: is a submodule, skipped; run 'git secrets --scan' in it")
    assert warning in source_in(indexed.path, everything)
    assert source_in(indexed.path, files, [b"sub"]) == [warning]
