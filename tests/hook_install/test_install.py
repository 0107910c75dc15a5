"""``git secrets --install``: where hooks are installed, refusals and backups."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from support import MakeRepo, Ran, Repo
from terminal import on_a_terminal

from git_secrets_py.hook_install.scripts import hook_script

HOOKS = ("commit-msg", "pre-commit", "prepare-commit-msg", "applypatch-msg", "pre-applypatch")
PATCH_HOOKS = (
    b"Installed applypatch-msg hook to .git/hooks/applypatch-msg\n"
    b"Installed pre-applypatch hook to .git/hooks/pre-applypatch\n"
)
UP_TO_DATE = Ran(1, b"", b"git secrets: the hooks in .git/hooks are up to date\n")
OLD = "#!/bin/sh\necho old\n"


def installed(directory: str) -> Ran:
    """Return the output of installing all hooks into ``directory``."""
    lines = [f"Installed {hook} hook to {directory}/{hook}\n" for hook in HOOKS]
    return Ran(0, "".join(lines).encode(), b"")


def refused(path: str) -> Ran:
    message = (
        f"git secrets: {path} already exists. Use -f to force; a backup is kept. "
        "Use --chain to keep it and run it before the new hook\n"
    )
    return Ran(1, b"", message.encode())


def content(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def ours() -> dict[str, bytes]:
    return {hook: hook_script(hook) for hook in HOOKS}


def test_the_hooks_are_installed_into_the_current_repository(repo: Repo) -> None:
    assert repo.call("--install") == installed(".git/hooks")
    assert content(repo.path / ".git/hooks") == ours()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such bit")
def test_hooks_are_executable_by_everybody(repo: Repo) -> None:
    repo.call("--install")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (repo.path / ".git/hooks").iterdir()}
    assert modes == {0o755}


def test_from_a_subdirectory_they_are_installed_into_the_same_directory(repo: Repo) -> None:
    repo.write("below/a", "")
    assert Repo(repo.path / "below").call("--install") == installed("../.git/hooks")
    assert content(repo.path / ".git/hooks") == ours()


def test_outside_a_repository_install_fails(home: Path) -> None:
    assert Repo(home).call("--install") == Ran(
        2, b"", b"git secrets: not a git repository (or any of the parent directories)\n"
    )


def test_a_linked_worktree_has_the_hooks_of_its_repository(repo: Repo) -> None:
    repo.commit_file("a", "a")
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.path.parent / "linked")
    hooks = (repo.path / ".git/hooks").as_posix()
    assert linked.call("--install") == installed(hooks)
    assert repo.call("--install", "-f", "../linked") == installed(hooks)
    assert content(repo.path / ".git/hooks") == ours()


def test_a_submodule_has_hooks_of_its_own(repo: Repo, make_repo: MakeRepo) -> None:
    make_repo("part").commit_file("a", "a")
    repo.git("submodule", "--quiet", "add", "../part", "part")
    assert repo.call("--install", "part").status == 0
    assert content(repo.path / ".git/modules/part/hooks") == ours()
    assert Repo(repo.path / "part").call("--install").status == 1


def test_the_config_of_the_target_decides_where_its_hooks_are(
    repo: Repo, make_repo: MakeRepo
) -> None:
    target = make_repo("target")
    target.git("config", "core.hooksPath", ".githooks")
    ran = repo.call("--install", str(target.path))
    hint = """\
hint: core.hooksPath is '.githooks' in ../target/.git/config, relative to each work tree: linked \
worktrees and clones have no hooks there.
"""
    assert ran == Ran(0, installed(f"{target.path}/.githooks").out + hint.encode(), b"")
    assert content(target.path / ".githooks") == ours()


def test_the_target_overrides_the_repository_of_the_environment(
    repo: Repo, make_repo: MakeRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = make_repo("target")
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    assert repo.call("--install", "../target") == installed("../target/.git/hooks")
    assert content(target.path / ".git/hooks") == ours()


def test_relative_variables_name_the_repository_with_the_tracked_hooks(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("hooks/x", "")
    repo.git("config", "core.hooksPath", "hooks")
    below = repo.path / "below"
    below.mkdir()
    monkeypatch.setenv("GIT_DIR", "../.git")
    monkeypatch.setenv("GIT_WORK_TREE", "..")
    ran = Repo(below).call("--install")
    assert (ran.status, ran.err) == (0, b"")
    assert b"hint: ../hooks is tracked" in ran.out


def test_hooks_are_installed_into_a_bare_repository_from_inside_and_outside(
    repo: Repo, make_repo: MakeRepo
) -> None:
    bare = make_repo("bare.git", "--bare")
    hint = (
        b"hint: this repository is bare, so only commits in linked worktrees run these hooks. To "
        b"check pushes to it: git secrets --install --hooks pre-receive%b\n"
    )
    there, here = installed("../bare.git/hooks"), installed("hooks")
    assert repo.call("--install", "../bare.git") == there._replace(
        out=there.out + hint % b" ../bare.git"
    )
    assert bare.call("--install", "-f") == here._replace(out=here.out + hint % b"")
    assert content(bare.path / "hooks") == ours()
    bare.call("--install", "--hooks", "pre-receive")
    assert bare.call("--install", "-f") == here


def test_any_other_target_becomes_a_template_directory(repo: Repo) -> None:
    # It is in a repository, as in a work tree of dotfiles, but is not a repository.
    assert repo.call("--install", "template") == installed("template/hooks")
    repo.git("init", "--quiet", "--template=template", "new")
    assert content(repo.path / "new/.git/hooks") == ours()


@pytest.mark.parametrize("target", ["~/template", "~"])
def test_a_tilde_that_no_shell_expanded_is_the_home_directory(
    repo: Repo, home: Path, target: str
) -> None:
    assert repo.call("--install", target) == installed(f"{target.replace('~', str(home))}/hooks")
    assert repo.call("--uninstall", target).status == 0
    assert not (repo.path / "~").exists()


def test_current_hooks_are_up_to_date(repo: Repo) -> None:
    repo.call("--install")
    assert repo.run("--install") == UP_TO_DATE
    assert repo.run("--install", "-f") == installed(".git/hooks")


def test_chained_hooks_are_up_to_date(repo: Repo) -> None:
    repo.write_hook(OLD)
    repo.call("--install", "--chain")
    assert repo.call("--install") == UP_TO_DATE


def test_hooks_that_are_missing_are_added_to_current_ones(repo: Repo) -> None:
    repo.call("--install", "--hooks", "commit-msg,pre-commit,prepare-commit-msg")
    assert repo.call("--install") == Ran(0, PATCH_HOOKS, b"")


def test_hooks_of_another_installation_are_not_up_to_date(repo: Repo) -> None:
    python = sys.executable.encode()
    repo.write(".git/hooks/pre-commit", hook_script("pre-commit").replace(python, b"/gone/python"))
    assert repo.call("--install") == Ran(
        1,
        b"",
        b"git secrets: .git/hooks/pre-commit is a hook of another installation of "
        b"git-secrets-py. Use -f to update it\n",
    )


def test_without_a_pattern_install_names_the_active_rules(repo: Repo, home: Path) -> None:
    repo.git("config", "--global", "--unset-all", "secrets.patterns")
    hint = b"hint: no prohibited pattern is configured; the rule set 'recommended' is active\n"
    assert repo.call("--install") == Ran(0, installed(".git/hooks").out + hint, b"")
    repo.git("config", "secrets.rules", "recommended")
    assert repo.call("--install", "-f") == installed(".git/hooks")


def test_a_second_target_is_refused(repo: Repo) -> None:
    ran = repo.call("--install", "one", "two")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b"git secrets: unexpected argument: two\n\n")


def test_hooks_are_installed_into_a_d_directory_beside_others(repo: Repo) -> None:
    (repo.path / ".git/hooks/pre-commit.d").mkdir(parents=True)
    assert repo.call("--install") == Ran(
        0,
        b"Installed commit-msg hook to .git/hooks/commit-msg\n"
        b"Installed pre-commit hook to .git/hooks/pre-commit.d/git-secrets\n"
        b"Installed prepare-commit-msg hook to .git/hooks/prepare-commit-msg\n" + PATCH_HOOKS,
        b"",
    )
    assert content(repo.path / ".git/hooks/pre-commit.d") == {
        "git-secrets": hook_script("pre-commit")
    }
    assert repo.call("--install") == UP_TO_DATE


@pytest.mark.parametrize("hook", HOOKS)
def test_if_any_hook_exists_nothing_is_written(repo: Repo, hook: str) -> None:
    repo.write(f".git/hooks/{hook}", OLD)
    assert repo.call("--install") == refused(f".git/hooks/{hook}")
    assert content(repo.path / ".git/hooks") == {hook: OLD.encode()}


def test_a_dangling_symbolic_link_is_an_existing_hook(repo: Repo) -> None:
    (repo.path / ".git/hooks").mkdir()
    (repo.path / ".git/hooks/pre-commit").symlink_to("nowhere")
    assert repo.call("--install") == refused(".git/hooks/pre-commit")


def test_a_hook_in_a_d_directory_is_not_overwritten(repo: Repo) -> None:
    repo.write(".git/hooks/pre-commit.d/git-secrets", OLD)
    assert repo.call("--install") == refused(".git/hooks/pre-commit.d/git-secrets")


def test_force_keeps_a_backup_that_git_does_not_run(repo: Repo) -> None:
    path = repo.write_hook(OLD)
    assert repo.call("--install", "--force") == Ran(
        0,
        b"Installed commit-msg hook to .git/hooks/commit-msg\n"
        b"Installed pre-commit hook to .git/hooks/pre-commit\n"
        b"The previous hook is kept as .git/hooks/pre-commit.backup\n"
        b"Installed prepare-commit-msg hook to .git/hooks/prepare-commit-msg\n" + PATCH_HOOKS,
        b"",
    )
    assert content(path.parent) == {**ours(), "pre-commit.backup": OLD.encode()}
    assert os.access(path.with_name("pre-commit.backup"), os.X_OK)


def test_a_backup_never_replaces_another(repo: Repo) -> None:
    for old in (b"1", b"2", b"3"):
        repo.write(".git/hooks/commit-msg", old)
        repo.call("--install", "-f")
    assert content(repo.path / ".git/hooks") == {
        **ours(),
        "commit-msg.backup": b"1",
        "commit-msg.backup.2": b"2",
        "commit-msg.backup.3": b"3",
    }


def test_a_backup_is_not_kept_in_the_d_directory(repo: Repo) -> None:
    path = repo.write(".git/hooks/pre-commit.d/git-secrets", OLD)
    assert (
        b"kept as .git/hooks/pre-commit.d.git-secrets.backup\n" in repo.call("--install", "-f").out
    )
    assert content(path.parent) == {"git-secrets": hook_script("pre-commit")}


def test_our_hook_is_replaced_without_a_backup(repo: Repo) -> None:
    repo.call("--install")
    assert repo.call("--install", "-f") == installed(".git/hooks")
    assert content(repo.path / ".git/hooks") == ours()


def test_our_hook_of_a_missing_installation_is_replaced_without_a_backup(repo: Repo) -> None:
    python = sys.executable.encode()
    repo.write(".git/hooks/pre-commit", hook_script("pre-commit").replace(python, b"/gone/python"))
    assert repo.call("--install", "-f") == installed(".git/hooks")
    assert content(repo.path / ".git/hooks") == ours()


def test_our_hook_changed_by_hand_is_backed_up(repo: Repo) -> None:
    changed = hook_script("pre-commit") + b"make lint\n"
    repo.write(".git/hooks/pre-commit", changed)
    repo.call("--install", "-f")
    assert content(repo.path / ".git/hooks") == {**ours(), "pre-commit.backup": changed}


def test_the_target_of_a_symbolic_link_is_not_changed(repo: Repo) -> None:
    shared = repo.write("shared-hook", OLD)
    (repo.path / ".git/hooks").mkdir()
    link = repo.path / ".git/hooks/pre-commit"
    link.symlink_to("../../shared-hook")
    repo.call("--install", "-f")
    assert shared.read_text() == OLD
    assert not link.is_symlink()
    assert os.readlink(link.with_name("pre-commit.backup")) == "../../shared-hook"


def test_if_one_hook_cannot_be_replaced_none_is(repo: Repo) -> None:
    repo.write(".git/hooks/commit-msg", OLD)
    repo.write(".git/hooks/prepare-commit-msg/a-directory", "")
    ran = repo.call("--install", "-f")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(b"git secrets: cannot install into ")
    assert content(repo.path / ".git/hooks") == {"commit-msg": OLD.encode()}


def test_a_directory_that_cannot_be_created_is_named(repo: Repo) -> None:
    repo.write("template", "a file")
    assert repo.call("--install", "template") == Ran(
        2, b"", b"git secrets: cannot install into template/hooks: Not a directory\n"
    )


@pytest.mark.parametrize("name", ["with space", "it's", 'a"b', "$HOME", "café", "-f"])
def test_any_path_of_a_repository_works(repo: Repo, make_repo: MakeRepo, name: str) -> None:
    target = make_repo(name)
    assert repo.call("--install", "--", f"../{name}") == installed(f"../{name}/.git/hooks")
    assert target.commit_file("a", "a")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("environment", "tick"),
    [({}, b"\x1b[32m\xe2\x9c\x93\x1b[0m "), ({"NO_COLOR": "1"}, b"\xe2\x9c\x93 ")],
    ids=["green", "without color if the user wants none"],
)
def test_on_a_terminal_each_line_has_a_tick(
    repo: Repo, environment: dict[str, str], tick: bytes
) -> None:
    lines = installed(".git/hooks").out.splitlines()
    status, shown = on_a_terminal(repo, "--install", stream="stdout", **environment)
    assert (status, shown.splitlines()) == (0, [tick + line for line in lines])
