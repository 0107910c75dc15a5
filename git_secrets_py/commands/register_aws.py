"""``git secrets --register-aws``: the AWS patterns and provider, into the git config."""

from __future__ import annotations

from git_secrets_py import rules
from git_secrets_py.cli import argument_checks
from git_secrets_py.git.config_file import ALLOWED, PATTERNS, PROVIDERS, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

# Both this program and the original can run it.
PROVIDER = b"git secrets --aws-provider"


def run(context: Context) -> int:
    """Add what is not there yet, say ``OK``, and return the exit status."""
    argument_checks.nothing(context)
    store, aws = Store.of(context), rules.load("aws")
    store.add(PROVIDERS, PROVIDER)
    for pattern in aws.patterns:
        store.add(PATTERNS, pattern.source)
    for pattern in aws.allowed:
        store.add(ALLOWED, pattern.source)
    context.out(b"OK\n")
    return 0
