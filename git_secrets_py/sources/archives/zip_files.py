"""Zip files: their members, and the text that is in none of them."""

from __future__ import annotations

import struct
import zipfile
from functools import partial

from git_secrets_py.errors import BlobError
from git_secrets_py.sources.archives.members import (
    CHUNK,
    NoArchiveError,
    as_text,
    beside,
    chunks,
    encoded,
    inside,
    problem,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from git_secrets_py.content import Blob, NotScanned
    from git_secrets_py.sources.archives.members import Budget

# The most bytes of the directory.
_LARGEST_DIRECTORY = 16 << 20
_ZIP_END = struct.Struct("<4s4H2LH")
_ZIP_END_MARK = b"PK\5\6"
_LONGEST_COMMENT = 0xFFFF
# In the header of a member: the lengths of its name and of its extra field.
_ZIP_HEADER = struct.Struct("<26x2H")
# The longest data descriptor that may follow a member.
_DESCRIPTOR = 24
_ENCRYPTED = 0x1
_EMPTY = 2  # bytes of a deflated empty file


def of_zip(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob | NotScanned]:
    """Yield the members of the zip file ``blob``, whose content is in ``file``."""
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        yield from beside(blob, _outside_members(file, archive))
        for entry in archive.infolist():
            budget.count_entry()
            if entry.is_dir() and not entry.file_size and entry.compress_size <= _EMPTY:
                continue
            name = encoded(entry.filename)
            member = inside(blob, name, partial(chunks, partial(archive.open, entry), budget))
            if entry.flag_bits & _ENCRYPTED:
                yield problem(member, "not scanned: it is encrypted")
            else:
                yield member


def of_prefixed_zip(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob | NotScanned]:
    """Yield the members of a zip file after other content, such as a script.

    Raises ``NoArchiveError`` if there is none.
    """
    if not zipfile.is_zipfile(file):
        raise NoArchiveError
    yield from of_zip(file, blob, budget)


def _outside_members(file: IO[bytes], archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the text of a zip file outside its members: comments, extra fields, text in between.

    Bytes between members and in extra fields are left out if they are not text.
    """
    entries = archive.infolist()
    yield from (archive.comment, *(one.comment for one in entries))
    yield from (as_text(one.extra) for one in entries)
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        yield from _between(file, end, entry.header_offset)
        file.seek(entry.header_offset)
        header = file.read(_ZIP_HEADER.size)
        if len(header) < _ZIP_HEADER.size:
            return  # damaged, which the member reports
        name, extra = _ZIP_HEADER.unpack(header)
        file.seek(name, 1)
        yield as_text(file.read(extra))
        end = max(end, entry.header_offset + len(header) + name + extra + entry.compress_size)
    yield from _between(file, end, archive.start_dir)
    size = file.seek(0, 2)
    file.seek(max(archive.start_dir, size - _ZIP_END.size - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_ZIP_END_MARK)
    if 0 <= at <= len(tail) - _ZIP_END.size:
        comment = _ZIP_END.unpack_from(tail, at)[-1]
        yield as_text(tail[at + _ZIP_END.size + comment :])


def _between(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    """Yield the text between two places, unless that is no more than a data descriptor."""
    file.seek(start)
    while end - start > _DESCRIPTOR and (chunk := file.read(min(end - start, CHUNK))):
        yield as_text(chunk)
        start += len(chunk)


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
