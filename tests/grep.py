"""GNU grep, to which matches are compared."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest


def gnu_grep() -> str | None:
    """Return the path of GNU grep, or ``None`` if it is not installed."""
    for name in ("grep", "ggrep"):
        path = shutil.which(name)
        if path and b"GNU grep" in subprocess.run([path, "--version"], capture_output=True).stdout:
            return path
    return None


GREP = gnu_grep()
needs_grep = pytest.mark.skipif(GREP is None, reason="GNU grep is not installed")


def grep(source: bytes, data: bytes, *options: str, timeout: float | None = None) -> bytes:
    """Return the output of grep for the extended expressions in the lines of ``source``.

    Raises ``subprocess.TimeoutExpired`` after ``timeout`` seconds.
    """
    command = [str(GREP), "-a", "-E", *options, "-e", source]
    done = subprocess.run(
        command, input=data, env={"LC_ALL": "C"}, capture_output=True, timeout=timeout, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def grep_matches(
    source: bytes, data: bytes, *options: str, timeout: float | None = None
) -> Iterator[tuple[int, int, bytes]]:
    """Yield each match: the line number, its offset in ``data`` and its text."""
    printed = grep(source, data, "-n", "-o", "-b", *options, timeout=timeout)
    for line in printed.split(b"\n")[:-1]:
        number, offset, text = line.split(b":", 2)
        yield int(number), int(offset), text
