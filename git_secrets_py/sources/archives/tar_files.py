"""Tar files: their members, and other text in their headers."""

from __future__ import annotations

import tarfile
from functools import partial

from git_secrets_py.errors import BlobError
from git_secrets_py.sources.archives.members import CHUNK, beside, chunks, encoded, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from git_secrets_py.content import Blob, NotScanned
    from git_secrets_py.sources.archives.members import Budget

_LARGEST_HEADER = 1 << 20
# The fields of extended headers that programs fill in.
_PAX_KEYS = ("path", "linkpath", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname")


def of_tar(file: IO[bytes], blob: Blob, budget: Budget) -> Iterator[Blob | NotScanned]:
    """Yield the members of the tar file ``blob``, whose content is in ``file``."""
    with tarfile.open(fileobj=_Careful(file), mode="r:") as archive:  # type: ignore[call-overload]
        while (entry := archive.next()) is not None:
            archive.members = []  # the list of all entries, which is of no use here
            budget.count_entry()
            yield from beside(blob, map(encoded, _remarks(entry)))
            # A type that is not known is one of a regular file (POSIX, pax).
            if entry.isreg() or entry.type not in tarfile.SUPPORTED_TYPES:
                name = encoded(entry.name)
                opened = partial(_extracted, archive, entry)
                yield inside(blob, name, partial(chunks, opened, budget))
        _check_end(file, archive.offset)


def _remarks(entry: tarfile.TarInfo) -> Iterator[str]:
    """Yield the target of a link, and the text of an extended header, such as a comment."""
    yield entry.linkname
    yield from (value for key, value in entry.pax_headers.items() if key not in _PAX_KEYS)


def _check_end(file: IO[bytes], offset: int) -> None:
    """Raise ``BlobError`` if more than zeros is at ``offset``, where ``tarfile`` saw the end.

    That is also where a header is damaged, or where a link or a directory has content.
    """
    file.seek(offset)
    while chunk := file.read(CHUNK):
        if chunk.strip(b"\0"):
            raise BlobError("not fully scanned: it is damaged, or continues after its end")


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
