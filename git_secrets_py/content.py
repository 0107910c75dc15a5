"""The content to scan: blobs, and content that was not scanned.

Plain classes with ``__slots__`` rather than dataclasses: importing ``dataclasses`` costs a
commit hook more time than the whole of this package.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# The scopes of scans. A finding in those of hooks stops the git command.
BLOCKING = ("staged", "message", "merge", "push")
SCOPES = (*BLOCKING, "tree", "history")
# The files with patterns at the top of a work tree.
ALLOWED_FILE = b".gitallowed"
PROHIBITED_FILE = b".gitprohibited"
RULE_FILE = b".gitsecrets.toml"
# The most bytes of a pattern file, and of the output of a provider.
PATTERNS_LIMIT = 16 << 20
# The most bytes of a rule file.
RULE_FILE_LIMIT = 1 << 20
# Shown in place of a path for content that is not a file.
IN_MESSAGE = b"(commit message)"
IN_HEADER = b"(commit header)"
IN_TAG = b"(tag message)"
IN_TAG_HEADER = b"(tag header)"
TAGGED_BLOB = b"(tagged blob)"
STANDARD_INPUT = b"(standard input)"
# Shown in place of a commit.
IN_INDEX = b"(index)"
UNREACHABLE = b"(unreachable)"
UNATTRIBUTED = b"(unattributed)"
# The digits of the IDs of objects, and of fingerprints.
HEXADECIMAL = b"0123456789abcdef"
# A Git LFS pointer is at most this long, in bytes (git-lfs reads no more of a file).
POINTER_LIMIT = 1024
POINTER_MARK = b"oid sha256:"

# The first bytes of archives that cannot be read, with their names.
FOREIGN_ARCHIVES = (
    *((b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "RAR"), (b"MSCF\0\0\0\0", "cabinet")),
    *((b"!<arch>\n", "ar or Debian"), (b"\xed\xab\xee\xdb", "RPM")),
)
# In the first bytes of archives and compressed files: of zip, gzip, bzip2, xz, zstd and tar.
ARCHIVE_MARKS = (
    *(b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh"),
    *(b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"ustar"),
    *(mark for mark, _ in FOREIGN_ARCHIVES),
)


class NotScanned:
    """Unscanned content, and the reason.

    ``severity`` is ``ERROR`` (the run ends with status 2), ``WARNING`` (only printed), or
    ``BINARY`` (counted, and printed with ``--verbose``).
    """

    ERROR = "error"
    WARNING = "warning"
    BINARY = "binary"

    __slots__ = ("message", "severity")

    def __init__(self, message: str, severity: str = ERROR) -> None:
        self.message = message
        self.severity = severity


class ForeignArchive(NotScanned):
    """An archive that cannot be read; audits warn of it as well."""

    __slots__ = ()

    def __init__(self, message: str) -> None:
        super().__init__(message, NotScanned.WARNING)


class GivenPath(bytes):
    """The path of a file from the top of the repository, and ``given``, the path as it was given.

    The original's text output shows the latter; everything else uses the former.
    """

    given: bytes

    @classmethod
    def of(cls, path: bytes, given: bytes) -> bytes:
        """Return ``path``, with ``given`` if that differs."""
        if path == given:
            return path
        both = cls(path)
        both.given = given
        return both


class MemberPath(GivenPath):
    """The path of a member of an archive: ``a.zip!dir/b.txt``. ``archive`` is that of the file."""

    archive: bytes

    @classmethod
    def inside(cls, path: bytes, name: bytes) -> bytes:
        """Return the path of the member ``name`` of the archive at ``path``."""
        member = cls(bytes(path) + b"!" + name)
        given = path.given if isinstance(path, GivenPath) else path
        member.given = bytes(given) + b"!" + name
        member.archive = path.archive if isinstance(path, MemberPath) else path
        return member


class Absent(NotScanned):
    """The content ``oid`` that is not in this clone, ``name`` in messages; ``where`` it is.

    ``LFS``: on the Git LFS server, with only the pointer in this clone. ``PROMISED``: on the remote
    of this partial clone. A command reports all of it in one message.
    """

    LFS = "lfs"
    PROMISED = "promised"

    __slots__ = ("name", "oid", "where")

    def __init__(self, name: str, oid: bytes, where: str) -> None:
        severity = NotScanned.WARNING if where == self.LFS else NotScanned.ERROR
        super().__init__(f"{name}: its content is not in this clone", severity)
        self.name = name
        self.oid = oid
        self.where = where


class Blob:
    """A named byte stream to scan.

    ``path`` is the path in findings. ``chunks()`` yields the content in pieces of any size, once;
    iterating may raise ``BlobError``. ``commit`` is set for history.
    """

    __slots__ = ("chunks", "commit", "path")

    def __init__(
        self, path: bytes, chunks: Callable[[], Iterable[bytes]], commit: bytes = b""
    ) -> None:
        self.path = path
        self.chunks = chunks
        self.commit = commit


def first_bytes(chunks: Iterator[bytes], size: int) -> bytes:
    """Take ``size`` bytes or more from ``chunks``; fewer if these are all."""
    head = b""
    for chunk in chunks:
        head = head + chunk if head else chunk
        if len(head) >= size:
            break
    return head


def larger_pieces(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield ``pieces`` joined to pieces of at least ``size`` bytes, except for the last one."""
    waiting: list[bytes] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += len(piece)
        if held >= size:
            yield b"".join(waiting)
            waiting, held = [], 0
    if waiting:
        yield b"".join(waiting)


# In place of a file that was scanned already, and has no match.
CLEAN = Blob(b"", lambda: ())


def may_hold_archive(content: bytes) -> bool:
    """Return whether ``content`` may hold an archive. Cheap enough for megabytes at once."""
    return any(mark in content for mark in ARCHIVE_MARKS)


def may_be_pointer(content: bytes) -> bool:
    """Return whether ``content`` may be a Git LFS pointer. Cheap enough for each file."""
    return len(content) <= POINTER_LIMIT and POINTER_MARK in content


if TYPE_CHECKING:
    # Yields the members of a blob that is an archive, else the blob.
    Expand = Callable[[Blob], Iterable[Blob | NotScanned]]
