"""``git secrets --version``."""

from __future__ import annotations

from git_secrets_py._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Print the version; return the exit status."""
    context.out(f"git-secrets-py {__version__}\n".encode())
    return 0
