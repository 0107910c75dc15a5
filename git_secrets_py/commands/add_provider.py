"""``git secrets --add-provider``: a command that prints patterns, into the git config."""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import RefusedError
from git_secrets_py.git.config_file import PROVIDERS, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Add the command given; return the exit status. Raises ``RefusedError`` if it is there."""
    command, store = argument_checks.provider(context), Store.of(context)
    if not store.add(PROVIDERS, command):
        raise RefusedError(
            f"'{argument_checks.shown(command)}' is already in {PROVIDERS} of {store}"
        )
    return 0
