"""``git secrets --add``: a pattern into the git config."""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import RefusedError
from git_secrets_py.git.config_file import Store
from git_secrets_py.patterns import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Add the pattern given; return the exit status.

    Raises ``PatternError`` for one that no scan could use, ``RefusedError`` for one that is there.
    """
    pattern, key, store = (
        argument_checks.pattern(context),
        argument_checks.key(context),
        Store.of(context),
    )
    for line in pattern.split(b"\n"):
        read(line)
    if not store.add(key, pattern):
        raise RefusedError(f"'{argument_checks.shown(pattern)}' is already in {key} of {store}")
    return 0
