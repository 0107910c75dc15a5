"""The command line: the only place that prints, that catches errors, and that exits."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from git_secrets_py.cli.context import Context
from git_secrets_py.cli.parser import parse
from git_secrets_py.errors import GitSecretsError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


INTERRUPTED = 130
BROKEN = 2


def run(words: Sequence[str]) -> int:
    """Carry out a command line (without the program's name); return the exit status."""
    try:
        context = Context(parse(words))
    except UsageError as error:
        return _misuse(error)
    try:
        command = import_module(f"git_secrets_py.commands.{context.arguments.verb.module}")
        status: int = command.run(context)
    except UsageError as error:
        return _misuse(error)
    except GitSecretsError as error:
        context.say(str(error))
        return error.exit_status
    return status


def _misuse(error: UsageError) -> int:
    from git_secrets_py.cli.usage import usage

    text = f"git secrets: {error}\n\n{usage()}"
    sys.stderr.buffer.write(text.encode("utf-8", "surrogateescape"))
    return error.exit_status


def main() -> int:
    """Run the command line of this process; return the exit status."""
    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone. Python must not try to flush it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN
    except Exception as error:
        # Python would exit with 1, which means "found a secret". The message of an exception
        # that nobody foresaw may hold one, so only the place is told.
        import traceback

        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
        sys.stderr.write(
            f"git secrets: internal error: {type(error).__name__}; nothing is "
            "certain about this run; please report it with the lines above\n"
        )
        return BROKEN
