"""The lines that sum up a run: the headline of a report, and the last line of an audit."""

from __future__ import annotations

from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.model import AuditCounts, AuditResult
    from git_secrets_py.report.model import Report

_BLOCKED = {"staged": "commit", "message": "commit", "merge": "merge", "push": "push"}
_NAMES = {"am": "patch"}
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def headline(report: Report) -> str:
    """Return the headline of ``report``, such as ``commit blocked: 1 secret in 1 file``."""
    scope = report.situation.scope
    if not report.found:
        return "no secret found" if report.summary.complete else "not everything was scanned"
    secrets = count(len(report.found), "secret")
    if scope == "history":
        return f"{secrets} in history, {_still_in_head(report)}"
    where = "the commit message" if scope == "message" else count(report.file_count, "file")
    operation = report.situation.operation or _BLOCKED.get(scope, "")
    blocked = f"{_NAMES.get(operation, operation)} blocked: " if operation else ""
    return f"{blocked}{secrets} in {where}"


def _still_in_head(report: Report) -> str:
    histories = [secret.history for secret in report.found]
    in_head = sum(history is not None and history.in_head for history in histories)
    if in_head == len(histories):
        return "still in HEAD"
    return f"{in_head:,} of them still in HEAD" if in_head else "not in HEAD any more"


def summary_line(result: AuditResult) -> str:
    """Return in one line the numbers of objects that an audit read and skipped, and of secrets."""
    counts = result.counts
    beginning = "audited" if result.complete else "incomplete, the audit was interrupted: audited"
    parts = [
        f"{beginning} {count(counts.commits, 'commit')}, {count(counts.blobs, 'blob')}"
        + (f", {count(counts.tags, 'tag')}" if counts.tags else "")
        + f" ({_size(counts.size)}) with {count(counts.patterns, 'pattern')}"
        + f" in {counts.seconds:.1f} s",
        f"{count(counts.from_cache, 'object')} from the cache" if counts.from_cache else "",
        f"{count(counts.binaries, 'binary blob')} skipped" if counts.binaries else "",
        *_limits(counts),
        count(len(result.findings), "secret") + " found",
    ]
    return "; ".join(part for part in parts if part)


def _limits(counts: AuditCounts) -> list[str]:
    """Return the reasons why the audit did not cover all of history."""
    return [
        "shallow clone: older history is missing" if counts.is_shallow else "",
        "partial clone" if counts.is_partial else "",
        f"{count(counts.missing, 'object')} missing" if counts.missing else "",
    ]


def _size(size: float) -> str:
    for unit in _UNITS[:-1]:
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} {_UNITS[-1]}"
