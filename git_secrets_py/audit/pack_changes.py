"""The packs of a repository, which ``git gc`` and ``git fetch`` change at any time.

git opens packs one by one while it lists all objects. It leaves out those of a pack that has been
removed meanwhile, without an error, although another pack holds them now.
"""

from __future__ import annotations

import os
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.repository import Repository

_INDEX, _PACK = b".idx", b".pack"


class PackChanges:
    """The packs that were added and removed since this object was made."""

    def __init__(self, repository: Repository) -> None:
        """The alternates count, too; this may start git, see ``Repository.object_folders``."""
        self._folders = [os.path.join(one, b"pack") for one in repository.object_folders]
        self._before = self._names()

    def any(self) -> bool:
        """Return whether a pack was added or removed."""
        return self._names() != self._before

    def any_removed(self) -> bool:
        """Return whether a pack was removed."""
        return not self._before <= self._names()

    def _names(self) -> set[bytes]:
        return {name for folder in self._folders for name in _indexes(folder)}


def _indexes(folder: bytes) -> list[bytes]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(_INDEX)]
    except OSError:
        return []


def size_of_packs(repository: Repository) -> int:
    """Return the size in bytes of all packs, those of the alternates too."""
    size = 0
    for folder in repository.object_folders:
        with suppress(OSError), os.scandir(os.path.join(folder, b"pack")) as files:
            size += sum(one.stat().st_size for one in files if one.name.endswith(_PACK))
    return size
