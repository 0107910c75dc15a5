"""The live view: its content, and Ctrl-C in its terminal."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fleets import QUICK_START, git_before, report, with_key, write_list
from rich.console import Console
from support import wait_for

from git_secrets_py.fleet.live_view import LiveView
from git_secrets_py.fleet.tasks import AUDITED, FAILED, Outcome, Target, TaskStep

_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
CTRL_C = b"\x03"


def view_of(targets: list[Target], done: int) -> tuple[LiveView, io.StringIO]:
    """Return a view that has begun, and the output to its terminal."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, height=30)
    view = LiveView(pytest.fail, console)
    view.begin(targets, done)
    return view, screen


def test_it_shows_what_is_done_running_and_failed_and_no_control_characters() -> None:
    names = ("web", "billing\x1b[2J\n", "legacy", "done")
    targets = [Target(name, f"/{name}", is_path=True) for name in names]
    web, billing, legacy, _ = targets
    view, screen = view_of(targets, 1)
    view.step(TaskStep(web.key, "cloning", 0, "12.50 MiB | 3.10 MiB/s"))
    view.step(TaskStep(billing.key, "scanning", 5_000_000))
    view.finished(legacy, Outcome(key=legacy.key, status=FAILED, reasons=["no\x07answer"]))
    view._live.refresh()  # type: ignore[union-attr]
    shown = screen.getvalue()
    assert "2/4" in shown
    assert "web  " in shown
    assert "12.50 MiB | 3.10 MiB/s" in shown
    assert r"billing\x1b[2J\n" in shown
    assert " MB/s" in shown
    assert "legacy: not audited: no\\x07answer, 0.0 s" in shown
    assert "0 secrets so far, 1 failed" in shown
    screen.truncate(0)
    view.finished(web, Outcome(key=web.key, status=AUDITED, secrets=1_500))
    view._live.refresh()  # type: ignore[union-attr]
    assert "1,500 secrets so far, 1 failed" in screen.getvalue()
    assert "cloning" not in screen.getvalue()
    view.end()


class Terminal:
    """A terminal in which a command runs in the foreground."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self._received = b""
        threading.Thread(target=self._receive, daemon=True).start()

    def press(self, key: bytes) -> None:
        os.write(self._descriptor, key)

    @property
    def text(self) -> bytes:
        """The output so far, without control sequences."""
        return _CONTROL.sub(b"", self._received)

    def _receive(self) -> None:
        try:
            while data := os.read(self._descriptor, 1 << 16):
                self._received += data
        except OSError:
            return  # the command has ended


@contextmanager
def terminal(directory: Path, *words: str) -> Iterator[Terminal]:
    """Run ``--scan-fleet`` with two workers in a terminal of its own."""
    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "git_secrets_py", "--scan-fleet", "--workers", "2"]
    with subprocess.Popen(
        [*command, "--clones", "clones", "--output", "out", *words],
        cwd=directory,
        env={**os.environ, **QUICK_START, "TERM": "xterm", "COLUMNS": "100"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(theirs)
        try:
            yield Terminal(process, ours)
        finally:
            process.kill()
            os.close(ours)


@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_once_finishes_what_runs_and_twice_ends_at_once(
    presses: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"repo-{number}" for number in range(9)]
    for number, name in enumerate(names):
        with_key(tmp_path / name, number)
    started, held = tmp_path / "started", tmp_path / "held"
    held.touch()
    wait = f"touch '{started}'; while [ -e '{held}' ]; do sleep 0.05; done"
    git_before(monkeypatch, tmp_path, f'case "$*" in *repo-*) {wait} ;; esac')
    with terminal(tmp_path, write_list(tmp_path, *names)) as one:
        wait_for(started.exists)
        wait_for(lambda: b"repositories" in one.text)
        one.press(CTRL_C)
        wait_for(lambda: b"finishing the running audits; press Ctrl-C again" in one.text)
        if presses == 2:
            one.press(CTRL_C)
        else:
            held.unlink()
        assert one.process.wait(timeout=120) == 130
    assert b"Traceback" not in one.text
    statuses = [one["status"] for one in report(tmp_path)["repositories"]] if presses == 1 else []
    assert set(statuses) == ({"audited", "stopped"} if presses == 1 else set())
    assert (b" not started; run the command again" in one.text) == (presses == 1)
