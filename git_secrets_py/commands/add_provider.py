"""``git secrets --add-provider``: a command that prints patterns, into the git config."""

from __future__ import annotations

from git_secrets_py.commands import given
from git_secrets_py.commands.store import PROVIDERS, Store
from git_secrets_py.errors import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli import Context


def run(context: Context) -> int:
    """Add the command given; return the exit status. Raises ``RefusedError`` if it is there."""
    command, store = given.provider(context), Store.of(context)
    if not store.add(PROVIDERS, command):
        raise RefusedError(f"'{given.shown(command)}' is already in {PROVIDERS} of {store}")
    return 0
