"""One file of git's configuration, read and changed through ``git config``."""

from __future__ import annotations

import re

from git_secrets_py.git import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ConfigFile:
    """The global git config, or that of the current repository."""

    def __init__(self, scope: str) -> None:
        """``scope`` is ``--global`` or ``--local``.

        Raises ``NotARepositoryError`` for ``--local`` outside a repository.
        """
        self._git = Git()
        self._scope = scope
        if scope == "--local":
            self._git.output("rev-parse", "--git-dir")

    def __str__(self) -> str:
        return f"the {self._scope[2:]} git config"

    def values(self, key: bytes) -> list[bytes]:
        """Return the values of ``key`` in this file, without included files."""
        # Status 1: there is no such key, or no such file.
        listing = self._config("--null", "--get-all", key, accept=(0, 1))
        return listing.split(b"\0")[:-1]

    def entries(self, keys: Sequence[bytes]) -> list[tuple[bytes, bytes | None]]:
        """Return each entry of ``keys`` with its value, in the order of the file."""
        expression = b"^(" + b"|".join(re.escape(key) for key in keys) + b")$"
        listing = self._config("--null", "--get-regexp", expression, accept=(0, 1))
        split = (entry.partition(b"\n") for entry in listing.split(b"\0")[:-1])
        return [(key, value if separator else None) for key, separator, value in split]

    def add(self, key: bytes, value: bytes) -> bool:
        """Add ``value`` to ``key`` unless it is present; return whether it was added."""
        if value in self.values(key):
            return False
        self._config("--add", key, value)
        return True

    def remove(self, key: bytes, value: bytes) -> bool:
        """Remove every ``value`` of ``key``; return whether there was one."""
        if value not in self.values(key):
            return False
        self._config("--fixed-value", "--unset-all", key, value)
        return True

    def _config(self, *arguments: str | bytes, accept: tuple[int, ...] = (0,)) -> bytes:
        return self._git.output("config", self._scope, *arguments, accept=accept)
