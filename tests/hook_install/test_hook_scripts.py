"""The hook scripts, as git runs them."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from support import SHELLS, Ran, Repo, run

import git_secrets_py
from git_secrets_py.hook_install.scripts import HOOKS, hook_script

VERBS = {
    "pre-commit": "--pre_commit_hook",
    "commit-msg": "--commit_msg_hook",
    "prepare-commit-msg": "--prepare_commit_msg_hook",
}

NOT_FOUND = Ran(
    1,
    b"",
    b"git secrets: cannot find git-secrets-py; nothing was scanned, and nothing was committed\n"
    b"git secrets: reinstall it, then run 'git secrets --install -f' in this repository\n",
)


def told_by(path: Path) -> Path:
    """Put a program at ``path`` that writes its arguments, one a line, to a file beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = path.with_name("told")
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>{shlex.quote(str(told))}\n')
    path.chmod(0o755)
    return told


def run_hook(
    repo: Repo, hook: str, *words: str, shell: str = "sh", env: dict[str, str] | None = None
) -> Ran:
    """Run an installed hook as git does, with ``shell``."""
    path = str(repo.path / ".git/hooks" / hook)
    words = ("sh", path, *words) if shell == "busybox" else (path, *words)
    return run(str(shutil.which(shell)), *words, cwd=repo.path, env=env)


def install_with(
    python: Path | str, repo: Repo, monkeypatch: pytest.MonkeyPatch, start: bytes = b"start.py"
) -> None:
    """Install hooks that take ``python`` for the interpreter."""
    monkeypatch.setattr(sys, "executable", str(python))
    for hook in HOOKS:
        script = hook_script(hook).replace(b"start.py", start)
        repo.write_hook(script, hook)


def test_a_commit_with_a_secret_is_blocked(with_hooks: Repo, key: bytes) -> None:
    with_hooks.write("leak", b"id = " + key + b"\n")
    with_hooks.add()
    ran = with_hooks.commit()
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b"leak:1:id = " + key + b"\n\n[ERROR] Matched one or more prohibited")
    assert with_hooks.git("rev-list", "--count", "HEAD") == b"1\n"


def test_a_clean_commit_prints_nothing(with_hooks: Repo) -> None:
    with_hooks.write("clean", "nothing\n")
    with_hooks.add()
    assert with_hooks.commit() == Ran(0, b"", b"")


def test_a_secret_in_the_message_blocks_the_commit(with_hooks: Repo, key: bytes) -> None:
    with_hooks.write("clean", "nothing\n")
    with_hooks.add()
    ran = with_hooks.commit(b"use " + key)
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b".git/COMMIT_EDITMSG:1:use " + key + b"\n\n[ERROR]")


def test_a_merge_that_introduces_a_secret_is_blocked(with_hooks: Repo, key: bytes) -> None:
    with_hooks.git("checkout", "--quiet", "-b", "other")
    leak = with_hooks.commit_file("leak", key + b"\n")
    with_hooks.commit_file("leak", "gone\n")
    with_hooks.git("checkout", "--quiet", "main")
    with_hooks.commit_file("more", "more\n")
    ran = with_hooks.try_git("merge", "--no-edit", "--quiet", "other")
    assert ran.status == 1
    assert f"{leak}:leak:1:".encode() + key in ran.err
    assert with_hooks.git("rev-list", "--count", "HEAD") == b"2\n"


def test_a_merge_without_secrets_is_made(with_hooks: Repo) -> None:
    with_hooks.git("checkout", "--quiet", "-b", "other")
    with_hooks.commit_file("other", "other\n")
    with_hooks.git("checkout", "--quiet", "main")
    with_hooks.commit_file("more", "more\n")
    assert with_hooks.try_git("merge", "--no-edit", "--quiet", "other") == Ran(0, b"", b"")


def test_a_cherry_picked_secret_is_blocked(with_hooks: Repo, key: bytes) -> None:
    with_hooks.git("checkout", "--quiet", "-b", "other")
    with_hooks.commit_file("leak", key + b"\n")
    with_hooks.git("checkout", "--quiet", "main")
    ran = with_hooks.try_git("cherry-pick", "other")
    assert ran.status != 0
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert with_hooks.git("rev-list", "--count", "main") == b"1\n"


def test_a_cherry_picked_secret_is_blocked_in_a_linked_worktree(
    with_hooks: Repo, key: bytes
) -> None:
    with_hooks.git("checkout", "--quiet", "-b", "other")
    with_hooks.commit_file("leak", key + b"\n")
    with_hooks.git("worktree", "add", "--quiet", "../linked", "main")
    ran = Repo(with_hooks.path.parent / "linked").try_git("cherry-pick", "other")
    assert ran.status != 0
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert with_hooks.git("rev-list", "--count", "main") == b"1\n"


@pytest.mark.parametrize("option", ["--edit", "--no-edit"])
def test_a_revert_that_reintroduces_a_secret_is_blocked(
    with_hooks: Repo, key: bytes, option: str
) -> None:
    with_hooks.commit_file("leak", key + b"\n")
    with_hooks.commit_file("leak", "gone\n")
    ran = with_hooks.try_git("revert", option, "HEAD")
    assert ran.status != 0
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert with_hooks.git("rev-list", "--count", "HEAD") == b"3\n"


@pytest.mark.parametrize("option", ["--edit", "--no-edit"])
def test_a_revert_without_secrets_is_made(with_hooks: Repo, option: str) -> None:
    with_hooks.commit_file("first", "second\n")
    assert with_hooks.try_git("revert", option, "HEAD").status == 0


def test_a_cherry_pick_that_had_a_conflict_is_finished(with_hooks: Repo) -> None:
    with_hooks.git("checkout", "--quiet", "-b", "other")
    with_hooks.commit_file("first", "other\n")
    with_hooks.git("checkout", "--quiet", "main")
    with_hooks.commit_file("first", "main\n")
    assert with_hooks.try_git("cherry-pick", "other").status == 1
    with_hooks.write("first", "both\n")
    with_hooks.add("first")
    assert with_hooks.try_git("cherry-pick", "--continue").status == 0


def test_a_hook_needs_nothing_on_the_path_of_a_graphical_client(
    with_hooks: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_hooks.write("leak", key)
    with_hooks.add()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert with_hooks.commit().err.startswith(b"leak:1:" + key + b"\n")


def test_modules_in_the_work_tree_are_never_imported(
    with_hooks: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("regex", "os", "sitecustomize", "usercustomize", "git_secrets_py/__init__", "re")
    for name in names:
        with_hooks.write(f"{name}.py", "open('imported', 'w')\nraise SystemExit(0)\n")
    with_hooks.write("git_secrets_py/cli.py", "def main(): return 0\n")
    with_hooks.write("leak", key)
    with_hooks.add("leak")
    monkeypatch.setenv("PYTHONPATH", f".{os.pathsep}{with_hooks.path}")
    ran = with_hooks.commit()
    assert (ran.status, ran.err.splitlines()[:1]) == (1, [b"leak:1:" + key])
    assert not (with_hooks.path / "imported").exists()


def test_python_settings_of_the_environment_do_not_reach_a_hook(
    with_hooks: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_hooks.write("leak", key)
    with_hooks.add()
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONVERBOSE", "1")
    assert with_hooks.commit().err.startswith(b"leak:1:" + key + b"\n")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("hook", HOOKS)
def test_arguments_reach_the_installation_unchanged(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: str, shell: str
) -> None:
    python = tmp_path / 'it\'s "the" $HOME; `x` \\ #python' / "python 3"
    told = told_by(python)
    install_with(python, repo, monkeypatch)
    words = [" a  file ", "merge", "*", "", "it's $HOME", "-x"]
    assert run_hook(repo, hook, *words, shell=shell) == Ran(0, b"", b"")
    start = os.path.join(os.path.dirname(git_secrets_py.__file__), "start.py")
    assert told.read_text().split("\n")[:-1] == ["-E", "-S", start, VERBS[hook], "--", *words]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("program", ["git-secrets-py", "git-secrets"])
def test_a_missing_installation_is_searched_on_path(
    repo: Repo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    hook: str,
    shell: str,
) -> None:
    told = told_by(tmp_path / "bin" / program)
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, hook, "a b", "merge", shell=shell, env={"PATH": str(tmp_path / "bin")})
    assert ran == Ran(0, b"", b"")
    assert told.read_text().split("\n")[:-1] == [VERBS[hook], "--", "a b", "merge"]


def test_a_removed_package_is_searched_on_path(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_by(tmp_path / "bin" / "git-secrets")
    install_with(sys.executable, repo, monkeypatch, start=b"gone.py")
    assert run_hook(repo, "pre-commit", env={"PATH": str(tmp_path / "bin")}) == Ran(0, b"", b"")
    assert told.read_text() == "--pre_commit_hook\n--\n"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("hook", HOOKS)
def test_without_any_installation_the_commit_is_blocked(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: str, shell: str
) -> None:
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, hook, "a", "merge", shell=shell, env={"PATH": str(tmp_path)})
    assert ran == NOT_FOUND


def test_a_template_that_is_not_filled_in_searches_path(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(Path(__file__).parents[2] / "hooks" / "pre-commit", repo.path / "hook")
    told = told_by(tmp_path / "bin" / "git-secrets-py")
    ran = run(str(shutil.which("sh")), "hook", cwd=repo.path, env={"PATH": str(tmp_path / "bin")})
    assert ran == Ran(0, b"", b"")
    assert told.read_text() == "--pre_commit_hook\n--\n"


@pytest.mark.parametrize(
    ("words", "message", "started"),
    [
        pytest.param(["message"], "text", False, id="a message on the command line"),
        pytest.param([], "text", False, id="a message from an editor"),
        pytest.param(["commit", "HEAD"], "text", False, id="an amended commit"),
        pytest.param(["squash"], "text", False, id="a squash, for which pre-commit is run"),
        pytest.param(["template"], 'Then Revert "x"', False, id="not the beginning"),
        pytest.param(["merge"], "text", True, id="a merge"),
        pytest.param(["message"], 'Revert "x"', True, id="a revert"),
        pytest.param(["message"], 'Reapply "x"', True, id="a revert of a revert"),
    ],
)
def test_prepare_commit_msg_starts_python_only_if_git_runs_no_pre_commit(
    repo: Repo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    message: str,
    started: bool,
) -> None:
    told = told_by(tmp_path / "python")
    install_with(tmp_path / "python", repo, monkeypatch)
    repo.write("message", message + "\nmore\n")
    assert run_hook(repo, "prepare-commit-msg", "message", *words) == Ran(0, b"", b"")
    assert told.exists() == started


@pytest.mark.parametrize("head", ["CHERRY_PICK_HEAD", "REVERT_HEAD"])
@pytest.mark.parametrize("directory", [".git", "elsewhere"])
def test_prepare_commit_msg_recognizes_a_cherry_pick_by_its_head(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str, directory: str
) -> None:
    told = told_by(tmp_path / "python")
    install_with(tmp_path / "python", repo, monkeypatch)
    repo.write(f"{directory}/{head}", "id\n")
    env = {} if directory == ".git" else {"GIT_DIR": directory}
    assert run_hook(repo, "prepare-commit-msg", "no file", env=env) == Ran(0, b"", b"")
    assert told.exists()
