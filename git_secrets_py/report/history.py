"""Commits and the states of secrets in history, as reports show them."""

from __future__ import annotations

from git_secrets_py.content import HEXADECIMAL, IN_INDEX, UNATTRIBUTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.report.model import ReportedSecret

_SHORT_COMMIT = 12


def commit_text(commit: bytes) -> str:
    """Return the abbreviated ID of ``commit``, or its placeholder."""
    return (
        commit[:_SHORT_COMMIT].decode() if is_commit(commit) else commit.decode("utf-8", "replace")
    )


def is_commit(commit: bytes) -> bool:
    """Return whether ``commit`` is an object ID and not a placeholder such as ``(index)``."""
    return bool(commit) and not commit.strip(HEXADECIMAL)


def state_of(secret: ReportedSecret) -> str:
    """Return the state of a secret in history, or ``""`` if it was not found in history."""
    found = secret.history
    if found is None:
        return ""
    if found.in_head:
        now = "still in HEAD"
    elif secret.place.commit == IN_INDEX:
        now = "staged, not committed yet"
    elif secret.place.commit == UNATTRIBUTED:
        now = "not traced to a commit: rotate it"
    elif found.reachable:
        now = "only in history: rotate it; rewriting history does not undo the leak"
    else:
        now = "unreachable from branches and tags: rotate it if it was ever pushed"
    return now + ("; already on a remote" if found.on_remote else "")
