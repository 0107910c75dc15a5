"""The packs of a repository, which ``git gc`` and ``git fetch`` change at any time.

git opens packs one by one while it lists all objects. It leaves out those of a pack that has been
removed meanwhile, without an error, although another pack holds them now.
"""

from __future__ import annotations

from git_secrets_py.git.delta_cycles import pack_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.repository import Repository


class PackChanges:
    """The packs that were added and removed since this object was made."""

    def __init__(self, repository: Repository) -> None:
        """The alternates count, too; this may start git, see ``Repository.object_folders``."""
        self._folders = repository.object_folders
        self._before = self._names()

    def any(self) -> bool:
        """Return whether a pack was added or removed."""
        return self._names() != self._before

    def any_removed(self) -> bool:
        """Return whether a pack was removed."""
        return not self._before <= self._names()

    def _names(self) -> set[bytes]:
        return {name for folder in self._folders for name in pack_names(folder)}
