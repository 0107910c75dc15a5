"""The commit-msg and applypatch-msg hooks: scan the message of a commit or of a patch."""

from __future__ import annotations

import os

from git_secrets_py.errors import UsageError
from git_secrets_py.git.objects import FOLLOW_LINKS, Batch
from git_secrets_py.sources.message import message, patch_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from git_secrets_py.cli.context import Context
    from git_secrets_py.content import Blob


def run(context: Context) -> int:
    """Scan the message in the file that git passes; return the exit status."""
    path = _path(context)
    return _scan(context, lambda: message(path, context.repository, os.environ))


def run_for_patch(context: Context) -> int:
    """Scan the message of a patch that ``git am`` applies; return the exit status."""
    path = _path(context)
    return _scan(context, lambda: patch_message(path))


def _scan(context: Context, source: Callable[[], Blob]) -> int:
    with Batch(context.repository.git, FOLLOW_LINKS) as batch:
        # Imported while git runs.
        from git_secrets_py.cli.active_patterns import load_for_hook
        from git_secrets_py.cli.scan_runner import scan_and_report

        return scan_and_report(context, load_for_hook(context, batch), [source()], "message")


def _path(context: Context) -> bytes:
    if not context.values:
        raise UsageError(f"{context.arguments.verb.name} requires the file with the message")
    return context.values[0]
