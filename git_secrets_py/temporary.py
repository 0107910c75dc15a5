"""Temporary files without ``tempfile``, whose import takes longer than the use of the files.

If they cannot be created in this way, ``tempfile`` creates them.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress

from git_secrets_py.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_PREFIX = "git-secrets-"
_UNNAMED = getattr(os, "O_TMPFILE", 0)  # only on Linux
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def temporary_file() -> IO[bytes]:
    """Return a temporary file without a name, to write and read; raises ``OutputError``."""
    if _UNNAMED:
        flags = _UNNAMED | os.O_RDWR | os.O_EXCL | os.O_CLOEXEC
        with suppress(OSError):
            return open(os.open(_directory(), flags, 0o600), "w+b")
    from tempfile import TemporaryFile

    try:
        return TemporaryFile()
    except OSError as error:
        raise cannot_write(error) from error


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Provide the path of a private folder, which is removed with the files in it.

    Raises ``OutputError`` if there is no place for it, or no space for a file within the context.
    """
    path = os.path.join(_directory(), _PREFIX + os.urandom(8).hex())
    try:  # an interruption may come as soon as the folder exists
        path = _created(path)
        yield path
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        raise cannot_write(error) from error
    finally:
        _remove(path)


def cannot_write(error: OSError) -> OutputError:
    """Return the error that a temporary file cannot be written, for the reason ``error``."""
    return OutputError(
        f"cannot write a temporary file: {error.strerror}; set TMPDIR to a directory "
        "with more space"
    )


def _created(path: str) -> str:
    """Create the folder ``path``, or else one in another place; return its path."""
    try:
        os.mkdir(path, 0o700)
    except OSError:
        from tempfile import mkdtemp

        try:
            return mkdtemp(prefix=_PREFIX)
        except OSError as error:
            raise cannot_write(error) from error
    return path


def _directory() -> str:
    names = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return os.path.abspath(next(filter(None, names), "/tmp"))


def _remove(path: str) -> None:
    try:
        for name in os.listdir(path):
            os.unlink(os.path.join(path, name))
        os.rmdir(path)
    except OSError:
        from shutil import rmtree

        rmtree(path, ignore_errors=True)
