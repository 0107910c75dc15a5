"""``git secrets --install --global``: hooks for every new clone."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from support import MakeRepo, Ran, Repo

from git_secrets_py.hook_install.scripts import HOOKS, hook_script


@pytest.fixture(autouse=True)
def no_other_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_TEMPLATE_DIR")


def installed(directory: str) -> str:
    return "".join(f"Installed {hook} hook to {directory}/hooks/{hook}\n" for hook in HOOKS)


def advice(directory: str) -> str:
    return (
        "New repositories and clones get these hooks. In an existing repository, 'git init' adds\n"
        "the hooks that are missing and never replaces one. To use one hooks directory for all\n"
        "repositories instead, run:\n"
        f"    git config --global core.hooksPath {shlex.quote(directory + '/hooks')}\n"
    )


def hooks_of(repo: Repo) -> dict[str, bytes]:
    paths = (repo.path / ".git/hooks").iterdir()
    return {path.name: path.read_bytes() for path in paths if path.suffix != ".sample"}


def test_a_template_is_set_up_outside_of_any_repository(home: Path, make_repo: MakeRepo) -> None:
    directory = f"{home}/.config/git/git-secrets-template"
    ran = Repo(home).call("--install", "--global")
    said = f"Set init.templateDir to {directory} in the global git config\n"
    assert ran == Ran(0, (installed(directory) + said + advice(directory)).encode(), b"")
    new = make_repo("new")
    assert hooks_of(new) == {hook: hook_script(hook) for hook in HOOKS}
    assert (new.path / ".git/info").is_dir()


def test_a_configured_template_is_used(repo: Repo, home: Path) -> None:
    repo.git("config", "--global", "init.templateDir", "~/mine")
    directory = f"{home}/mine"
    ran = repo.call("--install", "--global")
    assert ran == Ran(0, (installed(directory) + advice(directory)).encode(), b"")
    assert repo.git("config", "--global", "init.templateDir") == b"~/mine\n"


def test_git_init_adds_the_missing_hooks_to_an_existing_clone(repo: Repo) -> None:
    repo.write(".git/hooks/pre-commit", "theirs")
    repo.call("--install", "--global")
    repo.git("init", "--quiet")
    assert hooks_of(repo) == {
        **{hook: hook_script(hook) for hook in HOOKS},
        "pre-commit": b"theirs",
    }


def test_hooks_can_be_chosen(repo: Repo, home: Path) -> None:
    repo.call("--install", "--global", "--hooks", "pre-commit")
    assert os.listdir(home / ".config/git/git-secrets-template/hooks") == ["pre-commit"]


def test_installing_again_is_refused_and_can_be_forced(repo: Repo) -> None:
    repo.call("--install", "--global")
    assert repo.call("--install", "--global").status == 1
    assert repo.call("--install", "--global", "--force").status == 0


def test_a_refused_install_configures_nothing(repo: Repo, home: Path) -> None:
    path = home / ".config/git/git-secrets-template/hooks/pre-commit"
    path.parent.mkdir(parents=True)
    path.write_text("theirs")
    assert repo.call("--install", "--global").status == 1
    assert repo.try_git("config", "--global", "init.templateDir").status == 1


def test_global_takes_no_directory(repo: Repo) -> None:
    ran = repo.call("--install", "--global", "directory")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: --install --global takes no directory; init.templateDir names it\n\n"
    )


def test_settings_that_keep_git_from_the_template_are_reported(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEMPLATE_DIR", "/elsewhere")
    repo.git("config", "--global", "core.hooksPath", "/hooks")
    assert repo.call("--install", "--global").err == (
        b"git secrets: warning: GIT_TEMPLATE_DIR is set, so git uses this template directory: "
        b"/elsewhere\n"
        b"git secrets: warning: core.hooksPath is set, so git looks for hooks only in /hooks; "
        b"to install them there, run 'git secrets --install' in a repository\n"
    )


def test_uninstall_removes_the_hooks_and_the_setting(repo: Repo, home: Path) -> None:
    directory = home / ".config/git/git-secrets-template"
    repo.call("--install", "--global", "--hooks", "pre-commit")
    assert repo.run("--uninstall", "--global") == Ran(
        0,
        f"Removed pre-commit hook from {directory}/hooks/pre-commit\n"
        "Unset init.templateDir in the global git config\n".encode(),
        b"",
    )
    assert not directory.exists()
    assert repo.try_git("config", "--global", "init.templateDir").status == 1


def test_uninstall_keeps_a_template_of_the_users_own(repo: Repo, home: Path) -> None:
    repo.git("config", "--global", "init.templateDir", "~/mine")
    repo.call("--install", "--global", "--hooks", "pre-commit")
    assert repo.call("--uninstall", "--global").status == 0
    assert os.listdir(home / "mine/hooks") == []
    assert repo.git("config", "--global", "init.templateDir") == b"~/mine\n"


def test_uninstall_keeps_a_template_with_other_hooks(repo: Repo, home: Path) -> None:
    repo.call("--install", "--global")
    other = home / ".config/git/git-secrets-template/hooks/post-commit"
    other.write_text("theirs")
    assert b"Unset" not in repo.call("--uninstall", "--global").out
    assert os.listdir(other.parent) == ["post-commit"]


def test_uninstall_without_a_template_removes_nothing(home: Path) -> None:
    directory = home / ".config/git/git-secrets-template/hooks"
    assert Repo(home).call("--uninstall", "--global") == Ran(
        0, f"No git-secrets-py hook to remove in {directory}\n".encode(), b""
    )
