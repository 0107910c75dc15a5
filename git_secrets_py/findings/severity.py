"""The severities of leaked secrets."""

from __future__ import annotations

from git_secrets_py.errors import unknown_value
from git_secrets_py.model import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_KEY = b"severity"


def severity_named(name: str) -> str:
    """Return the severity ``name``, in any case; raises ``UsageError`` for an unknown one."""
    folded = name.strip().lower()
    if folded in SEVERITIES:
        return folded
    raise unknown_value("severity", name, SEVERITIES, nouns="severities")


def of_comment(comment: Sequence[bytes]) -> tuple[str, Sequence[bytes]]:
    """Return the severity that the comment above a pattern assigns, or ``""``, and its other lines.

    A line ``severity: low`` assigns one; with more than one word after it, it is prose. Raises
    ``UsageError`` for an unknown severity.
    """
    for number, line in enumerate(comment):
        key, colon, value = line.partition(b":")
        if colon and key.strip().lower() == _KEY and len(value.split()) == 1:
            rest = [*comment[:number], *comment[number + 1 :]]
            return severity_named(value.decode("utf-8", "replace").strip()), rest
    return "", comment


def is_below(severity: str, minimum: str) -> bool:
    """Return whether ``severity`` is lower than ``minimum``."""
    return SEVERITIES.index(severity) > SEVERITIES.index(minimum)
