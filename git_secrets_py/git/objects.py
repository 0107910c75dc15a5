"""Object contents, read from ``git cat-file --batch`` by ID, or as small files by name."""

from __future__ import annotations

import os

from git_secrets_py.content import HEXADECIMAL, PATTERNS_LIMIT
from git_secrets_py.errors import BlobError, ConfigurationError, GitError
from git_secrets_py.git import reports_error
from git_secrets_py.git.spawn import PIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Generator, Iterator, Sequence
    from typing import IO

    from git_secrets_py.git import Git, GitProcess
    from git_secrets_py.git.repository import Repository

CHUNK = 1 << 20
_ID_LENGTH = 40  # of the shorter hash
# This many requests fit into the smallest pipe (macOS: 16 KiB): writing them never blocks on
# unread answers.
_REQUESTS_AT_ONCE = 200
# The option of ``Batch`` to follow symbolic links in ``<tree>:<path>``.
FOLLOW_LINKS = "--follow-symlinks"
# The answers of git-cat-file(1) --follow-symlinks for links that it cannot follow.
_LINK_ANSWERS = (b"symlink", b"dangling", b"loop", b"notdir")

_TOO_LARGE = f"larger than {PATTERNS_LIMIT >> 20} MiB"


class Batch:
    """``git cat-file --batch`` for several readers, one after another.

    It is started at once, so that it runs while the caller continues, and again after it was
    stopped. A context manager that ends it.
    """

    def __init__(self, git: Git, *options: str) -> None:
        self._git = git
        self._options = options
        self._messages: IO[bytes] | None = None
        self._process: GitProcess | None = self._start()

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def process(self) -> GitProcess:
        """The running process."""
        if self._process is None:
            self._process = self._start()
        return self._process

    def stop(self) -> None:
        """End the process, whose further answers are not needed: after an error, or at the end."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        if self._messages is not None:
            self._messages.close()
            self._messages = None

    def has_failed(self) -> bool:
        """Return whether git reported an error: its answer "missing" may mean a damaged object.

        git writes the error before the answer.
        """
        return reports_error(self.process.messages())

    def _start(self) -> GitProcess:
        command = "cat-file", "--batch", *self._options
        self._messages = _scratch_file()
        return self._git.start(*command, stdin=PIPE, stderr=self._messages)


def _scratch_file() -> IO[bytes]:
    """Return a file for messages, which unlike a pipe holds any number of unread ones."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("messages"), "w+b")
    from tempfile import TemporaryFile

    return TemporaryFile()


class ObjectContent:
    """An object from ``cat-file --batch``: its ID, its type, its size in bytes, its content."""

    __slots__ = ("_left", "_stream", "kind", "oid", "size")

    def __init__(self, stream: IO[bytes], oid: bytes, kind: bytes, size: int) -> None:
        self._stream = stream
        self._left = size
        self.oid = oid
        self.kind = kind
        self.size = size

    def chunks(self) -> Iterator[bytes]:
        """Yield the content once, in chunks of at most ``CHUNK`` bytes.

        Raises ``BlobError`` if git exits before the end of the object, which is damaged.
        """
        while self._left:
            chunk = self._stream.read(min(self._left, CHUNK))
            if not chunk:
                name = repr(self.oid)[2:-1]  # a damaged answer may hold anything
                raise BlobError(f"object {name} is damaged; run 'git fsck'")
            self._left -= len(chunk)
            yield chunk

    def finish(self) -> None:
        """Skip the unread content and the newline after it, up to the next answer."""
        for _ in self.chunks():
            pass
        self._stream.read(1)


def read_answer(stream: IO[bytes]) -> ObjectContent | bytes | None:
    """Read the header of the next answer.

    Return the object, the ID of a missing object, or ``None`` if git has exited.
    """
    header = stream.readline()
    if not header.endswith(b"\n"):
        return None
    words = header[:-1].rsplit(b" ", 2)
    if len(words) == 3 and words[2].isdigit():
        return ObjectContent(stream, words[0], words[1], int(words[2]))
    return words[0]


def read_objects(
    git: Git, oids: Sequence[bytes], batch: Batch | None = None
) -> Generator[ObjectContent | bytes, None, None]:
    """Yield each object of ``oids``, in that order; the ID of a missing or damaged one.

    The content of an object can be read until the next one is requested. ``batch`` is that of
    ``git`` if one is running, which this ends.
    """
    remaining = list(oids)
    if not remaining:
        return
    batch = batch or Batch(git)
    absent: Container[bytes] | None = None
    while remaining:
        done = 0
        for answer in _read_until_end(batch, remaining, absent or ()):
            done += 1
            yield answer
        remaining = remaining[done:]
        if remaining and absent is None:
            absent = _absent(git, remaining)


def _absent(git: Git, oids: Sequence[bytes]) -> Container[bytes]:
    """Return those of ``oids`` that are not in this clone; none unless all of them are object IDs.

    In a partial clone, each request for such an object would end git.
    """
    from git_secrets_py.git.promisor import present  # only after damage

    if any(len(oid) < _ID_LENGTH or oid.strip(HEXADECIMAL) for oid in oids):
        return ()
    return set(oids) - present(git, oids)


def _read_until_end(
    batch: Batch, oids: Sequence[bytes], absent: Container[bytes]
) -> Iterator[ObjectContent | bytes]:
    """As ``read_objects``, until git ends: after an object that is damaged, or a large one.

    Those in ``absent`` are not requested.
    """
    process = batch.process
    try:
        for first in range(0, len(oids), _REQUESTS_AT_ONCE):
            requests = oids[first : first + _REQUESTS_AT_ONCE]
            process.stdin.write(b"".join(oid + b"\n" for oid in requests if oid not in absent))
            process.stdin.flush()
            if first + len(requests) == len(oids):
                process.stdin.close()
            for oid in requests:
                answer = oid if oid in absent else read_answer(process.stdout)
                if answer is None or not _is_answer(answer, oid):
                    yield oid
                    return
                if isinstance(answer, ObjectContent) and answer.size > CHUNK:
                    # A damaged object may be shorter than announced: git ends after it only if
                    # there are no more requests, and we would wait for each other.
                    process.stdin.close()
                yield answer
                if isinstance(answer, ObjectContent):
                    try:
                        answer.finish()
                    except BlobError:
                        return
            if process.stdin.closed:
                return
    finally:
        batch.stop()


def _is_answer(answer: ObjectContent | bytes, oid: bytes) -> bool:
    """Return whether ``answer`` is for ``oid``, which may be a name.

    It may be the rest of a damaged object that is longer than announced.
    """
    if len(oid) < _ID_LENGTH or oid.strip(HEXADECIMAL):
        return True
    return (answer.oid if isinstance(answer, ObjectContent) else answer) == oid


class NamedBlobs:
    """Blobs that git reads by name: ``<commit>:<path>``, or ``:<path>`` in the index.

    A context manager that ends git.
    """

    def __init__(
        self,
        repository: Repository,
        requests: Sequence[bytes] = (),
        batch: Batch | None = None,
    ) -> None:
        """``requests`` are sent at once; they have to fit into a pipe.

        ``batch`` is one that the caller ends.
        """
        self._repository = repository
        self._is_own = batch is None
        self._batch = batch or Batch(repository.git, FOLLOW_LINKS)
        self._failed = False
        self._id_size = 0
        self._trees: dict[bytes, bytes | None] = {}
        self._send(requests)

    def __enter__(self) -> NamedBlobs:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._is_own:
            self._batch.stop()

    def restart(self, requests: Sequence[bytes] = ()) -> None:
        """Start git again after an error, whose further answers are lost, with ``requests``."""
        self._failed = self.has_failed()
        self._batch.stop()
        self._send(requests)

    def has_failed(self) -> bool:
        """Return whether git reported an error, also about an object that it reports missing."""
        return self._failed or self._batch.has_failed()

    def request(self, name: bytes) -> bytes | None:
        """Send a request, and ``read`` its answer; raises ``GitError`` if git lacks the file."""
        self._send([name])
        content = self.read(name)
        if content is None and self.lists(name):
            raise unreadable_in_git(self._repository.git, name)
        return content

    def read(self, name: bytes) -> bytes | None:
        """Return the content of the next blob, ``name``; ``None`` if git reports it missing.

        Raises ``ConfigurationError`` for other objects, for links out of the tree, and for more
        than ``PATTERNS_LIMIT`` bytes, and ``GitError`` if git ends.
        """
        answer = read_answer(self._batch.process.stdout)
        if isinstance(answer, ObjectContent):
            content = _content(name, answer)
            answer.finish()
            return content
        if answer is None:
            git = self._repository.git
            git.output("rev-parse", "--git-dir")  # raises the error if this is not a repository
            git.output("cat-file", "--batch-check", input=name + b"\n")  # if it fails again
            raise unreadable_in_git(git, name)
        if answer in _LINK_ANSWERS:
            raise no_target(name)
        return None

    def lists(self, name: bytes) -> bool:
        """Return whether ``name``, ``<commit>:<path>``, is in its tree, or that tree is missing."""
        parent, separator, file = name.rpartition(b"/")
        if not separator:
            parent, _, file = name.partition(b":")
            parent += b":"
        if parent not in self._trees:
            self._trees[parent] = self._tree(parent)
        tree = self._trees[parent]
        # Fast path: most trees list no such file, nor one whose name ends like this.
        return tree is None or (b" %b\0" % file in tree and file in self._names(tree))

    def _names(self, tree: bytes) -> Iterator[bytes]:
        """Yield the names in ``tree``: each entry is mode, space, name, NUL, object ID."""
        start = 0
        while (end := tree.find(b"\0", start)) >= 0:
            yield tree[start:end].partition(b" ")[2]
            start = end + 1 + self._id_size

    def _tree(self, name: bytes) -> bytes | None:
        """Return a tree as git stores it: empty if there is none, ``None`` if it is missing."""
        self._send([name])
        answer = read_answer(self._batch.process.stdout)
        if isinstance(answer, ObjectContent):
            self._id_size = len(answer.oid) // 2
            tree = b"".join(answer.chunks())
            answer.finish()
            return tree
        if answer is None or answer in _LINK_ANSWERS:
            self.restart()
        commit, _, path = name.partition(b":")
        exists = self.lists(name) if path else self._has_tree(commit)
        return None if exists else b""

    def _has_tree(self, commit: bytes) -> bool:
        """Return whether ``commit`` has a tree, which may be missing, or is a missing HEAD."""
        # A pushed blob has none, and a missing object that is pushed is reported where it is
        # scanned. HEAD itself has no object yet before the first commit.
        if commit == b"HEAD":
            return not self._repository.is_unborn
        name = commit + b"^{commit}"
        return self._repository.git.succeeds("rev-parse", "--verify", "--quiet", name)

    def _send(self, requests: Sequence[bytes]) -> None:
        if not requests:
            return
        try:
            os.write(self._batch.process.stdin.fileno(), b"".join(one + b"\n" for one in requests))
        except BrokenPipeError:
            pass  # git has ended; its answer will be missing


def unreadable_in_git(git: Git, name: bytes) -> GitError:
    """Return the error of the file ``name``, which git cannot read: it lacks an object.

    That is the object of the file, or the commit.
    """
    commit = name.partition(b":")[0]
    lost = "its object"
    if commit and not git.succeeds("rev-parse", "--verify", "--quiet", commit + b"^{commit}"):
        oid = git.output("rev-parse", "--verify", "--quiet", commit, accept=(0, 1))
        lost = f"object {oid.decode().strip()}" if oid else lost
    return GitError(
        f"git cannot read {_shown(name)}: {lost} is missing or damaged; "
        "to get it from a remote, run 'git fetch --refetch'"
    )


def no_target(name: bytes) -> ConfigurationError:
    """Return the error of the symbolic link ``name``, which leads out of the repository."""
    shown = _shown(name)
    return ConfigurationError(
        f"{shown} is a symbolic link that does not point to a file of the repository"
    )


def _shown(name: bytes) -> str:
    from git_secrets_py.wording import in_one_line  # a hook imports few modules

    return in_one_line(name)


def _content(name: bytes, answer: ObjectContent) -> bytes:
    shown = _shown(name)
    if answer.kind != b"blob":
        kind = answer.kind.decode()
        raise ConfigurationError(f"{shown} is not a file with patterns, but a {kind}")
    if answer.size > PATTERNS_LIMIT:
        raise ConfigurationError(f"cannot read {shown}: {_TOO_LARGE}")
    return b"".join(answer.chunks())
