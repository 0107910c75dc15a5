"""Deltas that form a cycle: git follows them forever, in ever more memory.

Only a delta that names its base by ID can close a cycle: one that names the distance to its base
comes after it (gitformat-pack(5)).
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager

from git_secrets_py.errors import GitError
from git_secrets_py.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from git_secrets_py.git import Git, GitProcess
    from git_secrets_py.git.repository import Repository

# The time in seconds after which a silent git may be in a cycle.
_PATIENCE = 3.0
_OFS_DELTA, _REF_DELTA = 6, 7
# More than the longest header of an object: type and size, and the ID of its base.
_HEADER = 10 + 32
_FAN_OUT = 256 * 4
_SIGNATURE = b"\xfftOc\0\0\0\2"


class Watch:
    """Ends a git process that is silent because of a cycle of deltas."""

    def __init__(self, git: Git, process: GitProcess) -> None:
        self._git = git
        self._process = process
        self._is_over = threading.Event()
        self._signs = 0
        self._object = b""

    def note_output(self) -> None:
        """Note that git is not silent."""
        self._signs += 1

    def run(self) -> None:
        """Search for a cycle while git is silent, until ``stop`` is called."""
        seen = 0
        while not self._is_over.wait(_PATIENCE):
            before, seen = seen, self._signs
            if seen != before:
                continue
            self._object = self._search(seen)
            if self._object:
                self._process.kill()
            if self._signs == seen:
                return

    def _search(self, signs: int) -> bytes:
        """Search until git prints more, after so many ``signs``, or ``stop`` is called."""
        from git_secrets_py.git.repository import Repository  # git is hardly ever silent

        def is_moot() -> bool:
            return self._is_over.is_set() or self._signs != signs

        try:
            return cyclic_object(Repository(self._git), is_moot)
        except GitError:  # the repository is damaged, which the silent git may still report
            return b""

    def stop(self) -> None:
        """End ``run``."""
        self._is_over.set()

    def check(self) -> None:
        """Raise ``GitError`` if a cycle has been found."""
        if self._object:
            raise GitError(
                f"object {self._object.decode()}: its deltas form a cycle; run 'git fsck'"
            )


@contextmanager
def watching(git: Git, process: GitProcess) -> Iterator[Watch]:
    """Watch ``process``, which reads objects of the repository of ``git``."""
    watch = Watch(git, process)
    threading.Thread(target=watch.run, daemon=True).start()
    try:
        yield watch
    finally:
        watch.stop()


def cyclic_object(repository: Repository, is_moot: Callable[[], bool] = lambda: False) -> bytes:
    """Return the ID of an object whose chain of deltas ends in a cycle; empty if there is none.

    The search ends early once it ``is_moot``.
    """
    width = len(repository.empty_tree) // 2
    for folder in repository.object_folders:
        for name in pack_names(folder):
            try:
                with _opened(os.path.join(folder, b"pack", name), width) as pack:
                    found = pack.cyclic_object(is_moot)
            except OSError:
                continue  # replaced meanwhile
            if found:
                return found
    return b""


def pack_names(folder: bytes) -> list[bytes]:
    """Return the names of the indexed packs in the object directory ``folder``, without suffix."""
    try:
        names = os.listdir(os.path.join(folder, b"pack"))
    except OSError:
        return []
    return [name.removesuffix(b".idx") for name in names if name.endswith(b".idx")]


@contextmanager
def _opened(path: bytes, width: int) -> Iterator[_Pack]:
    with _open(path + b".pack") as pack, _open(path + b".idx") as index:
        yield _Pack(pack, index, width)


def _open(path: bytes) -> IO[bytes]:
    return open(open_regular(path, follow=True), "rb", buffering=0)


def _read(file: IO[bytes], size: int, at: int) -> bytes:
    """Return ``size`` bytes of ``file`` at the offset ``at``, fewer at its end."""
    file.seek(at)
    return file.read(size)


class _Pack:
    """A pack and its index, of version 1 or 2, as open files. Damage is left to git."""

    def __init__(self, pack: IO[bytes], index: IO[bytes], width: int) -> None:
        """``width`` is the size of an ID in bytes."""
        self._pack = pack
        self._index = index
        self._width = width
        is_second = _read(index, len(_SIGNATURE), 0) == _SIGNATURE
        self._fan_out = len(_SIGNATURE) if is_second else 0
        self._count = self._number(self._fan_out + _FAN_OUT - 4, 4)
        first = self._fan_out + _FAN_OUT
        # Version 1 has an offset before each ID; version 2 has three tables.
        self._names = first if is_second else first + 4
        self._step = width if is_second else width + 4
        self._offsets = first + self._count * (width + 4) if is_second else first
        self._offset_step = 4 if is_second else width + 4
        self._large = self._offsets + 4 * self._count if is_second else 0

    def cyclic_object(self, is_moot: Callable[[], bool]) -> bytes:
        """Return the ID of an object whose chain of deltas never ends; empty if there is none."""
        ending: set[int] = set()
        for position in range(self._count):
            if is_moot():
                break
            start = self._offset(position)
            if self._header(start)[0] != _REF_DELTA:
                continue
            chain: set[int] = set()
            offset: int | None = start
            while offset is not None and offset not in ending:
                if offset in chain:
                    return self._name(position).hex().encode()
                chain.add(offset)
                offset = self._base(offset)
            ending |= chain
        return b""

    def _base(self, offset: int) -> int | None:
        """Return the offset of the base of the object at ``offset``; ``None`` without one."""
        kind, rest = self._header(offset)
        if kind == _OFS_DELTA:
            return _earlier(offset, rest)
        return self._find(rest[: self._width]) if kind == _REF_DELTA else None

    def _header(self, offset: int) -> tuple[int, bytes]:
        """Return the type of the object at ``offset``, and what follows its size."""
        header = _read(self._pack, _HEADER, offset)
        end = 0
        while end < len(header) and header[end] & 0x80:
            end += 1
        return (header[0] >> 4 & 7 if header else 0), header[end + 1 :]

    def _find(self, name: bytes) -> int | None:
        """Return the offset of the object ``name``; ``None`` if it is not in this pack."""
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            other = self._name(middle)
            if other == name:
                return self._offset(middle)
            if other < name:
                low = middle + 1
            else:
                high = middle
        return None

    def _name(self, position: int) -> bytes:
        return _read(self._index, self._width, self._names + position * self._step)

    def _offset(self, position: int) -> int:
        offset = self._number(self._offsets + position * self._offset_step, 4)
        if self._large and offset >> 31:
            return self._number(self._large + 8 * (offset & 0x7FFFFFFF), 8)
        return offset

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(_read(self._index, size, at), "big")


def _earlier(offset: int, code: bytes) -> int | None:
    """Return the offset of a base by its distance, which ``code`` begins with."""
    distance = -1
    for byte in code:
        distance = (distance + 1) << 7 | byte & 0x7F
        if not byte & 0x80:
            return offset - distance if 0 < distance < offset else None
    return None
