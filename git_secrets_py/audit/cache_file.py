"""The audit cache file: the IDs of objects that the next audit need not read.

These are trees, objects without any match, and binary blobs. Allowed patterns do not affect it,
so allow rules and paths may change. The file is in the common git directory:

    magic line · size of an ID, number of IDs, of binaries, of suspects, of tips, of matches ·
    numbers of all commits, blobs and tags, and their size · IDs ascending · binaries · suspects ·
    tips · matches · digest of all the above

Its name and its digest are made with a key that is stored in the user's cache directory, and the
digest with the name, too. A cache in a repository copied from another user is therefore ignored, as
is one that was made for other patterns, and guesses at a provider's patterns cannot be checked
against the name. With ``MOST_IDS`` objects the file is below 512 MiB; a larger repository is not
cached.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_right
from io import BytesIO
from typing import NamedTuple

from git_secrets_py import files
from git_secrets_py.audit.model import ObjectCounts
from git_secrets_py.digests import blake2b, compare_digest, encrypted
from git_secrets_py.engine.pattern_sources import cached_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.model import Pattern

MOST_IDS = 16_000_000
# The number of caches that are kept, each for a different set of patterns.
_MOST_FILES = 4
_PREFIX = "audit-"
_PLACES = "places-"
_MAGIC = b"git-secrets-py audit 4\n"
_HEAD = struct.Struct(">BQQQQQ")
_COUNTS = struct.Struct(">QQQQ")
_DIGEST_SIZE = 16
_NONCE_SIZE = 32
_CHUNK_IDS = 1 << 14
# Up to this number of IDs are compared one by one.
_FEW_IDS = 64
UNCOUNTED = ObjectCounts()
_KEY_FILE = "audit-key"
_KEY_SIZE = 32


class Marked(NamedTuple):
    """Packed IDs in a cache that have a meaning of their own, each list ascending.

    ``binaries`` are binary blobs. ``suspects`` are objects that matched or could not be read:
    every audit reads them, and notices if one is missing. From ``tips``, no object was missing.
    ``matches`` are the blobs among the suspects that surely match: they are read for the report
    only.
    """

    binaries: Sequence[bytes] = ()
    suspects: Sequence[bytes] = ()
    tips: Sequence[bytes] = ()
    matches: Sequence[bytes] = ()


class CachedObjects:
    """The content of a genuine cache file, which stays open for reading.

    ``counts`` are the numbers of all objects that its audit covered, with the suspects;
    ``UNCOUNTED`` if that was interrupted.
    """

    def __init__(self, file: IO[bytes], mark: bytes) -> None:
        """``file``, with the digest ``mark``, is positioned after the magic line."""
        self._file = file
        self.mark = mark
        self.width, self.count, *counts = _HEAD.unpack(file.read(_HEAD.size))
        self.counts = ObjectCounts(*_COUNTS.unpack(file.read(_COUNTS.size)))
        self._start = file.tell()
        file.seek(self._start + self.count * self.width)
        lists = [file.read(count * self.width) for count in counts]
        self.marked = Marked(*[split_ids(ids, self.width) for ids in lists])

    def ids(self) -> Iterator[bytes]:
        """Yield the packed IDs, ascending, thousands at a time."""
        self._file.seek(self._start)
        left = self.count
        while left:
            taken = min(left, _CHUNK_IDS)
            left -= taken
            yield self._file.read(taken * self.width)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def compare(
    present: Iterable[bytes], cached: Iterable[bytes], width: int
) -> tuple[list[bytes], set[bytes]]:
    """Return the packed IDs that are only in ``present``, ascending, and those only in ``cached``.

    Both are ascending IDs of ``width`` bytes, in pieces of any size.
    """
    new: list[bytes] = []
    gone: set[bytes] = set()
    pieces = iter(cached)
    rest = b""
    for ids in present:
        while rest[-width:] <= ids[-width:]:
            more = next(pieces, None)
            if more is None:
                break
            rest += more
        cut = _end_of(rest, ids[-width:])
        _compare_pieces(ids, rest[:cut], width, new, gone)
        rest = rest[cut:]
    for piece in (rest, *pieces):
        gone.update(split_ids(piece, width))
    return new, gone


def _compare_pieces(
    present: bytes, cached: bytes, width: int, new: list[bytes], gone: set[bytes]
) -> None:
    """Add the differences to ``new`` and ``gone``: most pieces are equal."""
    if present == cached:
        return
    count = len(present) // width
    if count <= _FEW_IDS or not cached:
        now, before = set(split_ids(present, width)), set(split_ids(cached, width))
        new += sorted(now - before)
        gone |= before - now
        return
    middle = count // 2 * width
    cut = _end_of(cached, present[middle - width : middle])
    _compare_pieces(present[:middle], cached[:cut], width, new, gone)
    _compare_pieces(present[middle:], cached[cut:], width, new, gone)


def _end_of(ids: bytes, last: bytes) -> int:
    """Return the offset in the ascending ``ids`` after all that are not above ``last``."""
    width = len(last)
    numbers = range(len(ids) // width)
    return width * bisect_right(numbers, last, key=lambda at: ids[at * width : (at + 1) * width])


def split_ids(ids: bytes, width: int) -> list[bytes]:
    """Return the IDs of ``width`` bytes in ``ids``."""
    return [ids[at : at + width] for at in range(0, len(ids), width)]


class CacheFile:
    """The cache file for one set of patterns."""

    def __init__(self, common_dir: bytes, key: bytes, name: str) -> None:
        """``name`` is made of up to 16 hexadecimal digits."""
        self._folder = files.PrivateFolder(os.path.join(os.fsdecode(common_dir), "git-secrets-py"))
        self._name = name
        self._key = key

    def load(self) -> CachedObjects | None:
        """Return the stored objects; ``None`` if there is no file or it is not genuine."""
        file = self._folder.open(_PREFIX + self._name)
        if file is None:
            return None
        mark = self._verified(file)
        if mark and file.read(len(_MAGIC)) == _MAGIC:
            return CachedObjects(file, mark)
        file.close()
        return None

    def store(
        self, width: int, ids: Iterable[bytes], marked: Marked, counts: ObjectCounts
    ) -> bytes:
        """Store packed ``ids`` (ascending), ``marked`` and ``counts``.

        Return the digest of all this, which is empty if that did not work. Concurrent audits
        never see each other's unfinished files.
        """
        mark = b""

        def write(file: IO[bytes]) -> None:
            nonlocal mark
            mark = self._write(file, width, ids, marked, counts)

        # The digest detects content lost in a power failure, so no audit waits for the disk.
        is_stored = self._folder.store(_PREFIX + self._name, write, sync=False)
        self._folder.prune(_PREFIX, "", _MOST_FILES)
        return mark if is_stored else b""

    def load_places(self) -> bytes | None:
        """Return the content that ``store_places`` stored; ``None`` if that is not possible."""
        file = self._folder.open(_PLACES + self._name)
        if file is None:
            return None
        with file:
            stored = file.read()
        sealed, digest = stored[:-_DIGEST_SIZE], stored[-_DIGEST_SIZE:]
        if not compare_digest(self._digest(BytesIO(sealed), -1), digest):
            return None
        return encrypted(self._key_of_places(sealed[:_NONCE_SIZE]), sealed[_NONCE_SIZE:])

    def store_places(self, content: bytes) -> None:
        """Store ``content`` encrypted; it fits into memory."""
        nonce = os.urandom(_NONCE_SIZE)
        sealed = nonce + encrypted(self._key_of_places(nonce), content)
        sealed += self._digest(BytesIO(sealed), -1)
        self._folder.store(_PLACES + self._name, lambda file: file.write(sealed), sync=False)
        self._folder.prune(_PLACES, "", _MOST_FILES)

    def _key_of_places(self, nonce: bytes) -> bytes:
        return b"".join((_PLACES.encode(), self._key, nonce))

    def _write(
        self,
        file: IO[bytes],
        width: int,
        ids: Iterable[bytes],
        marked: Marked,
        counts: ObjectCounts,
    ) -> bytes:
        """Write a cache of objects; return its digest."""
        lists = marked.binaries, marked.suspects, marked.tips, marked.matches
        file.write(_MAGIC + _HEAD.pack(0, 0, 0, 0, 0, 0))
        file.write(_COUNTS.pack(counts.commits, counts.blobs, counts.tags, counts.size))
        size = sum(file.write(piece) for piece in ids)
        file.writelines(oid for each in lists for oid in each)
        file.seek(len(_MAGIC))
        file.write(_HEAD.pack(width, size // width, *map(len, lists)))
        file.seek(0)
        digest = self._digest(file, -1)
        file.seek(0, os.SEEK_END)
        file.write(digest)
        return digest

    def _verified(self, file: IO[bytes]) -> bytes:
        """Return the digest of ``file``, empty if it is wrong; leave the file at its start."""
        size = os.fstat(file.fileno()).st_size - _DIGEST_SIZE
        if size < 0:
            return b""
        digest = self._digest(file, size)
        is_genuine = compare_digest(file.read(_DIGEST_SIZE), digest)
        file.seek(0)
        return digest if is_genuine else b""

    def _digest(self, file: IO[bytes], size: int) -> bytes:
        """Return the digest, by key and name, of the next ``size`` bytes; -1 for all."""
        hashed = blake2b(key=self._key, person=self._name.encode(), digest_size=_DIGEST_SIZE)
        while chunk := file.read(min(size, 1 << 20) if size >= 0 else 1 << 20):
            hashed.update(chunk)
            size -= len(chunk) if size >= 0 else 0
        return hashed.digest()


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
    for part in (*ingredients, b"patterns", *sorted(set(map(_identity, patterns)))):
        digest.update(b"%d:" % len(part) + part)
    return CacheFile(common_dir, key, digest.hexdigest())


def _identity(pattern: Pattern) -> bytes:
    """Return an identifier of ``pattern``: others of the same text may find less or more.

    Of a short-lived token it contains only the store: a token that was issued after an audit is in
    no object that the audit read, and with the token itself, every audit would be a first one.
    """
    if pattern.is_short_lived:
        return b"\n" + pattern.origin.place.partition(" ")[0].encode()
    is_literal = pattern.literal is not None
    return b"%b %d%d" % (cached_source(pattern), pattern.is_strict, is_literal)


def user_key() -> bytes | None:
    """Return this user's key, created by the first call; ``None`` if it cannot be stored."""
    directory = files.cache_directory()
    if directory is None:
        return None
    folder, new = files.PrivateFolder(directory), os.urandom(_KEY_SIZE)
    # If several audits create one at once, the first wins. A key that cannot be used is replaced.
    for overwrite in (False, True):
        key = _read_key(folder)
        if key is not None:
            return key
        folder.store(_KEY_FILE, lambda file: file.write(new), overwrite=overwrite)
    return _read_key(folder)


def _read_key(folder: files.PrivateFolder) -> bytes | None:
    file = folder.open(_KEY_FILE)
    if file is None:
        return None
    with file:
        key = file.read(_KEY_SIZE + 1)
    return key if len(key) == _KEY_SIZE else None
