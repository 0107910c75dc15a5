"""The reports that are rendered as a whole, when the scan is done."""

from __future__ import annotations

import time

from git_secrets_py.content import NotScanned, larger_pieces
from git_secrets_py.errors import EXIT_INTERRUPTED
from git_secrets_py.findings.finding import Allowed
from git_secrets_py.report import formats
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.formats import PRETTY
from git_secrets_py.report.interruption import Interruptible, deferred_interruptions
from git_secrets_py.report.model import RenderOptions, Summary, changed
from git_secrets_py.report.streamed_report import exit_status, open_output, print_problem, writing
from git_secrets_py.report.summary import headline, unreachable_matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.report.interface import Output, ReportOptions
    from git_secrets_py.report.interruption import Interruption
    from git_secrets_py.report.model import Report

# The size in bytes of pieces that are written at once.
_AT_ONCE = 64 << 10
# Documents for programs, which include the matches that comments allow.
_WITH_INLINE = ("json", "sarif")


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
        self._audit: AuditResult | None = None

    def add(self, item: Finding | Allowed | NotScanned) -> None:
        """Take a match, found or allowed, or a problem."""
        if isinstance(item, Allowed):
            if self._shows(item):
                self._builder.add(item.finding, item.by)
            return
        self._builder.add(item)

    def add_all(self, items: Iterable[Finding | Allowed | NotScanned]) -> None:
        for item in items:
            self.add(item)

    def _shows(self, item: Allowed) -> bool:
        """Return whether to report ``item``, which is allowed."""
        return self._options.show_allowed or (
            item.is_inline and self._options.format in _WITH_INLINE
        )

    def add_audit(self, result: AuditResult) -> None:
        """Take the matches, the problems and the counts of an audit of history."""
        for allowed in result.allowed:
            self.add(allowed)
        self._builder.add_audited(result.findings)
        self._builder.problems += result.problems
        self._audit = result

    def finish(self, blobs: int | None = None, notes: Sequence[str] = ()) -> int:
        """Render and write the report; return the exit status."""
        with deferred_interruptions() as interruption:
            return self._finish(blobs, notes, interruption)

    def _finish(self, blobs: int | None, notes: Sequence[str], interruption: Interruption) -> int:
        summary = self._summary(blobs)
        summary = changed(summary, notes=[*summary.notes, *notes])
        problems = self._builder.problems
        report = self._builder.report(self._options.situation, summary)
        report = changed(
            report,
            secrets=Interruptible(report.secrets, interruption, problems),
            found=Interruptible(report.found, interruption, problems),
        )
        self._write(report)
        failed = any(each.severity == NotScanned.ERROR for each in report.problems)
        if self._options.format != PRETTY or self._file:
            for problem in report.problems:
                print_problem(self._output, problem, verbose=self._options.verbose)
            for note in notes:
                self._output.notify(note)
        if interruption.came:
            return EXIT_INTERRUPTED
        return exit_status(found=len(report.found) > 0, failed=failed)

    def _summary(self, blobs: int | None) -> Summary:
        seconds = time.monotonic() - self._started
        if self._audit is not None:
            return audit_summary(self._audit, self._options.patterns, seconds)
        problems = self._builder.problems
        binaries = sum(problem.severity == NotScanned.BINARY for problem in problems)
        return Summary(
            blobs=blobs, binaries=binaries, patterns=self._options.patterns, seconds=seconds
        )

    def _render_options(self) -> RenderOptions:
        options = self._options
        return RenderOptions(
            color=options.color,
            width=options.width,
            show_secrets=options.show_secrets,
            show_allowed=options.show_allowed or options.format in _WITH_INLINE,
            verbose=options.verbose,
            top=options.top,
            repository=options.repository,
            remote=options.remote,
        )

    def _write(self, report: Report) -> None:
        rendered = self._render(report, self._render_options())
        if self._file:
            with writing(self._options.output), self._file:
                self._file.writelines(rendered)
            self._output.notify(f"{headline(report)}, report in {self._options.output}")
            return
        write = self._output.err if self._options.format == PRETTY else self._output.out
        for piece in larger_pieces(rendered, _AT_ONCE):
            write(piece)


def audit_summary(result: AuditResult, patterns: int, seconds: float) -> Summary:
    """Return the summary of an audit of history."""
    counts = result.counts
    notes = (
        "This is a shallow clone: older history is missing." if counts.is_shallow else "",
        "This is a partial clone: some objects may be missing." if counts.is_partial else "",
        unreachable_matches(counts),
    )
    return Summary(
        blobs=counts.covered.blobs,
        commits=counts.covered.commits,
        size=counts.covered.size,
        patterns=patterns,
        binaries=counts.binaries,
        from_cache=counts.from_cache,
        read_now={
            "commits": counts.read.commits,
            "blobs": counts.read.blobs,
            "bytes": counts.read.size,
        },
        seconds=seconds,
        complete=result.complete,
        notes=[note for note in notes if note],
    )
