"""The one line that ends an audit."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.model import AuditResult, Summary

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def summary_line(result: AuditResult) -> str:
    """Return what an audit read, skipped and found, in one line."""
    summary = result.summary
    beginning = "audited" if result.complete else "incomplete, the audit was interrupted: audited"
    parts = [
        f"{beginning} {_count(summary.commits, 'commit')}, {_count(summary.blobs, 'blob')}"
        + (f", {_count(summary.tags, 'tag')}" if summary.tags else "")
        + f" ({_size(summary.size)}) with {_count(summary.patterns, 'pattern')}"
        + f" in {summary.seconds:.1f} s",
        f"{summary.from_cache:,} objects from the cache" if summary.from_cache else "",
        f"{_count(summary.binaries, 'binary blob')} skipped" if summary.binaries else "",
        *_limits(summary),
        _count(len(result.findings), "secret") + " found",
    ]
    return "; ".join(part for part in parts if part)


def _limits(summary: Summary) -> list[str]:
    """Return what keeps the audit from being one of all history."""
    return [
        "shallow clone: older history is not here" if summary.is_shallow else "",
        "partial clone" if summary.is_partial else "",
        f"{_count(summary.missing, 'object')} missing" if summary.missing else "",
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _size(size: float) -> str:
    for unit in _UNITS[:-1]:
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} {_UNITS[-1]}"
