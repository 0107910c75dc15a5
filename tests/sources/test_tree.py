"""The work tree as a source: its tracked files as they are on disk."""

from __future__ import annotations

import os

import pytest
from blobs import source_in
from support import SILENCE, TRACES, WINDOWS, run_unprivileged

from git_secrets_py.sources.tree import tracked


def tree_in(repo, *paths, below=".", **settings):
    return source_in(repo.path / below, tracked, [os.fsencode(path) for path in paths], **settings)


@pytest.fixture
def tree(repo):
    repo.write("a", "1")
    repo.write("b/c", "2")
    repo.commit_file("a", "1")
    repo.commit_file("b/c", "2")
    repo.write("new", "3")
    repo.write("b/new", "4")
    repo.write("ignored", "5")
    repo.write(".git/info/exclude", "ignored\n")
    return repo


def test_tracked_files_are_yielded_in_the_order_of_git(tree):
    assert tree_in(tree) == [(b"a", b"1"), (b"b/c", b"2")]


def test_the_version_on_disk_is_yielded_even_if_it_is_not_staged(tree):
    tree.write("a", "changed")
    assert tree_in(tree)[0] == (b"a", b"changed")


def test_a_new_file_is_tracked_once_it_is_staged(tree):
    tree.add("new")
    assert tree_in(tree)[-1] == (b"new", b"3")


@pytest.mark.parametrize("below", ["b", "b/empty"])
def test_a_subdirectory_yields_the_whole_work_tree(tree, below):
    (tree.path / "b/empty").mkdir()
    assert tree_in(tree, below=below) == [(b"a", b"1"), (b"b/c", b"2")]


def test_untracked_files_are_yielded_on_request_unless_ignored(tree):
    expected = [(b"a", b"1"), (b"b/c", b"2"), (b"b/new", b"4"), (b"new", b"3")]
    assert tree_in(tree, untracked=True) == expected


def test_a_subdirectory_yields_untracked_files_elsewhere(tree):
    expected = [(b"a", b"1"), (b"b/c", b"2"), (b"b/new", b"4"), (b"new", b"3")]
    assert tree_in(tree, below="b", untracked=True) == expected


def test_paths_are_relative_to_the_current_directory(tree):
    assert tree_in(tree, "c", below="b") == [(b"c", b"2")]
    assert tree_in(tree, "../a", below="b") == [(b"../a", b"1")]
    assert tree_in(tree, "b", untracked=True) == [(b"b/c", b"2"), (b"b/new", b"4")]


def test_a_file_deleted_on_disk_is_read_from_the_index(tree):
    (tree.path / "a").unlink()
    assert tree_in(tree) == [(b"b/c", b"2"), (b"a", b"1")]


def test_files_of_a_directory_replaced_by_a_file_are_read_from_the_index(tree):
    for name in ("c", "new"):
        (tree.path / "b" / name).unlink()
    (tree.path / "b").rmdir()
    tree.write("b", "a file")
    assert tree_in(tree) == [(b"a", b"1"), (b"b/c", b"2")]


def test_files_excluded_by_a_sparse_checkout_are_read_from_the_index(tree):
    tree.git("sparse-checkout", "set", "--no-cone", "a")
    assert not (tree.path / "b/c").exists()
    assert tree_in(tree) == [(b"a", b"1"), (b"b/c", b"2")]


@pytest.mark.parametrize("words", [["b/c"], ["b"], ["-r", "b"]])
def test_a_named_file_that_a_sparse_checkout_omits_is_an_error(tree, words):
    (tree.path / "b/new").unlink()
    tree.git("sparse-checkout", "set", "--no-cone", "a")
    ran = tree.call("--scan", "--rules", "aws", *words)
    assert (ran.status, ran.err) == (
        2,
        b"git secrets: %b: not checked out, because of a sparse checkout; "
        b"scan its version in the index with --cached\n" % words[-1].encode(),
    )


def test_files_marked_as_unchanged_are_read_from_disk(tree):
    tree.git("update-index", "--skip-worktree", "a")
    tree.git("update-index", "--assume-unchanged", "b/c")
    tree.write("a", "changed")
    tree.write("b/c", "changed too")
    assert tree_in(tree) == [(b"a", b"changed"), (b"b/c", b"changed too")]


@pytest.mark.skipif(WINDOWS, reason="symbolic links need a privilege")
def test_the_content_of_a_symbolic_link_is_its_target(tree):
    (tree.path / "link").symlink_to("/etc/passwd")
    tree.add("link")
    assert tree_in(tree)[-1] == (b"link", b"/etc/passwd")


@pytest.mark.skipif(WINDOWS, reason="symbolic links need a privilege")
def test_a_symbolic_link_to_itself_is_read(tree):
    (tree.path / "loop").symlink_to("loop")
    tree.add("loop")
    assert tree_in(tree)[-1] == (b"loop", b"loop")


@pytest.mark.skipif(WINDOWS, reason="Windows has no named pipes in folders")
def test_a_file_replaced_by_a_named_pipe_is_skipped(tree):
    (tree.path / "a").unlink()
    os.mkfifo(tree.path / "a")
    warning = ("warning", "a: not a regular file, skipped")
    assert tree_in(tree) == [warning, (b"b/c", b"2")]


def test_a_file_in_the_place_of_a_submodule_is_scanned(with_pattern, key):
    head = with_pattern.git("rev-parse", "HEAD").decode().strip()
    with_pattern.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub")
    with_pattern.write("sub", b"key = " + key)
    scanned = with_pattern.call("--scan")
    assert scanned.status == 1
    assert scanned.err.startswith(b"sub:1:key = ")


def test_a_submodule_is_skipped_with_a_warning(tree, make_repo):
    other = make_repo("other")
    other.commit_file("x", "1")
    tree.git("submodule", "--quiet", "add", str(other.path), "sub")
    found = tree_in(tree)
    assert found[-1] == (
        "warning",
        "sub: is a submodule, skipped; run 'git secrets --scan' in it",
    )
    assert [path for path, _ in found[:-1]] == [b".gitmodules", b"a", b"b/c"]


def test_the_files_of_a_submodule_are_yielded_inside_it(tree, make_repo):
    other = make_repo("other")
    other.commit_file("x", "1")
    tree.git("submodule", "--quiet", "add", str(other.path), "sub")
    assert tree_in(tree, below="sub") == [(b"x", b"1")]


def conflict(tree):
    """Leave ``a`` in conflict: one line each in the base, in ours and in theirs."""
    tree.git("checkout", "--quiet", "-b", "side")
    tree.commit_file("a", "theirs\n")
    tree.git("checkout", "--quiet", "main")
    tree.commit_file("a", "ours\n")
    assert tree.try_git("merge", "--quiet", "side").status == 1


def test_a_file_in_conflict_is_read_from_disk_once(tree):
    conflict(tree)
    paths = [path for path, _ in tree_in(tree)]
    assert paths == [b"a", b"b/c"]
    assert tree_in(tree)[0][1].startswith(b"<<<<<<<")


@pytest.mark.usefixtures("hostile")
@pytest.mark.skipif(WINDOWS, reason="Windows has no such names")
@pytest.mark.parametrize("name", ["café", 'a"b', "a\nb", ":a", "-x", "*", "b*", b"caf\xe9", " "])
def test_a_file_can_have_any_name(repo, name):
    repo.write(name, "tracked")
    repo.add(name)
    expected = [(os.fsencode(name), b"tracked")]
    assert tree_in(repo) == expected
    assert tree_in(repo, name) == expected


@pytest.mark.skipif(WINDOWS, reason="Windows has no such names")
def test_a_path_is_not_a_pattern(repo):
    for name in ("a*", "ab"):
        repo.write(name, name)
    repo.add()
    assert tree_in(repo, "a*") == [(b"a*", b"a*")]


def test_a_linked_worktree_has_its_own_files(tree, tmp_path):
    tree.git("worktree", "add", "--quiet", "-b", "work", str(tmp_path / "linked"))
    linked = type(tree)(tmp_path / "linked")
    linked.write("a", "linked")
    assert tree_in(linked) == [(b"a", b"linked"), (b"b/c", b"2")]
    assert tree_in(tree) == [(b"a", b"1"), (b"b/c", b"2")]


def test_a_work_tree_can_be_separate_from_its_repository(make_repo, tmp_path):
    repo = make_repo("bare", "--bare")
    (tmp_path / "far").mkdir()
    (tmp_path / "far/a").write_text("1")
    repo.git("config", "core.bare", "false")
    repo.git("config", "core.worktree", str(tmp_path / "far"))
    repo.git("--work-tree", str(tmp_path / "far"), "add", str(tmp_path / "far/a"))
    environ = {"GIT_DIR": str(repo.path)}
    far = type(repo)(tmp_path / "far")
    far.git("config", "secrets.patterns", "1", env=environ)
    assert far.run("--scan", env=environ).err.startswith(b"a:1:1\n")


def test_every_version_of_a_file_in_conflict_that_is_absent_is_yielded(tree):
    conflict(tree)
    (tree.path / "a").unlink()
    versions = [content for path, content in tree_in(tree) if path == b"a"]
    assert versions == [b"1", b"ours\n", b"theirs\n"]


@pytest.mark.skipif(WINDOWS, reason="Windows has other permissions")
@pytest.mark.parametrize(
    ("words", "status", "severity"),
    [(["--untracked"], 2, b""), (["src"], 0, b"warning: ")],
    ids=["--untracked", "a directory"],
)
def test_an_untracked_directory_that_cannot_be_read_is_named(with_pattern, words, status, severity):
    with_pattern.commit_file("src/a", "1")
    with_pattern.write("src/shut/a", "1")
    (with_pattern.path / "src/shut").chmod(0)
    try:
        ran = run_unprivileged(with_pattern, "--scan", *words)
    finally:
        (with_pattern.path / "src/shut").chmod(0o700)
    message = b"git ls-files: could not open directory 'src/shut/': Permission denied\n"
    assert (ran.status, ran.err) == (status, b"git secrets: " + severity + message)


@pytest.mark.parametrize(("name", "value"), TRACES)
def test_traces_of_git_are_no_problems_of_untracked_files(with_pattern, name, value):
    with_pattern.write("a", "1")
    assert with_pattern.run("--scan", "--untracked", env={name: value}) == SILENCE
