"""The context of a command: its arguments, the repository and the output."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.parser import Arguments
    from git_secrets_py.git.repository import Repository

# The beginning of every message about the run itself.
PREFIX = "git secrets: "


class Context:
    """The arguments, the repository and the output of a command."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self._repository: Repository | None = None

    @property
    def repository(self) -> Repository:
        """The repository around the current directory."""
        if self._repository is None:
            from git_secrets_py.git.repository import Repository

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

    def notify(self, message: str) -> None:
        """Write one line about the run itself to standard error, prefixed with our name."""
        self.err((PREFIX + message + "\n").encode("utf-8", "surrogateescape"))
