"""Compiled databases, kept in the user's cache directory between runs.

A file holds a magic line, a checksum and the database. It is written for its owner alone, and
ignored when it is damaged or when anybody else could have written it: a compiled database is
trusted like code.
"""

from __future__ import annotations

import os
import sys
from zlib import crc32

from git_secrets_py._version import __version__

try:  # hashlib loads all of OpenSSL, which takes a hook longer than everything else in here
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MAGIC = b"git-secrets-py database 1\n"
_CHECKSUM_SIZE = 4


def default_directory() -> str | None:
    """Return the directory for this user's caches; ``None`` where there is no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "git-secrets-py") if os.path.isabs(base) else None


def processor() -> bytes:
    """Return what tells this machine's kind of processor from others, features included."""
    machine = sys.platform.encode()
    if hasattr(os, "uname"):
        machine += os.uname().machine.encode()
    try:
        with open("/proc/cpuinfo", "rb", buffering=0) as cpuinfo:
            flags = next(line for line in cpuinfo.read(8192).split(b"\n") if line[:5] == b"flags")
    except (OSError, StopIteration):
        flags = b""
    return machine + flags


class DatabaseCache:
    """Keeps compiled databases by the digest of what went into them."""

    def __init__(self, directory: str | None = None) -> None:
        """``directory`` defaults to the user's; without any, nothing is kept."""
        self._directory = directory or default_directory()

    def path(self, ingredients: Iterable[bytes]) -> str | None:
        """Return the file for the database that is made from ``ingredients``."""
        if self._directory is None:
            return None
        digest = blake2b(digest_size=16)
        for ingredient in (__version__.encode(), processor(), *ingredients):
            digest.update(b"%d:" % len(ingredient) + ingredient)
        return os.path.join(self._directory, digest.hexdigest() + ".hs")

    def load(self, path: str | None) -> bytes | None:
        """Return what ``store`` kept at ``path``, or ``None``."""
        if path is None:
            return None
        try:
            with open(path, "rb", buffering=0) as file:
                if not _is_private(os.fstat(file.fileno())):
                    return None
                return _unpack(file.read())
        except OSError:
            return None

    def store(self, path: str | None, content: bytes) -> None:
        """Keep ``content`` at ``path``. A cache that cannot be written is none: no error."""
        if path is None:
            return
        unfinished = f"{path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            # Never through a link that somebody left there: O_EXCL.
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:
                file.write(_MAGIC + crc32(content).to_bytes(_CHECKSUM_SIZE, "big") + content)
            os.replace(unfinished, path)
        except OSError:
            return


def _is_private(status: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _unpack(packed: bytes) -> bytes | None:
    start = len(_MAGIC) + _CHECKSUM_SIZE
    content = packed[start:]
    whole = _MAGIC + crc32(content).to_bytes(_CHECKSUM_SIZE, "big")
    return content if packed[:start] == whole else None
