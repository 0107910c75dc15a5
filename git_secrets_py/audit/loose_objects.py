"""Loose objects whose content belongs to another ID.

git does not verify the ID of a loose object when it reads it. A commit or tree under a wrong ID
may make history a cycle, in which git loops forever; a blob would hide the content of its ID.
"""

from __future__ import annotations

import os
import threading
import zlib

from git_secrets_py.content import HEXADECIMAL
from git_secrets_py.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    import hashlib
    from collections.abc import Container, Iterator
    from collections.abc import Set as AbstractSet

    from git_secrets_py.git.repository import Repository

_CHUNK = 1 << 16
_ALGORITHMS = {40: "sha1", 64: "sha256"}
_KINDS = (b"commit ", b"tree ")


class LooseObjects:
    """The IDs of the loose objects, listed once they are needed, for several threads.

    Objects that git writes later may be absent.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._oids: AbstractSet[bytes] | None = None

    def __bool__(self) -> bool:
        return bool(self._listed())

    def among(self, oids: AbstractSet[bytes]) -> AbstractSet[bytes]:
        """Return those of ``oids`` that are loose."""
        return self._listed() & oids

    def _listed(self) -> AbstractSet[bytes]:
        with self._lock:
            if self._oids is None:
                folders = self._repository.object_folders
                self._oids = {oid for one in folders for oid, _ in _loose_objects(one)}
        return self._oids


class IdDigest:
    """The ID of content that is added piece by piece."""

    def __init__(self, oid: bytes, kind: bytes, size: int) -> None:
        """The object ``oid`` should be of type ``kind``, with ``size`` bytes of content."""
        self._oid = oid
        self._digest = _new_digest(oid)
        self.update(b"%b %d\0" % (kind, size))

    def update(self, content: bytes) -> None:
        """Add content."""
        self._digest.update(content)

    @property
    def agrees(self) -> bool:
        """Whether the content so far has the ID."""
        return self._digest.hexdigest().encode() == self._oid


def misnamed_objects(repository: Repository) -> Iterator[bytes]:
    """Yield the ID of each loose commit or tree whose content has another ID."""
    for directory in repository.object_folders:
        for oid, path in _loose_objects(directory):
            actual = _actual_id(path, _new_digest(oid))
            if actual not in (b"", oid):
                yield oid


def status_of_loose_objects(repository: Repository) -> Iterator[bytes]:
    """Yield a text for each loose object that changes whenever its content may have."""
    for directory in repository.object_folders:
        for oid, path in _loose_objects(directory):
            try:
                status = os.stat(path)
            except OSError:
                continue  # removed meanwhile: the database has changed
            yield b"%b %d %d %d" % (oid, status.st_ino, status.st_size, status.st_mtime_ns)


def _loose_objects(directory: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the ID and the path of each loose object in ``directory``."""
    for first in _names(directory, (2,)):
        below = os.path.join(directory, first)
        for rest in _names(below, [length - 2 for length in _ALGORITHMS]):
            yield first + rest, os.path.join(below, rest)


def _names(directory: bytes, lengths: Container[int]) -> list[bytes]:
    try:
        names = os.listdir(directory)
    except OSError:
        return []  # reading its objects fails, and is reported
    return [name for name in names if len(name) in lengths and not name.strip(HEXADECIMAL)]


def _new_digest(oid: bytes) -> hashlib._Hash:
    """Return the digest of no content by the algorithm of ``oid``."""
    import hashlib  # most audits verify few objects

    return hashlib.new(_ALGORITHMS[len(oid)], usedforsecurity=False)


def _actual_id(path: bytes, digest: hashlib._Hash) -> bytes:
    """Return the ID of the content at ``path``; empty if it is not a readable commit or tree."""
    try:
        for number, chunk in enumerate(_inflated(path)):
            if not number and not chunk.startswith(_KINDS):
                return b""
            digest.update(chunk)
    except (OSError, zlib.error):
        return b""  # git reports it
    return digest.hexdigest().encode()


def _inflated(path: bytes) -> Iterator[bytes]:
    stream = zlib.decompressobj()
    with open(open_regular(path, follow=True), "rb") as file:
        while packed := stream.unconsumed_tail or file.read(_CHUNK):
            yield stream.decompress(packed, _CHUNK)
    yield stream.flush()
