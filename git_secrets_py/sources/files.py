"""Blobs from the file system and from standard input."""

from __future__ import annotations

import os
import stat
import sys

from git_secrets_py.errors import BlobError
from git_secrets_py.model import Blob, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Room for most files; more would be zeroed for each of them in vain.
_FIRST_CHUNK = 1 << 16
_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
STANDARD_INPUT = b"(standard input)"


def file(path: bytes, shown: bytes) -> Blob:
    """Return the file at ``path``, whatever a link there leads to, shown as ``shown``."""
    return Blob(shown, lambda: _read(path))


def standard_input() -> Blob:
    """Return what comes on standard input."""
    return Blob(STANDARD_INPUT, lambda: iter(lambda: sys.stdin.buffer.read(_CHUNK), b""))


def link(path: bytes, shown: bytes) -> Blob:
    """Return the target of the symbolic link at ``path``: what git keeps of a link."""
    return Blob(shown, lambda: _read_link(path))


def entry(path: bytes, shown: bytes) -> Blob | NotScanned | None:
    """Return the file or link at ``path`` as git would keep it; neither: not scanned.

    ``None`` when nothing is there.
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
    """Yield the entry at ``path``, or that it has gone since it was listed."""
    found = entry(path, shown)
    yield found or NotScanned(f"{_name(shown)}: gone while it was to be scanned")


def named(paths: Iterable[bytes], *, recursive: bool) -> Iterator[Blob | NotScanned]:
    """Yield the files that a user named, ``-`` for standard input, shown as they were named.

    A directory is walked if ``recursive``, else skipped with a warning.
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
                f"{_name(path)}: is a directory, skipped; -r walks it", NotScanned.WARNING
            )


def below() -> Iterator[Blob | NotScanned]:
    """Yield the files below the current directory, shown relative to it."""
    for item in walk(b"."):
        if isinstance(item, Blob):
            item.path = item.path.removeprefix(b"./")
        yield item


def walk(directory: bytes) -> Iterator[Blob | NotScanned]:
    """Yield the files below ``directory`` in the order of their names, none of them git's own."""
    # A stack of its own: folders may be nested deeper than calls.
    waiting = [directory]
    while waiting:
        path = waiting.pop()
        if path is not directory and (not os.path.isdir(path) or os.path.islink(path)):
            yield from present(path, path)
            continue
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            yield NotScanned(f"{_name(path)}: {error.strerror}")
            continue
        waiting += [os.path.join(path, name) for name in names if name != b".git"]


def _read_link(path: bytes) -> Iterator[bytes]:
    try:
        yield os.readlink(path)
    except OSError as error:
        raise BlobError(error.strerror) from error


def _read(path: bytes) -> Iterator[bytes]:
    # Without a file object: most files are small, and making one costs more than reading them.
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
