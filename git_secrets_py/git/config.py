"""git's configuration, as ``git config --null --show-origin --list`` prints it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_TRUE = (b"true", b"yes", b"on", b"1")


class Setting:
    """One line of configuration: its lower-case key, its value, and the file it stands in."""

    __slots__ = ("key", "origin", "value")

    def __init__(self, key: bytes, value: bytes | None, origin: str) -> None:
        """``value`` is ``None`` for a key without ``=``, which git reads as true."""
        self.key = key
        self.value = value
        self.origin = origin


class Config:
    """The settings in force, in the order in which git reads them: the last one wins."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self.settings = list(settings)

    @classmethod
    def parse(cls, listing: bytes) -> Config:
        """Read what ``git config --null --show-origin --list`` printed."""
        fields = listing.split(b"\0")[:-1]
        return cls(map(_setting, fields[0::2], fields[1::2]))

    def all(self, key: bytes) -> list[Setting]:
        """Return every setting of ``key`` (section and name in lower case)."""
        return [setting for setting in self.settings if setting.key == key]

    def get(self, key: bytes) -> bytes | None:
        """Return the value in force for ``key``; ``None`` where it is not set."""
        settings = self.all(key)
        return settings[-1].value if settings else None

    def is_true(self, key: bytes) -> bool:
        """Tell whether the boolean ``key`` is set and true (git-config(1), *boolean*)."""
        settings = self.all(key)
        if not settings:
            return False
        value = settings[-1].value
        return value is None or value.lower() in _TRUE


def _setting(origin: bytes, entry: bytes) -> Setting:
    key, separator, value = entry.partition(b"\n")
    file = origin.decode("utf-8", "replace").removeprefix("file:")
    return Setting(key, value if separator else None, file)
