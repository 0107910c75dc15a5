"""A secret of the user, from one of the stores on this machine."""

from __future__ import annotations

from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class OwnSecret(Pattern):
    """A secret that a store holds, found in every form in which it may be written."""

    __slots__ = ("_short_lived", "_title", "_value", "profile")

    def __init__(
        self, store: str, title: str, profile: str, value: bytes, *, short_lived: bool = False
    ) -> None:
        """``store`` is the name of the store and ``title`` its name in reports.

        ``profile`` is the name of the secret in the store, or ``""``. A ``short_lived`` secret is
        newer than all content that an earlier audit has read.
        """
        # Not that of the base class: most runs do not need the source.
        self.name = ""
        self.comment = ()
        self.origin = Origin(Origin.PROVIDER, f"{store} [{profile}]" if profile else store)
        self.profile = profile
        self._short_lived = short_lived
        self._title = title
        self._value = value

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the parts of a copy in another process: ``source`` cannot be set."""
        store = self.origin.place.partition(" ")[0]
        values = store, self._title, self.profile, self._value, self._short_lived
        return _copy, values

    @property
    def source(self) -> bytes:  # type: ignore[override]
        from git_secrets_py.patterns.literal import escape  # a clean hook needs no pattern

        return escape(self._value)

    @property
    def literal(self) -> bytes:
        return self._value

    @property
    def is_short_lived(self) -> bool:
        return self._short_lived

    @property
    def owner(self) -> str:
        return f"{self._title}, profile {self.profile}" if self.profile else self._title

    @property
    def has_boundaries(self) -> bool:
        return True


def _copy(store: str, title: str, profile: str, value: bytes, short_lived: bool) -> OwnSecret:
    return OwnSecret(store, title, profile, value, short_lived=short_lived)
