"""The members of archives and compressed files, as blobs: ``a.zip!dir/b.txt``.

What is an archive is decided by its first bytes. Nothing is extracted by name: members are read in
chunks, from memory or from an unnamed temporary file. A compressed file keeps its path.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from contextlib import ExitStack, closing
from functools import partial
from importlib import import_module
from itertools import chain
from tempfile import SpooledTemporaryFile

from git_secrets_py.content import (
    FOREIGN_ARCHIVES,
    Blob,
    ForeignArchive,
    MemberPath,
    NotScanned,
    first_bytes,
)
from git_secrets_py.errors import BlobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, Protocol

    class Member(Protocol):
        """An open member."""

        def read(self, size: int, /) -> bytes: ...
        def close(self) -> None: ...

    Decoder = bz2.BZ2Decompressor | lzma.LZMADecompressor
    # Yields the members of an open archive.
    Members = Callable[[IO[bytes], Blob, "_Budget"], Iterator[Blob | NotScanned]]

# Archives in archives; a compressed tar file is two levels.
MOST_LEVELS = 6
MOST_ENTRIES = 100_000
# The size of everything in one archive, in bytes: in any case, and relative to the archive.
SMALL, LARGEST, LARGEST_RATIO = 64 << 20, 2 << 30, 200
_IN_MEMORY = 16 << 20
_CHUNK = 1 << 20
_MOST_MEMORY = 128 << 20
# The most bytes of a header of a tar file, and of the directory of a zip file.
_LARGEST_HEADER, _LARGEST_DIRECTORY = 1 << 20, 16 << 20
_TAR_OFFSET = 257
_HEAD = _TAR_OFFSET + 5
_ZIP_END = struct.Struct("<4s4H2LH")
_ZIP_END_MARK = b"PK\5\6"
_LONGEST_COMMENT = 0xFFFF
# Of the header of a member: the lengths of its name and of its extra field.
_ZIP_HEADER = struct.Struct("<26x2H")
# The longest data descriptor that may follow a member.
_DESCRIPTOR = 24
_TO_TEXT = bytes(byte if byte in b"\t\r" or 0x20 <= byte != 0x7F else 0x0A for byte in range(256))
# Of a gzip file: the flags of an extra field, a name and a comment (RFC 1952, section 2.3).
_GZIP_HEADER = 10
_GZIP_EXTRA, _GZIP_NAME, _GZIP_COMMENT = 4, 8, 16
_LONGEST_GZIP_HEADER = 1 << 18
# Of a tar file: what every header may have, and is no text of a person.
_PAX_KEYS = ("path", "linkpath", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname")
_ENCRYPTED = 0x1
_EMPTY = 2  # bytes of a deflated empty file
# These are in ``content.ARCHIVE_MARKS``, too.
_GZIP, _XZ, _ZSTANDARD = b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"
# After "BZh" and a digit: of a block, and of the end.
_BZIP2 = b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"
_ZIP = b"PK\3\4", _ZIP_END_MARK
_TAR = b"ustar"
_DAMAGE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(struct.error, NotImplementedError, RuntimeError, ValueError, OverflowError),
)


class _NoArchiveError(Exception):
    """What only may have been an archive is none."""


class _Budget:
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
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            self._spend(f"the archive has more than {MOST_ENTRIES:,} entries")

    def count(self, size: int) -> None:
        self._size += size
        if self._limit and self._size > self._limit:
            self._spend(
                f"the archive holds more than {self._limit >> 20:,} MiB, in all its members"
            )

    def _spend(self, reason: str) -> None:
        self.is_spent = True
        raise BlobError(f"not scanned from here on: {reason}")


def expand(blob: Blob) -> Iterator[Blob | NotScanned]:
    """Yield the members of ``blob`` if it is an archive, and theirs; else ``blob`` itself.

    What cannot be read is yielded as an error: an encrypted or damaged member, or what exceeds
    the limits. After that nothing more of the archive is read. An archive of another kind is
    yielded after a warning.
    """
    yield from _expand(blob, _Budget(), 0)


def _expand(blob: Blob, budget: _Budget, level: int) -> Iterator[Blob | NotScanned]:
    try:
        chunks = iter(blob.chunks())
        head = first_bytes(chunks, _HEAD)
    except BlobError as error:
        yield _problem(blob, str(error))
        return
    content = Blob(blob.path, lambda: chain((head,), chunks), blob.commit)
    members = _reader(head)
    if members is None:
        yield from _foreign(blob, head)
        yield content
    elif level == MOST_LEVELS:
        yield _problem(blob, f"not scanned: archives are nested more than {MOST_LEVELS} deep")
    else:
        yield from _members(content, members, budget, level)


def _foreign(blob: Blob, head: bytes) -> Iterator[NotScanned]:
    for mark, kind in FOREIGN_ARCHIVES:
        if head.startswith(mark):
            reason = f"its members are not scanned: {kind} archives cannot be read"
            yield ForeignArchive(_problem(blob, reason).message)


def _members(
    blob: Blob, members: Members, budget: _Budget, level: int
) -> Iterator[Blob | NotScanned]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(_spooled(blob))
            budget.allow_for(file.tell())
            file.seek(0)
            for member in members(file, blob, budget):
                if isinstance(member, NotScanned):
                    yield member
                else:
                    yield from _expand(member, budget, level + 1)
                if budget.is_spent:
                    return
        except _NoArchiveError:
            file.seek(0)
            yield Blob(blob.path, lambda: iter(partial(file.read, _CHUNK), b""), blob.commit)
        except BlobError as error:
            yield _problem(blob, str(error))
        except _DAMAGE as error:
            yield _problem(blob, _damage(error))


def _spooled(blob: Blob) -> SpooledTemporaryFile[bytes]:
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        size = 0
        for chunk in blob.chunks():
            size += len(chunk)
            if size > LARGEST:
                raise BlobError(f"not scanned: the archive is larger than {LARGEST >> 30} GiB")
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    return file


def _reader(head: bytes) -> Members | None:
    """Return the function that yields the members of an archive that begins with ``head``."""
    if head.startswith(_ZIP):
        return _of_zip
    if _ZIP[0] in head:
        return _of_prefixed_zip
    if head[_TAR_OFFSET:_HEAD] == _TAR:
        return _of_tar
    if head.startswith(b"BZh") and head[4:].startswith(_BZIP2):
        return _of_bzip2
    for mark, reader in _COMPRESSIONS:
        if head.startswith(mark):
            return reader
    return None


def _of_zip(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob | NotScanned]:
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        yield from _beside(blob, _outside_members(file, archive))
        for entry in archive.infolist():
            budget.count_entry()
            if entry.is_dir() and not entry.file_size and entry.compress_size <= _EMPTY:
                continue
            name = _encoded(entry.filename)
            member = partial(_chunks, partial(archive.open, entry), budget)
            inside = _inside(blob, name, member)
            if entry.flag_bits & _ENCRYPTED:
                yield _problem(inside, "not scanned: it is encrypted")
            else:
                yield inside


def _of_prefixed_zip(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob | NotScanned]:
    """Yield the members of a zip file that follows other content, such as a script."""
    if not zipfile.is_zipfile(file):
        raise _NoArchiveError
    yield from _of_zip(file, blob, budget)


def _outside_members(file: IO[bytes], archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield what is in a zip file but in no member: comments, extra fields, and text in between.

    Of the bytes between members and in extra fields, those that are no text are left out.
    """
    entries = archive.infolist()
    yield from (archive.comment, *(one.comment for one in entries))
    yield from (_as_text(one.extra) for one in entries)
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        yield from _between(file, end, entry.header_offset)
        file.seek(entry.header_offset)
        header = file.read(_ZIP_HEADER.size)
        if len(header) < _ZIP_HEADER.size:
            return  # damaged, which the member reports
        name, extra = _ZIP_HEADER.unpack(header)
        file.seek(name, 1)
        yield _as_text(file.read(extra))
        end = max(end, entry.header_offset + len(header) + name + extra + entry.compress_size)
    yield from _between(file, end, archive.start_dir)
    size = file.seek(0, 2)
    file.seek(max(archive.start_dir, size - _ZIP_END.size - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_ZIP_END_MARK)
    if 0 <= at <= len(tail) - _ZIP_END.size:
        comment = _ZIP_END.unpack_from(tail, at)[-1]
        yield _as_text(tail[at + _ZIP_END.size + comment :])


def _between(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    """Yield the text between two places, unless that is no more than a data descriptor."""
    file.seek(start)
    while end - start > _DESCRIPTOR and (chunk := file.read(min(end - start, _CHUNK))):
        yield _as_text(chunk)
        start += len(chunk)


def _as_text(data: bytes) -> bytes:
    """Return ``data`` with line ends in place of bytes that are no text, if it has any text."""
    text = data.translate(_TO_TEXT)
    return text if text.strip() else b""


def _beside(blob: Blob, texts: Iterable[bytes]) -> Iterator[Blob]:
    """Yield the ``texts`` of an archive, one a line, as content of the archive itself."""
    texts = filter(None, texts)
    first = next(texts, b"")
    if first:
        lines = (part for text in chain((first,), texts) for part in (text, b"\n"))
        yield Blob(blob.path, lambda: lines, blob.commit)


def _check_directory(file: IO[bytes]) -> None:
    """Raise ``BlobError`` if the directory of a zip file is too large to read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _ZIP_END.size - _LONGEST_COMMENT))
    end = file.read()
    at = end.rfind(_ZIP_END_MARK)
    if 0 <= at <= len(end) - _ZIP_END.size:
        length = _ZIP_END.unpack_from(end, at)[5]
        if length > _LARGEST_DIRECTORY:
            raise BlobError("not scanned: the archive has too many entries")
    file.seek(0)


def _of_tar(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob | NotScanned]:
    with tarfile.open(fileobj=_Careful(file), mode="r:") as archive:  # type: ignore[call-overload]
        while (entry := archive.next()) is not None:
            archive.members = []  # the list of all entries, which is of no use here
            budget.count_entry()
            yield from _beside(blob, map(_encoded, _remarks(entry)))
            # A type that is not known is one of a regular file (POSIX, pax).
            if entry.isreg() or entry.type not in tarfile.SUPPORTED_TYPES:
                name = _encoded(entry.name)
                opened = partial(_extracted, archive, entry)
                yield _inside(blob, name, partial(_chunks, opened, budget))
        _check_end(file, archive.offset)


def _remarks(entry: tarfile.TarInfo) -> Iterator[str]:
    """Yield the target of a link, and what an extended header says, such as a comment."""
    yield entry.linkname
    yield from (value for key, value in entry.pax_headers.items() if key not in _PAX_KEYS)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _check_end(file: IO[bytes], offset: int) -> None:
    """Raise ``BlobError`` if more than zeros is at ``offset``, where ``tarfile`` saw the end.

    That is also where a header is damaged, or where a link or a directory has content.
    """
    file.seek(offset)
    while chunk := file.read(_CHUNK):
        if chunk.strip(b"\0"):
            raise BlobError("not fully scanned: it is damaged, or goes on after its end")


def _extracted(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(entry)
    assert file is not None  # of a regular file
    return file


class _Careful:
    """A file for ``tarfile``, which reads headers of any size at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.tell = file.tell
        self.seek = file.seek
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LARGEST_HEADER:
            raise BlobError("damaged: it has a header of unreasonable size")
        return self._file.read(size)


def _of_gzip(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob]:
    yield from _beside(blob, _gzip_texts(file.read(_LONGEST_GZIP_HEADER)))
    file.seek(0)
    yield _decompressed(blob, budget, lambda: gzip.GzipFile(fileobj=file, mode="rb"))


def _gzip_texts(head: bytes) -> Iterator[bytes]:
    """Yield the extra field, the name and the comment of a gzip file."""
    flags, at = head[3] if len(head) > 3 else 0, _GZIP_HEADER
    if flags & _GZIP_EXTRA:
        length = int.from_bytes(head[at : at + 2], "little")
        yield _as_text(head[at + 2 : at + 2 + length])
        at += 2 + length
    for flag in (_GZIP_NAME, _GZIP_COMMENT):
        if flags & flag:
            text = head[at:].partition(b"\0")[0]
            yield _as_text(text)
            at += len(text) + 1


def _of_bzip2(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob]:
    yield _decompressed(blob, budget, lambda: _Streams(file, bz2.BZ2Decompressor))


def _of_xz(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob]:
    yield _decompressed(blob, budget, lambda: _Streams(file, _xz_decoder))


class _Streams:
    """The content of a file of compressed streams.

    Unlike ``BZ2File``, it does not ignore what follows them; unlike ``LZMAFile``, it limits memory.
    """

    def __init__(self, file: IO[bytes], decoder: Callable[[], Decoder]) -> None:
        self._file = file
        self._new_decoder = decoder
        self._decoder = decoder()

    def close(self) -> None:
        """Close nothing: the file is the caller's."""

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        decoded = b""
        while not decoded:
            data = b""
            if self._decoder.eof:  # another stream, or padding, may follow
                data = self._decoder.unused_data.lstrip(b"\0") or self._file.read(_CHUNK)
                if not data.strip(b"\0"):
                    break
                self._decoder = self._new_decoder()
            elif self._decoder.needs_input:
                data = self._file.read(_CHUNK)
                if not data:
                    raise EOFError
            decoded = self._decoder.decompress(data, size)
        return decoded


def _xz_decoder() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)


def _of_zstandard(file: IO[bytes], blob: Blob, budget: _Budget) -> Iterator[Blob | NotScanned]:
    opening = _zstandard()
    if opening is None:
        yield _problem(blob, "not scanned: reading it requires 'pip install zstandard'")
    else:
        yield _decompressed(blob, budget, partial(opening, file))


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


_COMPRESSIONS: tuple[tuple[bytes, Members], ...] = (
    (_GZIP, _of_gzip),
    (_XZ, _of_xz),
    (_ZSTANDARD, _of_zstandard),
)


def _decompressed(blob: Blob, budget: _Budget, opening: Callable[[], Member]) -> Blob:
    return Blob(blob.path, partial(_chunks, opening, budget), blob.commit)


def _chunks(opening: Callable[[], Member], budget: _Budget) -> Iterator[bytes]:
    """Yield the content of the member that ``opening`` opens; raises ``BlobError``."""
    try:
        with closing(opening()) as member:
            while chunk := member.read(_CHUNK):
                budget.count(len(chunk))
                yield chunk
    except _DAMAGE as error:
        raise BlobError(_damage(error)) from error


def _damage(error: BaseException) -> str:
    return f"not fully scanned: it is damaged or cannot be read ({type(error).__name__})"


def _inside(blob: Blob, name: bytes, chunks: Callable[[], Iterator[bytes]]) -> Blob:
    """Return the member ``name`` of the archive ``blob``."""
    return Blob(MemberPath.inside(blob.path, name), chunks, blob.commit)


def _problem(blob: Blob, message: str) -> NotScanned:
    return NotScanned(f"{blob.path.decode('utf-8', 'surrogateescape')}: {message}")
