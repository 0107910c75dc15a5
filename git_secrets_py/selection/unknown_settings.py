"""Settings in the section ``secrets`` of git config that nothing reads, such as misspelled ones."""

from __future__ import annotations

from git_secrets_py.errors import similar_choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.git.config import Config

_SECTION = "secrets."


class UnknownSetting:
    """A ``key`` that is not known, the file that sets it, and a known key like it, or ``""``."""

    __slots__ = ("key", "origin", "suggestion")

    def __init__(self, key: str, origin: str, suggestion: str) -> None:
        self.key = key
        self.origin = origin
        self.suggestion = suggestion

    def __str__(self) -> str:
        meant = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return f"unknown key {self.key} in {self.origin} has no effect{meant}"


def unknown_settings(config: Config, known: Sequence[str]) -> Iterator[UnknownSetting]:
    """Yield each key of the section that is not in ``known``, once for each file."""
    names = {one.lower().removeprefix(_SECTION): one for one in known if one.startswith(_SECTION)}
    found = ((one.key.decode("utf-8", "backslashreplace"), one.origin) for one in config.settings)
    for key, origin in dict.fromkeys(found):
        name = key.removeprefix(_SECTION)
        if key.startswith(_SECTION) and name not in names:
            suggestion = names.get(similar_choice(name, list(names)), "")
            yield UnknownSetting(key, origin, suggestion)
