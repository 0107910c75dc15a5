"""Examining one object: whether it has a match, is binary, or cannot be scanned."""

from __future__ import annotations

from git_secrets_py.audit.object_hits import objects_hit
from git_secrets_py.content import (
    Blob,
    ForeignArchive,
    NotScanned,
    may_be_pointer,
    may_hold_archive,
)
from git_secrets_py.errors import BlobError
from git_secrets_py.git.lfs import content_id
from git_secrets_py.model import MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.audit.read_results import ReadResults
    from git_secrets_py.content import Expand
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.git.lfs import LfsStore


class Examiner:
    """Examines objects in one thread."""

    def __init__(
        self,
        scanner: Scanner,
        results: ReadResults,
        store: LfsStore,
        expand: Expand | None = None,
    ) -> None:
        """``store`` has the content of Git LFS pointers; ``expand`` looks into archives."""
        self._scanner = scanner
        self._results = results
        self._store = store
        self._expand = expand

    @property
    def may_join(self) -> bool:
        """Whether several objects may be searched together."""
        return self._scanner.filters.may_join

    def matches_in(self, text: bytes, starts: Sequence[int]) -> dict[int, bytes]:
        """Return the numbers of the objects in ``text``, plain text, that may match.

        Each has a line of it that matches by itself, or ``b""``. ``starts`` is the result of the
        function that ``objects_hit`` takes.
        """
        found = {}
        for number, part, hits in objects_hit(self._scanner.filters, text, lambda: starts):
            line = self._scanner.first_match(part, hits)
            if line is not None:
                found[number] = line
        return found

    def examine_line(self, oid: bytes, kind: bytes, content: bytes, line: bytes) -> None:
        """Record the result of an object; it matches if it has ``line``, which is not empty."""
        if line and line in content and not may_be_pointer(content):
            self._results.matched[oid] = kind
        else:
            self.examine_whole(oid, kind, content)

    def examine_whole(self, oid: bytes, kind: bytes, content: bytes) -> bool:
        """Record the result of an object and, for a Git LFS pointer, that of its content.

        Return whether the object itself has a match, or may have one.
        """
        may_match = False
        if self.may_hold_archive(content) or not self._scanner.surely_clean(content):
            may_match = self.examine(oid, kind, [content])
        if kind == b"blob" and may_be_pointer(content):
            self._examine_stored(oid, kind, content)
        return may_match

    def _examine_stored(self, oid: bytes, kind: bytes, pointer: bytes) -> None:
        """Examine the content of a Git LFS pointer, the object ``oid``."""
        content = content_id(pointer)
        if content is None:
            return
        self._results.pointers.add(oid)
        try:
            if content in self._results.stored:
                self._results.repeat(self._results.stored[content], oid)
            elif self._store.has(content):
                self.examine(oid, kind, self._store.chunks(content))
                self._results.stored[content] = oid
            else:
                self._results.unfetched.add(oid)
        except BlobError as error:
            self._results.report_problem(oid, str(error))

    def examine(self, oid: bytes, kind: bytes, chunks: Iterable[bytes]) -> bool:
        """Record whether an object has a match, is binary, or cannot be scanned.

        Return whether it has a match, or may have one.
        """
        is_certain = True
        timeouts = self._scanner.timeouts
        for item in self._scan(kind, chunks):
            if isinstance(item, MatchedLine):
                self._results.matched[oid] = kind
                if self._scanner.timeouts == timeouts:
                    return True
                continue  # to the problem of a line near this one
            if item.severity == NotScanned.BINARY:
                self._results.binaries.add(oid)
            elif item.severity == NotScanned.ERROR:
                self._results.report_problem(oid, item.message)
                self._results.is_certain = is_certain = False
            elif isinstance(item, ForeignArchive):
                self._results.report_problem(oid, item.message, item.severity)
        return not is_certain or oid in self._results.matched

    def may_hold_archive(self, content: bytes) -> bool:
        """Return whether ``content`` may be, or contain, an archive to look into."""
        return self._expand is not None and may_hold_archive(content)

    def _scan(self, kind: bytes, chunks: Iterable[bytes]) -> Iterable[MatchedLine | NotScanned]:
        if self._expand is None or kind != b"blob":
            return self._scanner.scan(chunks)
        return (item for _, item in scan_members(self._scanner, chunks, self._expand))


def scan_members(
    scanner: Scanner, chunks: Iterable[bytes], expand: Expand
) -> Iterator[tuple[bytes, MatchedLine | NotScanned]]:
    """Scan content or, if it is an archive, its members; yield the path in it with each item."""
    content = _Content(chunks)
    for part in expand(Blob(b"", content.chunks)):
        if isinstance(part, NotScanned):
            part.message = part.message.removeprefix(": ")
            yield b"", part
            continue
        try:
            for item in scanner.scan(part.chunks()):
                yield part.path, item
        except BlobError as error:
            name = part.path.decode("utf-8", "surrogateescape")
            yield part.path, NotScanned(f"{name}: {error}".removeprefix(": "))
    if content.error is not None:
        raise content.error


class _Content:
    """The content of an object, which may turn out to be damaged."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.error: BlobError | None = None

    def chunks(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        except BlobError as error:
            self.error = error
            raise
