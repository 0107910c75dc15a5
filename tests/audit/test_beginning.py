"""The beginning of an audit, which runs while the patterns are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import Repo

from git_secrets_py.audit import beginning
from git_secrets_py.audit.beginning import Beginning
from git_secrets_py.audit.roots import Roots
from git_secrets_py.errors import GitError
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository


def begin(path: Path, *, is_limited: bool = False) -> Beginning:
    return Beginning(Repository(Git(str(path))), is_limited=is_limited)


def test_all_that_the_roots_reach_is_listed_although_a_commit_is_made_meanwhile(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("first.txt", "nothing\n")
    find = beginning.find_roots

    def found(repository: Repository, children: ProcessGroup) -> Roots:
        repo.commit_file("second.txt", "nothing\n")
        return find(repository, children)

    monkeypatch.setattr(beginning, "find_roots", found)
    with begin(repo.path) as started, started.ids() as pieces:
        listed = b"".join(pieces)
        tips = started.roots().tips
    reached = repo.git("rev-list", "--objects", "--no-object-names", *map(bytes.decode, tips))
    ids = {listed[at : at + 20].hex().encode() for at in range(0, len(listed), 20)}
    assert [oid for oid in reached.split() if oid not in ids] == []
    assert len(reached.split()) == 5


def test_a_failure_in_the_background_is_raised_by_whoever_asks_for_the_result(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(repository: Repository, children: ProcessGroup) -> Roots:
        raise GitError("no roots")

    monkeypatch.setattr(beginning, "find_roots", fail)
    with begin(repo.path) as started:
        with pytest.raises(GitError, match="no roots"):
            started.roots()
        with pytest.raises(GitError, match="no roots"), started.ids():
            pass


def test_the_end_of_the_context_ends_a_list_that_nobody_read(repo: Repo) -> None:
    repo.commit_file("first.txt", "nothing\n")
    with begin(repo.path) as started:
        started.roots()
    assert started.children.stopped
    assert not started.children._running
