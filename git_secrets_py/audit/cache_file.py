"""The audit cache: the ids of objects that the next audit need not read.

These are trees, objects without any match, and binary ones. Whether they are *allowed* never
comes in, so allow rules and paths may change. The file lies under the common git directory:

    magic line · size of an id, number of ids, of binaries, of tips · ids ascending · binaries ·
    tips found connected · digest over all of it

Its name and its digest are made with a key that lies in the user's cache directory. Thus a cache
that came with somebody else's copy of a repository is not believed, and the name, which depends
on patterns that a provider printed, is of no use to whoever guesses at those. With no more than
``MOST_IDS`` objects it stays below 512 MiB; a repository with more goes without.
"""

from __future__ import annotations

import os
import struct
from hashlib import blake2b

from git_secrets_py import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.model import Pattern

MOST_IDS = 16_000_000
# Caches for other patterns are kept too, up to so many.
_MOST_FILES = 4
_MAGIC = b"git-secrets-py audit 1\n"
_HEAD = struct.Struct(">BQQQ")
_DIGEST_SIZE = 16
_CHUNK_IDS = 1 << 14


class Known:
    """A cache file that has been checked, open for reading."""

    def __init__(self, file: IO[bytes]) -> None:
        """``file`` stands behind the magic line; see ``CacheFile.load``."""
        self._file = file
        self.width, self.count, self._binary_count, tip_count = _HEAD.unpack(file.read(_HEAD.size))
        self._start = file.tell()
        file.seek(self._start + self.count * self.width)
        self.binaries = self._split(file.read(self._binary_count * self.width))
        self.tips = [oid.hex().encode() for oid in self._split(file.read(tip_count * self.width))]

    def ids(self) -> Iterator[list[bytes]]:
        """Yield the packed ids, ascending, some thousand at a time."""
        self._file.seek(self._start)
        left = self.count
        while left:
            taken = min(left, _CHUNK_IDS)
            left -= taken
            yield self._split(self._file.read(taken * self.width))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _split(self, ids: bytes) -> list[bytes]:
        return [ids[at : at + self.width] for at in range(0, len(ids), self.width)]


class Comparison:
    """What is new among the ids that are there, and what of the known ones has gone."""

    def __init__(self, here: Iterable[list[bytes]], known: Iterable[list[bytes]]) -> None:
        """Both ascending, in pieces of any size; ``new`` and ``gone`` are packed ids."""
        self.new: list[bytes] = []
        self.gone: set[bytes] = set()
        self.total = 0
        pieces = iter(known)
        rest: list[bytes] = []
        for ids in here:
            self.total += len(ids)
            while not rest or rest[-1] <= ids[-1]:
                more = next(pieces, None)
                if more is None:
                    break
                rest = rest + more
            cut = _position_after(rest, ids[-1])
            if rest[:cut] != ids:
                before, now = set(rest[:cut]), set(ids)
                self.new += sorted(now - before)
                self.gone |= before - now
            rest = rest[cut:]
        self.gone.update(rest)
        for piece in pieces:
            self.gone.update(piece)


def _position_after(ids: Sequence[bytes], last: bytes) -> int:
    from bisect import bisect_right

    return bisect_right(ids, last)


class CacheFile:
    """Where the cache for one set of patterns lies."""

    def __init__(self, common_dir: bytes, key: bytes, name: str) -> None:
        self._folder = os.path.join(os.fsdecode(common_dir), "git-secrets-py")
        self._path = os.path.join(self._folder, f"audit-{name}")
        self._key = key

    def load(self) -> Known | None:
        """Return what ``store`` kept; ``None`` where there is nothing or it is damaged."""
        try:
            file = open(self._path, "rb")  # noqa: SIM115 - stays open while it is used
        except OSError:
            return None
        if self._is_genuine(file):
            return Known(file)
        file.close()
        return None

    def store(
        self,
        width: int,
        ids: Iterable[bytes],
        binaries: Sequence[bytes],
        tips: Sequence[bytes],
    ) -> bool:
        """Keep packed ``ids`` (ascending), ``binaries`` and ``tips``; tell whether it worked.

        The file is replaced at once, so that two audits never see each other's half-done work.
        """
        unfinished = f"{self._path}.{os.getpid()}"
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
            with open(descriptor, "w+b") as file:
                self._write(file, width, ids, binaries, tips)
            os.replace(unfinished, self._path)
            self._drop_others()
        except OSError:
            return False
        return True

    def _write(
        self,
        file: IO[bytes],
        width: int,
        ids: Iterable[bytes],
        binaries: Sequence[bytes],
        tips: Sequence[bytes],
    ) -> None:
        file.write(_MAGIC + _HEAD.pack(0, 0, 0, 0))
        size = sum(file.write(piece) for piece in ids)
        file.write(b"".join(binaries) + b"".join(bytes.fromhex(tip.decode()) for tip in tips))
        file.seek(len(_MAGIC))
        file.write(_HEAD.pack(width, size // width, len(binaries), len(tips)))
        file.seek(0)
        digest = self._digest(file, -1)
        file.seek(0, os.SEEK_END)
        file.write(digest)

    def _is_genuine(self, file: IO[bytes]) -> bool:
        """Check the digest; leave ``file`` behind the magic line."""
        size = os.fstat(file.fileno()).st_size - _DIGEST_SIZE
        if size < len(_MAGIC) + _HEAD.size:
            return False
        digest = self._digest(file, size)
        if file.read(_DIGEST_SIZE) != digest:
            return False
        file.seek(0)
        return file.read(len(_MAGIC)) == _MAGIC

    def _digest(self, file: IO[bytes], size: int) -> bytes:
        """Return the keyed digest of the next ``size`` bytes; -1 for all."""
        hashed = blake2b(key=self._key, digest_size=_DIGEST_SIZE)
        while chunk := file.read(min(size, 1 << 20) if size >= 0 else 1 << 20):
            hashed.update(chunk)
            size -= len(chunk) if size >= 0 else 0
        return hashed.digest()

    def _drop_others(self) -> None:
        """Remove the oldest caches, and what killed audits left behind."""
        with os.scandir(self._folder) as entries:
            files = [(entry.stat().st_mtime, entry.path) for entry in entries]
        for _, path in sorted(files, reverse=True)[_MOST_FILES:]:
            os.unlink(path)


_BINARY = getattr(os, "O_BINARY", 0)


def open_cache(
    common_dir: bytes, patterns: Iterable[Pattern], ingredients: Iterable[bytes]
) -> CacheFile | None:
    """Return the cache for ``patterns``; ``None`` where this user can have none.

    ``ingredients`` is all else that decides whether an object matches.
    """
    key = user_key()
    if key is None:
        return None
    digest = blake2b(key=key, digest_size=8)
    for part in (*ingredients, b"patterns", *sorted(pattern.source for pattern in patterns)):
        digest.update(b"%d:" % len(part) + part)
    return CacheFile(common_dir, key, digest.hexdigest())


def user_key() -> bytes | None:
    """Return this user's key, made at the first call; ``None`` where it cannot be kept."""
    folder = files.cache_directory()
    if folder is None:
        return None
    path = os.path.join(folder, "audit-key")
    try:
        return _read_key(path) or _make_key(path)
    except OSError:
        return None


def _read_key(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            key = file.read()
    except FileNotFoundError:
        return None
    return key if len(key) == 32 else None


def _make_key(path: str) -> bytes | None:
    """Write a new key. Of several audits that do so at once the first to finish decides."""
    import secrets

    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    unfinished = f"{path}.{os.getpid()}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
    with open(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    try:
        os.link(unfinished, path)
    except FileExistsError:
        os.replace(unfinished, path) if _read_key(path) is None else None
    finally:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
    return _read_key(path)
