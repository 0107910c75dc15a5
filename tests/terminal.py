"""Commands with a pseudo-terminal for one of their streams."""

from __future__ import annotations

import os
import struct
import subprocess
import sys

import pytest
from support import Repo


def on_a_terminal(
    repo: Repo, *words: str, stream: str = "stderr", columns: int = 80, **env: str
) -> tuple[int, bytes]:
    """Run git-secrets with a terminal of so many columns for ``stream``.

    Return the exit status and what the terminal received.
    """
    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        (sys.executable, "-m", "git_secrets_py", *words),
        cwd=repo.path,
        env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **env},
        **{stream: theirs},
    )
    with process:
        os.close(theirs)
        received = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return process.returncode, received.replace(b"\r\n", b"\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # the other end of a terminal is gone
        return b""
