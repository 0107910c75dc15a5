"""The builder of reports: one entry for each secret, with all its places."""

from __future__ import annotations

from dataclasses import replace

from git_secrets_py.model import NotScanned
from git_secrets_py.report.model import Place, Report, ReportedSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.model import Finding, Pattern
    from git_secrets_py.report.model import Situation, Summary

    Key = tuple[str, bytes, str]

# Beyond this column of a line a byte counts as a code unit: decoding megabytes for each match of
# a line takes too long.
_COUNTED = 64 << 10


class ReportBuilder:
    """Collects the results of a scan."""

    def __init__(self) -> None:
        self._secrets: dict[Key, tuple[Finding, Pattern | None, dict[Place, None]]] = {}
        self._audited: list[ReportedSecret] = []
        self.problems: list[NotScanned] = []

    def add(self, item: Finding | NotScanned, allowed_by: Pattern | None = None) -> None:
        """Add a problem or a finding; with ``allowed_by``, a match that this pattern allows."""
        if isinstance(item, NotScanned):
            self.problems.append(item)
            return
        allowing = (allowed_by.source, str(allowed_by.origin)) if allowed_by else (b"", "")
        key = (item.id, *allowing)
        # Two patterns may find one secret at one place.
        self._secrets.setdefault(key, (item, allowed_by, {}))[2][place_of(item)] = None

    def add_audited(self, audited: AuditFinding) -> None:
        """Add a secret that an audit of history found."""
        finding = audited.finding
        self._audited.append(
            ReportedSecret(
                finding,
                finding.id,
                place_of(finding),
                further_count=audited.further_count,
                history=audited,
            )
        )

    def report(self, situation: Situation, summary: Summary) -> Report:
        """Return the report; it is incomplete if a problem is an error."""
        if any(problem.severity == NotScanned.ERROR for problem in self.problems):
            summary = replace(summary, complete=False)
        secrets = [
            _secret(fingerprint, finding, allowed_by, list(places))
            for (fingerprint, *_), (finding, allowed_by, places) in self._secrets.items()
        ]
        return Report(situation, summary, secrets + self._audited, self.problems)


def _secret(
    fingerprint: str, finding: Finding, allowed_by: Pattern | None, places: Sequence[Place]
) -> ReportedSecret:
    return ReportedSecret(
        finding,
        fingerprint,
        places[0],
        places[1:],
        further_count=len(places) - 1,
        allowed_by=allowed_by,
    )


def place_of(finding: Finding) -> Place:
    """Return the place of the secret of ``finding``."""
    line, (start, end) = finding.line, finding.match.secret
    unit = line.offset + _units(line.content[:start]) + 1
    return Place(
        finding.path,
        line.number,
        column=line.offset + start + 1,
        end=line.offset + end + 1,
        unit=unit,
        unit_end=unit + _units(line.content[start:end]),
        commit=finding.commit,
    )


def _units(text: bytes) -> int:
    """Return the number of UTF-16 code units of ``text``."""
    if len(text) > _COUNTED or text.isascii():
        return len(text)
    return len(text.decode("utf-8", "replace").encode("utf-16-le")) // 2
