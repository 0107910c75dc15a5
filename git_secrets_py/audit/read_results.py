"""The results of reading objects, which all threads share."""

from __future__ import annotations

from git_secrets_py.content import NotScanned

DAMAGED = "it is damaged; run 'git fsck'"
MISNAMED = "its content has another ID; run 'git fsck'"
DAMAGED_OR_MISSING = "it is damaged or missing; run 'git fsck'"


class ReadResults:
    """The results of reading, shared by all threads."""

    def __init__(self) -> None:
        # By object ID, so that an object that is read twice counts once.
        self.matched: dict[bytes, bytes] = {}
        self.binaries: set[bytes] = set()
        self.problems: dict[bytes, list[NotScanned]] = {}
        # Git LFS pointers; those whose content is not in this clone; the others by the ID of that.
        self.pointers: set[bytes] = set()
        self.unfetched: set[bytes] = set()
        self.stored: dict[bytes, bytes] = {}
        # False if a pattern exceeded the time limit: it may have been skipped in later objects,
        # so none of these is known to be clean.
        self.is_certain = True

    def repeat(self, first: bytes, oid: bytes) -> None:
        """Record for the pointer ``oid`` the results of ``first``, which has the same content."""
        if first in self.matched:
            self.matched[oid] = self.matched[first]
        if first in self.binaries:
            self.binaries.add(oid)
        if first in self.problems:
            self.problems[oid] = self.problems[first]

    def report_problem(self, oid: bytes, message: str, severity: str = NotScanned.ERROR) -> None:
        """Record that the object ``oid`` was not fully scanned, and why."""
        self.problems.setdefault(oid, []).append(object_problem(oid, message, severity))


def object_problem(oid: bytes, message: str, severity: str = NotScanned.ERROR) -> NotScanned:
    """Return the problem that object ``oid`` was not fully scanned; ``message`` is the reason."""
    return NotScanned(f"object {oid.decode()}: {message}", severity)
