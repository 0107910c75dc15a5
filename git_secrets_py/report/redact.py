"""Masking for the text format, which prints findings one by one as they come."""

from __future__ import annotations

from git_secrets_py.model import Finding, MatchedLine
from git_secrets_py.report.masking import Masker


class Redactor:
    """Masks the secrets of findings."""

    def __init__(self) -> None:
        self._last: tuple[Finding, Finding] | None = None

    def finding(self, finding: Finding) -> Finding:
        """Return ``finding`` with every match of its line masked, there and in its path.

        To be shown, no more: its fingerprint is that of the masked secret.
        """
        line = finding.line
        if self._last is None or self._last[0].line is not line:
            self._last = finding, _redacted(finding)
        shown = self._last[1]
        return Finding(shown.path, shown.line, finding.match, finding.commit)


def _redacted(finding: Finding) -> Finding:
    line = finding.line
    masker = Masker(line.secret(match) for match in line.matches)
    shown = MatchedLine(line.number, masker.line(line), line.matches, line.offset)
    return Finding(masker.path(finding.path), shown, finding.match, finding.commit)
