"""The steps of the advice of a report: sentences, and commands to copy."""

from __future__ import annotations

from git_secrets_py.content import STANDARD_INPUT
from git_secrets_py.report.model import changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.report.model import ReportedSecret

    # Masks the secrets in a path.
    Mask = Callable[[bytes], bytes]

# The most secrets, and further places of each, that are considered.
_MOST_SECRETS, _MOST_PLACES = 1_000, 100


class Step:
    """One step: a sentence for people, or a command to copy."""

    __slots__ = ("is_command", "text")

    def __init__(self, text: str, *, is_command: bool = False) -> None:
        self.text = text
        self.is_command = is_command


def sentence(text: str) -> Step:
    """Return ``text`` as a step."""
    return Step(text)


def command(text: str) -> Step:
    """Return the command ``text`` as a step."""
    return Step(text, is_command=True)


def considered(secrets: Sequence[ReportedSecret]) -> Sequence[ReportedSecret]:
    """Return the first of ``secrets``, with the first of their places: advice names few."""
    return [
        changed(secret, further=list(secret.further[:_MOST_PLACES]))
        for secret in secrets[:_MOST_SECRETS]
    ]


def is_input(secret: ReportedSecret) -> bool:
    """Return whether ``secret`` is in standard input and nowhere else."""
    return all(place.path == STANDARD_INPUT for place in secret.places)
