"""Reading many files at once, on all cores: which of them surely hold no match.

Most files are small and clean. They are read and filtered in groups, since Python takes longer for
a file than Hyperscan. If that takes longer than a moment, processes on all cores continue with it.
They also decide what the filters suspect, so that few files are left to the caller. The caller
scans all other files itself, so a process that fails costs only time.
"""

from __future__ import annotations

import os
import select
import stat
import time
from itertools import repeat
from signal import SIG_DFL, SIGINT, SIGKILL, SIGTERM, signal

from git_secrets_py.content import Blob, NotScanned, may_be_pointer
from git_secrets_py.git.spawn import CAN_BIND, bind
from git_secrets_py.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    class Scanner(Protocol):
        """Filters and scans blobs, as ``scan.BlobScanner``."""

        def suspects(
            self, paths: Sequence[bytes], content: bytes, starts: Sequence[int]
        ) -> Iterable[int]: ...
        def scan(self, blob: Blob | NotScanned) -> Iterator[object]: ...


# Seconds after which processes are started, which takes some 10 ms.
PATIENCE = 0.05
# For this many files they take longer in any case.
_MANY = 5000
_GROUP = 32
# Their numbers fit into a pipe of the smallest size, all at once.
_MOST_GROUPS = 4000
_NUMBER = 4
# In bytes, for each file of a group.
_ROOM = 64 << 10
_LINE_END = 0x0A
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_CAN_READ = hasattr(os, "preadv")


def clean_files(scanner: Scanner, directory: bytes, paths: Sequence[bytes]) -> Iterator[bool]:
    """Yield for each of ``paths`` in ``directory`` whether it is a file that has no match.

    ``False`` means only that the caller has to scan it.
    """
    if not _CAN_READ:  # on Windows
        yield from repeat(False, len(paths))
        return
    size = max(_GROUP, -(-len(paths) // _MOST_GROUPS))
    sweeper = _Sweeper(scanner, directory, size)
    groups = [paths[start : start + size] for start in range(0, len(paths), size)]
    may_fork = size + _NUMBER <= select.PIPE_BUF and _cores() > 1
    patience = time.monotonic() + (PATIENCE if len(paths) < _MANY else 0)
    for number, group in enumerate(groups):
        if may_fork and time.monotonic() > patience:
            yield from _on_all_cores(sweeper, groups[number:])
            return
        yield from map(bool, sweeper.filter(group)[0])


class _Sweeper:
    """Reads the files in one directory, in one process."""

    def __init__(self, scanner: Scanner, directory: bytes, size: int) -> None:
        """``size`` is the most files in a group."""
        self._scanner = scanner
        # Created once: its bytes are zeroed.
        self._buffer = memoryview(bytearray(size * _ROOM))
        self._prefix = os.path.join(directory, b"")
        # False if a pattern exceeded the time limit: it may be skipped from now on.
        self._is_certain = True

    def filter(self, group: Sequence[bytes]) -> tuple[bytearray, dict[int, bytes]]:
        """Return whether each file of ``group`` is clean, and contents that may match."""
        answer = bytearray(len(group))
        suspects: dict[int, bytes] = {}
        for numbers, starts, content in self._contents(group):
            for number in numbers:
                answer[number] = 1
            paths = [group[number] for number in numbers]
            for one in self._scanner.suspects(paths, content, starts):
                answer[numbers[one]] = 0
                end = starts[one + 1] if one + 1 < len(starts) else len(content)
                suspects[numbers[one]] = content[starts[one] : end - 1]
        return answer, suspects

    def _contents(self, group: Sequence[bytes]) -> Iterator[tuple[list[int], list[int], bytes]]:
        """Yield the numbers of files in ``group``, where each starts, and their joined contents.

        A line end follows each of them. What cannot be read, or is larger than the buffer, is left
        out.
        """
        buffer = self._buffer
        numbers: list[int] = []
        starts: list[int] = []
        start = 0
        for number, path in enumerate(group):
            size = _read(self._prefix + path, buffer[start:])
            if start and start + size >= len(buffer):
                yield numbers, starts, bytes(buffer[:start])
                numbers, starts, start = [], [], 0
                size = _read(self._prefix + path, buffer)
            if 0 <= size < len(buffer) - start:
                numbers.append(number)
                starts.append(start)
                buffer[start + size] = _LINE_END
                start += size + 1
        yield numbers, starts, bytes(buffer[:start])

    def decide(self, group: Sequence[bytes]) -> bytearray:
        """Return whether each file of ``group`` is clean, whatever the filters suspect."""
        answer, suspects = self.filter(group)
        for number, is_clean in enumerate(answer):
            if not is_clean:
                answer[number] = self._is_clean(group[number], suspects.get(number))
        return answer

    def _is_clean(self, path: bytes, content: bytes | None) -> bool:
        # Only git can look up whether the content of a Git LFS file is in this clone.
        if not self._is_certain or may_be_pointer(content or b""):
            return False
        if content is not None:
            blob: Blob | NotScanned | None = Blob(path, lambda: (content,))
        else:
            blob = files.entry(self._prefix + path, path)
        if not isinstance(blob, Blob):
            return False
        item = next(self._scanner.scan(blob), None)
        if isinstance(item, NotScanned) and item.severity == NotScanned.ERROR:
            self._is_certain = False
        return item is None


def _read(path: bytes, buffer: memoryview) -> int:
    """Read the regular file at ``path`` into ``buffer``; return its size, -1 if that fails."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return -1
    try:
        # Fails for a pipe, from which nothing may be taken.
        size = os.preadv(descriptor, (buffer,), 0)
        status = os.fstat(descriptor)
        # A file system may return less than there is.
        is_whole = size >= min(status.st_size, len(buffer))
        return size if is_whole and stat.S_ISREG(status.st_mode) else -1
    except OSError:
        return -1
    finally:
        os.close(descriptor)


def _on_all_cores(sweeper: _Sweeper, groups: Sequence[Sequence[bytes]]) -> Iterator[bool]:
    workers = _Workers(sweeper, groups)
    try:
        for number, group in enumerate(groups):
            answer = workers.answer(number) or bytes(len(group))
            yield from map(bool, answer[: len(group)])
    finally:
        workers.stop()


class _Workers:
    """Processes that take the numbers of groups from one pipe, and answer in another."""

    def __init__(self, sweeper: _Sweeper, groups: Sequence[Sequence[bytes]]) -> None:
        self._answers: dict[int, bytes] = {}
        self._size = max(map(len, groups)) + _NUMBER
        self._pids: list[int] = []
        self._bindings: list[int] = []
        requests, request = os.pipe()
        self._results, result = os.pipe()
        try:
            os.write(request, b"".join(one.to_bytes(_NUMBER, "big") for one in range(len(groups))))
            os.close(request)
            for _ in range(_cores()):
                self._start(sweeper, groups, requests, result)
        finally:
            os.close(requests)
            os.close(result)

    def _start(
        self, sweeper: _Sweeper, groups: Sequence[Sequence[bytes]], requests: int, result: int
    ) -> None:
        end, binding = os.pipe()
        self._bindings.append(binding)
        pid = os.fork()
        if pid:
            os.close(end)
            self._pids.append(pid)
            return
        status = 1
        try:
            signal(SIGINT, SIG_DFL)
            signal(SIGTERM, SIG_DFL)
            os.close(binding)
            os.close(self._results)
            if CAN_BIND:
                bind(os.getpid(), end)
            _work(sweeper, groups, requests, result, self._size)
            status = 0
        finally:
            # Without a message: the parent scans what is left, and fails in the same way.
            os._exit(status)

    def answer(self, number: int) -> bytes | None:
        """Return the answer to group ``number``; ``None`` if its process failed."""
        while number not in self._answers:
            frame = os.read(self._results, self._size)
            if not frame:
                return None
            self._answers[int.from_bytes(frame[:_NUMBER], "big")] = frame[_NUMBER:]
        return self._answers.pop(number)

    def stop(self) -> None:
        """End all processes."""
        for pid in self._pids:
            os.kill(pid, SIGKILL)
        for pid in self._pids:
            os.waitpid(pid, 0)
        for descriptor in (self._results, *self._bindings):
            os.close(descriptor)


def _work(
    sweeper: _Sweeper, groups: Sequence[Sequence[bytes]], requests: int, result: int, size: int
) -> None:
    """Answer requests until there are no more; each answer has ``size`` bytes."""
    while request := os.read(requests, _NUMBER):
        answer = sweeper.decide(groups[int.from_bytes(request, "big")])
        os.write(result, request + answer.ljust(size - _NUMBER, b"\0"))


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
