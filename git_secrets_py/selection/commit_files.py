"""The files with patterns and rules in the trees of commits, whatever other versions there are."""

from __future__ import annotations

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git.objects import NamedBlobs
from git_secrets_py.selection.active_files import NAMES, ActiveFile, extended_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.git.objects import Batch
    from git_secrets_py.git.repository import Repository


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
    version = commit.decode()
    where = version if content else ""
    return ActiveFile(name, where, content or b"", extended=extended_in(repository, version))
