"""``git secrets --aws-provider``: the keys of an AWS credentials file, as patterns."""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.providers import aws

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Print a pattern a line; return the exit status. Raises as ``aws.patterns`` does."""
    patterns = aws.patterns(argument_checks.at_most_one(context))
    context.out(b"".join(pattern.source + b"\n" for pattern in patterns))
    return 0
