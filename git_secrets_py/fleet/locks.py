"""Locks between runs; the system frees them with the process that holds them."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager

from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PAUSE = 0.1


class LockedError(GitSecretsError):
    """Another process holds the lock."""


@contextmanager
def locked(path: str, deadline: float = 0.0) -> Iterator[None]:
    """Hold the lock file ``path``, which is waited for until ``deadline``, a monotonic time.

    Raises ``LockedError`` and ``OSError``. Windows has no such locks.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _is_acquired(descriptor):
            if time.monotonic() > deadline:
                raise LockedError("it is locked")
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def _is_acquired(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
