"""Values of ``secrets.*`` in one file of git's configuration, read and written through git."""

from __future__ import annotations

from git_secrets_py.git.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

PATTERNS = "secrets.patterns"
ALLOWED = "secrets.allowed"
PROVIDERS = "secrets.providers"


class Store:
    """The user's own configuration, or that of the repository we stand in."""

    def __init__(self, scope: str) -> None:
        """``scope`` is ``--global`` or ``--local``.

        Raises ``NotARepositoryError`` where there is no repository to be local to.
        """
        self._git = Git()
        self._scope = scope
        if scope == "--local":
            self._git.output("rev-parse", "--git-dir")

    @classmethod
    def of(cls, context: Context) -> Store:
        """Return the store that the command line speaks of."""
        return cls("--global" if context.arguments.has("--global") else "--local")

    def __str__(self) -> str:
        owner = "the user" if self._scope == "--global" else "the repository"
        return f"the git config of {owner}"

    def values(self, key: str) -> list[bytes]:
        """Return the values of ``key`` in this file; other files and includes do not count."""
        # Status 1: there is no such key, or no such file.
        listing = self._config("--null", "--get-all", key, accept=(0, 1))
        return listing.split(b"\0")[:-1]

    def listing(self) -> bytes:
        """Return a line ``key value`` for each of our keys, in the order of the file."""
        return self._config(
            "--get-regexp", r"^secrets\.(patterns|allowed|providers)$", accept=(0, 1)
        )

    def add(self, key: str, value: bytes) -> bool:
        """Add ``value`` to ``key``; return whether it had to be added."""
        if value in self.values(key):
            return False
        self._config("--add", key, value)
        return True

    def remove(self, key: str, value: bytes) -> bool:
        """Remove every ``value`` of ``key``; return whether there was one."""
        if value not in self.values(key):
            return False
        self._config("--fixed-value", "--unset-all", key, value)
        return True

    def _config(self, *arguments: str | bytes, accept: tuple[int, ...] = (0,)) -> bytes:
        return self._git.output("config", self._scope, *arguments, accept=accept)
