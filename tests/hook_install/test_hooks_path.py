"""The hooks directory of ``core.hooksPath``: installation into it, and refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import MakeRepo, Ran, Repo
from test_install import content, installed, ours


@pytest.mark.parametrize("below", [".", "below"])
def test_hooks_are_installed_where_core_hooks_path_points(repo: Repo, below: str) -> None:
    repo.write("below/a", "")
    repo.git("config", "core.hooksPath", ".githooks")
    assert Repo(repo.path / below).call("--install").status == 0
    assert content(repo.path / ".githooks") == ours()
    assert not (repo.path / ".git/hooks").exists()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param("", "is empty in .git/config, so git finds no hooks", id="empty"),
        pytest.param(
            "/dev/null",
            "is /dev/null in .git/config, which is not a directory, so git runs no hooks",
            id="a device",
        ),
        pytest.param(
            "file",
            "is file in .git/config, which is not a directory, so git runs no hooks",
            id="a file",
        ),
        *(
            pytest.param(
                value,
                f"is {value} in .git/config, so git runs programs on PATH instead of hooks",
                id=value,
            )
            for value in (".", "./", ".//")
        ),
    ],
)
@pytest.mark.parametrize("target", [[], ["../repo"]], ids=["here", "a target"])
def test_a_core_hooks_path_that_holds_no_hooks_is_refused(
    repo: Repo, value: str, reason: str, target: list[str]
) -> None:
    repo.write("file", "")
    repo.git("config", "core.hooksPath", value)
    message = (
        f"git secrets: core.hooksPath {reason}. To use .git/hooks: "
        "git config --unset-all core.hooksPath\n"
    )
    assert repo.call("--install", *target) == Ran(1, b"", message.encode())
    assert not (repo.path / ".git/hooks").exists()


def test_hooks_are_installed_at_the_top_if_git_runs_them_there(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", "../repo")
    repo.git("config", "secrets.patterns", "SECRET-[0-9]+")
    assert repo.call("--install", "--hooks", "pre-commit").status == 0
    repo.write("a", "SECRET-1")
    repo.add("a")
    assert repo.commit().status == 1
    assert (repo.path / "pre-commit").exists()


@pytest.mark.parametrize(
    ("below", "target", "file"),
    [
        ("", "sub", "sub/.git/config"),
        ("sub", "..", "../.git/config"),
        ("sub", "../../repo", "../.git/config"),
        ("below", "", "../.git/inc"),
    ],
)
def test_the_command_that_removes_a_core_hooks_path_works_in_the_current_directory(
    repo: Repo, make_repo: MakeRepo, below: str, target: str, file: str
) -> None:
    sub = make_repo("repo/sub")
    sub.git("config", "core.hooksPath", "")
    repo.git("config", "include.path", "inc")
    repo.git("config", "--file", ".git/inc", "core.hooksPath", "")
    (repo.path / "below").mkdir()
    here = Repo(repo.path / below)
    ran = here.call("--install", *([target] if target else []))
    command = ran.err.decode().partition("To use .git/hooks: ")[2]
    expected = file.replace("config", "inc") if target.startswith("..") else file
    assert command == f"git config --file {expected} --unset-all core.hooksPath\n"
    here.git(*command.split()[1:])
    assert here.call("--install", *([target] if target else [])).status == 0


def test_a_core_hooks_path_of_a_variable_is_not_removed_from_a_file(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"COUNT": "1", "KEY_0": "core.hooksPath", "VALUE_0": "/dev/null"}
    for name, value in variables.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    ran = repo.call("--install")
    assert ran.status == 1
    assert ran.err.endswith(b": omit 'git -c core.hooksPath', or run 'unset GIT_CONFIG_COUNT'\n")


def test_a_core_hooks_path_with_a_tilde_is_expanded_as_by_git(repo: Repo, home: Path) -> None:
    repo.git("config", "core.hooksPath", "~/hooks")
    ran = repo.call("--install")
    assert ran.out.startswith(installed(f"{home}/hooks").out)
    assert content(home / "hooks") == ours()


def test_the_core_hooks_path_of_a_worktree_counts(repo: Repo) -> None:
    repo.commit_file("a", "a")
    repo.git("config", "extensions.worktreeConfig", "true")
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.path.parent / "linked")
    linked.git("config", "--worktree", "core.hooksPath", str(linked.path / "own"))
    assert linked.call("--install").status == 0
    assert content(linked.path / "own") == ours()
    assert not (repo.path / ".git/hooks").exists()


def test_an_included_core_hooks_path_counts(repo: Repo, home: Path) -> None:
    (home / "included").write_text(f"[core]\n\thooksPath = {home}/hooks\n")
    repo.git("config", f"includeIf.gitdir:{repo.path}/.path", str(home / "included"))
    assert repo.call("--install").status == 0
    assert content(home / "hooks") == ours()


def test_a_relative_core_hooks_path_needs_the_work_tree(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".githooks")
    ran = Repo(repo.path / ".git").call("--install")
    assert (ran.status, ran.out) == (1, b"")
    assert b"is relative to the work tree; run this there\n" in ran.err
