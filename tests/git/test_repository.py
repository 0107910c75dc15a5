"""A repository: its paths and its configuration."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from support import WINDOWS, Repo, run

from git_secrets_py.errors import GitSecretsError, NotARepositoryError
from git_secrets_py.git import Git
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


def test_a_new_repository_is_unborn_without_a_process(repo: Repo) -> None:
    git = CountingGit(str(repo.path))
    repository = Repository(git)
    before = git.started
    assert (repository.is_unborn, repository.has_head) == (True, False)
    assert git.started == before


@pytest.mark.parametrize(
    ("command", "is_unborn"),
    [
        ("git pack-refs --all", False),
        ("git checkout --quiet --detach", False),
        ("git checkout --quiet --orphan other", True),
        ("git pack-refs --all && git checkout --quiet --orphan other", True),
        ("git symbolic-ref HEAD refs/other", True),
        ("git symbolic-ref HEAD refs/heads/main && git update-ref -d HEAD", True),
        ("git checkout --quiet -b deep/er && git symbolic-ref HEAD refs/heads/deep", True),
        ("git tag a && git symbolic-ref HEAD refs/tags/a", False),
        ("git symbolic-ref refs/heads/link refs/heads/main && git checkout --quiet link", False),
    ],
)
@pytest.mark.parametrize("place", [".", "linked"])
def test_an_unborn_branch_is_one_for_git(
    repo: Repo, tmp_path: Path, command: str, is_unborn: bool, place: str
) -> None:
    repo.commit_file("a", "1")
    if place == "linked":
        repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / place))
        repo.git("checkout", "--quiet", "-b", "elsewhere")
        repo = Repo(tmp_path / place)
        repo.git("checkout", "--quiet", "main")
    assert run("sh", "-c", command, cwd=repo.path).status == 0
    repository = Repository(Git(str(repo.path)))
    assert (repository.is_unborn, repository.has_head) == (is_unborn, not is_unborn)
    assert repo.try_git("rev-parse", "--verify", "--quiet", "HEAD").status == int(is_unborn)


HOOK = {"GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}


def _at_top(repo):
    return repo.path


def _below(repo):
    return repo.write("below/a", "1").parent


def _beside_a_folder_named_as_that_of_git(repo):
    (repo.path / "below/.git").mkdir(parents=True)
    return repo.path / "below"


def _beside_a_broken_repository(repo):
    folder = _beside_a_folder_named_as_that_of_git(repo)
    for name in ("objects", "refs"):
        (folder / ".git" / name).mkdir()
    (folder / ".git/HEAD").write_text("broken")
    return folder


def _with_another_work_tree(repo):
    (repo.path / "below").mkdir()
    repo.git("config", "core.worktree", "../below")
    return repo.path


def _bare(repo):
    repo.git("config", "core.bare", "true")
    return repo.path


@pytest.mark.parametrize("hook", [HOOK, {**HOOK, "GIT_DIR": ".git"}, {}], ids=str)
@pytest.mark.parametrize(
    "place",
    [
        _at_top,
        _below,
        _beside_a_folder_named_as_that_of_git,
        _beside_a_broken_repository,
        _with_another_work_tree,
        _bare,
    ],
)
def test_the_work_tree_of_a_hook_is_that_of_git(repo, monkeypatch, place, hook):
    monkeypatch.chdir(place(repo))
    for name, value in hook.items():
        monkeypatch.setenv(name, value)
    by_git = run("git", "rev-parse", "--show-toplevel", cwd=os.getcwd()).out.strip()
    try:
        found = Repository().work_tree
    except GitSecretsError:
        found = None
    assert found == (by_git or None)


@pytest.mark.skipif(WINDOWS, reason="git is asked for the work tree there")
@pytest.mark.parametrize(
    ("words", "started"),
    [
        (["--pre_commit_hook"], [b"cat-file", b"config", b"diff-index"]),
        (["--commit_msg_hook", "--", "message"], [b"cat-file", b"config"]),
    ],
)
def test_a_hook_that_finds_nothing_starts_few_processes(
    repo, tmp_path, monkeypatch, words, started
):
    repo.commit_file("a", "1")
    repo.write("message", "2")
    repo.add()
    repo.git("config", "secrets.patterns", "secret")
    for name, value in {**HOOK, "GIT_TRACE": str(tmp_path / "trace")}.items():
        monkeypatch.setenv(name, value)
    assert repo.call(*words).status == 0
    assert commands_in(tmp_path / "trace") == started


def commands_in(trace: Path) -> list[bytes]:
    return sorted(re.findall(rb"built-in: git (\S+)", trace.read_bytes()))


@pytest.mark.parametrize(
    ("words", "status", "started"),
    [
        (["--list"], 0, [b"cat-file", b"config", b"rev-parse"]),
        (["--install"], 0, [b"config", b"rev-parse"]),
        (["--scan"], 0, [b"cat-file", b"config", b"ls-files", b"rev-parse"]),
        (
            ["--doctor"],
            1,
            [b"cat-file", b"cat-file", b"config", b"ls-files", b"rev-parse", b"version"],
        ),
    ],
)
def test_a_command_starts_few_processes_of_git(
    repo: Repo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    status: int,
    started: list[bytes],
) -> None:
    repo.commit_file("a", "1")
    repo.git("config", "secrets.patterns", "secret")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    assert repo.call(*words).status == status
    assert commands_in(tmp_path / "trace") == started


def test_git_locates_shared_and_configured_paths(repo, linked):
    repo.git("config", "core.hooksPath", "/configured")
    repository = Repository(Git(str(linked.path)))
    assert repository.hooks_folder == b"/configured"
    objects = os.path.realpath(os.fsdecode(repository.object_folder))
    assert objects == os.path.realpath(repo.path / ".git/objects")
