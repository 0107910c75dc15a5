"""Reading objects from ``git cat-file --batch``."""

from __future__ import annotations

from git_secrets_py.errors import BlobError
from git_secrets_py.git import DEVNULL, PIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from git_secrets_py.git.process import Git

CHUNK = 1 << 20
# So many requests fit into the smallest pipe that there is (macOS: 16 KiB), so that writing
# them can never wait for an answer to be read.
_REQUESTS_AT_ONCE = 200


class ObjectContent:
    """One answer of ``cat-file --batch``: the id, the type, the size, and the bytes to come."""

    __slots__ = ("_left", "_stream", "kind", "oid", "size")

    def __init__(self, stream: IO[bytes], oid: bytes, kind: bytes, size: int) -> None:
        self._stream = stream
        self._left = size
        self.oid = oid
        self.kind = kind
        self.size = size

    def chunks(self) -> Iterator[bytes]:
        """Yield the content once, in pieces of at most ``CHUNK`` bytes.

        Raises ``BlobError`` when git ends before the object does: it is damaged.
        """
        while self._left:
            chunk = self._stream.read(min(self._left, CHUNK))
            if not chunk:
                raise BlobError(f"object {self.oid.decode()} is damaged: git fsck tells more")
            self._left -= len(chunk)
            yield chunk

    def finish(self) -> None:
        """Read what is left, and the line end after it, so that the next answer can be read."""
        for _ in self.chunks():
            pass
        self._stream.read(1)


def read_answer(stream: IO[bytes]) -> ObjectContent | bytes | None:
    """Read the head of the next answer.

    Returns its content to be read, or the id of an object that is missing, or ``None`` where git
    has ended.
    """
    header = stream.readline()
    if not header.endswith(b"\n"):
        return None
    words = header[:-1].rsplit(b" ", 2)
    if len(words) == 3 and words[2].isdigit():
        return ObjectContent(stream, words[0], words[1], int(words[2]))
    return words[0]


def read_objects(git: Git, oids: Sequence[bytes]) -> Iterator[ObjectContent | bytes]:
    """Yield the content of each object of ``oids``, in that order; the id of one git cannot give.

    Each content has to be used before the next is asked for.
    """
    rest = list(oids)
    while rest:
        done = 0
        for answer in _read_until_damage(git, rest):
            done += 1
            yield answer
        rest = rest[done:]


def _read_until_damage(git: Git, oids: Sequence[bytes]) -> Iterator[ObjectContent | bytes]:
    """As ``read_objects``, up to an object whose damage ends git, which comes as its id."""
    running = git.start("cat-file", "--batch", stdin=PIPE, stderr=DEVNULL)
    try:
        for first in range(0, len(oids), _REQUESTS_AT_ONCE):
            requests = oids[first : first + _REQUESTS_AT_ONCE]
            running.stdin.write(b"".join(oid + b"\n" for oid in requests))
            running.stdin.flush()
            for oid in requests:
                answer = read_answer(running.stdout)
                if answer is None:
                    yield oid
                    return
                yield answer
                if isinstance(answer, ObjectContent):
                    try:
                        answer.finish()
                    except BlobError:
                        return
    finally:
        running.stop()
