"""The process that kills git processes when this one ends, where the system cannot."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator

import pytest
from support import WINDOWS

from git_secrets_py.git.watcher import Watcher

pytestmark = pytest.mark.skipif(WINDOWS, reason="Windows has no signals")


@pytest.fixture
def waiting() -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with its standard input."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        yield process


def test_a_process_that_is_left_is_killed(waiting: subprocess.Popen[bytes]) -> None:
    watcher = Watcher()
    watcher.add(waiting.pid)
    watcher.close()
    assert waiting.wait() == -signal.SIGKILL


def test_a_process_that_was_removed_is_not_killed(waiting: subprocess.Popen[bytes]) -> None:
    watcher = Watcher()
    watcher.add(waiting.pid)
    watcher.remove(waiting.pid)
    watcher.close()
    waiting.communicate()
    assert waiting.returncode == 0


def test_without_a_shell_nothing_is_watched(
    waiting: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    watcher = Watcher()
    watcher.add(waiting.pid)
    watcher.close()
    waiting.communicate()
    assert waiting.returncode == 0


def test_after_somebody_has_killed_it_nothing_is_watched(
    waiting: subprocess.Popen[bytes],
) -> None:
    watcher = Watcher()
    assert watcher._process is not None
    watcher._process.kill()
    watcher._process.wait()
    watcher.add(waiting.pid)
    watcher.close()
    waiting.communicate()
    assert waiting.returncode == 0
