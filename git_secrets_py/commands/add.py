"""``git secrets --add``: a pattern into the git config."""

from __future__ import annotations

from git_secrets_py.commands import given
from git_secrets_py.commands.store import Store
from git_secrets_py.errors import RefusedError
from git_secrets_py.patterns import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli import Context


def run(context: Context) -> int:
    """Add the pattern given; return the exit status.

    Raises ``PatternError`` for one that no scan could use, ``RefusedError`` for one that is there.
    """
    pattern, key, store = given.pattern(context), given.key(context), Store.of(context)
    for line in pattern.split(b"\n"):
        read(line)
    if not store.add(key, pattern):
        raise RefusedError(f"'{given.shown(pattern)}' is already in {key} of {store}")
    return 0
