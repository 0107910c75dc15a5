"""A problem that the doctor found."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem and its remedy. ``about`` names the part of the setup.

    A note is harmless by itself; any other problem means that the repository is not protected.
    """

    about: str
    problem: str
    remedy: str
    is_note: bool = False

    def facts(self) -> dict[str, str]:
        """Return the problem in its JSON form."""
        return {"about": self.about, "problem": self.problem, "remedy": self.remedy}


def named_hooks(names: Sequence[str]) -> str:
    """Return ``the pre-commit hook``, ``the commit-msg and pre-commit hooks``."""
    if len(names) == 1:
        return f"the {names[0]} hook"
    return f"the {', '.join(names[:-1])} and {names[-1]} hooks"


def readable(text: bytes) -> str:
    """Return ``text`` for JSON: unchanged if it is UTF-8, else with escapes.

    Unlike ``report.escaping.visible``, it keeps every character, so that a path stays usable.
    """
    return text.decode("utf-8", "backslashreplace")
