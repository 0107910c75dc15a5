"""Files in a given version: patterns and rules of a commit, and files that these extend."""

from __future__ import annotations

import os

from git_secrets_py.errors import ConfigurationError, GitSecretsError
from git_secrets_py.files import leaves
from git_secrets_py.git.objects import NamedBlobs
from git_secrets_py.selection.active_files import (
    HEAD,
    INDEX,
    NAMES,
    WORK_TREE,
    ActiveFile,
    Versions,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from git_secrets_py.git.objects import Batch
    from git_secrets_py.git.repository import Repository

    # Returns the content of a file, named relative to the top of the repository.
    Extended = Callable[[bytes], bytes | None]


def extended(repository: Repository, version: str, name: bytes) -> bytes | None:
    """Return the file ``name``, which a rule file extends, in ``version``; ``None`` without one.

    A commit's name is a version, too. Raises ``ConfigurationError`` unless it is in the repository.
    """
    path = os.path.normpath(name)
    if leaves(path) or b"\n" in path:
        shown = name.decode("utf-8", "replace")
        raise ConfigurationError(f"[extend]: {shown} is not a file of the repository")
    if version not in (INDEX, WORK_TREE, HEAD):
        with NamedBlobs(repository) as contents:
            return contents.request(version.encode() + b":" + path)
    (file,) = Versions(repository, [path]).active(version)
    return file.content if file.where else None


def of_commits(
    repository: Repository, commits: Iterable[bytes], batch: Batch | None = None
) -> list[list[ActiveFile]]:
    """Return the files in the tree of each of ``commits``: no other version counts.

    A file that only the remote of this partial clone has is empty, with a warning. ``batch`` is
    that of ``Versions``.
    """
    with NamedBlobs(repository, batch=batch) as contents:
        return [
            [_of_commit(repository, contents, commit, name) for name in NAMES] for commit in commits
        ]


def _of_commit(
    repository: Repository, contents: NamedBlobs, commit: bytes, name: bytes
) -> ActiveFile:
    stored = commit + b":" + name
    try:
        content = contents.request(stored)
    except GitSecretsError:
        contents.restart()
        from git_secrets_py.git.promisor import passed_over_warning, promised_error

        promised = promised_error(repository, stored)
        if promised is None:
            raise
        return ActiveFile(name, "", b"", passed_over_warning(promised))
    return ActiveFile(name, commit.decode() if content else "", content or b"")
