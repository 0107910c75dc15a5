"""The entry point: the only place that catches all errors and chooses the exit status."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from git_secrets_py.cli.context import Context
from git_secrets_py.cli.parser import parse
from git_secrets_py.errors import (
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    GitSecretsError,
    UsageError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(words: Sequence[str]) -> int:
    """Run a command line (without the program's name); return the exit status."""
    try:
        context = Context(parse(words))
    except UsageError as error:
        return _misuse(error)
    verb = context.arguments.verb
    try:
        command = import_module(f"git_secrets_py.commands.{verb.module}")
        status: int = getattr(command, verb.function)(context)
    except UsageError as error:
        error.verb = verb.name
        return _misuse(error)
    except GitSecretsError as error:
        context.notify(str(error))
        return error.exit_status
    return status


def _misuse(error: UsageError) -> int:
    from git_secrets_py.cli.usage import misuse

    sys.stderr.buffer.write(misuse(error).encode("utf-8", "surrogateescape"))
    return error.exit_status


def main() -> int:
    """Run the command line of this process; return the exit status."""
    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output is gone: Python must not flush it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_INCOMPLETE
    except Exception as error:
        # Python would exit with 1, the status for findings. The message of an unexpected
        # exception may contain a secret, so only its type and place are printed.
        import traceback

        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
        sys.stderr.write(
            f"git secrets: internal error: {type(error).__name__}; the result of this run is "
            "unreliable; please report it with the lines above\n"
        )
        return EXIT_INCOMPLETE
