"""Running a scan of a source, from the selected patterns to the exit status."""

from __future__ import annotations

import sys
from itertools import chain

from git_secrets_py.cli.active_patterns import Patterns, options_to_repeat
from git_secrets_py.cli.context import is_terminal
from git_secrets_py.content import BLOCKING, CLEAN, NotScanned
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    INTERRUPTED,
    GitSecretsError,
    OutputError,
)
from git_secrets_py.git.config import ARCHIVES_KEY, split_names
from git_secrets_py.selection import Selection, configured_rules, enabled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.cli.scan_results import Results
    from git_secrets_py.content import Blob, Expand
    from git_secrets_py.engine import Filters
    from git_secrets_py.findings.finding import Allowed, Finding
    from git_secrets_py.report.interface import ScanReport
    from git_secrets_py.scan import BlobScanner
    from git_secrets_py.sources.push import Update

    Source = Iterable[Blob | NotScanned] | Callable[[BlobScanner], Iterable[Blob | NotScanned]]

# If one of these is given, a report is written even if nothing was found.
_REPORT_OPTIONS = ("--format", "--output", "--show-allowed")


def scan_and_report(
    context: Context,
    selection: Selection,
    source: Source,
    scope: str,
    *,
    updates: Sequence[Update] = (),
) -> int:
    """Scan ``source`` for the patterns of ``selection``, and report; return the exit status.

    ``source`` may be a function that takes the scanner. ``scope`` is one of
    ``content.SCOPES``; ``updates`` are the refs that are pushed.
    """
    patterns = Patterns(
        selection,
        lambda notes: _notify_unless_left(context, notes),
        scan_binary=context.arguments.has("--text"),
    )
    filters = patterns.filters()
    notices = [*selection.notices, *([nothing_active(context)] if filters is None else ())]
    _notify_unless_left(context, notices)
    if filters is None:
        return EXIT_CLEAN if scope in BLOCKING else EXIT_INCOMPLETE
    status = _scan(context, patterns, filters, source, scope, updates)
    # git runs no other hook now.
    _notify(context, notices if status else ())
    return status


def _notify(context: Context, notices: Sequence[str]) -> None:
    for notice in notices:
        context.notify_once(notice)


def _notify_unless_left(context: Context, notices: Sequence[str]) -> None:
    """Print ``notices``, unless another hook of the same commit prints them."""
    if not notices:
        return
    from git_secrets_py.cli.notices import are_left

    _notify(context, () if are_left(context) else notices)


def _scan(
    context: Context,
    patterns: Patterns,
    filters: Filters,
    source: Source,
    scope: str,
    updates: Sequence[Update],
) -> int:
    results = _LazyResults(context, lambda: _open_report(context, patterns, scope, updates))
    if _is_reported(context, scope):
        results.open()
    scanner = _blob_scanner(context, patterns, filters)
    interrupted = is_empty = False
    try:
        is_empty = not _scan_all(source, scanner, results)
    except (GitSecretsError, KeyboardInterrupt) as error:
        is_reported = scope not in BLOCKING or results.are_reported
        if not is_reported or isinstance(error, OutputError):
            raise
        # The findings so far are reported.
        interrupted = isinstance(error, KeyboardInterrupt)
        results.add_all(scanner.unreported())
        results.add_all(iter([NotScanned(INTERRUPTED if interrupted else str(error))]))
    if is_empty and scope == "tree":
        from git_secrets_py.cli.empty_scan import nothing_to_scan

        results.add_all(iter([nothing_to_scan(context)]))
    status = results.finish()
    return EXIT_INTERRUPTED if interrupted else status


def _blob_scanner(context: Context, patterns: Patterns, filters: Filters) -> BlobScanner:
    from git_secrets_py.scan import BlobScanner

    def stored(blob: Blob, pointer: bytes) -> Blob | NotScanned | None:
        return stored_content(context, blob, pointer)

    return BlobScanner(filters, patterns.scanner, patterns, stored, expansion(context))


def _scan_all(source: Source, scanner: BlobScanner, results: _LazyResults) -> bool:
    """Scan ``source``, and add the findings to ``results``; return whether it had any content."""
    blob = None
    for blob in source(scanner) if callable(source) else source:
        if blob is CLEAN:
            results.blobs += 1
            continue
        results.blobs += not isinstance(blob, NotScanned)
        results.add_all(scanner.scan(blob))
    return blob is not None


def _is_reported(context: Context, scope: str) -> bool:
    """Return whether a report is written even if nothing is found."""
    if any(map(context.arguments.has, _REPORT_OPTIONS)):
        return True
    # On a terminal, the report of a scan contains its extent.
    return scope not in BLOCKING and is_terminal(sys.stderr)


def _open_report(
    context: Context, patterns: Patterns, scope: str, updates: Sequence[Update]
) -> ScanReport:
    from git_secrets_py.cli.report_opening import open_report

    def count() -> int:
        return len(patterns.registry.prohibited)

    return open_report(context, count, scope, options_to_repeat(context), updates=updates)


class _LazyResults:
    """The results of a scan. Most have none, and import nothing that reports them."""

    def __init__(self, context: Context, opening: Callable[[], ScanReport]) -> None:
        self.blobs = 0
        self._context = context
        self._opening = opening
        self._results: Results | None = None

    @property
    def are_reported(self) -> bool:
        """Whether the report is open."""
        return self._results is not None and self._results.report is not None

    def open(self) -> None:
        """Open the report, which is then written even if nothing is found."""
        self._created().report = self._opening()

    def add_all(self, items: Iterator[Finding | Allowed | NotScanned]) -> None:
        """Report ``items``, or count them."""
        if self._results is None:
            first = next(items, None)
            if first is None:
                return
            items = chain((first,), items)
        self._created().add_all(items)

    def finish(self) -> int:
        """Report the counts, close the report, and return the exit status."""
        return EXIT_CLEAN if self._results is None else self._results.finish(self.blobs)

    def _created(self) -> Results:
        if self._results is None:
            from git_secrets_py.cli.scan_results import Results

            self._results = Results(self._context, self._opening)
        return self._results


def nothing_active(context: Context) -> str:
    """Return the message that nothing was scanned, and the setting that is the cause."""
    cause = "no rule file has a rule"
    given = split_names(context.arguments.options.get("--rules", ""))
    configured = configured_rules(context.repository.config)
    for source, names in (("secrets.rules", configured), ("--rules", given)):
        if enabled(names):
            cause = f"{source} is '{','.join(names)}'"
    return (
        f"nothing was scanned: no prohibited pattern is active, because {cause}; "
        "add a pattern with 'git secrets --add' or set secrets.rules"
    )


def without_patterns(context: Context) -> int:
    """Report that nothing is prohibited; return the exit status."""
    context.notify(nothing_active(context))
    return EXIT_INCOMPLETE


def stored_content(context: Context, blob: Blob, pointer: bytes) -> Blob | NotScanned | None:
    """Return the content of a Git LFS file; see ``git.lfs.LfsStore.content``."""
    from git_secrets_py.git.lfs import LfsStore  # few repositories use it

    return LfsStore(context.repository).content(blob, pointer)


def expansion(context: Context) -> Expand | None:
    """Return the function that looks into archives, if that is enabled.

    Raises ``ConfigurationError`` if the setting is not a boolean.
    """
    arguments, config = context.arguments, context.repository.config
    if not arguments.has("--archives") and not config.is_true(ARCHIVES_KEY):
        return None
    from git_secrets_py.sources.archives import expand

    return expand
