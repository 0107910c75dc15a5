"""Appending lines to ``.gitallowed``: atomically, with the line ends of the file."""

from __future__ import annotations

import os

from git_secrets_py import files
from git_secrets_py.active_files import WORK_TREE, Versions
from git_secrets_py.errors import GitSecretsError, RefusedError
from git_secrets_py.model import ALLOWED_FILE
from git_secrets_py.pattern_files import encoding_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from git_secrets_py.git.repository import Repository

_MODE = 0o666  # less the umask


def append(repository: Repository, added: Sequence[bytes]) -> None:
    """Append the ASCII lines ``added``, without line ends, to ``.gitallowed`` in the work tree.

    If it is not there, as in a sparse checkout, its version in the index or HEAD is extended.
    The new content is written to ``.gitallowed.lock``, which keeps other processes from writing
    at the same time, as with git's own files. Raises ``RefusedError`` if the lock exists or
    ``.gitallowed`` is a symbolic link to a file outside of the work tree, and ``GitSecretsError``
    if the file cannot be written.
    """
    path = _target(repository.top)
    lock = path + b".lock"

    def write(file: IO[bytes]) -> None:
        file.write(_extended(_content(repository), added))
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


def _content(repository: Repository) -> bytes:
    (file,) = Versions(repository, [ALLOWED_FILE]).active(WORK_TREE)
    return file.content


def _extended(content: bytes, added: Sequence[bytes]) -> bytes:
    """Return ``content`` with the lines ``added``, in its encoding and with its line ends."""
    encoding = encoding_of(content) or "latin-1"
    text = content.decode(encoding)
    carriage_returns = text.count("\r\n")
    line_end = "\r\n" if carriage_returns * 2 > text.count("\n") else "\n"
    if "\r" in text and "\n" not in text:
        line_end = "\r"
    missing = "" if not text or text.endswith(("\n", line_end)) else line_end
    lines = "".join(line.decode() + line_end for line in added)
    return content + (missing + lines).encode(encoding)
