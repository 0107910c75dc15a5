"""Members of archives as blobs, and the limits of reading one."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from contextlib import closing
from functools import partial
from itertools import chain

from git_secrets_py.content import Blob, MemberPath, NotScanned
from git_secrets_py.errors import BlobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, Protocol

    class Member(Protocol):
        """An open member."""

        def read(self, size: int, /) -> bytes: ...
        def close(self) -> None: ...

    # Yields the members of an open archive.
    Members = Callable[[IO[bytes], Blob, "Budget"], Iterator[Blob | NotScanned]]

MOST_ENTRIES = 100_000
# The size of everything in one archive, in bytes: in any case, and relative to the archive.
SMALL, LARGEST, LARGEST_RATIO = 64 << 20, 2 << 30, 200
CHUNK = 1 << 20
_TO_TEXT = bytes(byte if byte in b"\t\r" or 0x20 <= byte != 0x7F else 0x0A for byte in range(256))
DAMAGE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(struct.error, NotImplementedError, RuntimeError, ValueError, OverflowError),
)


class NoArchiveError(Exception):
    """The content only looked like an archive."""


class Budget:
    """The entries and bytes that may still be read from one archive, and from those in it."""

    def __init__(self) -> None:
        self._entries = 0
        self._size = 0
        self._limit = 0
        self.is_spent = False

    def allow_for(self, size: int) -> None:
        """Set the limit for the outermost archive, of ``size`` bytes."""
        self._limit = self._limit or min(LARGEST, max(SMALL, LARGEST_RATIO * size))

    def count_entry(self) -> None:
        """Count an entry; raises ``BlobError`` beyond ``MOST_ENTRIES``."""
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            self._spend(f"the archive has more than {MOST_ENTRIES:,} entries")

    def count(self, size: int) -> None:
        """Count ``size`` bytes of a member; raises ``BlobError`` beyond the limit."""
        self._size += size
        if self._limit and self._size > self._limit:
            self._spend(
                f"the archive holds more than {self._limit >> 20:,} MiB, in all its members"
            )

    def _spend(self, reason: str) -> None:
        self.is_spent = True
        raise BlobError(f"not scanned from here on: {reason}")


def chunks(opening: Callable[[], Member], budget: Budget) -> Iterator[bytes]:
    """Yield the content of the member that ``opening`` opens; raises ``BlobError``."""
    try:
        with closing(opening()) as member:
            while chunk := member.read(CHUNK):
                budget.count(len(chunk))
                yield chunk
    except DAMAGE as error:
        raise BlobError(damage(error)) from error


def damage(error: BaseException) -> str:
    """Return the message for ``error``, one of ``DAMAGE``."""
    return f"not fully scanned: it is damaged or cannot be read ({type(error).__name__})"


def decompressed(blob: Blob, budget: Budget, opening: Callable[[], Member]) -> Blob:
    """Return the content that ``opening`` opens, at the path of the compressed file ``blob``."""
    return Blob(blob.path, partial(chunks, opening, budget), blob.commit)


def inside(blob: Blob, name: bytes, chunks: Callable[[], Iterator[bytes]]) -> Blob:
    """Return the member ``name`` of the archive ``blob``."""
    return Blob(MemberPath.inside(blob.path, name), chunks, blob.commit)


def beside(blob: Blob, texts: Iterable[bytes]) -> Iterator[Blob]:
    """Yield the ``texts`` of an archive, one a line, as content of the archive itself."""
    texts = filter(None, texts)
    first = next(texts, b"")
    if first:
        lines = (part for text in chain((first,), texts) for part in (text, b"\n"))
        yield Blob(blob.path, lambda: lines, blob.commit)


def as_text(data: bytes) -> bytes:
    """Return ``data`` with line ends in place of bytes that are not text, if it has any text."""
    text = data.translate(_TO_TEXT)
    return text if text.strip() else b""


def encoded(text: str) -> bytes:
    """Return a name or another text as Python decodes it from an archive, in bytes."""
    return text.encode("utf-8", "surrogateescape")


def problem(blob: Blob, message: str) -> NotScanned:
    """Return the error ``message`` about ``blob``."""
    return NotScanned(f"{blob.path.decode('utf-8', 'surrogateescape')}: {message}")
