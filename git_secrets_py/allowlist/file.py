"""Appending lines to ``.gitallowed``: atomically, with the line ends of the file."""

from __future__ import annotations

import os

from git_secrets_py import files
from git_secrets_py.errors import GitSecretsError, RefusedError
from git_secrets_py.model import ALLOWED_FILE
from git_secrets_py.registry import file_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

_MODE = 0o666  # less the umask


def append(top: bytes, added: Sequence[bytes]) -> None:
    """Append the lines ``added``, without line ends, to ``.gitallowed`` in the directory ``top``.

    The new content is written to ``.gitallowed.lock``, which keeps other processes from writing
    at the same time, as with git's own files. Raises ``RefusedError`` if the lock exists or
    ``.gitallowed`` is a symbolic link to a file outside of ``top``, and ``GitSecretsError`` if
    the file cannot be written.
    """
    path = _target(top)
    lock = path + b".lock"

    def write(file: IO[bytes]) -> None:
        file.write(_extended(file_content(path), added))
        if os.path.exists(path):
            os.chmod(lock, os.stat(path).st_mode & 0o7777)

    try:
        files.replace(path, lock, write, _MODE)
    except FileExistsError as error:
        raise RefusedError(
            f"{os.fsdecode(lock)} exists: another process may be writing .gitallowed; "
            "if none is, remove the file"
        ) from error
    except OSError as error:
        raise GitSecretsError(f"cannot write {os.fsdecode(path)}: {error.strerror}") from error


def _target(top: bytes) -> bytes:
    """Return the file to write: the target of ``.gitallowed`` if it is a symbolic link."""
    path = os.path.join(top, ALLOWED_FILE)
    if not os.path.islink(path):
        return path
    # A malicious repository may link to a file of the user.
    target = os.path.realpath(path)
    if not target.startswith(os.path.realpath(top) + os.fsencode(os.sep)):
        raise RefusedError(
            ".gitallowed is a symbolic link to a file outside the work tree; nothing was written"
        )
    return target


def _extended(content: bytes, added: Sequence[bytes]) -> bytes:
    """Return ``content`` with the lines ``added``, with the line end of most of its lines."""
    carriage_returns = content.count(b"\r\n")
    line_end = b"\r\n" if carriage_returns * 2 > content.count(b"\n") else b"\n"
    missing = b"" if not content or content.endswith(b"\n") else line_end
    return content + missing + b"".join(line + line_end for line in added)
