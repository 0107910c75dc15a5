"""Adding lines to ``.gitallowed``, all at once, in the style that the file has."""

from __future__ import annotations

import os

from git_secrets_py.errors import GitSecretsError, RefusedError
from git_secrets_py.pattern_files import ALLOWED_FILE
from git_secrets_py.registry import file_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def append(top: bytes, added: Sequence[bytes]) -> None:
    """Add the lines ``added``, without line ends, to ``.gitallowed`` in the directory ``top``.

    The new content is written beside it and put in its place, so that whatever happens the file
    is the old one or the new one. As with git's own files, what is written beside has the name
    with ``.lock`` and keeps others from writing meanwhile. Raises ``RefusedError`` if it is there
    already, or if ``.gitallowed`` is a link that leads out of the work tree;
    ``GitSecretsError`` if the file cannot be written.
    """
    path = _target(top)
    try:
        _replace(path, added)
    except FileExistsError as error:
        raise RefusedError(
            f"{os.fsdecode(path)}.lock is there: somebody is writing .gitallowed; "
            "remove it if that cannot be"
        ) from error
    except OSError as error:
        raise GitSecretsError(f"cannot write {os.fsdecode(path)}: {error.strerror}") from error


def _target(top: bytes) -> bytes:
    """Return the file to write: what ``.gitallowed`` leads to, where it is a link."""
    path = os.path.join(top, ALLOWED_FILE)
    if not os.path.islink(path):
        return path
    # A clone may have been made by somebody who wants us to write elsewhere.
    target = os.path.realpath(path)
    if not target.startswith(os.path.realpath(top) + os.fsencode(os.sep)):
        raise RefusedError(".gitallowed is a link that leads out of the work tree: nothing written")
    return target


def _replace(path: bytes, added: Sequence[bytes]) -> None:
    lock = path + b".lock"
    descriptor = os.open(lock, _NEW, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(extended(file_content(path), added))
            file.flush()
            os.fsync(descriptor)
        if os.path.exists(path):
            os.chmod(lock, os.stat(path).st_mode & 0o7777)
        os.replace(lock, path)
    except BaseException:
        os.unlink(lock)
        raise


def extended(content: bytes, added: Sequence[bytes]) -> bytes:
    """Return ``content`` with the lines ``added``, ended as most of its lines are."""
    carriage_returns = content.count(b"\r\n")
    line_end = b"\r\n" if carriage_returns * 2 > content.count(b"\n") else b"\n"
    missing = b"" if not content or content.endswith(b"\n") else line_end
    return content + missing + b"".join(line + line_end for line in added)
