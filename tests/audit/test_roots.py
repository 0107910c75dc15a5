"""Every root of history is read: refs, indexes and HEADs of all worktrees, from anywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from auditing import audit, places, problems, secret
from support import MakeRepo, Repo, run_unprivileged

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")


@pytest.fixture
def stage(repo: Repo) -> Repo:
    """Return a repository with a staged secret at the top and a directory ``sub``."""
    repo.commit_file("sub/a.txt", "nothing\n")
    repo.write("staged.txt", secret(1))
    repo.add("staged.txt")
    return repo


STAGED = [("(index)", "staged.txt", 1, "SECRET-1")]


def test_the_whole_index_is_read_from_a_subdirectory(stage: Repo) -> None:
    assert places(audit(stage.path / "sub")) == STAGED


def test_the_whole_index_is_read_with_another_work_tree(
    stage: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stage.path / "sub")
    monkeypatch.setenv("GIT_DIR", "../.git")
    monkeypatch.setenv("GIT_WORK_TREE", "..")
    assert places(audit(Path())) == STAGED


def test_the_whole_index_is_read_in_the_git_directory(stage: Repo) -> None:
    assert places(audit(stage.path / ".git")) == STAGED


def test_the_whole_index_of_a_submodule_is_read_from_its_subdirectory(
    stage: Repo, make_repo: MakeRepo
) -> None:
    outer = make_repo("outer")
    outer.git("submodule", "--quiet", "add", str(stage.path), "module")
    module = Repo(outer.path / "module")
    module.write("staged.txt", secret(1))
    module.add("staged.txt")
    assert places(audit(module.path / "sub")) == STAGED


def test_a_hook_reads_its_own_index_and_those_of_other_worktrees(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", "nothing\n")
    linked = Repo(tmp_path / "linked")
    repo.git("worktree", "add", "-q", "--detach", str(linked.path))
    for number, one in enumerate((repo, linked)):
        one.write(f"{number}.txt", secret(number))
        one.add(f"{number}.txt")
    (repo.path / ".git/index").rename(repo.path / ".git/other")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")  # relative to the top of the work tree
    assert places(audit(repo.path)) == [
        ("(index)", "0.txt", 1, "SECRET-0"),
        ("(index)", "1.txt", 1, "SECRET-1"),
    ]


@pytest.mark.parametrize("name", ["refs/worktree/mine", "refs/bisect/bad", "refs/rewritten/x"])
@pytest.mark.parametrize("here", ["repo", "linked"])
def test_refs_of_every_worktree_are_history(
    repo: Repo, tmp_path: Path, name: str, here: str
) -> None:
    repo.commit_file("a.txt", "nothing\n")
    linked = Repo(tmp_path / "linked")
    repo.git("worktree", "add", "-q", "--detach", str(linked.path))
    guilty = linked.commit_file("a.txt", secret(1))
    linked.git("update-ref", name, "HEAD")
    linked.git("checkout", "-q", "--detach", "HEAD^")
    assert places(audit(tmp_path / here)) == [(guilty, "a.txt", 1, "SECRET-1")]


@posix
@pytest.mark.parametrize("place", ["refs/heads/team", "worktrees/linked", "worktrees"])
def test_a_git_directory_that_cannot_be_read_is_an_error(
    with_pattern: Repo, tmp_path: Path, place: str
) -> None:
    with_pattern.git("branch", "team/one")
    with_pattern.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    directory = with_pattern.path / ".git" / place
    directory.chmod(0)
    try:
        ran = run_unprivileged(with_pattern, "--scan-history")
    finally:
        directory.chmod(0o755)
    assert ran.status == 2
    assert f"git secrets: cannot read {directory}: Permission denied\n" in ran.err.decode()


@pytest.mark.parametrize("target", ["refs/heads/main", "refs/heads/a..b"])
def test_a_head_that_leads_nowhere_is_an_error(repo: Repo, target: str) -> None:
    repo.commit_file("a.txt", "nothing\n")
    repo.write(".git/HEAD", f"ref: {target}\n")
    repo.write(".git/refs/heads/main", f"ref: {target}\n")
    broken = f"error: the HEAD of the worktree {repo.path} is broken; run 'git fsck'"
    for _ in range(2):  # the second one reads nothing
        assert problems(audit(repo.path)) == [broken]


def test_links_among_refs_may_lead_back(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    (repo.path / ".git/refs/heads/back").symlink_to("..")
    found = audit(repo.path)
    assert places(found) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert problems(found) == []
