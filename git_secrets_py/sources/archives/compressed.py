"""Compressed files: gzip, bzip2, xz and Zstandard."""

from __future__ import annotations

import bz2
import gzip
import lzma
from functools import partial
from importlib import import_module

from git_secrets_py.sources.archives.members import CHUNK, as_text, beside, decompressed, problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from git_secrets_py.content import Blob, NotScanned
    from git_secrets_py.sources.archives.members import Budget, Member

    Decoder = bz2.BZ2Decompressor | lzma.LZMADecompressor

_MOST_MEMORY = 128 << 20
# The flags of an extra field, a name and a comment (RFC 1952, section 2.3).
_GZIP_HEADER = 10
_GZIP_EXTRA, _GZIP_NAME, _GZIP_COMMENT = 4, 8, 16
_LONGEST_GZIP_HEADER = 1 << 18


def of_gzip(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob]:
    """Yield the content of a file that is compressed by gzip."""
    yield from beside(blob, _gzip_texts(file.read(_LONGEST_GZIP_HEADER)))
    file.seek(0)
    yield decompressed(blob, budget, lambda: gzip.GzipFile(fileobj=file, mode="rb"))


def _gzip_texts(head: bytes) -> Iterator[bytes]:
    """Yield the extra field, the name and the comment of a gzip file."""
    flags, at = head[3] if len(head) > 3 else 0, _GZIP_HEADER
    if flags & _GZIP_EXTRA:
        length = int.from_bytes(head[at : at + 2], "little")
        yield as_text(head[at + 2 : at + 2 + length])
        at += 2 + length
    for flag in (_GZIP_NAME, _GZIP_COMMENT):
        if flags & flag:
            text = head[at:].partition(b"\0")[0]
            yield as_text(text)
            at += len(text) + 1


def of_bzip2(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob]:
    """Yield the content of a file that is compressed by bzip2."""
    yield decompressed(blob, budget, lambda: _Streams(file, bz2.BZ2Decompressor))


def of_xz(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob]:
    """Yield the content of a file that is compressed by xz."""
    yield decompressed(blob, budget, lambda: _Streams(file, _xz_decoder))


class _Streams:
    """The content of a file of compressed streams.

    Unlike ``BZ2File``, it does not ignore bytes after them; unlike ``LZMAFile``, it limits memory.
    """

    def __init__(self, file: IO[bytes], decoder: Callable[[], Decoder]) -> None:
        self._file = file
        self._new_decoder = decoder
        self._decoder = decoder()

    def close(self) -> None:
        """Close nothing: the file is the caller's."""

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes, none at the end; raises ``EOFError`` if it is cut off."""
        decoded = b""
        while not decoded:
            data = b""
            if self._decoder.eof:  # another stream, or padding, may follow
                data = self._decoder.unused_data.lstrip(b"\0") or self._file.read(CHUNK)
                if not data.strip(b"\0"):
                    break
                self._decoder = self._new_decoder()
            elif self._decoder.needs_input:
                data = self._file.read(CHUNK)
                if not data:
                    raise EOFError
            decoded = self._decoder.decompress(data, size)
        return decoded


def _xz_decoder() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)


def of_zstandard(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob | NotScanned]:
    """Yield the content of a file that is compressed by Zstandard."""
    opening = _zstandard()
    if opening is None:
        yield problem(blob, "not scanned: reading it requires 'pip install zstandard'")
    else:
        yield decompressed(blob, budget, partial(opening, file))


def _zstandard() -> Callable[[IO[bytes]], Member] | None:
    """Return the function that opens a compressed file: of Python 3.14, or of a package."""
    for name in ("compression.zstd", "pyzstd"):
        try:
            opening: Callable[[IO[bytes]], Member] = import_module(name).ZstdFile
            return opening
        except ImportError:
            continue
    try:
        decompressor = import_module("zstandard").ZstdDecompressor
    except ImportError:
        return None
    return lambda file: decompressor().stream_reader(file, read_across_frames=True)
