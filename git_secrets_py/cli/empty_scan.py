"""The reason why a scan or an audit found nothing to scan: a clean status alone would mislead."""

from __future__ import annotations

import os

from git_secrets_py.content import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_MOST_NAMED = 3


def nothing_to_scan(context: Context) -> NotScanned:
    """Return the warning of a ``--scan`` that found neither a file nor a problem."""
    return NotScanned(f"nothing was scanned: {_reason(context)}", NotScanned.WARNING)


def nothing_to_audit(context: Context) -> NotScanned:
    """Return the warning of an audit that found neither a commit nor a blob."""
    revisions = " ".join(context.arguments.values)
    reason = f"no commit is in {revisions}" if revisions else "this repository has no commits"
    return NotScanned(f"nothing was scanned: {reason}", NotScanned.WARNING)


def _reason(context: Context) -> str:
    has, paths = context.arguments.has, context.arguments.values
    of_paths = f" in {', '.join(paths[:_MOST_NAMED])}" if paths else ""
    if len(paths) > _MOST_NAMED:
        of_paths += f" and {len(paths) - _MOST_NAMED} more"
    if has("--no-index") or has("--recursive"):
        return f"there is no file{of_paths or ' in this directory'}"
    if context.repository.is_bare:
        return "a bare repository has no index; scan it with 'git secrets --scan-history'"
    if _is_without_index(context):
        return (
            "nothing is checked out, and there is no index; run 'git checkout' first, "
            "or 'git secrets --scan-history'"
        )
    if has("--cached"):
        return f"the index has no file{of_paths}"
    if has("--untracked"):
        return f"there is no file{of_paths} that is not ignored"
    return f"no file{of_paths} is tracked; add it with 'git add', or use --untracked"


def _is_without_index(context: Context) -> bool:
    """Return whether HEAD is a commit without an index, as after ``git clone --no-checkout``."""
    repository = context.repository
    configured = os.environ.get("GIT_INDEX_FILE")
    index = os.fsencode(configured) if configured else repository.path_in_git_dir("index")
    return not os.path.exists(index) and repository.has_head
