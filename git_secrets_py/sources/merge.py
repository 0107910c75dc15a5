"""A merge: the blobs and messages of its heads that HEAD does not have."""

from __future__ import annotations

from git_secrets_py.sources import index
from git_secrets_py.sources.commits import introduced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from git_secrets_py.content import Blob, NotScanned
    from git_secrets_py.git.repository import Repository


def incoming(repository: Repository, environ: Mapping[str, str]) -> Iterator[Blob | NotScanned]:
    """Yield the staged blobs, then the blobs and messages of the commits being merged.

    There may be no such commits: for an edited revert and for a cherry-pick with conflicts, git
    calls the hook as for a merge.
    """
    yield from index.staged(repository)
    heads = _heads(repository, environ)
    if heads:
        known = [b"HEAD"] if repository.has_head else []
        yield from introduced(repository.git, heads, known)


def _heads(repository: Repository, environ: Mapping[str, str]) -> list[bytes]:
    """Return the commits being merged; an octopus merge has several.

    MERGE_HEAD has one per line; if the merge was not interrupted, git sets a variable
    ``GITHEAD_<commit ID>`` for each.
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
