"""``git secrets --remove-provider``: a command that prints patterns, out of the git config."""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import RefusedError
from git_secrets_py.git.config_file import PROVIDERS, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Remove the command given; return the exit status. Raises ``RefusedError`` without one."""
    command, store = argument_checks.provider(context), Store.of(context)
    if not store.remove(PROVIDERS, command):
        raise RefusedError(f"'{argument_checks.shown(command)}' is not in {PROVIDERS} of {store}")
    return 0
