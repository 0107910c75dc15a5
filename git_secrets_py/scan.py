"""Joins a source, the matcher and the allow rule."""

from __future__ import annotations

from itertools import chain

from git_secrets_py.errors import BlobError
from git_secrets_py.model import MatchedLine, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.broad_allowances import BroadAllowances
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.model import Allowed, Blob, Finding

    class Allowing(Protocol):
        """An object with an allow rule, such as a registry, which imports it at the first match."""

        @property
        def allow(self) -> AllowRule: ...


def scan(
    source: Iterable[Blob | NotScanned], matcher: Matcher, allowing: Allowing
) -> Iterator[Finding | Allowed | NotScanned]:
    """Yield the matches in the blobs of ``source``, found or allowed, and unscanned content.

    In the order of the source, and within a blob in the order of its lines.
    """
    scanner = BlobScanner(matcher, allowing)
    for blob in source:
        yield from scanner.scan(blob)


class BlobScanner:
    """Scans blobs one by one; creates the scanner for the first one that may match."""

    def __init__(self, matcher: Matcher, allowing: Allowing) -> None:
        self._matcher = matcher
        self._allowing = allowing
        self._filters = matcher.filters()
        self._scanner: Scanner | None = None
        self._broad: BroadAllowances | None = None

    def scan(self, blob: Blob | NotScanned) -> Iterator[Finding | Allowed | NotScanned]:
        """Yield the matches in ``blob``, found or allowed, and problems, under its path."""
        if isinstance(blob, NotScanned):
            yield blob
            return
        try:
            for item in self._scan(blob.chunks()):
                if isinstance(item, MatchedLine):
                    allow = self._allowing.allow
                    yield from self._with_warnings(allow.judge(item, blob.path, blob.commit))
                    yield from allow.take_problems()
                else:
                    yield _named(item, blob)
        except BlobError as error:
            yield _named(NotScanned(str(error)), blob)

    def _with_warnings(
        self, items: Sequence[Finding | Allowed]
    ) -> Iterator[Finding | Allowed | NotScanned]:
        """Yield ``items``, and a warning after the first that too broad a pattern allows."""
        if self._broad is None:
            from git_secrets_py.engine.broad_allowances import BroadAllowances

            self._broad = BroadAllowances()
        for item in items:
            yield item
            yield from self._broad.warnings(item)

    def _scan(self, chunks: Iterable[bytes]) -> Iterable[MatchedLine | NotScanned]:
        rest = iter(chunks)
        head = next(rest, b"")
        following = next(rest, None)
        # Fast path: most blobs are small and clean.
        if following is None and self._filters.surely_clean(head):
            return ()
        if self._scanner is None:
            from git_secrets_py.engine.scanner import Scanner

            self._scanner = Scanner(self._matcher)
        return self._scanner.scan(chain((head, following or b""), rest))


def _named(item: NotScanned, blob: Blob) -> NotScanned:
    path = blob.path.decode("utf-8", "surrogateescape")
    return NotScanned(f"{path}: {item.message}", item.severity)
