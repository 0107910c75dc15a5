"""Reading segments, in threads: batches of objects without any match are skipped."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import closing
from queue import SimpleQueue

from git_secrets_py.audit.loose_objects import IdDigest
from git_secrets_py.audit.read_results import DAMAGED, DAMAGED_OR_MISSING, MISNAMED
from git_secrets_py.audit.segments import LARGEST_WHOLE, batches
from git_secrets_py.content import POINTER_LIMIT
from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.process_group import StoppedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.audit.examiner import Examiner
    from git_secrets_py.audit.loose_objects import LooseObjects
    from git_secrets_py.audit.read_results import ReadResults
    from git_secrets_py.audit.segments import ObjectBatch
    from git_secrets_py.git import Git, GitProcess
    from git_secrets_py.git.process_group import ProcessGroup

_CHUNK = 1 << 20
# In every byte order mark of UTF-16 and UTF-32; never in UTF-8, and rare in other text.
_MARK = b"\xff"
# The interval, in seconds, at which progress is reported.
TICK = 0.1


class Reader:
    """Reads segments in one thread: so far ``done`` objects of ``size`` bytes in total.

    ``kinds`` are their numbers by type.
    """

    def __init__(
        self,
        git: Git,
        children: ProcessGroup,
        examiner: Examiner,
        results: ReadResults,
        loose: LooseObjects,
    ) -> None:
        self._git = git
        self._children = children
        self._examiner = examiner
        self._results = results
        self._loose = loose
        self.done = 0
        self.size = 0
        self.kinds: Counter[str] = Counter()

    def read(self, path: str) -> bool:
        """Read and filter the objects of the segment at ``path``; return whether these are all."""
        with open(path, "rb") as segment:
            lines = segment.readlines()
        start = 0
        while start < len(lines):
            start = self._read_from(path, lines, start)
        return not self._children.stopped

    def _read_from(self, path: str, lines: Sequence[bytes], start: int) -> int:
        """Read from line ``start`` to the end, or past an object that git cannot read.

        Return the number of the next line to read.
        """
        suspects: list[ObjectBatch] = []
        with open(path, "rb", buffering=0) as requests:
            requests.seek(sum(map(len, lines[:start])))
            with self._children.start(
                # The header of each answer is the whole line.
                "cat-file", "--batch=%(objectname) %(rest)", "--buffer", stdin=requests
            ) as child:  # fmt: skip
                for batch in batches(lines[start:] if start else lines):
                    start += len(batch.lines)
                    # Damage may become visible only in the next batch.
                    suspects = [*suspects[-1:], batch]
                    is_whole = self._read_batch(child, batch)
                    self._count(batch)
                    if not is_whole:
                        break
                else:
                    return start
        for batch in suspects:
            self._read_one_by_one(batch)
        return start

    def _count(self, batch: ObjectBatch) -> None:
        self.done += len(batch.lines)
        self.size += sum(batch.sizes)
        self.kinds.update(batch.kinds())

    def _read_batch(self, child: GitProcess, batch: ObjectBatch) -> bool:
        """Read the answer for ``batch``; return whether it is complete."""
        if batch.size > LARGEST_WHOLE:
            return self._read_large(child, batch)
        answer = child.read(batch.size)
        contents = batch.contents(answer) if batch.agrees(answer) else None
        if contents is None:
            return False
        self._verify(answer, contents)
        for number, matching in self._suspects(batch, answer, contents):
            line, start, end = contents[number]
            oid, kind, _ = line.split(b" ")
            self._examiner.examine_line(oid, kind, answer[start:end], matching)
        return True

    def _verify(self, answer: bytes, contents: Iterable[tuple[bytes, int, int]]) -> None:
        """Report the loose objects in ``answer`` whose content has another ID.

        Loose commits are verified with the trees (``misnamed_objects``).
        """
        # Fast path: most databases are packed.
        if not self._loose:
            return
        spans = {line.partition(b" ")[0]: (line, start, end) for line, start, end in contents}
        for oid in self._loose.among(spans.keys()):
            line, start, end = spans[oid]
            kind = line.split(b" ")[1]
            digest = IdDigest(oid, kind, end - start)
            digest.update(answer[start:end])
            self._judge_id(oid, kind, digest)

    def _verified(
        self, oid: bytes, kind: bytes, size: int, chunks: Iterable[bytes]
    ) -> Iterator[bytes]:
        """Yield the ``chunks`` of a loose object; report at the end if they have another ID."""
        digest = IdDigest(oid, kind, size)
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        self._judge_id(oid, kind, digest)

    def _judge_id(self, oid: bytes, kind: bytes, digest: IdDigest) -> None:
        """Report a loose object if its whole content, that of ``digest``, has another ID."""
        if kind != b"commit" and not digest.agrees and oid not in self._results.problems:
            self._results.report_problem(oid, MISNAMED)

    def _verified_if_loose(
        self, oid: bytes, kind: bytes, size: int, chunks: Iterator[bytes]
    ) -> Iterator[bytes]:
        is_loose = bool(self._loose.among({oid}))
        return self._verified(oid, kind, size, chunks) if is_loose else chunks

    def _suspects(
        self, batch: ObjectBatch, answer: bytes, contents: Sequence[tuple[bytes, int, int]]
    ) -> Iterable[tuple[int, bytes]]:
        """Return the numbers of the objects in ``answer`` to examine, with a line that matches.

        That is ``b""`` where the whole object decides, by its exact content. Each object starts a
        line of ``answer``, so each line of an object is a line of the whole. Hits in the lines
        between them do no harm.
        """
        if not (self._examiner.may_join and self._is_plain(answer)):
            return [(number, b"") for number in range(len(contents))]
        starts = [0, *(start for _, start, _ in contents[1:]), len(answer)]
        matches = self._examiner.matches_in(answer, starts)
        return {**dict.fromkeys(batch.pointers(answer), b""), **matches}.items()

    def _is_plain(self, answer: bytes) -> bool:
        """Return whether all objects in ``answer`` are plain text, and no archives.

        The marks of binary and wide text depend on the start of an object; they are searched for
        everywhere.
        """
        if b"\0" in answer or _MARK in answer:
            return False
        return not self._examiner.may_hold_archive(answer)

    def _read_large(self, child: GitProcess, batch: ObjectBatch) -> bool:
        """Read the answer for one large object, in chunks; return whether it is complete."""
        line = batch.lines[0]
        if child.read(len(line)) != line:
            return False
        oid, kind, _ = line.split(b" ")
        size = batch.sizes[0]
        chunks = self._verified_if_loose(oid, kind, size, _chunks(child, size))
        try:
            self._examiner.examine(oid, kind, chunks)
            for _ in chunks:  # after a match, read the rest of the object
                pass
        except BlobError:
            return False
        return child.read(1) == b"\n"

    def _read_one_by_one(self, batch: ObjectBatch) -> None:
        """Examine the objects of ``batch`` one by one; report those that git cannot read."""
        kinds = {}
        for line in batch.lines:
            oid, kind, _ = line.split(b" ")
            kinds[oid] = kind
        if self._children.stopped:
            return
        # Ctrl-C on a terminal may have ended git before it ends the group.
        with closing(read_objects(self._git, list(kinds))) as answers:
            for answer in answers:
                if isinstance(answer, ObjectContent):
                    self._examine_answer(answer, kinds[answer.oid])
                else:
                    self._results.report_problem(answer, DAMAGED_OR_MISSING)

    def _examine_answer(self, answer: ObjectContent, kind: bytes) -> None:
        """Examine an object, until the group of processes is stopped; raises ``StoppedError``."""

        def read_chunks() -> Iterator[bytes]:
            for chunk in answer.chunks():
                if self._children.stopped:
                    raise StoppedError("stopped")
                yield chunk

        chunks = self._verified_if_loose(answer.oid, answer.kind, answer.size, read_chunks())
        try:
            if answer.size <= POINTER_LIMIT:
                self._examiner.examine_whole(answer.oid, kind, b"".join(chunks))
            else:
                self._examiner.examine(answer.oid, kind, chunks)
                for _ in chunks:  # after a match
                    pass
        except BlobError:
            self._results.report_problem(answer.oid, DAMAGED)


def _chunks(child: GitProcess, size: int) -> Iterator[bytes]:
    while size:
        chunk = child.read(min(size, _CHUNK))
        if not chunk:
            raise BlobError("git exited before the end of the object")
        size -= len(chunk)
        yield chunk


class ReaderPool:
    """One thread for each reader; all take segments from one queue."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._failures: list[BaseException] = []
        self._finished: list[str] = []
        self._threads = [
            threading.Thread(target=self._work, args=(reader,), daemon=True) for reader in readers
        ]
        for thread in self._threads:
            thread.start()

    def put(self, path: str) -> None:
        """Enqueue the segment at ``path``."""
        self._queue.put(path)

    def finish(self, tick: Callable[[], None]) -> None:
        """Wait until all segments are read, calling ``tick`` at intervals.

        Raises the exception of a reader that failed.
        """
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            while thread.is_alive():
                thread.join(TICK)
                tick()
                if self._failures:
                    raise self._failures[0]
        if self._failures:
            raise self._failures[0]

    def abandon(self) -> None:
        """Drop all segments in the queue; the threads end after their current one."""
        while not self._queue.empty():
            self._queue.get()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(10 * TICK)

    @property
    def done(self) -> int:
        """The number of objects read."""
        return sum(reader.done for reader in self._readers)

    @property
    def finished(self) -> Sequence[str]:
        """The paths of the segments that were read to their end."""
        return list(self._finished)

    @property
    def kinds(self) -> Counter[str]:
        """The number of objects read, by type."""
        return sum((reader.kinds for reader in self._readers), Counter())

    @property
    def size(self) -> int:
        """The number of bytes read."""
        return sum(reader.size for reader in self._readers)

    def _work(self, reader: Reader) -> None:
        try:
            while (path := self._queue.get()) is not None:
                if reader.read(path):
                    self._finished.append(path)
        except BaseException as error:
            self._failures.append(error)
