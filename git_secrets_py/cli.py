"""The command line: the only place that prints, that catches errors, and that exits."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from git_secrets_py.arguments import parse
from git_secrets_py.errors import GitSecretsError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.arguments import Arguments
    from git_secrets_py.repo.repository import Repository

INTERRUPTED = 130
BROKEN = 2


class Context:
    """What a command works with: its arguments, the repository, and where to write."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self._repository: Repository | None = None

    @property
    def repository(self) -> Repository:
        """The repository around the current directory."""
        if self._repository is None:
            from git_secrets_py.repo.repository import Repository

            self._repository = Repository()
        return self._repository

    @property
    def values(self) -> list[bytes]:
        """The values of the command line, as bytes."""
        return [os.fsencode(value) for value in self.arguments.values]

    def out(self, text: bytes) -> None:
        """Write to standard output."""
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()

    def err(self, text: bytes) -> None:
        """Write to standard error."""
        sys.stderr.buffer.write(text)
        sys.stderr.buffer.flush()

    def say(self, message: str) -> None:
        """Write one line about the run itself, in our name, to standard error."""
        self.err(b"git secrets: " + message.encode("utf-8", "surrogateescape") + b"\n")


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
    from git_secrets_py.usage import usage

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
