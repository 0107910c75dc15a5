"""The commits that an earlier audit of the same repository attributed its matches to.

They are stored beside the cache of objects, so that the next audit compares these commits with
their parents rather than all of history. The file holds IDs and ages, but no path and no text:

    magic line · state · size of an ID · age, whether on a remote, and ID of each commit

``state`` is a digest of everything that decides which commits these are. The content of the
database and the tips are part of it as the digest of the cache of objects.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import NamedTuple

from git_secrets_py.audit.loose_objects import status_of_loose_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.repository import Repository

_MAGIC = b"git-secrets-py places 1\n"
_ENTRY = struct.Struct(">Q?")
_STATE_SIZE = 32
# Above this number of commits, the time to read them is not worth a cache.
_MOST_COMMITS = 200_000


class KnownPlaces(NamedTuple):
    """``ages`` maps commits to their ages; ``remote`` are those that are on a remote."""

    ages: Mapping[bytes, int]
    remote: AbstractSet[bytes]


class PlacesCache:
    """The stored commits for one state of a repository."""

    def __init__(self, cache: CacheFile, state: bytes) -> None:
        """``cache`` is the cache of objects, ``state`` the result of ``state_of``."""
        self._cache = cache
        self._head = _MAGIC + state

    def load(self) -> KnownPlaces | None:
        """Return the commits; ``None`` if none are stored for this state."""
        content = self._cache.load_places()
        if content is None or not content.startswith(self._head):
            return None
        return _parse(content[len(self._head) :])

    def store(self, known: KnownPlaces) -> None:
        """Store ``known``, unless these are too many commits."""
        if len(known.ages) <= _MOST_COMMITS:
            self._cache.store_places(self._head + b"".join(_parts(known)))


def state_of(
    repository: Repository,
    cache_mark: bytes,
    matched: Mapping[bytes, bytes],
    roots: Roots,
    *,
    unreachable: bool,
) -> bytes:
    """Return the state of a repository in which the objects in ``matched`` (ID → type) match.

    ``cache_mark`` is the digest of the cache of objects. Loose objects count with their size and
    time, because git does not verify their content.
    """
    staged = [
        b"%b %b" % (oid, path)
        for oid in matched.keys() & roots.staged.keys()
        for path in roots.staged[oid]
    ]
    kinds = [b"%b %b" % one for one in matched.items()]
    digest = blake2b(cache_mark, digest_size=_STATE_SIZE)
    for part in (kinds, staged, set(roots.remote), status_of_loose_objects(repository)):
        _add(digest, part)
    digest.update(b"%d" % unreachable)
    return digest.digest()


def _add(digest: blake2b, texts: Iterable[bytes]) -> None:
    """Add ``texts`` in any order, so that no other ones give the same digest."""
    ordered = sorted(texts)
    digest.update(b"%d:" % len(ordered))
    for text in ordered:
        digest.update(b"%d:%b" % (len(text), text))


def _parts(known: KnownPlaces) -> Iterator[bytes]:
    """Yield the size of a packed ID, then the entries; nothing if there are none."""
    for oid in list(known.ages)[:1]:
        yield bytes([len(oid) // 2])
    for oid, age in known.ages.items():
        yield _ENTRY.pack(age, oid in known.remote) + bytes.fromhex(oid.decode())


def _parse(content: bytes) -> KnownPlaces:
    if not content:
        return KnownPlaces({}, frozenset())
    ages, remote = {}, set()
    size = _ENTRY.size + content[0]
    for at in range(1, len(content), size):
        age, is_on_remote = _ENTRY.unpack_from(content, at)
        oid = content[at + _ENTRY.size : at + size].hex().encode()
        ages[oid] = age
        if is_on_remote:
            remote.add(oid)
    return KnownPlaces(ages, remote)
