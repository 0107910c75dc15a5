"""Running the command of a provider with a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

from git_secrets_py.errors import ProviderError

TIME_LIMIT = 10.0  # seconds

_ADVICE = (
    "Run it by hand to see why, or remove it with git secrets --remove-provider "
    "(with --global if it is stored there)."
)


def lines(arguments: list[bytes], name: str, *, limit: float = TIME_LIMIT) -> list[bytes]:
    """Run ``arguments`` and return the lines of its output, without ``\\r`` and empty lines.

    Raises ``ProviderError`` if the command cannot be started, fails, or does not end within
    ``limit`` seconds. The message contains ``name``, but no output, which may be a secret. For
    the same reason its standard error is discarded.
    """
    process = _start(arguments, name)
    output = _output(process, limit)
    if output is None:
        raise ProviderError(f"provider '{name}' timed out after {limit:g} seconds. {_ADVICE}")
    if process.returncode != 0:
        raise ProviderError(f"provider '{name}' {_ending(process.returncode)}. {_ADVICE}")
    return [line for line in output.replace(b"\r", b"").split(b"\n") if line]


def _start(arguments: list[bytes], name: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [os.fsdecode(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,  # a provider that prompts would wait forever
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # to kill its children with it; Windows ignores this
        )
    except OSError as error:
        reason = error.strerror or "unknown error"
    raise ProviderError(f"provider '{name}' cannot be started: {reason}. {_ADVICE}")


def _output(process: subprocess.Popen[bytes], limit: float) -> bytes | None:
    """Return the output of ``process``, or ``None`` if it was killed after ``limit`` seconds."""
    try:
        return process.communicate(timeout=limit)[0]
    except subprocess.TimeoutExpired:
        _kill(process)
        return None
    except BaseException:  # Ctrl-C does not reach a process in another session
        _kill(process)
        raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill ``process`` and its children, and close its pipe.

    A grandchild that left the process group may keep the pipe open forever.
    """
    if sys.platform == "win32":  # pragma: no cover
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    else:
        with suppress(ProcessLookupError, PermissionError):  # macOS: if only a zombie is left
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdout is not None:
            process.stdout.close()
    process.wait()


def _ending(status: int) -> str:
    return f"failed with exit status {status}" if status > 0 else f"was killed by signal {-status}"
