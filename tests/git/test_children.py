"""Processes of other programs: they end with this one, and with all their children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import WINDOWS, Repo, is_running, wait_for

from git_secrets_py.errors import GitError
from git_secrets_py.git import Git, sandbox
from git_secrets_py.git.children import ForeignProcess
from git_secrets_py.git.repository import Repository
from git_secrets_py.git.spawn import CAN_BIND

pytestmark = pytest.mark.skipif(WINDOWS, reason="Windows has no signals")

LEAVES_A_CHILD = "sleep 60 >/dev/null 2>&1 & echo $!"
WAITS_FOR_A_CHILD = f"{LEAVES_A_CHILD}; wait"
STARTS_AND_WAITS = f"""
from git_secrets_py.git.children import ForeignProcess
with ForeignProcess(["sh", "-c", {WAITS_FOR_A_CHILD!r}]) as child:
    print(int(child.process.stdout.readline()), flush=True)
    child.process.wait()
"""


@pytest.mark.skipif(not CAN_BIND, reason="Linux only")
def test_the_children_of_a_program_end_if_we_are_killed() -> None:
    command = [sys.executable, "-c", STARTS_AND_WAITS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as ours:
        assert ours.stdout
        pid = int(ours.stdout.readline())
        ours.kill()
    wait_for(lambda: not is_running(pid))


def test_the_children_of_a_program_end_if_it_is_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt), ForeignProcess(["sh", "-c", WAITS_FOR_A_CHILD]) as child:
        assert child.process.stdout
        pid = int(child.process.stdout.readline())
        raise KeyboardInterrupt
    wait_for(lambda: not is_running(pid))


def test_what_a_program_leaves_running_goes_on() -> None:
    with ForeignProcess(["sh", "-c", LEAVES_A_CHILD]) as child:
        pid = int(child.process.communicate()[0])
    assert is_running(pid)
    os.kill(pid, signal.SIGKILL)


def hook(repo: Repo, script: str) -> sandbox.HookCall:
    """Return the call of a new hook."""
    path = repo.write(f"hook-{len(script)}", f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return sandbox.HookCall(os.fsencode(path))


def run_hooks(repo: Repo, directory: Path, *calls: sandbox.HookCall) -> list[sandbox.HookResult]:
    return sandbox.Sandbox(Repository(Git(str(repo.path))), str(directory), {}).run(calls)


def test_hooks_run_at_the_same_time(repo: Repo, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    waiting = hook(repo, f"read word <'{tmp_path}/pipe'; echo $word >&2; exit 1")
    sending = hook(repo, f"echo sent >'{tmp_path}/pipe'")
    missing = sandbox.HookCall(b"/missing")
    directory = tmp_path / "sandbox"
    directory.mkdir()
    *ran, failed = run_hooks(repo, directory, waiting, sending, missing)
    assert ran == [(1, b"sent\n"), (0, b"")]
    assert str(failed) == "it cannot be started: No such file or directory"


def test_a_hook_whose_child_does_not_end_is_stopped_at_the_limit(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "TIME_LIMIT", 0.2)
    [result] = run_hooks(repo, tmp_path, hook(repo, "sleep 60 &\nwait"))
    assert isinstance(result, GitError) and "did not end within 0.2 seconds" in str(result)
