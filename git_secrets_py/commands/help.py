"""``git secrets --help``."""

from __future__ import annotations

from git_secrets_py.cli.usage import usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Print the usage; return the exit status."""
    context.out(usage().encode())
    return 0
