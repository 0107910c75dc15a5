"""The text report of hooks and of CI jobs: masked lines with IDs, and advice at the end."""

from __future__ import annotations

from git_secrets_py.content import BLOCKING
from git_secrets_py.findings.place import cell_text
from git_secrets_py.report.allow_steps import allow_steps
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.fix_steps import fix_steps
from git_secrets_py.report.formats import text
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.model import RenderOptions, Summary
from git_secrets_py.report.naming import remark, rule_name
from git_secrets_py.report.steps import considered
from git_secrets_py.report.streamed_report import TextReport, is_long
from git_secrets_py.report.summary import headline, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.report.interface import Output, ReportOptions

# With more secrets, they are summed up.
_FEW, _TABLE = 3, 10


class DetailedReport(TextReport):
    """Prints each finding as it is found, masked, with its rule and the ID that allows it."""

    def __init__(self, options: ReportOptions, output: Output) -> None:
        """Raises ``GitSecretsError`` if the output file cannot be written."""
        super().__init__(options, output)
        self._builder = ReportBuilder()
        self._shown = b""

    def _print(self, findings: Sequence[Finding]) -> None:
        """Print the line of each finding, unless it is the last one again, and its ID below it."""
        self._note_own_secrets(findings)
        for finding, line in zip(findings, self._lines_of(findings), strict=True):
            self._found = True
            self._builder.add(finding)
            written = self._write_once(line)
            self._lines += written
            rule = rule_name(finding.match.pattern)
            shown = text.id_line(rule, finding.id, finding.severity, *_remarks(finding))
            if written or shown != self._shown:
                self._write(shown)
            self._shown = shown

    def _closing(self) -> bytes:
        report = self._builder.report(self._options.situation, Summary())
        mask = Masker.of(report, RenderOptions()).path
        found = considered(report.found)
        fix = fix_steps(found, report.situation, mask)
        is_part = len(found) < len(report.found)
        allow = allow_steps(found, report.situation, mask, is_part=is_part)
        closing = [text.steps(fix, allow, in_hook=report.situation.scope in BLOCKING)]
        if len(report.found) > _TABLE:
            closing += ["", *table(report)]
        if len(report.found) > _FEW:
            closing += ["", headline(report)]
        return "\n".join(closing).encode("utf-8", "surrogateescape") + b"\n"


def _remarks(finding: Finding) -> Iterator[str]:
    """Yield the remark on the secret, how it is encoded, and where it is in a notebook or a long
    line.
    """
    match, line = finding.match, finding.line
    if remark(finding):
        yield remark(finding)
    if match.form and not match.pattern.owner:
        yield match.form
    if match.cell[0]:
        yield cell_text(match.cell)
    if line.offset or is_long(line):
        yield f"column {line.offset + match.secret[0] + 1}"
