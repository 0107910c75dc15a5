"""Shallow clones: whether commits reach the boundary at which the history is cut off."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.git.repository import Repository


def cut_off(repository: Repository, revisions: Sequence[bytes]) -> list[bytes]:
    """Return the commits of ``revisions`` whose parents a shallow clone lacks.

    ``revisions`` are arguments of git-rev-list(1), by default all refs. Raises ``GitError``.
    """
    if not repository.is_shallow:
        return []
    with open(os.path.join(repository.common_dir, b"shallow"), "rb") as file:
        boundary = set(file.read().split())
    # git shows a commit at the boundary without parents.
    arguments = [b"--max-parents=0", *(revisions or [b"--all"])]
    roots = repository.git.output("rev-list", *arguments).split()
    return [oid for oid in roots if oid in boundary]
