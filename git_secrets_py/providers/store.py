"""A kind of credential store."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.providers.stored_secret import StoredSecret


class Store:
    """A kind of store: its ``name`` in the configuration and its ``title`` in reports."""

    __slots__ = ("files", "keys", "name", "parser", "title")

    def __init__(self, name: str, title: str, parser: str, files: str = "", *keys: str) -> None:
        """``parser`` names a module of ``store_parsers`` and its function.

        ``keys`` are further arguments of the function, the names in each separated by blanks.

        ``files`` are separated by ``; ``. They begin with ``~``, with ``config`` or ``data``, the
        directories of XDG_CONFIG_HOME or XDG_DATA_HOME (also APPDATA on Windows, and
        ``~/Library/Application Support`` on macOS), or with ``$NAME``, a variable with one or more
        paths. ``*`` is any name.
        """
        self.name = name
        self.title = title
        self.parser = parser
        self.files = files.split("; ") if files else []
        self.keys = keys

    def parse(self, path: str, content: bytes) -> Iterable[StoredSecret]:
        """Return the secrets in the file ``path``."""
        if self.parser == "aws":
            return _aws(path)
        name, _, function = self.parser.partition(":")
        # Not ``importlib``, which takes a hook half a millisecond to import.
        module = __import__(f"git_secrets_py.providers.store_parsers.{name}", fromlist=[function])
        parse = getattr(module, function)
        found: Iterable[StoredSecret] = parse(content, *map(str.split, self.keys))
        return found


def _aws(path: str) -> Iterable[StoredSecret]:
    from git_secrets_py.providers import aws
    from git_secrets_py.providers.stored_secret import StoredSecret

    return [StoredSecret(profile, value) for profile, value in aws.credentials(path)]
