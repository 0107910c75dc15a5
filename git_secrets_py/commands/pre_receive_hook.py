"""The pre-receive hook, on a server: scans what is new in a push, before any of it is kept."""

from __future__ import annotations

import sys

from git_secrets_py.cli.push_runner import by_pushed_files, scan_groups
from git_secrets_py.report.streaming import CLEAN
from git_secrets_py.sources.push import received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_REFUSED = (
    "the push is refused, and nothing of it is kept here; --no-verify does not pass this hook. "
    "Take the secret out of each commit that holds it, then push again"
)


def run(context: Context) -> int:
    """Scan what is received; return the exit status.

    git gives a line for each ref on standard input, and keeps the new objects apart until this
    hook admits them (git-receive-pack(1), quarantine).
    """
    updates = received(sys.stdin.buffer.read())
    if not updates:
        return CLEAN
    status = scan_groups(context, by_pushed_files(context, updates), ["--all"])
    if status != CLEAN:
        context.say(_REFUSED)
    return status
