"""``git secrets --remove``: a pattern out of the git config."""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import RefusedError
from git_secrets_py.git.config_file import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Remove the pattern given; return the exit status. Raises ``RefusedError`` without one.

    The pattern is not read: one that is broken has to be removable too.
    """
    pattern, key, store = (
        argument_checks.pattern(context),
        argument_checks.key(context),
        Store.of(context),
    )
    if not store.remove(key, pattern):
        raise RefusedError(f"'{argument_checks.shown(pattern)}' is not in {key} of {store}")
    return 0
