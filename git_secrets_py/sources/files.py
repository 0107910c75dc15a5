"""Files on disk and standard input."""

from __future__ import annotations

import os
import stat
from itertools import islice

from git_secrets_py import files
from git_secrets_py.content import CLEAN, STANDARD_INPUT, Blob, GivenPath, NotScanned
from git_secrets_py.errors import BlobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    # Returns for each of the paths in a directory whether it is a file that has no match.
    CleanFiles = Callable[[bytes, Sequence[bytes]], Iterable[bool]]

# The most files that are listed before the first of them is scanned.
_MOST_AT_ONCE = 20_000
# Large enough for most files; the buffer is zeroed for each file, so a larger one costs time.
_FIRST_CHUNK = 1 << 16
_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def file(path: bytes, shown: bytes) -> Blob:
    """Return the file at ``path``, shown as ``shown``; a symbolic link is followed."""
    return Blob(shown, lambda: _read(path))


def standard_input() -> Blob:
    """Return the content of standard input."""
    return Blob(STANDARD_INPUT, _read_input)


def _read_input() -> Iterator[bytes]:
    stream = files.standard_input()
    return iter(lambda: stream.read(_CHUNK), b"")


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
        yield _from_top(item, paths)


def from_top_unless_clean(
    source: Iterable[Blob | NotScanned], top: bytes | None, clean_files: CleanFiles
) -> Iterator[Blob | NotScanned]:
    """Yield the files of ``source`` as ``from_top`` does, those that are clean as ``CLEAN``.

    ``clean_files`` finds out which are; a file that is neither below ``top`` nor, without one,
    below the current directory is not among them.
    """
    paths, rest = PathsFromTop(top), iter(source)
    while items := list(islice(rest, _MOST_AT_ONCE)):
        places = [_place(item, paths, top) for item in items]
        vouched = iter(clean_files(top or b".", [place for place in places if place]))
        for item, place in zip(items, places, strict=True):
            yield CLEAN if place and next(vouched) else _from_top(item, paths)


def _place(item: Blob | NotScanned, paths: PathsFromTop, top: bytes | None) -> bytes | None:
    """Return the path of a file from ``top``, or from the current directory without one."""
    if not isinstance(item, Blob) or item.path == STANDARD_INPUT:
        return None
    # A named pipe can be opened only once.
    if not _is_regular(item.path):
        return None
    if top is None:
        return None if os.path.isabs(item.path) else item.path
    return paths.inside(item.path)


def _is_regular(path: bytes) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _from_top(item: Blob | NotScanned, paths: PathsFromTop) -> Blob | NotScanned:
    if not isinstance(item, Blob) or item.path == STANDARD_INPUT:
        return item
    return Blob(GivenPath.of(paths.path(item.path), item.path), item.chunks, item.commit)


class PathsFromTop:
    """Turns paths that are relative to the current directory into paths from the top."""

    def __init__(self, top: bytes | None) -> None:
        """``top`` is that of the work tree; ``None`` changes no path."""
        self._top = top and os.path.realpath(top)
        self._directories: dict[bytes, bytes | None] = {}

    def path(self, given: bytes) -> bytes:
        """Return the path from the top for ``given``, or ``given`` if that is elsewhere."""
        return self.inside(given) or given

    def inside(self, given: bytes) -> bytes | None:
        """Return the path from the top for ``given``; ``None`` if that is elsewhere."""
        # Only the directory is resolved, as by git: a tracked symbolic link is a file.
        directory, name = os.path.split(given)
        if name in (b"", b".", b".."):
            return self._inside(os.path.realpath(given))
        if directory not in self._directories:
            self._directories[directory] = self._inside(os.path.realpath(directory or b"."))
        folder = self._directories[directory]
        if folder is None:
            return None
        return folder + b"/" + name if folder else name

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
    waiting = [(directory, False)]
    while waiting:
        path, is_file = waiting.pop()
        if is_file:
            yield file(path, path)
            continue
        if path is not directory and (not os.path.isdir(path) or os.path.islink(path)):
            yield from present(path, path)
            continue
        try:
            # It finds out what is a file without another call for each.
            with os.scandir(path or b".") as listed:
                names = sorted((one.name, one.is_file(follow_symlinks=False)) for one in listed)
        except OSError as error:
            yield NotScanned(f"{_name(path or b'.')}: {error.strerror}")
            continue
        folder = path and os.path.join(path, b"")
        waiting += [(folder + name, is_file) for name, is_file in names[::-1] if name != b".git"]


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
