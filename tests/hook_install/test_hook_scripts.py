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
from git_secrets_py import __version__
from git_secrets_py.hook_install.scripts import HOOKS, hook_script

VERBS = {
    "pre-commit": "--pre_commit_hook",
    "commit-msg": "--commit_msg_hook",
    "prepare-commit-msg": "--prepare_commit_msg_hook",
    "applypatch-msg": "--applypatch_msg_hook",
    "pre-applypatch": "--pre_applypatch_hook",
}

FIRST_LINE = (
    b"git secrets: cannot find git-secrets-py; nothing was scanned, and nothing was committed\n"
)
NOT_FOUND = Ran(
    1,
    b"",
    FIRST_LINE
    + b"git secrets: reinstall it, then run 'git-secrets-py --install -f' in this repository\n",
)


def recorded_by(path: Path, version: str = f"git-secrets-py {__version__}") -> Path:
    """Put a program at ``path`` that writes its arguments, one a line, to a file beside it.

    Asked for its version, it prints ``version`` and fails if that is empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    recorded = path.with_name("recorded")
    path.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "{version}" && exit\n'
        f'printf "%s\\n" "$@" >>{shlex.quote(str(recorded))}\n'
    )
    path.chmod(0o755)
    return recorded


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


REVERTS = [["--edit"], ["--no-edit"], ["--reference", "--no-edit"], ["--reference", "--edit"]]


@pytest.mark.parametrize("options", REVERTS, ids=" ".join)
def test_a_revert_that_reintroduces_a_secret_is_blocked(
    with_hooks: Repo, key: bytes, options: list[str]
) -> None:
    with_hooks.commit_file("leak", key + b"\n")
    with_hooks.commit_file("leak", "gone\n")
    ran = with_hooks.try_git("revert", *options, "HEAD")
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
    recorded = recorded_by(python)
    install_with(python, repo, monkeypatch)
    words = [" a  file ", "merge", "*", "", "it's $HOME", "-x"]
    assert run_hook(repo, hook, *words, shell=shell) == Ran(0, b"", b"")
    start = os.path.join(os.path.dirname(git_secrets_py.__file__), "start.py")
    assert recorded.read_text().split("\n")[:-1] == ["-E", "-S", start, VERBS[hook], "--", *words]


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
    recorded = recorded_by(tmp_path / "bin" / program)
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, hook, "a b", "merge", shell=shell, env={"PATH": str(tmp_path / "bin")})
    assert ran == Ran(0, b"", b"")
    assert recorded.read_text().split("\n")[:-1] == [VERBS[hook], "--", "a b", "merge"]


def test_a_removed_package_is_searched_on_path(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = recorded_by(tmp_path / "bin" / "git-secrets")
    install_with(sys.executable, repo, monkeypatch, start=b"gone.py")
    assert run_hook(repo, "pre-commit", env={"PATH": str(tmp_path / "bin")}) == Ran(0, b"", b"")
    assert recorded.read_text() == "--pre_commit_hook\n--\n"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("hook", HOOKS)
def test_without_any_installation_the_commit_is_blocked(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: str, shell: str
) -> None:
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, hook, "a", "merge", shell=shell, env={"PATH": str(tmp_path)})
    assert ran == NOT_FOUND


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("version", "is_used"),
    [
        pytest.param(f"git-secrets-py {__version__}", True, id="the same version"),
        pytest.param("git-secrets-py 1.10", True, id="a later version"),
        pytest.param("git-secrets-py 2.0.0rc1", True, id="a later version, for testing"),
        pytest.param("git-secrets-py 0.9.12", False, id="an earlier version"),
        pytest.param("git-secrets-py 0.99999.0.dev1+g12", False, id="an earlier one, odd"),
        pytest.param("git-secrets-py 09.1", False, id="a number that sh reads as octal"),
        pytest.param("git-secrets-py", False, id="no version"),
        pytest.param("git-secrets-python 9.0", False, id="another program"),
        pytest.param("error: unknown option `version'", False, id="the original"),
        pytest.param("usage: git secrets --scan", False, id="its usage"),
        pytest.param("", False, id="nothing"),
    ],
)
@pytest.mark.parametrize("program", ["git-secrets-py", "git-secrets"])
def test_only_our_program_in_no_earlier_version_may_run_instead(
    repo: Repo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    version: str,
    is_used: bool,
    shell: str,
) -> None:
    recorded = recorded_by(tmp_path / "bin" / program, version)
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, "pre-commit", shell=shell, env={"PATH": str(tmp_path / "bin")})
    assert (ran.status, recorded.exists()) == (0 if is_used else 1, is_used)
    assert is_used or ran.err.splitlines(keepends=True)[-1] == NOT_FOUND.err.splitlines(True)[-1]


def test_the_refusal_names_the_program_on_path(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded_by(tmp_path / "bin" / "git-secrets", "usage: git secrets --scan")
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, "pre-commit", env={"PATH": str(tmp_path / "bin")})
    reason = f"git secrets: {tmp_path}/bin/git-secrets is not git-secrets-py\n".encode()
    assert ran == Ran(1, b"", FIRST_LINE + reason + NOT_FOUND.err.removeprefix(FIRST_LINE))


def test_our_program_under_its_second_name_runs_beside_the_original(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded_by(tmp_path / "original" / "git-secrets", "usage: git secrets --scan")
    recorded = recorded_by(tmp_path / "bin" / "git-secrets-py")
    install_with("/gone/python", repo, monkeypatch)
    path = f"{tmp_path}/original{os.pathsep}{tmp_path}/bin"
    assert run_hook(repo, "pre-commit", env={"PATH": path}) == Ran(0, b"", b"")
    assert recorded.exists()


@pytest.mark.parametrize("path", [".", "bin", ""])
def test_a_program_in_the_work_tree_is_never_run(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    recorded = recorded_by(repo.path / path / "git-secrets-py")
    install_with("/gone/python", repo, monkeypatch)
    ran = run_hook(repo, "pre-commit", env={"PATH": f"{path}{os.pathsep}{tmp_path}"})
    assert ran == NOT_FOUND
    assert not recorded.exists()


def test_the_input_of_a_hook_reaches_another_installation(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "git-secrets-py"
    recorded = recorded_by(program)
    program.write_text(
        program.read_text() + f"read line; echo $line >>{shlex.quote(str(recorded))}\n"
    )
    monkeypatch.setattr(sys, "executable", "/gone/python")
    repo.write_hook(hook_script("pre-push"), "pre-push")
    path = str(repo.path / ".git/hooks/pre-push")
    env = {"PATH": str(program.parent)}
    assert run(str(shutil.which("sh")), path, cwd=repo.path, input=b"a ref\n", env=env).status == 0
    assert recorded.read_text() == "--pre_push_hook\n--\na ref\n"


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
    recorded = recorded_by(tmp_path / "python")
    install_with(tmp_path / "python", repo, monkeypatch)
    repo.write("message", message + "\nmore\n")
    assert run_hook(repo, "prepare-commit-msg", "message", *words) == Ran(0, b"", b"")
    assert recorded.exists() == started


def test_prepare_commit_msg_recognizes_a_revert_whose_title_is_still_missing(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = recorded_by(tmp_path / "python")
    install_with(tmp_path / "python", repo, monkeypatch)
    repo.write("message", "# *** SAY WHY ***\n\nThis reverts commit 1234567 (a, 2026-01-02).\n")
    run_hook(repo, "prepare-commit-msg", "message", "message")
    assert recorded.exists()


@pytest.mark.parametrize("head", ["CHERRY_PICK_HEAD", "REVERT_HEAD"])
@pytest.mark.parametrize("directory", [".git", "elsewhere"])
def test_prepare_commit_msg_recognizes_a_cherry_pick_by_its_head(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str, directory: str
) -> None:
    recorded = recorded_by(tmp_path / "python")
    install_with(tmp_path / "python", repo, monkeypatch)
    repo.write(f"{directory}/{head}", "id\n")
    env = {} if directory == ".git" else {"GIT_DIR": directory}
    assert run_hook(repo, "prepare-commit-msg", "no file", env=env) == Ran(0, b"", b"")
    assert recorded.exists()
