"""The commit-msg hook: scans the message of a commit."""

from __future__ import annotations

import os

from git_secrets_py.cli.scan_runner import load_for_hook, scan_and_report
from git_secrets_py.errors import UsageError
from git_secrets_py.sources.message import message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Scan the message in the file that git passes; return the exit status."""
    if not context.values:
        raise UsageError("--commit_msg_hook requires the file with the message")
    registry = load_for_hook(context)
    source = message(context.values[0], context.repository.config, os.environ)
    return scan_and_report(context, registry, [source], "message")
