"""Starting a process by ``posix_spawn``.

Importing ``subprocess`` costs a commit hook as much time as everything git does for it.
``SpawnedProcess`` implements the part of ``subprocess.Popen`` that ``GitProcess`` uses; a system
without ``posix_spawn`` uses ``Popen`` itself.
"""

from __future__ import annotations

# The C modules below ``signal`` and ``threading``, which import ``enum`` and ``functools``.
import _signal  # type: ignore[import-not-found]
import os
import select
import sys
from _thread import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

# Values of ``subprocess`` for a process's streams; a hook does not import ``subprocess``.
PIPE = -1
DEVNULL = -3
# Linux can send a signal when a pipe is closed, as the system does for us even after SIGKILL.
CAN_BIND = sys.platform == "linux"

_CHUNK = 1 << 16
# GIT_TRACE=3 and the like name descriptors of one digit.
_LEAST_BINDING = 10


class SpawnedProcess:
    """A running process, with the interface of ``subprocess.Popen``."""

    def __init__(
        self,
        command: list[str | bytes],
        environment: Mapping[str, str],
        *,
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
        stderr: int | IO[bytes],
        bound: bool = True,
    ) -> None:
        """Start ``command``, searched for on PATH. Raises ``OSError`` if it cannot be started.

        If it is ``bound`` and the system is able to, it kills it when this process ends, whatever
        ends it.
        """
        bound = bound and CAN_BIND
        self.returncode: int | None = None
        self._binding: int | None = None
        self._waiting = allocate_lock()
        self._child_ends: list[int] = []
        self._own_ends: list[int] = []
        try:
            ends = [
                self._open_end(stdin, readable=False),
                self._open_end(stdout, readable=True),
                self._open_end(stderr, readable=True),
            ]
            actions = [(os.POSIX_SPAWN_DUP2, end[0], number) for number, end in enumerate(ends)]
            if bound:
                end, self._binding = self._open_end(PIPE, readable=False)
                actions.append((os.POSIX_SPAWN_DUP2, end, max(_LEAST_BINDING, end + 1)))
            self.pid = os.posix_spawnp(
                command[0], command, environment, file_actions=actions, setsigdef=[_signal.SIGPIPE]
            )
            if bound:
                bind(self.pid, end)
        except BaseException:
            _close_all(self._own_ends)
            raise
        finally:
            _close_all(self._child_ends)
        self.stdin: IO[bytes] | None = _file(ends[0][1], "wb")
        self.stdout: IO[bytes] | None = _file(ends[1][1], "rb")
        self.stderr: IO[bytes] | None = _file(ends[2][1], "rb")

    def _open_end(self, wanted: int | IO[bytes], *, readable: bool) -> tuple[int, int | None]:
        """Return the child's descriptor of a stream and, for a pipe, ours."""
        if not isinstance(wanted, int):
            return wanted.fileno(), None
        if wanted == DEVNULL:
            self._child_ends.append(_above_standard(os.open(os.devnull, os.O_RDWR)))
            return self._child_ends[-1], None
        if wanted != PIPE:
            return wanted, None
        reading, writing = (_above_standard(end) for end in os.pipe())
        own, child = (reading, writing) if readable else (writing, reading)
        self._own_ends.append(own)
        self._child_ends.append(child)
        return child, own

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; ``None`` while the process runs."""
        # A thread that is in ``wait`` reaps the process.
        if self.returncode is None and self._waiting.acquire(blocking=False):
            try:
                self._reap(os.WNOHANG)
            finally:
                self._waiting.release()
        return self.returncode

    def wait(self) -> int:
        """Wait for the process to end; return its exit status, negative for a signal."""
        while self.returncode is None:
            with self._waiting:
                self._reap(0)
        return self.returncode

    def kill(self) -> None:
        """Kill the process if it is still running."""
        if self.poll() is None:
            try:
                os.kill(self.pid, _signal.SIGKILL)
            except ProcessLookupError:
                pass  # it ended, and another thread reaped it

    def communicate(self, input: bytes | None = None) -> tuple[bytes, bytes]:
        """Write ``input``, read both outputs to the end, and wait for the process.

        Nothing may have been read before.
        """
        if self.stdin is not None and not input:
            _close_quietly(self.stdin)
        outputs = _exchange(self.stdin, input or b"", [self.stdout, self.stderr])
        self.wait()
        return outputs[0], outputs[1]

    def _reap(self, options: int) -> None:
        if self.returncode is not None:
            return
        try:
            pid, status = os.waitpid(self.pid, options)
        except ChildProcessError:  # an interruption came before the status was kept
            pid, status = self.pid, _signal.SIGKILL
        if pid:
            self.returncode = os.waitstatus_to_exitcode(status)
            if self._binding is not None:
                os.close(self._binding)


def bind(pid: int, end: int) -> None:
    """Make Linux kill the process ``pid``, which has a copy of ``end``, with the other end.

    A negative ``pid`` is that of a process group.

    ``end`` reads from a pipe that no process writes to. ``PR_SET_PDEATHSIG`` does the same, but
    ``posix_spawn`` cannot request it, and it fires when the thread that started the process ends.
    """
    # Imported while the process starts.
    from fcntl import F_GETFL, F_SETFL, F_SETOWN, F_SETSIG, fcntl

    try:
        fcntl(end, F_SETSIG, _signal.SIGKILL)
        fcntl(end, F_SETOWN, pid)
        fcntl(end, F_SETFL, fcntl(end, F_GETFL) | os.O_ASYNC)
    except OSError:
        return  # a sandbox without it


def unbind(end: int) -> None:
    """Undo ``bind``."""
    from fcntl import F_GETFL, F_SETFL, fcntl

    fcntl(end, F_SETFL, fcntl(end, F_GETFL) & ~os.O_ASYNC)


def _exchange(
    stdin: IO[bytes] | None, input: bytes, outputs: Sequence[IO[bytes] | None]
) -> list[bytes]:
    """Write and read at the same time, so that neither process blocks the other."""
    # ``select.select`` fails for descriptors above 1,023. The module ``selectors`` takes a hook
    # 6 ms to import, ``select`` 0.4 ms.
    poll = select.poll()
    collected: list[list[bytes]] = [[] for _ in outputs]
    pairs = zip(outputs, collected, strict=True)
    reading = {stream.fileno(): (stream, chunks) for stream, chunks in pairs if stream}
    for descriptor in reading:
        poll.register(descriptor, select.POLLIN)
    unwritten = memoryview(input if stdin is not None else b"")
    if stdin is not None and unwritten:
        poll.register(stdin, select.POLLOUT)
    while reading or unwritten:
        for descriptor, _ in poll.poll():
            if descriptor not in reading:
                unwritten = _write_some(descriptor, unwritten)
                if stdin is not None and not unwritten:
                    poll.unregister(descriptor)
                    _close_quietly(stdin)
            elif not _read_some(descriptor, reading[descriptor][1]):
                poll.unregister(descriptor)
                reading.pop(descriptor)[0].close()
    return [b"".join(chunks) for chunks in collected]


def _read_some(descriptor: int, chunks: list[bytes]) -> bool:
    """Read the available bytes into ``chunks``; return ``False`` at the end."""
    chunks.append(os.read(descriptor, _CHUNK))
    return bool(chunks[-1])


def _write_some(descriptor: int, content: memoryview) -> memoryview:
    """Write as much of ``content`` as cannot block; return the rest."""
    try:
        return content[os.write(descriptor, content[: select.PIPE_BUF]) :]
    except BrokenPipeError:  # the process has ended; its exit status shows why
        return content[:0]


def _file(descriptor: int | None, mode: str) -> IO[bytes] | None:
    return None if descriptor is None else open(descriptor, mode, buffering=_CHUNK)


def _close_quietly(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass


def _close_all(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _above_standard(descriptor: int) -> int:
    """Return ``descriptor``, or a copy above the numbers of the standard streams.

    The system assigns those numbers if the program was started with standard streams closed.
    """
    if descriptor > 2:
        return descriptor
    import fcntl

    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(descriptor)
    return copy
