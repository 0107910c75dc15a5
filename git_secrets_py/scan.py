"""The scan of blobs: a source, the matcher and the allow rule joined."""

from __future__ import annotations

from itertools import chain

from git_secrets_py.content import ARCHIVE_MARKS, CLEAN, POINTER_MARK, NotScanned, may_be_pointer
from git_secrets_py.errors import BlobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from typing import Protocol

    from git_secrets_py.content import Blob, Expand
    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.allow_rule.warnings import AllowanceWarnings
    from git_secrets_py.engine.filters.small_files import FileFilter
    from git_secrets_py.engine.known_lines import NewHits
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.findings.finding import Allowed, Finding
    from git_secrets_py.model import MatchedLine

    class Allowing(Protocol):
        """An object with an allow rule, such as a registry, which imports it at the first match."""

        @property
        def allow(self) -> AllowRule: ...

        def path_rules_for(self, path: bytes) -> Sequence[PathRule]:
            """Return the rules that may prohibit the file ``path``."""

        def may_prohibit(self, path: bytes) -> bool:
            """Return whether there are such rules, in any thread once the filters exist.

            If so for a path, then also for a text that contains it.
            """

    class PathRule(Protocol):
        """A rule that prohibits files by their path."""

        def line_for(self, path: bytes) -> MatchedLine | None: ...

    # Returns the content that a Git LFS pointer refers to, from its blob and its text.
    Stored = Callable[[Blob, bytes], Blob | NotScanned | None]

# The matched lines, and their bytes, that are judged at once.
_AT_ONCE, _MOST_BYTES = 512, 256 << 10
# Marks of content that ``is_plain`` rejects, such as UTF-16.
_NOT_PLAIN = b"\0", b"\xff", b"\xfe"


def scan(
    source: Iterable[Blob | NotScanned],
    matcher: Matcher,
    allowing: Allowing,
    stored: Stored | None = None,
    expand: Expand | None = None,
) -> Iterator[Finding | Allowed | NotScanned]:
    """Yield the matches in the blobs of ``source``, found or allowed, and unscanned content.

    The order is that of the source, and within a blob that of its lines. ``stored`` looks up the
    content of Git LFS pointers, which is scanned after the pointer. ``expand`` looks into archives.
    """
    scanner = BlobScanner(matcher.filters(), lambda: _scanner(matcher), allowing, stored, expand)
    for blob in source:
        yield from scanner.scan(blob)


def _scanner(matcher: Matcher) -> Scanner:
    from git_secrets_py.engine.scanner import Scanner

    return Scanner(matcher)


class BlobScanner:
    """Scans blobs one by one; ``scanner`` creates the scanner for the first one that may match."""

    def __init__(
        self,
        filters: Filters,
        scanner: Callable[[], Scanner],
        allowing: Allowing,
        stored: Stored | None = None,
        expand: Expand | None = None,
    ) -> None:
        self._filters = filters
        self._new_scanner = scanner
        self._expand = expand
        self._stored = stored
        self._allowing = allowing
        self._scanner: Scanner | None = None
        self._allowances: AllowanceWarnings | None = None
        # The matched lines of this blob that are not judged yet, and the verdicts on others.
        self._blob = CLEAN
        self._lines: list[MatchedLine] = []
        self._judged: Iterator[Finding | Allowed | NotScanned] = iter(())

    def file_filter(self) -> FileFilter:
        """Return a filter for many small files, for use in one thread."""
        return self._filter_of_files(self._filters.for_many())

    def deciding_filter(self) -> FileFilter:
        """Return a filter that suspects no file for lines without a match, for use in one thread.

        It takes long to create.
        """
        from git_secrets_py.engine.known_lines import NewHits

        scanner = self._scanner = self._scanner or self._new_scanner()
        return self._filter_of_files(NewHits(scanner.matcher, scanner.filters.for_many(), scanner))

    def _filter_of_files(self, filters: Filters | NewHits) -> FileFilter:
        from git_secrets_py.engine.filters.small_files import (
            FileFilter,  # a hook scans files one by one
        )

        marks = (*_NOT_PLAIN, POINTER_MARK, *(ARCHIVE_MARKS if self._expand is not None else ()))
        return FileFilter(filters, self._allowing.may_prohibit, marks)

    def scan(self, blob: Blob | NotScanned) -> Iterator[Finding | Allowed | NotScanned]:
        """Yield the matches in ``blob``, found or allowed, and problems, under its path."""
        for part in self._parts(blob):
            yield from self._scan_part(part)

    def _parts(self, blob: Blob | NotScanned) -> Iterable[Blob | NotScanned]:
        return (
            (blob,) if self._expand is None or isinstance(blob, NotScanned) else self._expand(blob)
        )

    def _scan_part(self, blob: Blob | NotScanned) -> Iterator[Finding | Allowed | NotScanned]:
        if isinstance(blob, NotScanned):
            yield blob
            return
        for rule in self._allowing.path_rules_for(blob.path):
            line = rule.line_for(blob.path)
            if line is not None:
                yield from self._allowing.allow.judge(line, blob.path, blob.commit)
        pointer = yield from self._scan_one(blob)
        if pointer and self._stored:
            content = self._stored(blob, pointer)
            # Not looked up again: git-lfs does not follow a pointer to a pointer either.
            for part in self._parts(content) if content is not None else ():
                if isinstance(part, NotScanned):
                    yield part
                else:
                    yield from self._scan_one(part)

    def _scan_one(self, blob: Blob) -> Generator[Finding | Allowed | NotScanned, None, bytes]:
        """Yield the matches in ``blob``, and problems; return its text if it may be a pointer."""
        self._blob, size = blob, 0
        try:
            rest = iter(blob.chunks())
            head = next(rest, b"")
            following = next(rest, None)
            for item in self._scan(head, following, rest):
                if not isinstance(item, NotScanned):
                    self._lines.append(item)
                    size += len(item.content)
                    if len(self._lines) < _AT_ONCE and size < _MOST_BYTES:
                        continue
                yield from self.unreported()
                size = 0
                if isinstance(item, NotScanned):
                    yield _named(item, blob)
            yield from self.unreported()
        except BlobError as error:
            yield from self.unreported()
            yield _named(NotScanned(str(error)), blob)
            return b""
        return head if following is None and may_be_pointer(head) else b""

    def unreported(self) -> Iterator[Finding | Allowed | NotScanned]:
        """Yield the matches that were found and not yielded yet, found or allowed, and problems.

        These are left if ``scan`` was interrupted.
        """
        if self._lines:
            allow, blob = self._allowing.allow, self._blob
            judged = allow.judge_all(self._lines, blob.path, blob.commit)
            problems = allow.take_problems() if allow.has_problems else ()
            self._lines, self._judged = [], chain(judged, problems)
        first = next(self._judged, None)
        if first is None:
            return
        from git_secrets_py.findings.finding import Allowed  # most blobs have no match

        for one in chain((first,), self._judged):
            yield one
            if isinstance(one, Allowed):
                yield from self._warnings(one)

    def _warnings(self, item: Allowed) -> Iterator[NotScanned]:
        """Yield warnings if ``item`` is the first that a probably unintended pattern allows."""
        if self._allowances is None:
            from git_secrets_py.engine.allow_rule.warnings import AllowanceWarnings

            self._allowances = AllowanceWarnings()
        yield from self._allowances.warnings(item)

    def _scan(
        self, head: bytes, following: bytes | None, rest: Iterable[bytes]
    ) -> Iterable[MatchedLine | NotScanned]:
        # Fast path: most blobs are small and clean.
        if following is None and (self._scanner or self._filters).surely_clean(head):
            return ()
        if self._scanner is None:
            self._scanner = self._new_scanner()
        return self._scanner.scan(chain((head, following or b""), rest))


def _named(item: NotScanned, blob: Blob) -> NotScanned:
    path = blob.path.decode("utf-8", "surrogateescape")
    return NotScanned(f"{path}: {item.message}", item.severity)
