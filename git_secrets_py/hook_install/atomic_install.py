"""Installing several hook files: all or none, each at once, with the previous hooks kept.

``files.replace`` writes and replaces one file. Here every new file is written before the first
hook is replaced, so that a full disk or a missing permission leaves all hooks as they were.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

_MODE = 0o755


@dataclass(frozen=True, slots=True)
class PlannedHook:
    """The hook ``name``, to be written to ``path``, and the name under which to keep the old one.

    ``backup`` is that name; a number is appended if it is taken. ``chained`` replaces it if the
    old hook must have exactly this name from now on; then a file that has the name already is
    kept under ``backup``. If both are empty, the old hook is not kept.
    """

    name: str
    path: bytes
    content: bytes
    backup: bytes = b""
    chained: bytes = b""


@dataclass(frozen=True, slots=True)
class PlacedHook:
    """A hook that was written to ``path``.

    ``chained`` is the new path of the previous hook if the new hook runs it first; ``backup`` is
    the path of the backup that was made. Either is empty if there is none.
    """

    name: str
    path: bytes
    chained: bytes
    backup: bytes


def place(planned: Sequence[PlannedHook]) -> list[PlacedHook]:
    """Write each hook to its path; return them in the same order.

    All that is likely to fail is done before the first hook is replaced, and undone if it fails.
    Raises ``OSError``.
    """
    staged = [_StagedHook(one) for one in planned]
    try:
        for one in staged:
            one.write()
        for one in staged:
            one.keep_old()
        return [one.replace() for one in staged]
    finally:
        for one in staged:
            one.discard()


class _StagedHook:
    """The temporary files of one hook until it is in its place."""

    def __init__(self, planned: PlannedHook) -> None:
        self._planned = planned
        self._new = b""
        self._chained = b""
        self._backup = b""

    def write(self) -> None:
        """Write the content to a new file in the same directory."""
        directory = os.path.dirname(self._planned.path)
        os.makedirs(directory, exist_ok=True)
        descriptor, self._new = tempfile.mkstemp(prefix=b".git-secrets-", dir=directory)
        with open(descriptor, "wb") as file:
            file.write(self._planned.content)
        os.chmod(self._new, _MODE)

    def keep_old(self) -> None:
        """Copy the old hook rather than rename it: there is no moment without a hook."""
        planned = self._planned
        if not os.path.lexists(planned.path):
            return
        if planned.chained:
            if os.path.lexists(planned.chained):
                self._backup = _copy(planned.chained, planned.backup)
            self._chained = _copy(planned.path, self._new + b".old")
        elif planned.backup:
            self._backup = _copy(planned.path, planned.backup)

    def replace(self) -> PlacedHook:
        """Replace the old hook by the new one."""
        planned = self._planned
        chained = planned.chained if self._chained else b""
        if chained:
            os.replace(self._chained, chained)
        os.replace(self._new, planned.path)
        placed = PlacedHook(planned.name, planned.path, chained, self._backup)
        self._new = self._chained = self._backup = b""
        return placed

    def discard(self) -> None:
        """Remove the temporary files and the backup of a hook that was not replaced."""
        for path in (self._new, self._chained, self._backup):
            if path and os.path.lexists(path):
                os.unlink(path)


def _copy(path: bytes, wanted: bytes) -> bytes:
    """Copy ``path`` to a free name and return that name.

    A symbolic link is copied as a link, since its target is not a hook of ours.
    """
    name = _free_name(wanted)
    shutil.copy2(path, name, follow_symlinks=False)
    return name


def _free_name(path: bytes) -> bytes:
    """Return ``path``, or the first free name of ``path.2``, ``path.3``, … if it is taken."""
    name, number = path, 1
    while os.path.lexists(name):
        number += 1
        name = b"%b.%d" % (path, number)
    return name
