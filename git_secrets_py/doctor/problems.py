"""What is wrong, and what to do about it."""

from __future__ import annotations


class Problems:
    """Collects what keeps the repository from being protected, and what is only worth knowing."""

    def __init__(self) -> None:
        self.problems: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []

    def add(self, about: str, problem: str, remedy: str) -> None:
        """Note what is wrong; ``about`` names the part, for programs."""
        self.problems.append({"about": about, "problem": problem, "remedy": remedy})

    def note(self, about: str, problem: str, remedy: str) -> None:
        """Note what does no harm by itself."""
        self.notes.append({"about": about, "problem": problem, "remedy": remedy})


def shown(path: bytes) -> str:
    """Return ``path`` as text that any encoder takes."""
    return path.decode("utf-8", "backslashreplace")
