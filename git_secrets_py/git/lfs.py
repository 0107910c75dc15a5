"""Git LFS: pointers, and the content that is in the local store.

The format of a pointer is that of the specification, as leniently as git-lfs reads it
(https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). Only files are read: git-lfs need not
be installed, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import stat
from functools import partial

from git_secrets_py.content import Absent, Blob, NotScanned
from git_secrets_py.errors import BlobError, NotARepositoryError
from git_secrets_py.files import open_regular
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.git.repository import Repository

_END = rb"[ \t]*[\r\n]+"
_EXTENSIONS = rb"(?:ext-[0-9]-[^\r\n]*" + _END + rb")*"
# The versions are those that git-lfs accepts; the first two are from before its release.
_POINTER = re.compile(
    rb"\s*version (?:http://git-media\.io/v/2|https://hawser\.github\.com/spec/v1"
    rb"|https://git-lfs\.github\.com/spec/v1)" + _END
    + _EXTENSIONS + rb"oid sha256:([0-9a-f]{64})" + _END
    + _EXTENSIONS + rb"size [0-9]+(?:" + _END + _EXTENSIONS + rb")?\s*"
)  # fmt: skip
# git-lfs stores no empty content.
_EMPTY = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_CHUNK = 1 << 20


def content_id(pointer: bytes) -> bytes | None:
    """Return the ID (SHA-256) of the content of ``pointer``; ``None`` if it is not a pointer."""
    found = _POINTER.fullmatch(pointer)
    return found[1] if found and found[1] != _EMPTY else None


class LfsStore:
    """The local store of a repository: ``.git/lfs``, or the setting ``lfs.storage``."""

    def __init__(self, repository: Repository) -> None:
        try:
            folder = repository.config.get(b"lfs.storage") or b"lfs"
            # git-lfs looks up a relative path there, too.
            self._objects = os.path.join(repository.common_dir, folder, b"objects")
        except NotARepositoryError:
            self._objects = b""

    def has(self, oid: bytes) -> bool:
        """Return whether the content ``oid`` is in this clone, a regular file.

        Raises ``BlobError`` if that cannot be determined.
        """
        try:
            return bool(self._objects) and stat.S_ISREG(os.lstat(self._path(oid)).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise _unreadable(oid, error) from error

    def chunks(self, oid: bytes) -> Iterator[bytes]:
        """Yield the content ``oid`` in chunks.

        Raises ``BlobError`` if it cannot be read, and at its end if its hash is not ``oid``.
        """
        from hashlib import sha256  # loads OpenSSL; few repositories have such content

        digest = sha256()
        try:
            with open(open_regular(self._path(oid)), "rb", buffering=0) as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    yield chunk
        except OSError as error:
            raise _unreadable(oid, error) from error
        if digest.hexdigest().encode() != oid:
            raise BlobError(
                f"its content in the Git LFS store, {oid.decode()}, is damaged; run 'git lfs fsck'"
            )

    def content(self, blob: Blob, pointer: bytes) -> Blob | NotScanned | None:
        """Return the content of ``blob``, whose text is ``pointer``.

        Return ``None`` if it is not a pointer, ``Absent`` if the content is not in this clone.
        """
        oid = content_id(pointer)
        if oid is None:
            return None
        name = blob.path.decode("utf-8", "surrogateescape")
        try:
            if not self.has(oid):
                return Absent(name, oid, Absent.LFS)
        except BlobError as error:
            return NotScanned(f"{name}: {error}")
        return Blob(blob.path, partial(self.chunks, oid), blob.commit)

    def _path(self, oid: bytes) -> bytes:
        return os.path.join(self._objects, oid[:2], oid[2:4], oid)


def absent_problem(number: int, names: Sequence[str], advice: str, *, required: bool) -> NotScanned:
    """Return the problem that the content of ``number`` files is missing; ``names`` are some.

    It is an error if that content is ``required``.
    """
    more = "such as " if number > len(names) else ""
    message = (
        f"not scanned: the content of {count(number, 'Git LFS file')}, which is not in this clone: "
        f"{more}{', '.join(names)}; {advice}"
    )
    return NotScanned(message, NotScanned.ERROR if required else NotScanned.WARNING)


def _unreadable(oid: bytes, error: OSError) -> BlobError:
    reason = error.strerror or str(error)
    return BlobError(f"its content in the Git LFS store, {oid.decode()}: {reason}")
