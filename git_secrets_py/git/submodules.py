"""The submodules of a work tree: the repositories that its index names, if they are checked out."""

from __future__ import annotations

import os

from git_secrets_py.errors import GitError
from git_secrets_py.git import GITLINK, Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.git.trees import index_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Submodule:
    """A submodule at ``path``, from the top of the outermost work tree.

    ``repository`` is ``None`` if it is not checked out.
    """

    __slots__ = ("path", "repository")

    def __init__(self, path: bytes, repository: Repository | None) -> None:
        self.path = path
        self.repository = repository


def submodules(repository: Repository) -> Iterator[Submodule]:
    """Yield the submodules of the work tree of ``repository``, each followed by its own ones.

    A bare repository has none. Raises ``GitError``, and ``OSError`` for a path that cannot be
    read.
    """
    top = repository.work_tree
    if top is not None:
        top = os.path.realpath(top)
        yield from _below(top, repository.git_in(top), b"")


def _below(top: bytes, git: Git, prefix: bytes) -> Iterator[Submodule]:
    """Yield the submodules in the work tree ``top``, in which ``git`` runs."""
    for path in _paths(git):
        folder = os.path.join(top, path)
        git_of_path = Git(folder, by_variables=False)
        inner = Repository(git_of_path) if _is_checked_out(folder) else None
        yield Submodule(prefix + path, inner)
        # Where git finds another repository, an audit of it reports that.
        if inner is not None and is_at(inner, folder):
            yield from _below(folder, git_of_path, prefix + path + b"/")


def is_at(repository: Repository, folder: bytes) -> bool:
    """Return whether ``folder`` is the top of the work tree that git finds there."""
    try:
        top = repository.work_tree
    except GitError:
        return False
    return top is not None and os.path.realpath(top) == folder


def _paths(git: Git) -> list[bytes]:
    """Return the paths of the submodules in the index, each once."""
    entries = index_entries(git)
    return list(dict.fromkeys(path for mode, _, _, path in entries if mode == GITLINK))


def _is_checked_out(folder: bytes) -> bool:
    """Return whether there is a repository at ``folder`` itself, not behind a link."""
    return os.path.realpath(folder) == folder and os.path.lexists(os.path.join(folder, b".git"))
