"""``git secrets --remove-provider``: a command that prints patterns, out of the git config."""

from __future__ import annotations

from git_secrets_py.commands import given
from git_secrets_py.commands.store import PROVIDERS, Store
from git_secrets_py.errors import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli import Context


def run(context: Context) -> int:
    """Remove the command given; return the exit status. Raises ``RefusedError`` without one."""
    command, store = given.provider(context), Store.of(context)
    if not store.remove(PROVIDERS, command):
        raise RefusedError(f"'{given.shown(command)}' is not in {PROVIDERS} of {store}")
    return 0
