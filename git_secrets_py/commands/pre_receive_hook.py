"""The pre-receive hook, on a server: scans the new objects of a push before it is accepted."""

from __future__ import annotations

from git_secrets_py.cli.push_runner import by_pushed_files, scan_groups
from git_secrets_py.errors import EXIT_CLEAN
from git_secrets_py.files import standard_input
from git_secrets_py.sources.push import received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_REJECTED = (
    "the push was rejected; --no-verify does not skip this hook. "
    "Remove the secret from every commit that contains it, then push again"
)


def run(context: Context) -> int:
    """Scan the objects received; return the exit status.

    git passes a line for each ref on standard input, and keeps the new objects in quarantine
    until this hook accepts them (git-receive-pack(1)).
    """
    updates = received(standard_input().read())
    if not updates:
        return EXIT_CLEAN
    status = scan_groups(context, by_pushed_files(context, updates), ["--all"])
    if status != EXIT_CLEAN:
        context.notify(_REJECTED)
    return status
