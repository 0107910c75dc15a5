"""The reports that are rendered as a whole, when the scan is done."""

from __future__ import annotations

import time

from git_secrets_py.model import Allowed, NotScanned
from git_secrets_py.report import formats
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.interface import PRETTY
from git_secrets_py.report.model import RenderOptions, Situation, Summary
from git_secrets_py.report.streaming import exit_status, open_output, print_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.report.interface import Output, ReportOptions


class RenderedReport:
    """Gathers the results of a scan, and renders them in one piece."""

    def __init__(self, options: ReportOptions, output: Output) -> None:
        """Raises ``UsageError`` for an unknown format.

        Raises ``GitSecretsError`` if the output file cannot be written.
        """
        self._options = options
        self._output = output
        self._render = formats.renderer(options.format)
        self._file = open_output(options)
        self._builder = ReportBuilder()
        self._started = time.monotonic()
        self._summary = Summary()
        self._summary.patterns = options.patterns

    def counted(self, source: Iterable[Blob | NotScanned]) -> Iterator[Blob | NotScanned]:
        """Yield ``source``; count its blobs."""
        self._summary.blobs = self._summary.binaries = 0
        for item in source:
            self._summary.blobs += not isinstance(item, NotScanned)
            yield item

    def add(self, item: Finding | Allowed | NotScanned) -> None:
        """Take a match, found or allowed, or a problem."""
        if isinstance(item, Allowed):
            if self._options.show_allowed:
                self._builder.add(item.finding, item.by)
            return
        self._builder.add(item)
        if isinstance(item, NotScanned) and item.severity == NotScanned.BINARY:
            self._summary.binaries = (self._summary.binaries or 0) + 1

    def add_audit(self, result: AuditResult) -> None:
        """Take the matches, the problems and the counts of an audit of history."""
        for allowed in result.allowed:
            self.add(allowed)
        for audited in result.findings:
            self._builder.add_audited(audited)
        self._builder.problems += result.problems
        summary, counts = self._summary, result.counts
        summary.commits, summary.blobs, summary.size = counts.commits, counts.blobs, counts.size
        summary.binaries, summary.from_cache = counts.binaries, counts.from_cache
        summary.complete = result.complete
        if counts.is_shallow:
            summary.notes.append("This is a shallow clone: older history is missing.")
        if counts.is_partial:
            summary.notes.append("This is a partial clone: some objects may be missing.")

    def finish(self) -> int:
        """Render and write the report; return the exit status."""
        self._summary.seconds = time.monotonic() - self._started
        report = self._builder.report(self._situation(), self._summary)
        self._write(self._render(report, self._render_options()))
        failed = any(each.severity == NotScanned.ERROR for each in report.problems)
        if self._options.format != PRETTY or self._file:
            for problem in report.problems:
                print_problem(self._output, problem, verbose=self._options.verbose)
        return exit_status(found=bool(report.found), failed=failed)

    def _situation(self) -> Situation:
        options = self._options
        return Situation(
            options.scope,
            unborn=options.unborn,
            in_subdirectory=options.in_subdirectory,
            rules=options.rules,
        )

    def _render_options(self) -> RenderOptions:
        options = self._options
        return RenderOptions(
            color=options.color,
            width=options.width,
            show_secrets=options.show_secrets,
            show_allowed=options.show_allowed,
        )

    def _write(self, rendered: bytes) -> None:
        if self._file:
            with self._file:
                self._file.write(rendered)
        elif self._options.format == PRETTY:
            self._output.err(rendered)
        else:
            self._output.out(rendered)
