"""Warnings about probably unintended allowances: of nearly every line, of the user's own keys."""

from __future__ import annotations

from git_secrets_py.content import HEXADECIMAL, NotScanned
from git_secrets_py.findings.finding import Allowed
from git_secrets_py.model import FINGERPRINT_PREFIX, Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.model import Match


class AllowanceWarnings:
    """Checks the patterns that allowed something, each once."""

    def __init__(self) -> None:
        # Patterns, those that allow own secrets with the places of these.
        self._checked: set[bytes | tuple[bytes, str]] = set()

    def warnings(self, item: Finding | Allowed) -> Iterator[NotScanned]:
        """Yield a warning if ``item`` is an own secret, or its pattern allows nearly every line."""
        if not isinstance(item, Allowed) or item.by.origin.kind == Origin.RULES:
            return
        source, owner = item.by.source, owner_of(item.finding.match)
        if owner and self._is_first((source, owner)):
            yield NotScanned(_own_secret(item, owner), NotScanned.WARNING)
        if item.is_inline or _is_fingerprint(source) or not self._is_first(source):
            return
        from git_secrets_py.patterns import advice

        if advice.allows_every_line(source):
            text = source.decode("utf-8", "backslashreplace")
            message = f"the allowed pattern '{text}' from {item.by.origin}: "
            yield NotScanned(message + advice.ALLOWS_EVERYTHING, NotScanned.WARNING)

    def _is_first(self, checked: bytes | tuple[bytes, str]) -> bool:
        is_first = checked not in self._checked
        self._checked.add(checked)
        return is_first


def _is_fingerprint(source: bytes) -> bool:
    digits = source.removeprefix(FINGERPRINT_PREFIX)
    return digits != source and not digits.strip(HEXADECIMAL)


def owner_of(match: Match) -> str:
    """Return where the user keeps the secret of ``match``; ``""`` if it is not their own."""
    return next(filter(None, (one.pattern.owner for one in (match, *match.others))), "")


def _own_secret(item: Allowed, owner: str) -> str:
    path = item.finding.path.decode("utf-8", "surrogateescape")
    return (
        f"{path}:{item.finding.line.number}: {item.by.origin} allows a secret of your own "
        f"({owner}); deactivate it where it was issued"
    )
