"""Putting files where others may stand: all or none, each at once, old ones kept."""

from __future__ import annotations

import os
import shutil
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Placement:
    """A hook that is to be put at ``path``, and where the file that is there is kept.

    ``backup`` is where it is kept, or a name made from it if that is taken. ``before`` instead is
    a name that it must have from now on; what has that name is kept under ``backup``. With
    neither, it is not kept. ``place`` sets ``backed_up`` if something was.
    """

    __slots__ = ("backed_up", "backup", "before", "content", "copied", "hook", "path", "written")

    def __init__(
        self, hook: str, path: bytes, content: bytes, *, backup: bytes = b"", before: bytes = b""
    ) -> None:
        self.hook = hook
        self.path = path
        self.content = content
        self.backup = backup
        self.before = before
        self.backed_up = b""
        self.written = b""  # the new file, until it is in its place
        self.copied = b""  # the old one, until it is


def place(placements: Sequence[Placement]) -> None:
    """Put each file in its place; raises ``OSError``.

    All that is likely to fail is done before the first file is replaced, and undone if it fails.
    """
    try:
        for placement in placements:
            _write_beside(placement)
        for placement in placements:
            _keep_old(placement)
        for placement in placements:
            _put(placement)
    finally:
        for placement in placements:
            if placement.written:
                _undo(placement)


def _write_beside(placement: Placement) -> None:
    """Write the content to a new file in the same directory."""
    directory = os.path.dirname(placement.path)
    os.makedirs(directory, exist_ok=True)
    descriptor, placement.written = tempfile.mkstemp(prefix=b".git-secrets-", dir=directory)
    with open(descriptor, "wb") as file:
        file.write(placement.content)
    os.chmod(placement.written, 0o755)


def _keep_old(placement: Placement) -> None:
    """Copy what is in the place, so that there is no moment without a hook."""
    if not os.path.lexists(placement.path):
        return
    if placement.before:
        if os.path.lexists(placement.before):
            placement.backed_up = _copy(placement.before, placement.backup)
        placement.copied = _copy(placement.path, placement.written + b".old")
    elif placement.backup:
        placement.backed_up = _copy(placement.path, placement.backup)


def _put(placement: Placement) -> None:
    if placement.copied:
        os.replace(placement.copied, placement.before)
    os.replace(placement.written, placement.path)
    placement.written = b""


def _undo(placement: Placement) -> None:
    for path in (placement.written, placement.copied, placement.backed_up):
        if path and os.path.lexists(path):
            os.unlink(path)


def _copy(path: bytes, wanted: bytes) -> bytes:
    """Copy ``path`` to a free name and return that.

    A symbolic link is copied as a link: what it points to is not ours.
    """
    name = free_name(wanted)
    shutil.copy2(path, name, follow_symlinks=False)
    return name


def free_name(path: bytes) -> bytes:
    """Return ``path``, or if that is taken the first that is free of ``path.2``, ``path.3``, …"""
    name, number = path, 1
    while os.path.lexists(name):
        number += 1
        name = b"%b.%d" % (path, number)
    return name
