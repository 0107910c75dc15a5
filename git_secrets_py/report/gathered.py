"""Reports that are rendered as a whole, when everything is known."""

from __future__ import annotations

import os
import shutil
import sys
import time

from git_secrets_py.model import NotScanned
from git_secrets_py.report import formats
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.model import RenderOptions, Situation, Summary
from git_secrets_py.report.streaming import (
    exit_status,
    open_output,
    tell_not_scanned,
    wanted_format,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.registry import Registry

# For people, who look at standard error; the others are for programs.
PRETTY = "pretty"
_WIDTH_OF_A_FILE = 80


class RenderedReport:
    """Gathers what a scan finds, and renders it in one piece."""

    def __init__(self, context: Context, registry: Registry, scope: str) -> None:
        """Raises ``UsageError`` for a format that is not known."""
        self._context = context
        self._name = wanted_format(context)
        self._render = formats.renderer(self._name)
        self._file = open_output(context)
        self._builder = ReportBuilder()
        self._scope = scope
        self._started = time.monotonic()
        self._summary = Summary()
        self._summary.patterns = len(registry.prohibited)
        if context.arguments.has("--show-allowed"):
            registry.allow.on_excused = self._builder.add

    def counted(self, source: Iterable[Blob | NotScanned]) -> Iterator[Blob | NotScanned]:
        """Yield ``source``; count its blobs."""
        self._summary.blobs = self._summary.binaries = 0
        for item in source:
            self._summary.blobs += not isinstance(item, NotScanned)
            yield item

    def add(self, item: Finding | NotScanned) -> None:
        """Take a finding, or what was not scanned."""
        self._builder.add(item)
        if isinstance(item, NotScanned) and item.severity == NotScanned.BINARY:
            self._summary.binaries = (self._summary.binaries or 0) + 1

    def add_audit(self, result: AuditResult) -> None:
        """Take the findings, the problems and the counts of an audit of history."""
        for audited in result.findings:
            self._builder.add_audited(audited)
        self._builder.problems += result.problems
        summary, counts = self._summary, result.summary
        summary.commits, summary.blobs, summary.size = counts.commits, counts.blobs, counts.size
        summary.binaries, summary.from_cache = counts.binaries, counts.from_cache
        summary.complete = result.complete
        if counts.is_shallow:
            summary.notes.append("This is a shallow clone: older history is not here.")
        if counts.is_partial:
            summary.notes.append("This is a partial clone: some objects may not be here.")

    def finish(self) -> int:
        """Render the report and write it where it belongs; return the exit status."""
        self._summary.seconds = time.monotonic() - self._started
        report = self._builder.report(self._situation(), self._summary)
        self._write(self._render(report, self._options()))
        failed = any(each.severity == NotScanned.ERROR for each in report.problems)
        if self._name != PRETTY or self._file:
            for problem in report.problems:
                tell_not_scanned(self._context, problem)
        return exit_status(found=bool(report.found), failed=failed)

    def _situation(self) -> Situation:
        unborn = self._scope == "staged" and not self._context.repository.has_head
        return Situation(
            self._scope,
            unborn=unborn,
            in_subdirectory=bool(os.environ.get("GIT_PREFIX")),
            rules=self._context.arguments.options.get("--rules", ""),
        )

    def _options(self) -> RenderOptions:
        is_terminal = sys.stderr.isatty() and self._file is None
        # https://no-color.org: set, and not empty.
        return RenderOptions(
            colour=is_terminal and not os.environ.get("NO_COLOR"),
            width=shutil.get_terminal_size().columns if is_terminal else _WIDTH_OF_A_FILE,
            show_secrets=self._context.arguments.has("--show-secrets"),
            show_allowed=self._context.arguments.has("--show-allowed"),
        )

    def _write(self, rendered: bytes) -> None:
        if self._file:
            with self._file:
                self._file.write(rendered)
        elif self._name == PRETTY:
            self._context.err(rendered)
        else:
            self._context.out(rendered)
