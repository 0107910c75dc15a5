"""Reading segments: the objects that surely hold no match are passed over group by group."""

from __future__ import annotations

from git_secrets_py.audit.segments import LARGEST_WHOLE, groups
from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.model import MatchedLine, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.audit.segments import Group
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.git.process import Git, GitProcess
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.model import Allowed

_CHUNK = 1 << 20
# In every mark of wide text; in UTF-8 never, and seldom in other text.
_MARK = b"\xff"


class Harvest:
    """What the readers found; every thread adds to it."""

    def __init__(self, *, keep_allowed: bool = False) -> None:
        """``keep_allowed`` keeps every allowed match, not only those that comments allow."""
        self._keep_allowed = keep_allowed
        self.allowed: list[Allowed] = []
        # By object id, so that what is read again after damage counts once.
        self.matched: dict[bytes, bytes] = {}
        self.binaries: set[bytes] = set()
        self.problems: dict[bytes, list[NotScanned]] = {}
        # A pattern that did not end may have been given up: then no object is surely clean.
        self.is_certain = True

    def allow(self, match: Allowed) -> None:
        """Take an allowed match, if it is to be kept."""
        if self._keep_allowed or match.is_inline:
            self.allowed.append(match)

    def complain(self, oid: bytes, message: str) -> None:
        """Note that object ``oid`` was not fully scanned, and why."""
        said = f"object {oid.decode()}: {message}"
        problems = self.problems.setdefault(oid, [])
        # An object that is read twice must not complain twice.
        if all(problem.message != said for problem in problems):
            problems.append(NotScanned(said))


class Reader:
    """Reads segments in one thread; ``done`` objects and ``size`` bytes so far."""

    def __init__(
        self, git: Git, children: ProcessGroup, scanner: Scanner, harvest: Harvest
    ) -> None:
        self._git = git
        self._children = children
        self._scanner = scanner
        self._harvest = harvest
        self.done = 0
        self.size = 0

    def read(self, path: str) -> None:
        """Read and filter all objects of the segment at ``path``."""
        with open(path, "rb") as segment:
            lines = segment.readlines()
        start = 0
        while start < len(lines):
            start = self._read_from(path, lines, start)

    def _read_from(self, path: str, lines: Sequence[bytes], start: int) -> int:
        """Read on from line ``start``, up to the end or over an object that git cannot give.

        Returns the number of the line to go on from.
        """
        suspects: list[Group] = []
        with open(path, "rb", buffering=0) as requests:
            requests.seek(sum(map(len, lines[:start])))
            with self._children.start(
                # The whole line comes back as the head of the answer.
                "cat-file", "--batch=%(objectname) %(rest)", "--buffer", stdin=requests
            ) as child:  # fmt: skip
                for group in groups(lines[start:] if start else lines):
                    start += len(group.lines)
                    # What goes wrong may show only in the group after.
                    suspects = [*suspects[-1:], group]
                    is_whole = self._read_group(child, group)
                    self._count(group)
                    if not is_whole:
                        break
                else:
                    return start
        for group in suspects:
            self._read_one_by_one(group)
        return start

    def _count(self, group: Group) -> None:
        self.done += len(group.lines)
        self.size += sum(group.sizes)

    def _read_group(self, child: GitProcess, group: Group) -> bool:
        """Read the answer for ``group``; ``False`` where it is not whole."""
        if group.size > LARGEST_WHOLE:
            return self._read_large(child, group)
        answer = child.read(group.size)
        if not group.agrees(answer):
            return False
        if self._is_clean(answer):
            return True
        contents = group.contents(answer)
        for line, start, end in contents or ():
            self._judge_whole(line, answer[start:end])
        return contents is not None

    def _is_clean(self, answer: bytes) -> bool:
        """Tell whether no object in ``answer`` can match.

        The answers of many objects follow each other there, each at the start of a line, so
        that a line of an object is a line of the whole; only what tells binary and wide text
        stands at the start of an object, and is looked for everywhere.
        """
        if b"\0" in answer or _MARK in answer:
            return False
        return self._scanner.surely_clean(answer)

    def _judge_whole(self, line: bytes, content: bytes) -> None:
        if not self._scanner.surely_clean(content):
            oid, kind, _ = line.split(b" ")
            self._judge(oid, kind, [content])

    def _judge(self, oid: bytes, kind: bytes, chunks: Iterable[bytes]) -> None:
        """Find out whether an object matches at all, is binary, or cannot be told."""
        for item in self._scanner.scan(chunks):
            if isinstance(item, MatchedLine):
                self._harvest.matched[oid] = kind
                return
            if item.severity == NotScanned.BINARY:
                self._harvest.binaries.add(oid)
            else:
                self._harvest.complain(oid, item.message)
                self._harvest.is_certain = False

    def _read_large(self, child: GitProcess, group: Group) -> bool:
        """As ``_read_group``, for one object that is not to be held whole."""
        line = group.lines[0]
        if child.read(len(line)) != line:
            return False
        oid, kind, _ = line.split(b" ")
        chunks = _chunks(child, group.sizes[0])
        try:
            self._judge(oid, kind, chunks)
            for _ in chunks:  # a match ends the search, but not the object
                pass
        except BlobError:
            return False
        return child.read(1) == b"\n"

    def _read_one_by_one(self, group: Group) -> None:
        """Read a group with care: what git cannot give is named, the rest is judged."""
        kinds = {}
        for line in group.lines:
            oid, kind, _ = line.split(b" ")
            kinds[oid] = kind
        if self._children.stopped:
            return
        for answer in read_objects(self._git, list(kinds)):
            if not isinstance(answer, ObjectContent):
                self._harvest.complain(answer, "it is damaged or gone; git fsck tells more")
                continue
            try:
                self._judge(answer.oid, kinds[answer.oid], answer.chunks())
            except BlobError:
                self._harvest.complain(answer.oid, "it is damaged; git fsck tells more")


def _chunks(child: GitProcess, size: int) -> Iterator[bytes]:
    while size:
        chunk = child.read(min(size, _CHUNK))
        if not chunk:
            raise BlobError("git ended before the object did")
        size -= len(chunk)
        yield chunk
