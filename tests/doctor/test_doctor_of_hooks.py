"""``git secrets --doctor``: the problems of hooks."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import KEY_PATTERN, MakeRepo, Repo
from test_doctor import examine, hook, problems

from git_secrets_py.hook_install.scripts import HOOKS, hook_script

posix = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")


@posix
@pytest.mark.usefixtures("without_live_test")
def test_a_hook_that_git_ignores_is_a_problem(with_hooks: Repo) -> None:
    path = with_hooks.path / ".git/hooks/pre-commit"
    path.chmod(0o644)
    assert problems(with_hooks) == [
        (
            "hook pre-commit",
            ".git/hooks/pre-commit is not executable, so git ignores it",
            "chmod +x '.git/hooks/pre-commit'",
        )
    ]
    assert not hook(examine(with_hooks, 1), "pre-commit")["run_by_git"]


@pytest.mark.usefixtures("one_live_test")
def test_a_hook_that_is_not_ours_is_a_problem_and_not_run(with_hooks: Repo) -> None:
    with_hooks.write_hook("#!/bin/sh\ntouch was-run\n")
    assert problems(with_hooks) == [
        (
            "hook pre-commit",
            ".git/hooks/pre-commit is not a git-secrets-py hook",
            "git secrets --install --hooks pre-commit --chain",
        )
    ]
    assert not (with_hooks.path / "was-run").exists()
    assert with_hooks.call("--install", "--hooks", "pre-commit", "--chain").status == 0
    assert hook(examine(with_hooks, 0), "pre-commit")["chained"]
    assert not (with_hooks.path / "was-run").exists()


@pytest.mark.usefixtures("without_live_test")
def test_a_hook_that_seems_to_call_git_secrets_is_named_as_such(with_hooks: Repo) -> None:
    with_hooks.write(".git/hooks/pre-commit", "#!/bin/sh\nmake lint && git secrets --scan\n")
    assert "seems to call git secrets" in problems(with_hooks)[0][1]


@pytest.mark.usefixtures("without_live_test")
def test_with_a_hook_manager_the_remedy_is_a_call_of_git_secrets(with_hooks: Repo) -> None:
    with_hooks.write("lefthook.yml", "")
    with_hooks.write_hook("#!/bin/sh\nlefthook run pre-commit\n")
    assert problems(with_hooks)[0][2] == "make it call git secrets --pre_commit_hook"


@pytest.mark.usefixtures("one_live_test")
def test_our_hook_changed_by_hand_is_not_run(with_hooks: Repo) -> None:
    with_hooks.write(".git/hooks/pre-commit", hook_script("pre-commit") + b"touch was-run\n")
    assert problems(with_hooks) == [
        (
            "hook pre-commit",
            ".git/hooks/pre-commit was changed by hand, so it is not tested",
            "git secrets --install --hooks pre-commit --force",
        )
    ]


@pytest.mark.usefixtures("one_live_test")
def test_a_hook_of_the_original_is_to_be_replaced(with_hooks: Repo) -> None:
    script = '#!/usr/bin/env bash\ngit secrets --pre_commit_hook -- "$@"\n'
    with_hooks.write(".git/hooks/pre-commit", script)
    replace = "git secrets --install --hooks pre-commit --force"
    assert problems(with_hooks) == [
        (
            "hook pre-commit",
            ".git/hooks/pre-commit is a hook of git-secrets by AWS Labs",
            replace,
        )
    ]
    assert with_hooks.call(*replace.split()[2:]).status == 0
    examine(with_hooks, 0)


def test_hooks_that_git_ignores_because_of_core_hooks_path_are_named(with_hooks: Repo) -> None:
    with_hooks.git("config", "core.hooksPath", "elsewhere")
    assert problems(with_hooks)[0] == (
        "hook commit-msg",
        "the commit-msg hook is not installed where git looks: core.hooksPath in .git/config "
        f"makes git ignore {with_hooks.path}/.git/hooks/commit-msg",
        "git secrets --install --hooks commit-msg",
    )


@pytest.mark.usefixtures("one_live_test")
def test_hooks_where_core_hooks_path_points_protect(with_hooks: Repo) -> None:
    with_hooks.git("config", "core.hooksPath", "elsewhere")
    with_hooks.call("--install")
    facts = examine(with_hooks, 0)
    assert facts["hooks"]["directory"] == str(with_hooks.path / "elsewhere")
    assert facts["hooks"]["set_by"] == ".git/config"


@pytest.mark.usefixtures("one_live_test")
def test_a_missing_installation_is_a_note_if_there_is_one_on_path(
    with_hooks: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in HOOKS:
        script = hook_script(name).replace(sys.executable.encode(), b"/gone/python")
        with_hooks.write(f".git/hooks/{name}", script)
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
    facts = examine(with_hooks, 0)
    assert facts["notes"][0] == {
        "about": "hook commit-msg",
        "problem": ".git/hooks/commit-msg names an installation that does not exist, so it "
        "searches PATH",
        "remedy": "git secrets --install --hooks commit-msg --force",
    }


@posix
@pytest.mark.usefixtures("one_live_test")
def test_a_missing_installation_without_another_fails_the_live_test(
    with_hooks: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in HOOKS:
        script = hook_script(name).replace(sys.executable.encode(), b"/gone/python")
        with_hooks.write(f".git/hooks/{name}", script)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "git").symlink_to(str(shutil.which("git")))
    monkeypatch.setenv("PATH", str(programs))
    facts = examine(with_hooks, 1)
    assert facts["problems"][0] == {
        "about": "live test",
        "problem": "the pre-commit hook does not pass clean content: cannot find "
        "git-secrets-py; nothing was scanned, and nothing was committed",
        "remedy": "fix the reported error",
    }


def test_in_a_bare_repository_pre_receive_is_required(make_repo: MakeRepo) -> None:
    bare = make_repo("bare.git", "--bare")
    bare.git("config", "secrets.patterns", KEY_PATTERN)
    assert [problem for _, problem, _ in problems(bare)] == [
        "the pre-receive hook is not installed"
    ]
    assert bare.call("--install", "--hooks", "pre-receive").status == 0
    assert [one["hook"] for one in examine(bare, 0)["live_test"]] == ["pre-receive"]
