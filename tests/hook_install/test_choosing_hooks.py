"""``git secrets --install --hooks``: which hooks."""

from __future__ import annotations

import os

import pytest
from support import Ran, Repo


def hooks(repo: Repo) -> list[str]:
    directory = repo.path / ".git/hooks"
    return sorted(os.listdir(directory)) if directory.exists() else []


def test_one_hook_is_installed(repo: Repo) -> None:
    ran = repo.call("--install", "--hooks", "pre-commit")
    assert ran == Ran(0, b"Installed pre-commit hook to .git/hooks/pre-commit\n", b"")
    assert hooks(repo) == ["pre-commit"]


def test_several_hooks_are_installed_once_each_in_the_given_order(repo: Repo) -> None:
    assert repo.call("--install", "--hooks=pre-commit, commit-msg,pre-commit") == Ran(
        0,
        b"Installed pre-commit hook to .git/hooks/pre-commit\n"
        b"Installed commit-msg hook to .git/hooks/commit-msg\n",
        b"",
    )


def test_an_existing_hook_that_is_not_chosen_is_ignored(repo: Repo) -> None:
    repo.write(".git/hooks/pre-commit", "#!/bin/sh\n")
    assert repo.call("--install", "--hooks", "commit-msg").status == 0
    assert hooks(repo) == ["commit-msg", "pre-commit"]


@pytest.mark.parametrize("name", ["update", "", "chain", "xyz"])
def test_an_unknown_hook_is_refused_with_a_list_of_the_hooks(repo: Repo, name: str) -> None:
    ran = repo.call("--install", "--hooks", f"pre-commit,{name}")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.partition(b"\n\n")[0].decode() == (
        f"git secrets: unknown hook: '{name}'. The hooks are: "
        "commit-msg, pre-commit, prepare-commit-msg, applypatch-msg, pre-applypatch, "
        "pre-push, pre-receive"
    )
    assert hooks(repo) == []


def test_a_close_hook_is_suggested(repo: Repo) -> None:
    ran = repo.call("--install", "--hooks", "pre-comit")
    assert ran.err.partition(b"\n\n")[0] == (
        b"git secrets: unknown hook: 'pre-comit'. Did you mean pre-commit? "
        b"The hooks are: commit-msg, pre-commit, prepare-commit-msg, applypatch-msg, "
        b"pre-applypatch, pre-push, pre-receive"
    )


@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_hooks_for_pushes_are_installed_if_chosen(repo: Repo, hook: str) -> None:
    ran = repo.call("--install", "--hooks", hook)
    assert ran == Ran(0, f"Installed {hook} hook to .git/hooks/{hook}\n".encode(), b"")
    assert hooks(repo) == [hook]
