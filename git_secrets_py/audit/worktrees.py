"""The git directories of all worktrees, and the directories in them that cannot be read."""

from __future__ import annotations

import os
from typing import NamedTuple

from git_secrets_py.content import NotScanned
from git_secrets_py.git import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git.repository import Repository


class GitDirectory(NamedTuple):
    """The git directory of one worktree at ``path``, and git for the whole of this worktree.

    ``has_index`` is whether it has an index.
    """

    path: bytes
    git: Git
    has_index: bool


def git_directories(repository: Repository) -> tuple[Sequence[GitDirectory], list[NotScanned]]:
    """Return the git directories of all worktrees, the current one first, and problems."""
    own = repository.git_dir
    found, problems = [_own_directory(repository)], list[NotScanned]()
    for path in _paths(repository, problems):
        try:
            if os.path.samefile(path, own):
                continue
            found.append(GitDirectory(path, _git_in(path), _exists(os.path.join(path, b"index"))))
        except OSError as error:
            problems.append(_unreadable(path, error))
    return found, problems


def unreadable_refs(git_dirs: Iterable[bytes]) -> Iterator[NotScanned]:
    """Yield a problem for each directory of refs that cannot be listed: git ignores these."""
    waiting = [os.path.join(path, b"refs") for path in git_dirs]
    seen = set()
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            if (status.st_dev, status.st_ino) not in seen:  # links may lead back
                seen.add((status.st_dev, status.st_ino))
                with os.scandir(path) as entries:
                    waiting += [entry.path for entry in entries if entry.is_dir()]
        except FileNotFoundError:
            continue  # a linked worktree may have none of its own
        except OSError as error:
            yield _unreadable(path, error)


def _paths(repository: Repository, problems: list[NotScanned]) -> Iterator[bytes]:
    """Yield the git directory that all worktrees share, and those of linked worktrees."""
    common = repository.common_dir
    yield common
    linked = os.path.join(common, b"worktrees")
    try:
        yield from [os.path.join(linked, name) for name in sorted(os.listdir(linked))]
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(_unreadable(linked, error))


def _own_directory(repository: Repository) -> GitDirectory:
    """Return the directory of the current worktree, with the index of ``GIT_INDEX_FILE``."""
    path = repository.git_dir
    has_index = "GIT_INDEX_FILE" in os.environ or _exists(os.path.join(path, b"index"))
    if not repository.is_inside_work_tree:
        return GitDirectory(path, repository.git, has_index)
    top = repository.top
    # Absolute paths: git reads relative ones from the directory that it is started in.
    variables = {"GIT_DIR": os.fsdecode(path), "GIT_WORK_TREE": os.fsdecode(top)}
    return GitDirectory(path, Git(top, variables), has_index)


def _git_in(path: bytes) -> Git:
    """Return git for the git directory ``path`` of another worktree."""
    directory = os.fsdecode(path)
    # Listing its index needs no work tree, but a top to start from.
    return Git(
        path,
        {
            "GIT_DIR": directory,
            "GIT_WORK_TREE": directory,
            "GIT_INDEX_FILE": os.path.join(directory, "index"),
        },
    )


def _exists(path: bytes) -> bool:
    """Return whether there is a file at ``path``; raises ``OSError`` if that is not known."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return False
    return True


def _unreadable(path: bytes, error: OSError) -> NotScanned:
    return NotScanned(f"cannot read {os.fsdecode(path)}: {error.strerror}")
