"""What a report comes to, in one line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.report.model import Report

_BLOCKED = {"staged": "commit", "message": "commit", "merge": "merge", "push": "push"}


def counted(number: int, noun: str) -> str:
    """Return ``1 secret``, ``2 secrets``, ``1,000 secrets``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def headline(report: Report) -> str:
    """Return what was found: ``commit blocked: 1 secret in 1 file``."""
    scope = report.situation.scope
    if not report.found:
        return "no secret found" if report.summary.complete else "not everything was scanned"
    secrets = counted(len(report.found), "secret")
    if scope == "history":
        return f"{secrets} in history, {_whereabouts(report)}"
    where = "the commit message" if scope == "message" else counted(report.file_count, "file")
    blocked = f"{_BLOCKED[scope]} blocked: " if scope in _BLOCKED else ""
    return f"{blocked}{secrets} in {where}"


def _whereabouts(report: Report) -> str:
    in_head = sum(
        secret.attribution is not None and secret.attribution.in_head for secret in report.found
    )
    if in_head == len(report.found):
        return "still in HEAD"
    return f"{in_head:,} of them still in HEAD" if in_head else "not in HEAD any more"
