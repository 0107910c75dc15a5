"""Files that must be whole or private: atomic replacement, the cache directory.

``os`` rather than ``pathlib`` and ``tempfile``: a commit hook imports this.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, AnyStr

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def replace(
    path: AnyStr,
    unfinished: AnyStr,
    write: Callable[[IO[bytes]], object],
    mode: int = 0o600,
    *,
    sync: bool = True,
) -> None:
    """Replace ``path`` atomically by a file with the content that ``write`` writes.

    ``unfinished`` is a name in the same directory that must not exist: it is never opened through
    a link. With ``sync`` the content is on disk before ``path`` changes. Raises
    ``FileExistsError`` if ``unfinished`` exists, else ``OSError``; then ``path`` is unchanged and
    ``unfinished`` is removed.
    """
    descriptor = os.open(unfinished, _NEW, mode)
    try:
        with open(descriptor, "w+b") as file:
            write(file)
            if sync:
                file.flush()
                os.fsync(descriptor)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def is_private(status: os.stat_result) -> bool:
    """Return whether a file or directory belongs to this user and nobody else may write to it."""
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
