"""Putting files where others may stand: all or none, each at once, old ones kept."""

from __future__ import annotations

import os
import shutil
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Placement:
    """A hook that is to be put at ``path``, and where the file that is there is kept."""

    __slots__ = ("backed_up", "backup", "content", "disposable", "hook", "path", "written")

    def __init__(
        self,
        hook: str,
        path: bytes,
        content: bytes,
        *,
        backup: bytes,
        disposable: Callable[[bytes], bool],
    ) -> None:
        """``backup`` is kept for what is there, or a name made from it if that is taken.

        What is ``disposable`` by its content is not kept.
        """
        self.hook = hook
        self.path = path
        self.content = content
        self.backup = backup
        self.disposable = disposable
        self.written = b""
        self.backed_up = b""


def place(placements: Sequence[Placement]) -> None:
    """Put each file in its place, and set ``backed_up`` of those that kept another.

    Raises ``OSError``. All that is likely to fail is done before the first file is replaced, and
    undone if it fails.
    """
    try:
        for placement in placements:
            _write_beside(placement)
        for placement in placements:
            _back_up(placement)
        for placement in placements:
            os.replace(placement.written, placement.path)
            placement.written = b""
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


def _back_up(placement: Placement) -> None:
    """Copy what is in the place, so that there is no moment without a hook.

    A symbolic link is copied as a link: what it points to is not ours.
    """
    path = placement.path
    if os.path.lexists(path) and not _is_disposable(placement):
        placement.backed_up = _free_name(placement.backup)
        shutil.copy2(path, placement.backed_up, follow_symlinks=False)


def _undo(placement: Placement) -> None:
    for path in (placement.written, placement.backed_up):
        if path and os.path.lexists(path):
            os.unlink(path)


def _is_disposable(placement: Placement) -> bool:
    if os.path.islink(placement.path) or not os.path.isfile(placement.path):
        return False
    with open(placement.path, "rb") as file:
        return placement.disposable(file.read())


def _free_name(path: bytes) -> bytes:
    name, number = path, 1
    while os.path.lexists(name):
        number += 1
        name = b"%b.%d" % (path, number)
    return name
