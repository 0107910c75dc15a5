"""The exit status and the output of a run that an exception ends."""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import WINDOWS

from git_secrets_py.cli import main
from git_secrets_py.errors import EXIT_INCOMPLETE, EXIT_INTERRUPTED, OutputError

SECRET = "AKIA" + "Q" * 16


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Restore the signal handlers of this process."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGCHLD") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


class Closed:
    """A standard stream whose reader is gone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        raise BrokenPipeError

    def fileno(self) -> int:
        return self._descriptor


class Ending:
    """Runs that an exception ends, with files as the standard streams."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._err = directory / "err"
        self._monkeypatch = monkeypatch

    def by(self, error: BaseException, stderr: str = "open") -> tuple[int, str]:
        """Return the exit status and what is printed to standard error."""

        def run(words: object) -> int:
            raise error

        with self._monkeypatch.context() as patched, self._err.open("w") as file:
            streams = {"open": file, "closed": None, "without a reader": Closed(file.fileno())}
            patched.setattr(main, "run", run)
            patched.setattr("sys.stdout", file)
            patched.setattr("sys.stderr", streams[stderr])
            status = main.main()
        return status, self._err.read_text()


@pytest.fixture
def ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ending:
    return Ending(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OutputError("no space"), EXIT_INCOMPLETE),
        (BrokenPipeError(), EXIT_INCOMPLETE),
    ],
)
def test_what_nobody_can_read_is_not_printed(
    ending: Ending, error: BaseException, status: int
) -> None:
    assert ending.by(error) == (status, "")


def test_an_interruption_is_named(ending: Ending) -> None:
    assert ending.by(KeyboardInterrupt()) == (EXIT_INTERRUPTED, "git secrets: interrupted\n")


def test_a_run_without_memory_is_incomplete(ending: Ending) -> None:
    message = "git secrets: out of memory; the run is incomplete\n"
    assert ending.by(MemoryError()) == (EXIT_INCOMPLETE, message)


def test_an_internal_error_names_its_type_and_place_and_not_its_message(ending: Ending) -> None:
    status, text = ending.by(RuntimeError(SECRET))
    assert status == EXIT_INCOMPLETE
    assert "git secrets: internal error: RuntimeError; the result of this run is unreliable" in text
    assert "main.py" in text
    assert SECRET not in text


@pytest.mark.parametrize("stderr", ["closed", "without a reader"])
def test_an_internal_error_that_cannot_be_printed_has_its_status(
    ending: Ending, stderr: str
) -> None:
    assert ending.by(RuntimeError(SECRET), stderr) == (EXIT_INCOMPLETE, "")


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_interrupts_a_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number = getattr(signal, name)
    signal.signal(number, signal.SIG_DFL)
    monkeypatch.setattr(main, "run", lambda words: os.kill(os.getpid(), number))
    assert main.main() == EXIT_INTERRUPTED


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
def test_of_a_burst_of_signals_the_first_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    # A shell starts programs in the background with SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    cleaned_up = []

    def run(words: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
                os.kill(os.getpid(), number)
            cleaned_up.append(True)

    monkeypatch.setattr(main, "run", run)
    assert main.main() == EXIT_INTERRUPTED
    assert cleaned_up == [True]
    os.kill(os.getpid(), signal.SIGTERM)  # Python exits


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
def test_a_signal_after_the_burst_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    send, sent = os.kill, []

    def run(words: object) -> None:
        try:
            send(os.getpid(), signal.SIGTERM)
        finally:
            monkeypatch.setattr(main, "BURST_SECONDS", -1)
            monkeypatch.setattr(os, "kill", lambda *words: sent.append(words))
            send(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(main, "run", run)
    assert main.main() == EXIT_INTERRUPTED
    assert sent == [(os.getpid(), signal.SIGTERM)]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
def test_signals_change_nothing_when_the_run_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    monkeypatch.setattr(main, "run", lambda words: 2)
    assert main.main() == 2
    os.kill(os.getpid(), signal.SIGTERM)
    at_exit: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", at_exit.append)
    with pytest.raises(SystemExit):
        main.end(2)
    at_exit[-1]()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
def test_a_signal_that_our_parent_ignores_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def run(words: object) -> int:
        os.kill(os.getpid(), signal.SIGHUP)
        return 0

    monkeypatch.setattr(main, "run", run)
    assert main.main() == 0
