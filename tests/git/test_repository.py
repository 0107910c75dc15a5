"""A repository: its paths and its configuration."""

from __future__ import annotations

import os

import pytest
from support import Repo

from git_secrets_py.errors import NotARepositoryError
from git_secrets_py.git.process import Git
from git_secrets_py.git.repository import Repository


class CountingGit(Git):
    """git that counts its processes."""

    started = 0

    def start(self, *arguments, **streams):
        self.started += 1
        return super().start(*arguments, **streams)


@pytest.fixture
def linked(repo, tmp_path):
    """A linked worktree."""
    repo.commit_file("a", "1")
    repo.git("worktree", "add", "--quiet", "-b", "work", str(tmp_path / "linked"))
    return Repo(tmp_path / "linked")


@pytest.mark.parametrize("name", ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"])
def test_a_file_of_a_worktree_is_where_git_keeps_it(repo, linked, name):
    for worktree in (repo, linked):
        by_git = worktree.git("rev-parse", "--git-path", name).decode().strip()
        found = Repository(Git(str(worktree.path))).path_in_git_dir(name)
        assert os.path.realpath(os.fsdecode(found)) == os.path.realpath(worktree.path / by_git)


def test_each_question_outside_a_repository_raises_the_error(tmp_path):
    repository = Repository(Git(str(tmp_path)))
    for _ in range(2):
        with pytest.raises(NotARepositoryError):
            assert repository.is_inside_work_tree


def test_locating_a_file_of_a_worktree_starts_no_further_process(repo):
    git = CountingGit(str(repo.path))
    repository = Repository(git)
    before = git.started
    for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"):
        repository.path_in_git_dir(name)
    assert git.started == before


def test_git_locates_shared_and_configured_paths(repo, linked):
    repository = Repository(Git(str(linked.path)))
    repo.git("config", "core.hooksPath", "/configured")
    assert repository.git_path("hooks") == b"/configured"
    objects = os.path.realpath(os.fsdecode(repository.git_path("objects")))
    assert objects == os.path.realpath(repo.path / ".git/objects")
