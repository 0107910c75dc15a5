"""``git secrets --scan-fleet``."""

from __future__ import annotations

from git_secrets_py.errors import UsageError
from git_secrets_py.fleet.command import scan_fleet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Audit the repositories that the sources list; return the exit status.

    Raises ``UsageError`` without a source.
    """
    if not context.arguments.values:
        raise UsageError("--scan-fleet requires a list of repositories, or a directory")
    return scan_fleet(context)
