"""The user's own secrets in the credential stores of this machine: ``secrets.local``.

A store is read only if one of its files exists, and only the module for it is imported. Nothing
is written, and nothing is sent anywhere.
"""

from __future__ import annotations

import os
import stat
import sys

from git_secrets_py.content import PATTERNS_LIMIT
from git_secrets_py.errors import ConfigurationError, GitSecretsError, ProviderError, unknown_value
from git_secrets_py.files import open_regular, read_regular
from git_secrets_py.providers.own_secret import OwnSecret
from git_secrets_py.providers.store import Store
from git_secrets_py.providers.store_table import STORES
from git_secrets_py.providers.stored_secret import is_distinctive, is_reference, without_scheme
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from git_secrets_py.providers.stored_secret import StoredSecret

ALL = "all"
VAULT = "vault"
_DOTENV = "dotenv"
_OF_MACOS = "Library/Application Support"
_ENVIRONMENT = "env"
# Files beside ``.env`` that are committed on purpose.
_SAMPLES = ("example", "sample", "template", "dist", "defaults", "schema", "vault")
_NOT_SEARCHED = ("node_modules", "vendor", "venv")
# The most directories in a work tree that are searched for ``.env`` files.
_MOST_FOLDERS = 200


class Contents:
    """The content of a store here: its files, its secrets, and the number of values left out."""

    __slots__ = ("files", "left_out", "secrets", "store")

    def __init__(self, store: Store) -> None:
        self.store = store
        self.files: list[str] = []
        self.secrets: dict[bytes, OwnSecret] = {}
        self.left_out = 0

    def add(self, found: Iterable[StoredSecret], profile: str = "") -> None:
        """Add the secrets that are distinctive; ``profile`` is that of those without one."""
        for secret in found:
            value = without_scheme(secret.value)
            if is_distinctive(value) and not is_reference(value):
                own = OwnSecret(
                    self.store.name,
                    self.store.title,
                    secret.profile or profile,
                    value,
                    short_lived=secret.short_lived,
                )
                self.secrets.setdefault(value, own)
            else:
                self.left_out += not is_reference(value)


class Machine:
    """The places to look in: the variables of the environment, and functions of the caller."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        dotenv: Callable[[], Iterable[str]] = tuple,
        vault: Callable[[], Iterable[bytes]] = tuple,
    ) -> None:
        """``dotenv`` returns the paths of ignored ``.env`` files, ``vault`` a command's output."""
        self.environ = environ
        self.home = os.path.expanduser("~")
        self.dotenv = dotenv
        self.vault = vault
        self._bases = {
            "~": [self.home],
            "config": self._directories("XDG_CONFIG_HOME", ".config"),
            "data": self._directories("XDG_DATA_HOME", ".local/share"),
        }

    def paths(self, store: Store) -> Iterator[str]:
        """Yield the paths of the files of ``store`` that exist, each once."""
        if store.name == _DOTENV:
            yield from self.dotenv()
            return
        found = (path for file in store.files for path in self._expanded(file))
        for path in dict.fromkeys(found):
            yield from _existing(path)

    def _expanded(self, file: str) -> Iterator[str]:
        first, _, rest = file.partition("/")
        if first.startswith("$"):
            named = self.environ.get(first[1:], "")
            for one in named.split(os.pathsep if first == "$KUBECONFIG" else "\0"):
                if one:
                    yield os.path.expanduser(os.path.join(one, rest) if rest else one)
            return
        for base in self._bases[first]:
            yield os.path.join(base, *rest.split("/"))

    def _directories(self, variable: str, default: str) -> list[str]:
        """Return the directory in ``variable``, ``default`` in the home directory, and APPDATA.

        Not all programs honor the variable. On macOS, some have a directory of the system.
        """
        named = self.environ.get(variable), self.environ.get("APPDATA")
        below = (default, _OF_MACOS) if sys.platform == "darwin" else (default,)
        return [*filter(None, named), *(os.path.join(self.home, one) for one in below)]


def stores(names: Iterable[str]) -> list[Store]:
    """Return the stores with ``names``; ``all`` names every store.

    Raises ``ConfigurationError`` for an unknown name.
    """
    wanted = set(names)
    for name in sorted(wanted - {ALL, *(store.name for store in STORES)}):
        choices = (ALL, *dict.fromkeys(store.name for store in STORES))
        raise ConfigurationError(f"secrets.local: {unknown_value('store', name, choices)}")
    return [store for store in STORES if ALL in wanted or store.name in wanted]


def read(store: Store, machine: Machine) -> Contents:
    """Return the secrets in ``store``; raises ``ProviderError`` for a file that cannot be read."""
    contents = Contents(store)
    if store.name == _ENVIRONMENT:
        from git_secrets_py.providers.store_parsers.services import environment

        variables = {os.fsencode(name): os.fsencode(text) for name, text in machine.environ.items()}
        contents.add(environment(variables))
    elif store.name == VAULT:
        contents.add(_parsed(store, "", b"\n".join(machine.vault())))
    else:
        for path in machine.paths(store):
            contents.files.append(path)
            contents.add(_parsed(store, path, _content(store, path)), _profile(store, path))
    return contents


def _parsed(store: Store, path: str, content: bytes) -> list[StoredSecret]:
    """Return the secrets in the file ``path`` of ``store``; raises ``ProviderError``."""
    try:
        return list(store.parse(path, content))
    except GitSecretsError:
        raise
    except Exception as error:  # its message may hold a secret
        where = in_one_line(path) or "its output"
        raise ProviderError(
            f"provider '{store.name}' cannot parse {where}: {type(error).__name__}. "
            "Please report it, and leave this store out of secrets.local until then."
        ) from None


def own_secrets(names: Iterable[str], machine: Machine) -> list[OwnSecret]:
    """Return the secrets in the stores with ``names``, each value once."""
    distinct: dict[bytes, OwnSecret] = {}
    for store in stores(names):
        for value, secret in read(store, machine).secrets.items():
            distinct.setdefault(value, secret)
    return list(distinct.values())


def dotenv_files(top: str) -> list[str]:
    """Return the ``.env`` files in ``top`` and in the directories in it, as paths from ``top``.

    Those meant as samples are left out. Whether git ignores them is left to the caller.
    """
    found = list(_dotenv_in(top, ""))
    for entry in _entries(top)[:_MOST_FOLDERS]:
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and not entry.name.startswith(".") and entry.name not in _NOT_SEARCHED:
            found += _dotenv_in(entry.path, entry.name + "/")
    return found


def _dotenv_in(folder: str, prefix: str) -> Iterator[str]:
    for entry in _entries(folder):
        is_sample = entry.name.endswith(_SAMPLES)
        # ``.env`` may be the directory of a virtual environment.
        if entry.name.startswith(".env") and not is_sample and not entry.is_dir():
            yield prefix + entry.name


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # of another user, or removed meanwhile
        return []


def _existing(path: str) -> Iterator[str]:
    """Yield ``path`` if it exists; if it has a wildcard, the paths of files that match.

    A path that cannot be looked up or listed is yielded as well: reading it is the error.
    """
    folder, star, rest = path.partition("*")
    if not star:
        if _mode(path):
            yield path
        return
    suffix, _, below = rest.partition("/")
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield folder
        return
    for name in names:
        inside = os.path.join(folder, name, below) if below else os.path.join(folder, name)
        if name.endswith(suffix) and stat.S_ISREG(_mode(inside)):
            yield inside


def _mode(path: str) -> int:
    """Return the mode of the file ``path``; 0 if there is none, or for the null device.

    Users disable a file by a link or a variable that leads to the null device.
    """
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError:  # such as in a directory that this user may not enter
        return stat.S_IFREG
    is_null = stat.S_ISCHR(found.st_mode) and os.path.samestat(found, os.stat(os.devnull))
    return 0 if is_null else found.st_mode


def _profile(store: Store, path: str) -> str:
    """Return the name of the file if a store has one for each secret."""
    return os.path.basename(path) if store.files and store.files[0].endswith("/*") else ""


def _content(store: Store, path: str) -> bytes:
    """Return the content of the file ``path``, decoded; raises ``ProviderError``."""
    try:
        if store.parser == "aws":
            os.close(open_regular(path, follow=True))  # its parser reads the file
            return b""
        return _decoded(read_regular(path, PATTERNS_LIMIT, follow=True))
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
    raise ProviderError(
        f"provider '{store.name}' cannot read {in_one_line(path)}: {reason}. "
        "Make it readable, or name the stores to read in secrets.local."
    )


def _decoded(content: bytes) -> bytes:
    """Return ``content`` as UTF-8 if it is in another encoding; a database is left as it is."""
    if content.isascii() and 0 not in content:
        return content  # fast path: a hook imports nothing
    from git_secrets_py.pattern_files import TextError, decode

    try:
        return decode(content)
    except TextError:
        return content
