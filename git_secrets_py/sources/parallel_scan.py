"""Reading many files at once, on all cores, to find those that surely hold no match.

Most files are small and clean. They are read and filtered in groups, since Python takes longer for
a file than Hyperscan, in two threads: one begins with the first group, the other with the last.
The caller decides the files that the filters suspect. If all that takes longer than a moment,
processes on all cores continue, which decide as well. The caller scans all other files itself, so a
thread or a process that fails costs only time.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections import deque
from itertools import repeat
from math import inf

from git_secrets_py.content import Blob, NotScanned, may_be_pointer
from git_secrets_py.cores import usable_cores
from git_secrets_py.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Protocol

    # The place of the next file to read, the places of those read, the starts of their contents in
    # the bytes, which have a line end after each.
    Contents = tuple[int, list[int], list[int], bytes]

    class FileFilter(Protocol):
        """Filters files that are joined."""

        def suspects(
            self, paths: Sequence[bytes], content: bytes, starts: Sequence[int]
        ) -> Iterable[int]: ...

    class Scanner(Protocol):
        """Filters and scans blobs, like ``scan.BlobScanner``."""

        def file_filter(self) -> FileFilter: ...
        def deciding_filter(self) -> FileFilter: ...
        def scan(self, blob: Blob | NotScanned) -> Iterator[object]: ...

    class Reader(Protocol):
        """Reads files of one directory, like ``file_reader.FileReader``."""

        def read(self, paths: list[bytes], first: int) -> Contents: ...


# Seconds after which processes are started, each of which takes 10 ms.
PATIENCE = 0.2
_GROUP = 32
# Their numbers fit into a pipe of one page, all at once: Linux makes no larger ones for a user with
# many pipes.
_MOST_GROUPS = 2000
# The answer of a process to a larger group would not fit into one write to a pipe of that size.
_LARGEST = 500
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
    try:
        folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield from repeat(False, len(paths))
        return
    try:
        yield from _clean_files(scanner, directory, folder, paths)
    finally:
        os.close(folder)


def _clean_files(
    scanner: Scanner, directory: bytes, folder: int, paths: Sequence[bytes]
) -> Iterator[bool]:
    size = max(_GROUP, -(-len(paths) // _MOST_GROUPS))
    groups = [list(paths[start : start + size]) for start in range(0, len(paths), size)]
    sweeper = _Sweeper(scanner, directory, folder, size)
    waiting = deque(range(len(groups)))
    helper = None
    if usable_cores() > 1 and len(groups) > 1:
        helper = _Helper(_Sweeper(scanner, directory, folder, size), groups, waiting)
    may_fork = helper and size <= _LARGEST
    try:
        for number in _taken(waiting, PATIENCE if may_fork else inf):
            yield from map(bool, sweeper.filter(groups[number])[0])
        left = [groups[number] for number in _taken(waiting, inf)]
    finally:
        waiting.clear()
        filtered = helper.answers() if helper else {}
    if left:
        from git_secrets_py.sources.scan_processes import decided

        yield from decided(sweeper.decide, left, usable_cores())
    for number in sorted(filtered):
        yield from map(bool, filtered[number])


def _taken(waiting: deque[int], patience: float) -> Iterator[int]:
    """Take the first of the numbers ``waiting``, and yield it, for ``patience`` seconds."""
    end = time.monotonic() + patience
    while waiting and time.monotonic() <= end:
        try:
            number = waiting.popleft()
        except IndexError:  # the other thread was faster
            return
        yield number


class _Helper:
    """A thread that filters groups, the last one first."""

    def __init__(
        self, sweeper: _Sweeper, groups: Sequence[list[bytes]], waiting: deque[int]
    ) -> None:
        """It takes the numbers of ``groups`` from the end of ``waiting``."""
        self._sweeper = sweeper
        self._groups = groups
        self._waiting = waiting
        self._answers: dict[int, bytes | bytearray] = {}
        self._thread = threading.Thread(target=self._work, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            pass  # the system allows no more threads: the caller takes all groups

    def answers(self) -> Mapping[int, bytes | bytearray]:
        """Wait until nothing is waiting; return the answers by the number of the group."""
        if self._thread.is_alive():
            self._thread.join()
        return self._answers

    def _work(self) -> None:
        while self._waiting:
            try:
                number = self._waiting.pop()
            except IndexError:  # the other thread was faster
                return
            group = self._groups[number]
            try:
                self._answers[number] = self._sweeper.filter(group)[0]
            except Exception:
                # The caller scans these files, and fails in the same way.
                self._answers[number] = bytes(len(group))


class _Sweeper:
    """Reads the files in one directory, in one process."""

    def __init__(self, scanner: Scanner, directory: bytes, folder: int, size: int) -> None:
        """``folder`` is the descriptor of ``directory``; ``size`` is the most files in a group."""
        self._scanner = scanner
        self._filter = scanner.file_filter()
        self._prefix = os.path.join(directory, b"")
        self._reader = _reader(folder, size * _ROOM)
        self._decides_lines = False
        # False if a pattern exceeded the time limit: it may be skipped from now on.
        self._is_certain = True

    def filter(self, group: list[bytes]) -> tuple[bytearray, dict[int, bytes]]:
        """Return whether each file of ``group`` is clean, and contents that may match."""
        answer = bytearray(len(group))
        suspects: dict[int, bytes] = {}
        for numbers, starts, content in self._contents(group):
            for number in numbers:
                answer[number] = 1
            paths = [group[number] for number in numbers]
            for one in self._filter.suspects(paths, content, starts):
                answer[numbers[one]] = 0
                end = starts[one + 1] if one + 1 < len(starts) else len(content)
                suspects[numbers[one]] = content[starts[one] : end - 1]
        return answer, suspects

    def _contents(self, group: list[bytes]) -> Iterator[tuple[list[int], list[int], bytes]]:
        """Yield the numbers of files in ``group``, where each starts, and their joined contents.

        A line end follows each of them. Files that cannot be read, or are too large, are left out.
        """
        first = 0
        while first < len(group):
            first, numbers, starts, content = self._reader.read(group, first)
            if numbers:
                yield numbers, starts, content

    def decide(self, group: list[bytes]) -> bytearray:
        """Return whether each file of ``group`` is clean, whatever the filters suspect."""
        answer, suspects = self.filter(group)
        for number, is_clean in enumerate(answer):
            if not is_clean:
                answer[number] = self._is_clean(group[number], suspects.get(number))
        cleared = sum(answer[number] for number in suspects)
        # To decide on lines first takes longer if most of them match.
        if not self._decides_lines and 2 * cleared > len(suspects):
            self._decides_lines = True
            self._filter = self._scanner.deciding_filter()
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


def _reader(folder: int, most: int) -> Reader:
    try:
        from git_secrets_py.sources.file_reader import FileReader
    except ImportError:  # not built
        return _Reader(folder, most)
    return FileReader(folder, _FLAGS, most)


class _Reader:
    """Reads files as ``file_reader.FileReader``, which is not built everywhere."""

    def __init__(self, folder: int, most: int) -> None:
        self._folder = folder
        # Created once: its bytes are zeroed.
        self._buffer = memoryview(bytearray(most))

    def read(self, paths: list[bytes], first: int) -> Contents:
        numbers: list[int] = []
        starts: list[int] = []
        start = 0
        for number in range(first, len(paths)):
            room = self._buffer[start:]
            size = self._read(paths[number], room)
            if start and size >= len(room):
                return number, numbers, starts, bytes(self._buffer[:start])
            if 0 <= size < len(room):
                numbers.append(number)
                starts.append(start)
                room[size] = _LINE_END
                start += size + 1
        return len(paths), numbers, starts, bytes(self._buffer[:start])

    def _read(self, path: bytes, buffer: memoryview) -> int:
        """Read the regular file at ``path`` into ``buffer``; return its size, -1 if that fails."""
        try:
            descriptor = os.open(path, _FLAGS, dir_fd=self._folder)
        except OSError:
            return -1
        try:
            # Fails for a pipe, from which nothing may be taken.
            size = os.preadv(descriptor, (buffer,), 0)
            status = os.fstat(descriptor)
            # A file system may return less than there is, or a wrong size, like /proc.
            is_whole = size == min(status.st_size, len(buffer))
            return size if is_whole and stat.S_ISREG(status.st_mode) else -1
        except OSError:
            return -1
        finally:
            os.close(descriptor)
