"""What a merge brings in: every blob and message that its heads have and HEAD has not."""

from __future__ import annotations

from git_secrets_py.sources import index
from git_secrets_py.sources.commits import introduced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Blob, NotScanned


def incoming(repository: Repository, environ: Mapping[str, str]) -> Iterator[Blob | NotScanned]:
    """Yield what is staged, then the blobs and messages of the commits that are merged.

    Where nothing is merged there are none of those: git says "merge" of a revert that is edited
    and of a cherry-pick that had conflicts, too.
    """
    yield from index.staged(repository)
    heads = _heads(repository, environ)
    if heads:
        known = [b"HEAD"] if repository.has_head else []
        yield from introduced(repository.git, heads, known)


def _heads(repository: Repository, environ: Mapping[str, str]) -> list[bytes]:
    """Return the commits being merged: MERGE_HEAD has one a line, octopus merges several.

    git names them in variables ``GITHEAD_<id>`` as well, for a merge that was not interrupted.
    """
    named = [
        name.removeprefix("GITHEAD_").encode() for name in environ if name.startswith("GITHEAD_")
    ]
    try:
        with open(repository.path_in_git_dir("MERGE_HEAD"), "rb") as file:
            named += file.read().split()
    except FileNotFoundError:
        pass
    return list(dict.fromkeys(named))
