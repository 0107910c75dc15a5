"""Files on disk and standard input."""

from __future__ import annotations

import os
import stat
import sys

from git_secrets_py.content import STANDARD_INPUT, Blob, GivenPath, NotScanned
from git_secrets_py.errors import BlobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Large enough for most files; the buffer is zeroed for each file, so a larger one costs time.
_FIRST_CHUNK = 1 << 16
_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def file(path: bytes, shown: bytes) -> Blob:
    """Return the file at ``path``, shown as ``shown``; a symbolic link is followed."""
    return Blob(shown, lambda: _read(path))


def standard_input() -> Blob:
    """Return the content of standard input."""
    return Blob(STANDARD_INPUT, lambda: iter(lambda: sys.stdin.buffer.read(_CHUNK), b""))


def link(path: bytes, shown: bytes) -> Blob:
    """Return the target of the symbolic link at ``path``, which git stores as its content."""
    return Blob(shown, lambda: _read_link(path))


def entry(path: bytes, shown: bytes) -> Blob | NotScanned | None:
    """Return the file or symbolic link at ``path`` as git would store it.

    Return ``NotScanned`` for anything else, ``None`` if nothing is there.
    """
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return NotScanned(f"{_name(shown)}: {error.strerror}")
    if stat.S_ISLNK(mode):
        return link(path, shown)
    if stat.S_ISREG(mode):
        return file(path, shown)
    return NotScanned(f"{_name(shown)}: not a regular file, skipped", NotScanned.WARNING)


def present(path: bytes, shown: bytes) -> Iterator[Blob | NotScanned]:
    """Yield the entry at ``path``, or an error if it has been deleted since it was listed."""
    found = entry(path, shown)
    yield found or NotScanned(f"{_name(shown)}: deleted during the scan")


def named(paths: Iterable[bytes], *, recursive: bool) -> Iterator[Blob | NotScanned]:
    """Yield the files at ``paths``, shown as given; ``-`` is standard input.

    Directories are walked if ``recursive``, else skipped with a warning.
    """
    for path in paths:
        if path == b"-":
            yield standard_input()
        elif not os.path.isdir(path):
            yield file(path, path)
        elif recursive:
            yield from walk(path)
        else:
            yield NotScanned(
                f"{_name(path)}: is a directory, skipped; use -r to scan it", NotScanned.WARNING
            )


def from_top(source: Iterable[Blob | NotScanned], top: bytes | None) -> Iterator[Blob | NotScanned]:
    """Yield the blobs of ``source``, whose paths are relative to the current directory.

    Their paths become those from ``top``, as git has them; a file elsewhere keeps its path.
    """
    paths = PathsFromTop(top)
    for item in source:
        if isinstance(item, Blob) and item.path != STANDARD_INPUT:
            item = Blob(GivenPath.of(paths.path(item.path), item.path), item.chunks, item.commit)
        yield item


class PathsFromTop:
    """Turns paths that are relative to the current directory into paths from the top."""

    def __init__(self, top: bytes | None) -> None:
        """``top`` is that of the work tree; ``None`` changes no path."""
        self._top = top and os.path.realpath(top)
        self._directories: dict[bytes, bytes | None] = {}

    def path(self, given: bytes) -> bytes:
        """Return the path from the top for ``given``, or ``given`` if that is elsewhere."""
        # Only the directory is resolved, as by git: a tracked symbolic link is a file.
        directory, name = os.path.split(given)
        if name in (b"", b".", b".."):
            return self._inside(os.path.realpath(given)) or given
        if directory not in self._directories:
            self._directories[directory] = self._inside(os.path.realpath(directory or b"."))
        inside = self._directories[directory]
        return given if inside is None else (inside + b"/" + name if inside else name)

    def has(self, directory: bytes) -> bool:
        """Return whether ``directory`` is the top or below it."""
        return self._inside(os.path.realpath(directory)) is not None

    def _inside(self, path: bytes) -> bytes | None:
        """Return ``path`` relative to the top, with slashes; ``None`` if it is elsewhere."""
        if self._top is None:
            return None
        if path == self._top:
            return b""
        separator = os.fsencode(os.sep)
        prefix = self._top.removesuffix(separator) + separator
        if not path.startswith(prefix):
            return None
        return path.removeprefix(prefix).replace(separator, b"/")


def below() -> Iterator[Blob | NotScanned]:
    """Yield the files below the current directory, shown relative to it."""
    return walk(b"")


def walk(directory: bytes) -> Iterator[Blob | NotScanned]:
    """Yield the files below ``directory``, ordered by name, without git's own.

    They are shown under ``directory``; if that is empty, relative to the current directory.
    """
    # A stack instead of recursion: directories may be nested deeper than Python's limit.
    waiting = [directory]
    while waiting:
        path = waiting.pop()
        if path is not directory and (not os.path.isdir(path) or os.path.islink(path)):
            yield from present(path, path)
            continue
        try:
            names = sorted(os.listdir(path or b"."), reverse=True)
        except OSError as error:
            yield NotScanned(f"{_name(path or b'.')}: {error.strerror}")
            continue
        waiting += [os.path.join(path, name) for name in names if name != b".git"]


def _read_link(path: bytes) -> Iterator[bytes]:
    try:
        yield os.readlink(path)
    except OSError as error:
        raise BlobError(error.strerror) from error


def _read(path: bytes) -> Iterator[bytes]:
    # No file object: for a small file, creating one takes longer than reading the file.
    descriptor = -1
    try:
        descriptor = os.open(path, _FLAGS)
        size = _FIRST_CHUNK
        while chunk := os.read(descriptor, size):
            yield chunk
            size = _CHUNK
    except OSError as error:
        raise BlobError(error.strerror) from error
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _name(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
