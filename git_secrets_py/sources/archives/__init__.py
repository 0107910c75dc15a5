"""The members of archives and compressed files, as blobs: ``a.zip!dir/b.txt``.

Archives are recognized by their first bytes. Nothing is extracted by name: members are read in
chunks, from memory or from an unnamed temporary file. A compressed file keeps its path.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from itertools import chain
from tempfile import SpooledTemporaryFile

from git_secrets_py.content import FOREIGN_ARCHIVES, Blob, ForeignArchive, NotScanned, first_bytes
from git_secrets_py.errors import BlobError
from git_secrets_py.sources.archives import compressed, members, tar_files, zip_files
from git_secrets_py.sources.archives.members import (
    CHUNK,
    DAMAGE,
    Budget,
    NoArchiveError,
    damage,
    problem,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.sources.archives.members import Members

# Archives in archives; a compressed tar file is two levels.
MOST_LEVELS = 6
_IN_MEMORY = 16 << 20
_TAR_OFFSET = 257
_HEAD = _TAR_OFFSET + 5
# These are in ``content.ARCHIVE_MARKS``, too.
_ZIP = b"PK\3\4", b"PK\5\6"
_TAR = b"ustar"
# After "BZh" and a digit: of a block, and of the end.
_BZIP2 = b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"
_COMPRESSIONS: tuple[tuple[bytes, Members], ...] = (
    (b"\x1f\x8b\x08", compressed.of_gzip),
    (b"\xfd7zXZ\0", compressed.of_xz),
    (b"\x28\xb5\x2f\xfd", compressed.of_zstandard),
)


def expand(blob: Blob) -> Iterator[Blob | NotScanned]:
    """Yield the members of ``blob`` if it is an archive, and theirs; else ``blob`` itself.

    An error is yielded for content that cannot be read: an encrypted or damaged member, or content
    beyond the limits. After that nothing more of the archive is read. An archive of another kind is
    yielded after a warning.
    """
    yield from _expand(blob, Budget(), 0)


def _expand(blob: Blob, budget: Budget, level: int) -> Iterator[Blob | NotScanned]:
    try:
        chunks = iter(blob.chunks())
        head = first_bytes(chunks, _HEAD)
    except BlobError as error:
        yield problem(blob, str(error))
        return
    content = Blob(blob.path, lambda: chain((head,), chunks), blob.commit)
    reader = _reader(head)
    if reader is None:
        yield from _foreign(blob, head)
        yield content
    elif level == MOST_LEVELS:
        yield problem(blob, f"not scanned: archives are nested more than {MOST_LEVELS} deep")
    else:
        yield from _members(content, reader, budget, level)


def _foreign(blob: Blob, head: bytes) -> Iterator[NotScanned]:
    for mark, kind in FOREIGN_ARCHIVES:
        if head.startswith(mark):
            reason = f"its members are not scanned: {kind} archives cannot be read"
            yield ForeignArchive(problem(blob, reason).message)


def _members(
    blob: Blob, reader: Members, budget: Budget, level: int
) -> Iterator[Blob | NotScanned]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(_spooled(blob))
            budget.allow_for(file.tell())
            file.seek(0)
            for member in reader(file, blob, budget):
                if isinstance(member, NotScanned):
                    yield member
                else:
                    yield from _expand(member, budget, level + 1)
                if budget.is_spent:
                    return
        except NoArchiveError:
            file.seek(0)
            yield Blob(blob.path, lambda: iter(partial(file.read, CHUNK), b""), blob.commit)
        except BlobError as error:
            yield problem(blob, str(error))
        except DAMAGE as error:
            yield problem(blob, damage(error))


def _spooled(blob: Blob) -> SpooledTemporaryFile[bytes]:
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        size = 0
        for chunk in blob.chunks():
            size += len(chunk)
            if size > members.LARGEST:
                raise BlobError(
                    f"not scanned: the archive is larger than {members.LARGEST >> 30} GiB"
                )
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    return file


def _reader(head: bytes) -> Members | None:
    """Return the function that yields the members of an archive that begins with ``head``."""
    if head.startswith(_ZIP):
        return zip_files.of_zip
    if _ZIP[0] in head:
        return zip_files.of_prefixed_zip
    if head[_TAR_OFFSET:_HEAD] == _TAR:
        return tar_files.of_tar
    if head.startswith(b"BZh") and head[4:].startswith(_BZIP2):
        return compressed.of_bzip2
    for mark, reader in _COMPRESSIONS:
        if head.startswith(mark):
            return reader
    return None
