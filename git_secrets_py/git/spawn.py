"""A child process, started with less ado than ``subprocess`` makes.

Importing ``subprocess`` costs a commit hook as much time as everything that git does for it, so
where the system has ``posix_spawn`` that is called directly. ``Child`` has the part of
``subprocess.Popen``'s interface that is used here, and elsewhere ``Popen`` itself serves.
"""

from __future__ import annotations

import os
import select

# The module below ``signal``, which itself would import ``enum``.
from _signal import SIGKILL, SIGPIPE  # type: ignore[import-not-found]

from git_secrets_py.git import DEVNULL, PIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

_CHUNK = 1 << 16


class Child:
    """A running process, as ``subprocess.Popen``."""

    def __init__(
        self,
        command: list[str | bytes],
        environment: Mapping[str, str],
        *,
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
        stderr: int | IO[bytes],
    ) -> None:
        """Start ``command``, found on PATH; raises ``OSError`` if that fails."""
        self.returncode: int | None = None
        self._theirs: list[int] = []
        self._ours: list[int] = []
        try:
            ends = [
                self._end(stdin, readable=False),
                self._end(stdout, readable=True),
                self._end(stderr, readable=True),
            ]
            actions = [(os.POSIX_SPAWN_DUP2, end[0], number) for number, end in enumerate(ends)]
            self.pid = os.posix_spawnp(
                command[0], command, environment, file_actions=actions, setsigdef=[SIGPIPE]
            )
        except BaseException:
            _close(self._ours)
            raise
        finally:
            _close(self._theirs)
        self.stdin: IO[bytes] | None = _opened(ends[0][1], "wb")
        self.stdout: IO[bytes] | None = _opened(ends[1][1], "rb")
        self.stderr: IO[bytes] | None = _opened(ends[2][1], "rb")

    def _end(self, wanted: int | IO[bytes], *, readable: bool) -> tuple[int, int | None]:
        """Return the child's descriptor for one of its streams, and ours if it is a pipe."""
        if not isinstance(wanted, int):
            return wanted.fileno(), None
        if wanted == DEVNULL:
            self._theirs.append(_above_standard(os.open(os.devnull, os.O_RDWR)))
            return self._theirs[-1], None
        if wanted != PIPE:
            return wanted, None
        reading, writing = (_above_standard(end) for end in os.pipe())
        ours, theirs = (reading, writing) if readable else (writing, reading)
        self._ours.append(ours)
        self._theirs.append(theirs)
        return theirs, ours

    def poll(self) -> int | None:
        """Return the exit status if the process has ended, negative for a signal."""
        if self.returncode is None:
            self._reap(os.WNOHANG)
        return self.returncode

    def wait(self) -> int:
        """Wait for the end of the process; return its exit status, negative for a signal."""
        while self.returncode is None:
            self._reap(0)
        return self.returncode

    def kill(self) -> None:
        """End the process at once, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, SIGKILL)

    def communicate(self, input: bytes | None = None) -> tuple[bytes, bytes]:
        """Write ``input``, read both outputs to their ends, and wait for the process.

        Nothing may have been read before.
        """
        if self.stdin is not None and not input:
            _close_quietly(self.stdin)
        collected = _exchange(self.stdin, input or b"", [self.stdout, self.stderr])
        self.wait()
        return collected[0], collected[1]

    def _reap(self, options: int) -> None:
        pid, status = os.waitpid(self.pid, options)
        if pid:
            self.returncode = os.waitstatus_to_exitcode(status)


def _exchange(
    stdin: IO[bytes] | None, input: bytes, outputs: Sequence[IO[bytes] | None]
) -> list[bytes]:
    """Write and read side by side, so that neither process waits for the other."""
    left = memoryview(input)
    collected: list[list[bytes]] = [[] for _ in outputs]
    reading = {each: chunks for each, chunks in zip(outputs, collected, strict=True) if each}
    while reading or left:
        writing = [stdin] if stdin is not None and left else []
        readable, writable, _ = select.select(list(reading), writing, [])
        for stream in readable:
            chunk = os.read(stream.fileno(), _CHUNK)
            reading[stream].append(chunk)
            if not chunk:
                del reading[stream]
                stream.close()
        for stream in writable:
            left = _write_some(stream, left)
    return [b"".join(chunks) for chunks in collected]


def _write_some(stdin: IO[bytes], left: memoryview) -> memoryview:
    """Write as much of ``left`` as is sure not to block; return the rest."""
    try:
        left = left[os.write(stdin.fileno(), left[: select.PIPE_BUF]) :]
    except BrokenPipeError:  # the process has ended, and its exit status says why
        left = left[:0]
    if not left:
        _close_quietly(stdin)
    return left


def _opened(descriptor: int | None, mode: str) -> IO[bytes] | None:
    return None if descriptor is None else open(descriptor, mode, buffering=_CHUNK)


def _close_quietly(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass


def _close(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _above_standard(descriptor: int) -> int:
    """Return ``descriptor``, or a copy that is none of the standard streams' numbers.

    A program that was started with its standard streams closed is given their numbers.
    """
    if descriptor > 2:
        return descriptor
    import fcntl

    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(descriptor)
    return copy
