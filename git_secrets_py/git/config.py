"""The settings of git's configuration, and the keys of those that are ours."""

from __future__ import annotations

from git_secrets_py.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# The keys in git's configuration, in lower case as ``git config --list`` prints them.
PATTERNS_KEY = b"secrets.patterns"
ALLOWED_KEY = b"secrets.allowed"
PROVIDERS_KEY = b"secrets.providers"
RULES_KEY = b"secrets.rules"
LOCAL_KEY = b"secrets.local"
VAULT_KEY = b"secrets.vault"
REDACT_KEY = b"secrets.redact"
DECODE_KEY = b"secrets.decode"
ARCHIVES_KEY = b"secrets.archives"
MIN_SEVERITY_KEY = b"secrets.minseverity"
INLINE_ALLOW_KEY = b"secrets.inlineallow"
SERVER_ALLOW_ONLY_KEY = b"secrets.serverallowonly"
RULE_FILE_KEY = b"secrets.rulesfile"
BOOLEAN_KEYS = (REDACT_KEY, DECODE_KEY, ARCHIVES_KEY, INLINE_ALLOW_KEY, SERVER_ALLOW_ONLY_KEY)
# git's name for the options ``-c`` and the variables ``GIT_CONFIG_KEY_<n>``: not a file.
OF_A_RUN = "command line"
_TRUE = (b"true", b"yes", b"on")
_FALSE = (b"false", b"no", b"off", b"")
_ORIGIN = b"remote.origin.url"
_LARGEST = 2**31 - 1
_UNITS = {b"k": 2**10, b"m": 2**20, b"g": 2**30}


def file_of(origin: str) -> str:
    """Return the file that ``git config --show-origin`` names, or ``OF_A_RUN``."""
    return OF_A_RUN if origin == OF_A_RUN + ":" else origin.removeprefix("file:")


def split_names(text: str) -> list[str]:
    """Return the names in ``text``, which are separated by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


class Setting:
    """A configuration entry: its lower-case key, its value, and the file that sets it."""

    __slots__ = ("key", "origin", "scope", "value")

    def __init__(self, key: bytes, value: bytes | None, origin: str, scope: bytes = b"") -> None:
        """``value`` is ``None`` for a key without ``=``, which git reads as true.

        ``scope`` is git's name for the kind of the file, such as ``local``.
        """
        self.key = key
        self.value = value
        self.origin = origin
        self.scope = scope

    @classmethod
    def parse(cls, scope: bytes, origin: bytes, entry: bytes) -> Setting:
        """Parse what ``git config --null --show-scope --show-origin`` prints of an entry."""
        key, separator, value = entry.partition(b"\n")
        file = file_of(origin.decode("utf-8", "replace")).replace("\n", "\\n")
        return cls(key, value if separator else None, file, scope)

    @property
    def names(self) -> list[str]:
        """The names in its value, such as those of rule sets."""
        return split_names((self.value or b"").decode("utf-8", "replace"))


class Config:
    """The active settings, in the order in which git reads them: the last one wins."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self.settings = list(settings)

    @classmethod
    def parse(cls, listing: bytes) -> Config:
        """Parse the output of ``git config --null --show-scope --show-origin --list``."""
        fields = listing.split(b"\0")[:-1]
        return cls(map(Setting.parse, fields[0::3], fields[1::3], fields[2::3]))

    def all(self, key: bytes) -> list[Setting]:
        """Return every setting of ``key`` (section and name in lower case)."""
        return [setting for setting in self.settings if setting.key == key]

    def get(self, key: bytes) -> bytes | None:
        """Return the value of ``key``; ``None`` if it is not set."""
        settings = self.all(key)
        return settings[-1].value if settings else None

    @property
    def remote(self) -> bytes:
        """The address of the remote ``origin``, or else of the first one; empty without any."""
        found = self.all(_ORIGIN) or [one for one in self.settings if _is_remote(one.key)]
        return found[0].value or b"" if found else b""

    def is_true(self, key: bytes, *, default: bool = False) -> bool:
        """Return the boolean ``key`` (git-config(1), *boolean*), ``default`` if it is not set.

        Raises ``ConfigurationError`` for a value that git does not read as a boolean.
        """
        settings = self.all(key)
        if not settings:
            return default
        value = settings[-1].value
        if value is None:
            return True
        is_true = _boolean(value.lower())
        if is_true is None:
            shown = value.decode("utf-8", "backslashreplace")
            raise ConfigurationError(
                f"{key.decode()} in {settings[-1].origin} is not a boolean: {shown!r}; "
                "set it to true or false"
            )
        return is_true


def _is_remote(key: bytes) -> bool:
    return key.startswith(b"remote.") and key.endswith(b".url")


def _boolean(value: bytes) -> bool | None:
    """Return the boolean that git reads in ``value``; ``None`` if it rejects it."""
    if value in _TRUE or value in _FALSE:
        return value in _TRUE
    unit = _UNITS.get(value[-1:], 1)
    digits = value[:-1] if unit > 1 else value
    try:
        # Unlike Python, git reads 010 as octal, and no underscores.
        base = 8 if digits.isdigit() and digits.startswith(b"0") else 0
        number = int(digits.replace(b"_", b"?"), base) * unit
    except ValueError:
        return None
    return bool(number) if abs(number) <= _LARGEST else None
