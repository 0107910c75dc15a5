"""The report of findings of a certain severity or a higher one."""

from __future__ import annotations

from git_secrets_py.compact import Subset
from git_secrets_py.findings.finding import Finding
from git_secrets_py.findings.severity import is_below
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.audit.model import AuditFinding, AuditResult
    from git_secrets_py.content import NotScanned
    from git_secrets_py.findings.finding import Allowed
    from git_secrets_py.report.interface import ScanReport


class SeverityFilter:
    """Passes findings on to another report, except those below ``minimum``, which it counts."""

    def __init__(self, report: ScanReport, minimum: str) -> None:
        self._report = report
        self._minimum = minimum
        self._hidden = 0

    def add(self, item: Finding | Allowed | NotScanned) -> None:
        """Take a match, found or allowed, or a problem."""
        self.add_all((item,))

    def add_all(self, items: Iterable[Finding | Allowed | NotScanned]) -> None:
        """Take several of these, such as those of one file."""
        self._report.add_all(filter(self._is_shown, items))

    def _is_shown(self, item: Finding | Allowed | NotScanned) -> bool:
        """Return whether ``item`` is passed on; count it otherwise."""
        is_hidden = isinstance(item, Finding) and is_below(item.severity, self._minimum)
        self._hidden += is_hidden
        return not is_hidden

    def add_audit(self, result: AuditResult) -> None:
        """Take all findings and problems of an audit of history."""
        shown = at_least(self._minimum, result.findings)
        self._hidden += len(result.findings) - len(shown)
        self._report.add_audit(result._replace(findings=shown))

    def finish(self, blobs: int | None = None, notes: Sequence[str] = ()) -> int:
        """Finish the report with the number of findings that are not shown."""
        hidden = [hidden_findings(self._hidden, self._minimum)] if self._hidden else []
        return self._report.finish(blobs, [*notes, *hidden])


def at_least(minimum: str, findings: Sequence[AuditFinding]) -> Sequence[AuditFinding]:
    """Return those of ``findings`` that are not below ``minimum``."""
    severities = (one.finding.severity for one in findings)
    numbers = (number for number, one in enumerate(severities) if not is_below(one, minimum))
    return Subset(findings, numbers)


def hidden_findings(number: int, minimum: str) -> str:
    """Return the note that ``number`` findings are not shown."""
    return f"{count(number, 'finding')} below {minimum} not shown"
