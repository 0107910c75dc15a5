"""Several git processes at work, so that all of them can be ended at once."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from tempfile import TemporaryFile

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git import DEVNULL, PIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from git_secrets_py.git.process import Git, RunningGit

# The most that Linux lets anybody have (pipe(7)).
_PIPE_SIZE = 1 << 20


class StoppedError(GitSecretsError):
    """All git processes are being ended: no more is started."""


class Child:
    """A git process whose standard error goes to a file, so that it can never block."""

    def __init__(self, running: RunningGit, stderr: IO[bytes]) -> None:
        self._running = running
        self._stderr = stderr
        _widen(running.process.stdout)

    @property
    def stdout(self) -> IO[bytes]:
        """Its standard output, where it was started with a pipe."""
        return self._running.stdout

    def read(self, size: int) -> bytes:
        """Read ``size`` bytes of standard output, less at its end; not to be mixed with ``stdout``.

        For much output that comes fast.
        """
        pipe = self.stdout.fileno()
        chunks = []
        while chunk := os.read(pipe, size):
            chunks.append(chunk)
            size -= len(chunk)
            if not size:
                break
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def wait(self) -> int:
        """Wait for its end and return its exit status."""
        return self._running.process.wait()

    def finish(self) -> None:
        """Wait for its end; raises ``GitError`` if it failed."""
        if self.wait():
            raise self._running.failure(self.said())

    def said(self) -> bytes:
        """Return what it wrote to standard error so far."""
        self._stderr.seek(0)
        return self._stderr.read()


class Children:
    """Starts git processes, also from several threads."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._running: set[RunningGit] = set()
        self._lock = threading.Lock()
        self.stopped = False

    @contextmanager
    def start(
        self,
        *arguments: str | bytes,
        stdin: int | IO[bytes] = DEVNULL,
        stdout: int | IO[bytes] = PIPE,
    ) -> Iterator[Child]:
        """Start ``git *arguments``; at the end of the context it is ended if it has not."""
        with TemporaryFile() as stderr:
            running = self._start(arguments, stdin, stdout, stderr)
            try:
                yield Child(running, stderr)
            finally:
                with self._lock:
                    self._running.discard(running)
                running.stop()

    def stop(self) -> None:
        """End all of them, and let no other start."""
        with self._lock:
            self.stopped = True
            for running in self._running:
                running.process.kill()

    def _start(
        self,
        arguments: tuple[str | bytes, ...],
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
        stderr: IO[bytes],
    ) -> RunningGit:
        with self._lock:
            if self.stopped:
                raise StoppedError("stopped")
            running = self._git.start(*arguments, stdin=stdin, stdout=stdout, stderr=stderr)
            self._running.add(running)
            return running


def _widen(pipe: IO[bytes] | None) -> None:
    """Make a pipe as large as it may be, where the system lets us."""
    if pipe is None:
        return
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    except (ImportError, AttributeError, OSError):
        return
