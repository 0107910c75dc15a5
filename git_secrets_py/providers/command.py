"""Starts a provider's command and returns what it prints, within a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

from git_secrets_py.errors import ProviderError

TIME_LIMIT = 10.0  # seconds

_ADVICE = (
    "Run it by hand to see why, or take it out of force with "
    "git secrets --remove-provider (with --global if it is stored there)."
)


def lines(arguments: list[bytes], shown: str, *, limit: float = TIME_LIMIT) -> list[bytes]:
    """Run ``arguments`` and return the lines it prints, less ``\\r`` and empty lines.

    Raises ``ProviderError`` if it cannot be started, fails, or does not end within ``limit``
    seconds. The message names it as ``shown`` and holds nothing that it printed: that may be a
    secret. For the same reason its standard error goes nowhere.
    """
    process = _start(arguments, shown)
    output = _output(process, limit)
    if output is None:
        raise ProviderError(f"provider '{shown}' did not end within {limit:g} seconds. {_ADVICE}")
    if process.returncode != 0:
        raise ProviderError(f"provider '{shown}' {_ending(process.returncode)}. {_ADVICE}")
    return [line for line in output.replace(b"\r", b"").split(b"\n") if line]


def _start(arguments: list[bytes], shown: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [os.fsdecode(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,  # a provider that asks a question would wait for ever
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # its children end with it; Windows ignores this
        )
    except OSError as error:
        reason = error.strerror or "it cannot be started"
    raise ProviderError(f"provider '{shown}' cannot be started: {reason}. {_ADVICE}")


def _output(process: subprocess.Popen[bytes], limit: float) -> bytes | None:
    """Return all that ``process`` prints; ``None`` if it had to be killed at ``limit``."""
    try:
        return process.communicate(timeout=limit)[0]
    except subprocess.TimeoutExpired:
        _kill(process)
        return None
    except BaseException:  # Ctrl-C reaches this process only: the other has its own session
        _kill(process)
        raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill ``process`` and its children. Nothing more is read from its pipe.

    A grandchild that left the process group may hold the pipe open for ever.
    """
    if sys.platform == "win32":  # pragma: no cover
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    else:
        with suppress(ProcessLookupError, PermissionError):  # macOS: nothing but a zombie left
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdout is not None:
            process.stdout.close()
    process.wait()


def _ending(status: int) -> str:
    return f"failed with exit status {status}" if status > 0 else f"was ended by signal {-status}"
