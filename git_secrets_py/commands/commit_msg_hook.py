"""The commit-msg and applypatch-msg hooks: scan the message of a commit or of a patch."""

from __future__ import annotations

import os

from git_secrets_py.cli.active_patterns import load_for_hook
from git_secrets_py.cli.scan_runner import scan_and_report
from git_secrets_py.errors import UsageError
from git_secrets_py.sources.message import message, patch_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Scan the message in the file that git passes; return the exit status."""
    path = _path(context)
    selection = load_for_hook(context)
    source = message(path, context.repository.config, os.environ)
    return scan_and_report(context, selection, [source], "message")


def run_for_patch(context: Context) -> int:
    """Scan the message of a patch that ``git am`` applies; return the exit status."""
    source = patch_message(_path(context))
    return scan_and_report(context, load_for_hook(context), [source], "message")


def _path(context: Context) -> bytes:
    if not context.values:
        raise UsageError(f"{context.arguments.verb.name} requires the file with the message")
    return context.values[0]
