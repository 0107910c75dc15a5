"""Staged blobs: those that differ from HEAD, in full, from the index of the commit."""

from __future__ import annotations

import os
import stat
import sys

import pytest
from blobs import source_in
from support import fake_key

from git_secrets_py.sources.index import staged


def staged_in(repo, below="."):
    return source_in(repo.path / below, staged)


def test_an_unborn_branch_yields_all_staged_files(repo):
    repo.write("a", "1")
    repo.write("b/c", "2")
    repo.write("untracked", "3")
    repo.add("a", "b/c")
    assert staged_in(repo) == [(b"a", b"1"), (b"b/c", b"2")]


def test_no_staged_change_yields_nothing(repo):
    assert staged_in(repo) == []
    repo.commit_file("a", "1")
    assert staged_in(repo) == []


def test_a_modified_file_is_yielded_in_full_as_staged(repo):
    repo.commit_file("a", "old\nline\n")
    repo.write("a", "new\nline\n")
    repo.add()
    repo.write("a", "not staged\n")
    assert staged_in(repo) == [(b"a", b"new\nline\n")]


def test_a_deletion_yields_nothing(repo):
    repo.commit_file("a", "1")
    repo.git("rm", "--quiet", "a")
    assert staged_in(repo) == []


def test_a_change_beside_a_deletion_is_yielded(repo):
    repo.commit_file("a", "1")
    repo.git("rm", "--quiet", "a")
    repo.write("b", "2")
    repo.add()
    assert staged_in(repo) == [(b"b", b"2")]


@pytest.mark.usefixtures("hostile")
def test_renamed_and_copied_files_are_yielded_under_their_new_names(repo):
    repo.commit_file("a", "content\n" * 9)
    repo.git("mv", "a", "renamed")
    repo.write("copied", "content\n" * 9)
    repo.add()
    assert staged_in(repo) == [(b"copied", b"content\n" * 9), (b"renamed", b"content\n" * 9)]


def test_a_symbolic_link_replaced_by_a_file_is_yielded_as_a_file(repo):
    target = repo.git("hash-object", "-w", "--stdin", input=b"target").decode().strip()
    repo.git("update-index", "--add", "--cacheinfo", f"120000,{target},a")
    repo.git("commit", "--quiet", "-m", "a link")
    repo.write("a", "content")
    repo.add()
    assert repo.git("diff", "--cached", "--name-status") == b"T\ta\n"
    assert staged_in(repo) == [(b"a", b"content")]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege")
def test_the_content_of_a_symbolic_link_is_its_target(repo):
    os.symlink("../a target", repo.path / "a")
    repo.add()
    assert staged_in(repo) == [(b"a", b"../a target")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no executable bit")
def test_a_file_with_a_changed_mode_is_yielded(repo):
    path = repo.write("a", "1")
    repo.commit_file("a", "1")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    repo.add()
    assert staged_in(repo) == [(b"a", b"1")]


def test_an_intent_to_add_has_no_content(repo):
    repo.commit_file("a", "1")
    repo.write("b", "2")
    repo.git("add", "--intent-to-add", "b")
    assert [content for _, content in staged_in(repo) if content] == []


def make_conflict(repo):
    repo.commit_file("dir/a", "base\n")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit_file("dir/a", "theirs\n")
    repo.git("checkout", "--quiet", "main")
    repo.commit_file("dir/a", "ours\n")
    assert repo.try_git("merge", "--quiet", "side").status == 1


@pytest.mark.parametrize("below", [".", "dir", "other"])
def test_a_conflict_yields_every_stage_in_any_directory(repo, below):
    make_conflict(repo)
    repo.write("other/b", "")
    expected = [(b"dir/a", b"base\n"), (b"dir/a", b"ours\n"), (b"dir/a", b"theirs\n")]
    assert staged_in(repo, below) == expected


def test_a_subdirectory_yields_all_staged_files(repo):
    repo.write("a", "1")
    repo.write("b/c", "2")
    repo.add()
    assert staged_in(repo, "b") == [(b"a", b"1"), (b"b/c", b"2")]


def test_staged_files_of_a_sha_256_repository_are_yielded(make_repo):
    repo = make_repo("sha256", "--object-format=sha256")
    repo.write("a", "1")
    repo.add()
    assert staged_in(repo) == [(b"a", b"1")]
    repo.commit()
    repo.write("a", "2")
    repo.add()
    assert staged_in(repo) == [(b"a", b"2")]


NAMES = [
    pytest.param("café.txt", id="letters that git quotes"),
    pytest.param("ключ.txt", id="Cyrillic letters"),
    pytest.param('a"b.txt', id="a quote"),
    pytest.param("a\nb.txt", id="a newline"),
    pytest.param("a\tb.txt", id="a tab"),
    pytest.param("a b.txt", id="a space"),
    pytest.param(" a", id="a space in front"),
    pytest.param(":a.txt", id="a colon in front, as for a stage"),
    pytest.param(":(top)a.txt", id="pathspec magic"),
    pytest.param("-x", id="a dash in front"),
    pytest.param("--", id="two dashes alone"),
    pytest.param("*", id="a wildcard"),
    pytest.param("back\\slash", id="a backslash"),
    pytest.param(b"caf\xe9.txt", id="invalid UTF-8"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_can_contain(repo, name):
    repo.write(name, "content")
    repo.add(name)
    assert staged_in(repo) == [(os.fsencode(name), b"content")]


@pytest.mark.usefixtures("hostile")
def test_attributes_do_not_hide_files(repo):
    repo.write(".gitattributes", "*.bin binary\n*.nodiff -diff\n* filter=none\n")
    repo.write("a.bin", "1")
    repo.write("b.nodiff", "2")
    repo.add()
    assert staged_in(repo)[1:] == [(b"a.bin", b"1"), (b"b.nodiff", b"2")]


def test_a_submodule_is_skipped_with_a_warning(repo, make_repo):
    other = make_repo("other")
    other.commit_file("a", "1")
    repo.git("submodule", "--quiet", "add", str(other.path), "sub")
    assert staged_in(repo)[0] == (
        "warning",
        "sub: is a submodule, skipped; run 'git secrets --scan' in it",
    )
    repo.commit()
    assert staged_in(repo) == []  # only if it is changed


def test_a_missing_object_is_an_error(repo):
    repo.write("a", "1")
    repo.write("b", "2")
    repo.add()
    oid = repo.git("rev-parse", ":a").decode().strip()
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    problem = f"a: object {oid} is missing or damaged; run 'git fsck'"
    assert staged_in(repo) == [(b"b", b"2"), ("error", problem)]


@pytest.mark.parametrize("damage", [b"", b"no zlib data", b"cut"])
def test_a_damaged_object_is_an_error_and_the_next_one_is_scanned(repo, damage):
    repo.write("a", os.urandom(50_000).hex())
    repo.write("b", "2")
    repo.add()
    oid = repo.git("rev-parse", ":a").decode().strip()
    path = repo.path / ".git/objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:9_000] if damage == b"cut" else damage)
    ran = repo.call("--pre_commit_hook", "--rules", "aws")
    assert ran.status == 2
    assert ran.out == b""
    assert ran.err.startswith(b"git secrets: a: object " + oid.encode() + b" is ")
    repo.write("b", fake_key())
    repo.add("b")
    ran = repo.call("--pre_commit_hook", "--rules", "aws")
    assert ran.status == 2
    assert b"b:1:AKIA" in ran.err


@pytest.mark.parametrize(
    "commit",
    [
        pytest.param(["commit", "--all"], id="commit --all"),
        pytest.param(["commit", "--", "a"], id="commit -- path"),
        pytest.param(["commit", "--include", "a"], id="commit --include path"),
    ],
)
def test_the_hook_reads_the_index_that_git_commits(repo, key, commit):
    """``GIT_INDEX_FILE`` is its path; ``.git/index`` has other content meanwhile."""
    repo.commit_file("a", "1")
    repo.register_aws()
    repo.install_hooks()
    repo.write("a", key)
    ran = repo.try_git(*commit[:1], "--quiet", "-m", "a message", *commit[1:])
    assert ran.status == 1
    assert ran.err.startswith(b"a:1:" + key + b"\n")


def test_staged_files_outside_the_commit_are_ignored(repo, key):
    repo.commit_file("a", "1")
    repo.register_aws()
    repo.install_hooks()
    repo.write("a", "2")
    repo.write("b", key)
    repo.add("b")
    assert repo.try_git("commit", "--quiet", "-m", "a message", "--", "a") == (0, b"", b"")
