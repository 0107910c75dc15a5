"""Temporary files, without the import of ``tempfile``, which takes longer than to use them.

Where they cannot be created in this way, ``tempfile`` finds another.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

# Elsewhere than on Linux, a directory cannot be opened for writing.
_UNNAMED = os.O_RDWR | os.O_EXCL | getattr(os, "O_TMPFILE", 0) | getattr(os, "O_CLOEXEC", 0)
_PREFIX = "git-secrets-"


def temporary_file() -> IO[bytes]:
    """Return a temporary file without a name, to write and read; raises ``OSError``."""
    try:
        descriptor = os.open(_directory(), _UNNAMED, 0o600)
    except OSError:
        from tempfile import TemporaryFile

        return TemporaryFile()
    return open(descriptor, "w+b")


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Provide the path of a private folder, which is removed with the files in it."""
    path = os.path.join(_directory(), _PREFIX + os.urandom(8).hex())
    try:
        os.mkdir(path, 0o700)
    except OSError:
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix=_PREFIX) as folder:
            yield folder
        return
    try:
        yield path
    finally:
        _remove(path)


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
