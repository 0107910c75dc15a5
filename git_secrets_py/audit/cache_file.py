"""The audit cache file: the IDs of objects that the next audit need not read.

These are trees, objects without any match, and binary blobs. Allowed patterns do not affect it,
so allow rules and paths may change. The file is in the common git directory:

    magic line · size of an ID, number of IDs, of binaries, of tips · IDs ascending · binaries ·
    tips found connected · digest of all the above

Its name and its digest are made with a key that is stored in the user's cache directory. Thus a
cache in a repository copied from somebody else is ignored, and nobody can check guesses at a
provider's patterns against the name. With ``MOST_IDS`` objects the file is below 512 MiB; a
larger repository is not cached.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_right
from hashlib import blake2b

from git_secrets_py import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.model import Pattern

MOST_IDS = 16_000_000
# The number of caches that are kept, each for a different set of patterns.
_MOST_FILES = 4
_MAGIC = b"git-secrets-py audit 1\n"
_HEAD = struct.Struct(">BQQQ")
_DIGEST_SIZE = 16
_CHUNK_IDS = 1 << 14
_KEY_SIZE = 32


class CachedObjects:
    """The content of a genuine cache file, which stays open for reading."""

    def __init__(self, file: IO[bytes]) -> None:
        """``file`` is positioned behind the magic line; see ``CacheFile.load``."""
        self._file = file
        self.width, self.count, binary_count, tip_count = _HEAD.unpack(file.read(_HEAD.size))
        self._start = file.tell()
        file.seek(self._start + self.count * self.width)
        self.binaries = self._split(file.read(binary_count * self.width))
        self.tips = [oid.hex().encode() for oid in self._split(file.read(tip_count * self.width))]

    def ids(self) -> Iterator[list[bytes]]:
        """Yield the packed IDs, ascending, thousands at a time."""
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


def compare(
    present: Iterable[list[bytes]], cached: Iterable[list[bytes]]
) -> tuple[list[bytes], set[bytes]]:
    """Return the packed IDs that are only in ``present``, ascending, and those only in ``cached``.

    Both are ascending, in pieces of any size.
    """
    new: list[bytes] = []
    gone: set[bytes] = set()
    pieces = iter(cached)
    rest: list[bytes] = []
    for ids in present:
        while not rest or rest[-1] <= ids[-1]:
            more = next(pieces, None)
            if more is None:
                break
            rest = rest + more
        cut = bisect_right(rest, ids[-1])
        if rest[:cut] != ids:
            before, now = set(rest[:cut]), set(ids)
            new += sorted(now - before)
            gone |= before - now
        rest = rest[cut:]
    gone.update(rest)
    for piece in pieces:
        gone.update(piece)
    return new, gone


class CacheFile:
    """The cache file for one set of patterns."""

    def __init__(self, common_dir: bytes, key: bytes, name: str) -> None:
        self._folder = os.path.join(os.fsdecode(common_dir), "git-secrets-py")
        self._path = os.path.join(self._folder, f"audit-{name}")
        self._key = key

    def load(self) -> CachedObjects | None:
        """Return the stored objects; ``None`` if there is no file or it is damaged."""
        try:
            file = open(self._path, "rb")  # noqa: SIM115 - ``CachedObjects`` closes it
        except OSError:
            return None
        if self._is_genuine(file):
            return CachedObjects(file)
        file.close()
        return None

    def store(
        self,
        width: int,
        ids: Iterable[bytes],
        binaries: Sequence[bytes],
        tips: Sequence[bytes],
    ) -> bool:
        """Store packed ``ids`` (ascending), ``binaries`` and ``tips``; return whether it worked.

        Concurrent audits never see each other's unfinished files.
        """
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            files.replace(
                self._path,
                _unfinished(self._path),
                lambda file: self._write(file, width, ids, binaries, tips),
            )
            self._remove_oldest()
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

    def _remove_oldest(self) -> None:
        """Remove the oldest caches, and unfinished files of killed audits."""
        with os.scandir(self._folder) as entries:
            found = [(entry.stat().st_mtime, entry.path) for entry in entries]
        for _, path in sorted(found, reverse=True)[_MOST_FILES:]:
            os.unlink(path)


def _unfinished(path: str) -> str:
    """Return a name beside ``path`` that no other process or thread uses."""
    import secrets

    return f"{path}.{os.getpid()}.{secrets.token_hex(4)}"


def open_cache(
    common_dir: bytes, patterns: Iterable[Pattern], ingredients: Iterable[bytes]
) -> CacheFile | None:
    """Return the cache file for ``patterns``; ``None`` if this user has no key.

    ``ingredients`` are the other inputs that decide whether an object matches.
    """
    key = user_key()
    if key is None:
        return None
    digest = blake2b(key=key, digest_size=8)
    for part in (*ingredients, b"patterns", *sorted(pattern.source for pattern in patterns)):
        digest.update(b"%d:" % len(part) + part)
    return CacheFile(common_dir, key, digest.hexdigest())


def user_key() -> bytes | None:
    """Return this user's key, created by the first call; ``None`` if it cannot be stored."""
    folder = files.cache_directory()
    if folder is None:
        return None
    path = os.path.join(folder, "audit-key")
    try:
        return _read_key(path) or _create_key(path)
    except OSError:
        return None


def _read_key(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            key = file.read()
    except FileNotFoundError:
        return None
    return key if len(key) == _KEY_SIZE else None


def _create_key(path: str) -> bytes | None:
    """Write a new key. If several audits write one at once, the first to finish wins."""
    import secrets

    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    new = _unfinished(path)
    files.replace(new, f"{new}.tmp", lambda file: file.write(secrets.token_bytes(_KEY_SIZE)))
    try:
        os.link(new, path)
    except FileExistsError:
        os.replace(new, path) if _read_key(path) is None else None
    finally:
        if os.path.exists(new):
            os.unlink(new)
    return _read_key(path)
