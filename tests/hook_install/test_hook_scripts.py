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


@pytest.fixture
def guarded(with_pattern: Repo) -> Repo:
    """A repository with a first commit, a pattern and the hooks."""
    assert with_pattern.call("--install").status == 0
    return with_pattern


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


def test_a_commit_with_a_secret_is_blocked(guarded: Repo, key: bytes) -> None:
    guarded.write("leak", b"id = " + key + b"\n")
    guarded.add()
    ran = guarded.commit()
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b"leak:1:id = " + key + b"\n\n[ERROR] Matched one or more prohibited")
    assert guarded.git("rev-list", "--count", "HEAD") == b"1\n"


def test_a_clean_commit_prints_nothing(guarded: Repo) -> None:
    guarded.write("clean", "nothing\n")
    guarded.add()
    assert guarded.commit() == Ran(0, b"", b"")


def test_a_secret_in_the_message_blocks_the_commit(guarded: Repo, key: bytes) -> None:
    guarded.write("clean", "nothing\n")
    guarded.add()
    ran = guarded.commit(b"use " + key)
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b".git/COMMIT_EDITMSG:1:use " + key + b"\n\n[ERROR]")


def test_a_merge_that_introduces_a_secret_is_blocked(guarded: Repo, key: bytes) -> None:
    guarded.git("checkout", "--quiet", "-b", "other")
    leak = guarded.commit_file("leak", key + b"\n")
    guarded.commit_file("leak", "gone\n")
    guarded.git("checkout", "--quiet", "main")
    guarded.commit_file("more", "more\n")
    ran = guarded.try_git("merge", "--no-edit", "--quiet", "other")
    assert ran.status == 1
    assert f"{leak}:leak:1:".encode() + key in ran.err
    assert guarded.git("rev-list", "--count", "HEAD") == b"2\n"


def test_a_merge_without_secrets_is_made(guarded: Repo) -> None:
    guarded.git("checkout", "--quiet", "-b", "other")
    guarded.commit_file("other", "other\n")
    guarded.git("checkout", "--quiet", "main")
    guarded.commit_file("more", "more\n")
    assert guarded.try_git("merge", "--no-edit", "--quiet", "other") == Ran(0, b"", b"")


def test_a_cherry_picked_secret_is_blocked(guarded: Repo, key: bytes) -> None:
    guarded.git("checkout", "--quiet", "-b", "other")
    guarded.commit_file("leak", key + b"\n")
    guarded.git("checkout", "--quiet", "main")
    ran = guarded.try_git("cherry-pick", "other")
    assert ran.status != 0
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert guarded.git("rev-list", "--count", "main") == b"1\n"


def test_a_cherry_picked_secret_is_blocked_in_a_linked_worktree(guarded: Repo, key: bytes) -> None:
    guarded.git("checkout", "--quiet", "-b", "other")
    guarded.commit_file("leak", key + b"\n")
    guarded.git("worktree", "add", "--quiet", "../linked", "main")
    ran = Repo(guarded.path.parent / "linked").try_git("cherry-pick", "other")
    assert ran.status != 0
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert guarded.git("rev-list", "--count", "main") == b"1\n"


@pytest.mark.parametrize("option", ["--edit", "--no-edit"])
def test_a_revert_that_reintroduces_a_secret_is_blocked(
    guarded: Repo, key: bytes, option: str
) -> None:
    guarded.commit_file("leak", key + b"\n")
    guarded.commit_file("leak", "gone\n")
    ran = guarded.try_git("revert", option, "HEAD")
    assert ran.status != 0
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert guarded.git("rev-list", "--count", "HEAD") == b"3\n"


@pytest.mark.parametrize("option", ["--edit", "--no-edit"])
def test_a_revert_without_secrets_is_made(guarded: Repo, option: str) -> None:
    guarded.commit_file("first", "second\n")
    assert guarded.try_git("revert", option, "HEAD").status == 0


def test_a_cherry_pick_that_had_a_conflict_is_finished(guarded: Repo) -> None:
    guarded.git("checkout", "--quiet", "-b", "other")
    guarded.commit_file("first", "other\n")
    guarded.git("checkout", "--quiet", "main")
    guarded.commit_file("first", "main\n")
    assert guarded.try_git("cherry-pick", "other").status == 1
    guarded.write("first", "both\n")
    guarded.add("first")
    assert guarded.try_git("cherry-pick", "--continue").status == 0


def test_a_hook_needs_nothing_on_the_path_of_a_graphical_client(
    guarded: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded.write("leak", key)
    guarded.add()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert guarded.commit().err.startswith(b"leak:1:" + key + b"\n")


def test_modules_in_the_work_tree_are_never_imported(
    guarded: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("regex", "os", "sitecustomize", "usercustomize", "git_secrets_py/__init__", "re")
    for name in names:
        guarded.write(f"{name}.py", "open('imported', 'w')\nraise SystemExit(0)\n")
    guarded.write("git_secrets_py/cli.py", "def main(): return 0\n")
    guarded.write("leak", key)
    guarded.add("leak")
    monkeypatch.setenv("PYTHONPATH", f".{os.pathsep}{guarded.path}")
    ran = guarded.commit()
    assert (ran.status, ran.err.splitlines()[:1]) == (1, [b"leak:1:" + key])
    assert not (guarded.path / "imported").exists()


def test_python_settings_of_the_environment_do_not_reach_a_hook(
    guarded: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded.write("leak", key)
    guarded.add()
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONVERBOSE", "1")
    assert guarded.commit().err.startswith(b"leak:1:" + key + b"\n")


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
