"""Joins a source, the matcher and the allow rule."""

from __future__ import annotations

from git_secrets_py.errors import BlobError
from git_secrets_py.model import MatchedLine, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.model import Blob, Finding


def scan(
    source: Iterable[Blob | NotScanned], matcher: Matcher, allow: AllowRule
) -> Iterator[Finding | NotScanned]:
    """Yield what nothing excuses in the blobs of ``source``, and what was not scanned.

    In the order of the source, and within a blob in the order of its lines.
    """
    scanner = matcher.scanner()
    for blob in source:
        if isinstance(blob, NotScanned):
            yield blob
            continue
        for item in _scan_blob(blob, scanner):
            if isinstance(item, MatchedLine):
                yield from allow.findings(item, blob.path, blob.commit)
            else:
                yield item


def _scan_blob(blob: Blob, scanner: Scanner) -> Iterator[MatchedLine | NotScanned]:
    """Yield the matched lines of one blob; what goes wrong in it is said under its path."""
    try:
        for item in scanner.scan(blob.chunks()):
            yield item if isinstance(item, MatchedLine) else _named(item, blob)
    except BlobError as error:
        yield _named(NotScanned(str(error)), blob)


def _named(item: NotScanned, blob: Blob) -> NotScanned:
    path = blob.path.decode("utf-8", "surrogateescape")
    return NotScanned(f"{path}: {item.message}", item.severity)
