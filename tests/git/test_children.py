"""Processes of other programs: they end with this one, and with all their children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from support import WINDOWS, Repo, is_running, wait_for

from git_secrets_py.errors import GitError
from git_secrets_py.git import sandbox
from git_secrets_py.git.children import ForeignProcess
from git_secrets_py.git.process import Git
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


def test_a_hook_whose_child_does_not_end_is_stopped_at_the_limit(
    repo: Repo, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "TIME_LIMIT", 0.2)
    hook = repo.write("hook", "#!/bin/sh\nsleep 60 &\nwait\n")
    hook.chmod(0o755)
    directory = str(tmp_path_factory.mktemp("sandbox"))
    tried = sandbox.Sandbox(Repository(Git(str(repo.path))), directory, {})
    [result] = tried.run([sandbox.HookCall(os.fsencode(hook))])
    assert isinstance(result, GitError) and "did not end within 0.2 seconds" in str(result)
