"""``git secrets --help`` and ``--version``."""

from __future__ import annotations

from git_secrets_py.errors import EXIT_CLEAN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Print the overview, or the help of the verb that is given; return the exit status."""
    from git_secrets_py.cli.usage import overview, verb_help
    from git_secrets_py.cli.verbs import VERBS

    topics = [verb for verb in VERBS if verb.help and verb.name in context.arguments.values]
    context.out((verb_help(topics[0]) if topics else overview()).encode())
    return EXIT_CLEAN


def version(context: Context) -> int:
    """Print the version; return the exit status. Raises ``UsageError`` if there are values."""
    from git_secrets_py import __version__
    from git_secrets_py.cli import argument_checks

    argument_checks.nothing(context)
    context.out(f"git-secrets-py {__version__}\n".encode())
    return EXIT_CLEAN
