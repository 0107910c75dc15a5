"""Files that must be regular, whole or private; standard input; the cache directory.

``os`` rather than ``pathlib`` and ``tempfile``: a commit hook imports this.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from time import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, AnyStr, BinaryIO

_BINARY = getattr(os, "O_BINARY", 0)
# By POSIX, O_EXCL with O_CREAT does not follow a link.
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
# Without O_NONBLOCK, opening a FIFO waits for a writer.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | _BINARY
_HAS_DESCRIPTORS = os.open in os.supports_dir_fd
_UNFINISHED = "new"
_HEXADECIMAL = "0123456789abcdef"
# An unfinished file that was not written to for this many seconds is that of a killed process.
_ABANDONED = 600
# The file of ``PrivateFolder.check``, about as large as a small cache.
_TRIAL = "trial"
_TRIAL_SIZE = 64 << 10


def standard_input() -> BinaryIO:
    """Return standard input; raises ``GitSecretsError`` if it is closed."""
    if sys.stdin is None:
        from git_secrets_py.errors import GitSecretsError

        raise GitSecretsError("cannot read standard input: it is closed")
    return sys.stdin.buffer


def expanded(path: AnyStr) -> AnyStr:
    """Return ``path`` with the home directory that ``~`` or ``~user`` at its start names.

    It is unchanged if there is no such user.
    """
    try:
        # Of bytes, the name of a user would have to be ASCII.
        found = os.path.expanduser(os.fsdecode(path))
    except ValueError:  # no user has a name with such characters
        return path
    return found if isinstance(path, str) else os.fsencode(found)


def leaves(path: bytes) -> bool:
    """Return whether ``path``, relative to the top, is not that of a file of the work tree.

    ``path`` may be the target of a link as git stores it, which may contain NULs.
    """
    first = path.replace(os.fsencode(os.sep), b"/").split(b"/")[0]
    outside = os.path.isabs(path) or first in (b"..", b"") or first.lower() == b".git"
    return outside or b"\0" in path


def open_regular(path: AnyStr, *, follow: bool = False, folder: int | None = None) -> int:
    """Open the regular file ``path`` for reading; return its descriptor.

    Opening a FIFO does not wait, and a device is not read. ``follow`` allows a symbolic link.
    ``folder`` is the descriptor of the directory in which ``path`` is looked up. Raises
    ``OSError``, also for anything but a regular file.
    """
    descriptor = os.open(path, _READ if follow else _READ | _NO_LINK, dir_fd=folder)
    try:
        _require_regular(os.fstat(descriptor).st_mode)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _require_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file")


def read_regular(path: AnyStr, most: int, *, follow: bool = False) -> bytes:
    """Return the content of the regular file ``path``, of at most ``most`` bytes.

    Raises ``OSError`` as ``open_regular`` does, and for a larger file.
    """
    with open(open_regular(path, follow=follow), "rb", buffering=0) as file:
        chunks: list[bytes] = []
        left = most + 1
        while left and (chunk := file.read(left)):
            chunks.append(chunk)
            left -= len(chunk)
    if not left:
        raise OSError(errno.EFBIG, f"larger than {most >> 20} MiB")
    return b"".join(chunks)


def replace(
    path: AnyStr,
    unfinished: AnyStr,
    write: Callable[[IO[bytes]], object],
    mode: int = 0o600,
    *,
    sync: bool = True,
    overwrite: bool = True,
    folder: int | None = None,
) -> None:
    """Replace ``path`` atomically by a file with the content that ``write`` writes.

    ``unfinished`` is a name in the same directory that must not exist: it is never opened through
    a link. With ``sync`` the content is on disk before ``path`` changes. Without ``overwrite``,
    an existing ``path`` is kept, and ``FileExistsError`` raised. ``folder`` is the descriptor of
    the directory in which both names are looked up. Raises ``FileExistsError`` if ``unfinished``
    exists, else ``OSError``; then ``path`` is unchanged and ``unfinished`` is removed.
    """
    descriptor = os.open(unfinished, _NEW, mode, dir_fd=folder)
    try:
        with open(descriptor, "w+b") as file:
            write(file)
            if sync:
                file.flush()
                os.fsync(descriptor)
        move = os.replace if overwrite else os.link
        move(unfinished, path, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(unfinished, dir_fd=folder)
        raise
    if not overwrite:
        os.unlink(unfinished, dir_fd=folder)


class PrivateFolder:
    """A folder of caches: only this user may write to it, and only regular files are in use.

    A folder that is a link, belongs to another user or is writable by others is not used at all,
    and the same holds for each file in it. Only ``check`` raises ``OSError``: a cache is optional.
    """

    def __init__(self, path: str) -> None:
        """``path`` need not exist: the first file that is stored creates it."""
        self._path = path

    def open(self, name: str, buffering: int = -1) -> IO[bytes] | None:
        """Open the file ``name`` for reading; return ``None`` if it cannot be trusted.

        ``buffering`` is that of ``open``.
        """
        try:
            with _Opened(self._path) as folder:
                return folder.open(name, buffering)
        except OSError:
            return None

    def store(
        self,
        name: str,
        write: Callable[[IO[bytes]], object],
        *,
        sync: bool = True,
        overwrite: bool = True,
    ) -> bool:
        """Store the output of ``write`` as the file ``name``; return whether it worked.

        The arguments are those of ``replace``.
        """
        try:
            self._store(name, write, sync=sync, overwrite=overwrite)
        except OSError:
            return False
        return True

    def check(self) -> None:
        """Store a file, as caches are, and remove it; raises ``OSError`` if that is impossible."""
        self._store(_TRIAL, lambda file: file.write(bytes(_TRIAL_SIZE)), sync=True, overwrite=True)
        with _Opened(self._path) as folder:
            folder.remove(_TRIAL)

    def _store(
        self, name: str, write: Callable[[IO[bytes]], object], *, sync: bool, overwrite: bool
    ) -> None:
        # Unique among threads, processes and machines that share a home directory.
        unfinished = f"{name}.{os.getpid()}.{os.urandom(4).hex()}.{_UNFINISHED}"
        os.makedirs(self._path, mode=0o700, exist_ok=True)
        with _Opened(self._path) as folder:
            replace(
                folder.place(name),
                folder.place(unfinished),
                write,
                sync=sync,
                overwrite=overwrite,
                folder=folder.descriptor,
            )

    def prune(self, prefix: str, suffix: str, keep: int) -> None:
        """Remove all but the newest ``keep`` files ``<prefix><hexadecimal digits><suffix>``.

        Remove unfinished files of killed processes as well. No other file is removed.
        """
        try:
            with _Opened(self._path) as folder:
                files = sorted(folder.files(), reverse=True)
                for _, name in [one for one in files if _is_numbered(one[1], prefix, suffix)][
                    keep:
                ]:
                    folder.remove(name)
                for written, name in files:
                    if _is_unfinished(name) and abs(time() - written) > _ABANDONED:
                        folder.remove(name)
        except OSError:
            return


class _Opened:
    """A private folder in use.

    Names are looked up in its descriptor, so it does not matter if its path is redirected
    meanwhile. Windows has no such descriptors.
    """

    def __init__(self, path: str) -> None:
        """Raises ``OSError`` if the folder is not private."""
        self._path = path
        self.descriptor = os.open(path, _FOLDER) if _HAS_DESCRIPTORS else None

    def __enter__(self) -> _Opened:
        descriptor = self.descriptor
        status = os.lstat(self._path) if descriptor is None else os.fstat(descriptor)
        if not stat.S_ISDIR(status.st_mode) or not is_private(status):
            self.close()
            raise PermissionError(f"{self._path} is not private")
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the descriptor."""
        if self.descriptor is not None:
            os.close(self.descriptor)

    def place(self, name: str) -> str:
        """Return ``name`` as functions take it beside ``descriptor``."""
        return os.path.join(self._path, name) if self.descriptor is None else name

    def open(self, name: str, buffering: int) -> IO[bytes]:
        """Open the regular private file ``name`` for reading; raises ``OSError``."""
        descriptor = open_regular(self.place(name), folder=self.descriptor)
        if not is_private(os.fstat(descriptor)):
            os.close(descriptor)
            raise PermissionError(f"{name} is not private")
        return open(descriptor, "rb", buffering)

    def files(self) -> Iterator[tuple[float, str]]:
        """Yield the time of the last change, and the name, of each regular private file."""
        with os.scandir(self._path if self.descriptor is None else self.descriptor) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if _is_own_file(status):
                    yield status.st_mtime, entry.name

    def remove(self, name: str) -> None:
        """Remove the file ``name``; another process may have been faster."""
        try:
            os.unlink(self.place(name), dir_fd=self.descriptor)
        except FileNotFoundError:
            return


def _is_own_file(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) and is_private(status)


def _is_numbered(name: str, prefix: str, suffix: str) -> bool:
    number = name.removeprefix(prefix).removesuffix(suffix)
    return name == prefix + number + suffix and _is_hexadecimal(number)


def _is_unfinished(name: str) -> bool:
    """Return whether ``PrivateFolder.store`` writes to a file of this name."""
    _, *parts = name.rsplit(".", 3)
    return (
        len(parts) == 3
        and parts[0].isdigit()
        and _is_hexadecimal(parts[1])
        and parts[2] == _UNFINISHED
    )


def _is_hexadecimal(text: str) -> bool:
    return bool(text) and not text.strip(_HEXADECIMAL)


def is_private(status: os.stat_result) -> bool:
    """Return whether a file or directory belongs to this user, the only one who may write to it."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def cache_directory() -> str | None:
    """Return the directory for this user's caches; ``None`` if there is no home directory."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "git-secrets-py") if os.path.isabs(base) else None


def code_mark(*packages: str) -> bytes:
    """Return a text that changes with each installation of our ``packages``, such as ``engine``.

    A cache that depends on their code has it in its key: two builds may have the same version,
    and in an editable install any module may change. ``""`` is the modules at the top. Empty if
    they are not plain files.
    """
    top = os.path.dirname(os.path.abspath(__file__))
    found = []
    try:
        for package in packages:
            with os.scandir(os.path.join(top, package)) as entries:
                for entry in entries:
                    if entry.name.endswith((".py", ".so", ".pyd")):
                        status = entry.stat()
                        found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    except OSError:
        return b""
    return "\n".join(sorted(found)).encode("utf-8", "surrogateescape")
