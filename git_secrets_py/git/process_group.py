"""Git processes that several threads start and that can all be ended at once."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git.spawn import DEVNULL, PIPE
from git_secrets_py.temporary import temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from git_secrets_py.git import Git, GitProcess
    from git_secrets_py.git.watcher import Watcher

# The largest pipe that Linux grants an unprivileged process (pipe(7)).
_PIPE_SIZE = 1 << 20


class StoppedError(GitSecretsError):
    """The group has been stopped: it starts no more processes."""


class ProcessGroup:
    """Starts git processes from any thread, until it is stopped.

    On POSIX systems they are killed when this process is, by whatever signal: on Linux as all git
    processes, elsewhere by a watcher. ``git`` starts them.
    """

    def __init__(self, git: Git) -> None:
        self.git = git
        self._running: set[GitProcess] = set()
        self._lock = threading.Lock()
        self._watcher: Watcher | None = None
        self.stopped = False

    @contextmanager
    def start(
        self,
        *arguments: str | bytes,
        stdin: int | IO[bytes] = DEVNULL,
        stdout: int | IO[bytes] = PIPE,
        git: Git | None = None,
    ) -> Iterator[GitProcess]:
        """Start ``git *arguments``; end the process at the end of the context.

        Its standard error is a file, which never blocks it. ``git`` is by default that of the
        group. Raises ``StoppedError``.
        """
        with temporary_file() as stderr:
            process = self._start(git or self.git, arguments, stdin, stdout, stderr)
            try:
                if stdout == PIPE:
                    _enlarge(process.stdout)
                yield process
            finally:
                process.stop()
                with self._lock:
                    self._running.discard(process)
                    if self._watcher is not None:
                        self._watcher.remove(process.pid)

    def stop(self) -> None:
        """Kill all running processes, and start no more."""
        with self._lock:
            self.stopped = True
            for process in self._running:
                process.kill()
                process.wait()
                if self._watcher is not None:
                    self._watcher.remove(process.pid)
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None

    def _start(
        self,
        git: Git,
        arguments: tuple[str | bytes, ...],
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
        stderr: IO[bytes],
    ) -> GitProcess:
        with self._lock:
            if self.stopped:
                raise StoppedError("stopped")
            if self._watcher is None and hasattr(os, "posix_spawn") and not _are_bound():
                from git_secrets_py.git.watcher import Watcher

                self._watcher = Watcher()
            process = git.start(*arguments, stdin=stdin, stdout=stdout, stderr=stderr)
            self._running.add(process)
            if self._watcher is not None:
                self._watcher.add(process.pid)
            return process


def _are_bound() -> bool:
    """Return whether the system kills every process with this one."""
    from git_secrets_py.git.spawn import CAN_BIND

    return CAN_BIND


def _enlarge(pipe: IO[bytes]) -> None:
    """Make a pipe as large as the system allows."""
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    except (ImportError, AttributeError, OSError):
        return


def requests(lines: Iterable[bytes]) -> IO[bytes]:
    """Return a temporary file of ``lines`` for standard input, which cannot block as a pipe can.

    The caller closes it.
    """
    file = temporary_file()
    file.writelines(line + b"\n" for line in lines)
    file.flush()
    file.seek(0)
    return file
