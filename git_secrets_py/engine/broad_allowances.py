"""Warnings about allowed patterns that allow nearly every line."""

from __future__ import annotations

from git_secrets_py.model import Allowed, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.model import Finding


class BroadAllowances:
    """Checks the patterns that allowed something, each once."""

    def __init__(self) -> None:
        self._checked: set[bytes] = set()

    def warnings(self, item: Finding | Allowed) -> Iterator[NotScanned]:
        """Yield a warning if ``item`` is allowed by a pattern that allows nearly every line."""
        if not isinstance(item, Allowed) or item.by.origin.kind in ("rules", "inline"):
            return
        source = item.by.source
        if source in self._checked:
            return
        self._checked.add(source)
        from git_secrets_py.patterns import advice

        if advice.allows_every_line(source):
            text = source.decode("utf-8", "backslashreplace")
            message = f"the allowed pattern '{text}' from {item.by.origin}: "
            yield NotScanned(message + advice.ALLOWS_EVERYTHING, NotScanned.WARNING)
