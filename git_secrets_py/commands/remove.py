"""``git secrets --remove``: a pattern out of the git config."""

from __future__ import annotations

from git_secrets_py.commands import given
from git_secrets_py.commands.store import Store
from git_secrets_py.errors import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli import Context


def run(context: Context) -> int:
    """Remove the pattern given; return the exit status. Raises ``RefusedError`` without one.

    The pattern is not read: one that is broken has to be removable too.
    """
    pattern, key, store = given.pattern(context), given.key(context), Store.of(context)
    if not store.remove(key, pattern):
        raise RefusedError(f"'{given.shown(pattern)}' is not in {key} of {store}")
    return 0
