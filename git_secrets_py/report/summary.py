"""The lines that sum up a run: the headline of a report, and the last line of an audit."""

from __future__ import annotations

from git_secrets_py.content import IN_MESSAGE, IN_TAG
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.model import AuditCounts, AuditResult, ObjectCounts
    from git_secrets_py.report.model import Report

_BLOCKED = {"staged": "commit", "message": "commit", "merge": "merge", "push": "push"}
_NAMES = {"am": "patch"}
_MESSAGES = {IN_MESSAGE: "commit message", IN_TAG: "tag message"}
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def headline(report: Report) -> str:
    """Return the headline of ``report``, such as ``commit blocked: 1 secret in 1 file``."""
    scope = report.situation.scope
    if not len(report.found):
        return "no secret found" if report.is_complete else "not everything was scanned"
    secrets = count(len(report.found), "secret")
    if scope == "history":
        return f"{secrets} {_where_in_history(report)}"
    where = "the commit message" if scope == "message" else _where(report)
    operation = report.situation.operation or _BLOCKED.get(scope, "")
    blocked = f"{_NAMES.get(operation, operation)} blocked: " if operation else ""
    return f"{blocked}{secrets} in {where}"


def _where(report: Report) -> str:
    """Return the numbers of files, and of messages, which are not files."""
    messages = {_MESSAGES[path]: len(one) for path, one in report.totals.messages.items()}
    files = len(report.totals.files) - sum(number > 0 for number in messages.values())
    numbers = {"file": files, **messages}
    return ", ".join(count(number, noun) for noun, number in numbers.items() if number)


def table(report: Report) -> list[str]:
    """Return the number of secrets and of files of each rule, in lines."""
    lines = []
    for name, totals in report.totals.rules.items():
        secrets = count(totals.secrets, "secret")
        lines.append(f"{secrets:>13} in {count(len(totals.files), 'file'):<10} {name}")
    return lines


def _where_in_history(report: Report) -> str:
    total, totals = len(report.found), report.totals
    in_head, staged = totals.in_head, totals.staged
    if totals.unattributed == total:
        return "in the repository, not traced to commits"
    if in_head == total:
        return "in history, still in HEAD"
    if staged == total:
        return "staged, not committed yet"
    also = f", {staged:,} staged" if staged else ""
    if not in_head:
        return f"in history, no longer in HEAD{also}"
    return f"in history, {in_head:,} of them still in HEAD{also}"


def summary_line(result: AuditResult, secrets: int) -> str:
    """Return in one line the numbers of objects that an audit read and skipped, and ``secrets``."""
    counts = result.counts
    beginning = "" if result.complete else "incomplete, the audit was interrupted: "
    covered = counts.covered
    numbers = count(covered.commits, "commit"), count(covered.blobs, "blob"), *_tags(covered)
    parts = [
        f"{beginning}audited {', '.join(numbers)}"
        f" ({size_text(covered.size)} in total{_read_now(counts)})"
        f" with {count(counts.patterns, 'pattern')} in {counts.seconds:.1f} s",
        f"{count(counts.binaries, 'binary blob')} skipped" if counts.binaries else "",
        unreachable_matches(counts),
        *_limits(counts),
        count(secrets, "secret") + " found",
    ]
    return "; ".join(part for part in parts if part)


def _read_now(counts: AuditCounts) -> str:
    """Return how many of the covered objects an earlier audit has read; empty if none."""
    read = counts.read
    if not counts.from_cache:
        return ""
    numbers = {"commit": read.commits, "blob": read.blobs}
    texts = [count(number, noun) for noun, number in numbers.items() if number] + _tags(read)
    if not texts:
        return "; all read by an earlier audit"
    return f"; read now: {', '.join(texts)}; the rest by an earlier audit"


def _tags(counts: ObjectCounts) -> list[str]:
    return [count(counts.tags, "tag")] if counts.tags else []


def unreachable_matches(counts: AuditCounts) -> str:
    """Return how many unreachable objects match and are left out; empty if none are."""
    if not counts.unreachable:
        return ""
    number = count(counts.unreachable, "unreachable object")
    return f"{number} with matches left out (--unreachable includes them)"


def _limits(counts: AuditCounts) -> list[str]:
    """Return the reasons why the audit did not cover all of history."""
    return [
        "shallow clone: older history is missing" if counts.is_shallow else "",
        "partial clone" if counts.is_partial else "",
        f"{count(counts.missing, 'object')} missing" if counts.missing else "",
    ]


def size_text(size: float) -> str:
    """Return ``size``, in bytes, in the unit that suits it."""
    for unit in _UNITS[:-1]:
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} {_UNITS[-1]}"
