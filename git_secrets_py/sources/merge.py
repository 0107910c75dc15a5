"""What a merge brings in: every blob and message that its heads have and HEAD has not."""

from __future__ import annotations

from functools import partial

from git_secrets_py.model import Blob, NotScanned
from git_secrets_py.repo.objects import ObjectContent, read_objects
from git_secrets_py.sources import index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from git_secrets_py.repo.repository import Repository

COMMIT_MESSAGE = b"(commit message)"


def incoming(repository: Repository, environ: Mapping[str, str]) -> Iterator[Blob | NotScanned]:
    """Yield what is staged, then the blobs and messages of the commits that are merged.

    Blobs of those commits are shown as ``commit:path``. Where nothing is merged there are none:
    git says "merge" of a revert that is edited and of a cherry-pick that had conflicts, too.
    """
    yield from index.staged(repository)
    heads = _heads(repository, environ)
    if not heads:
        return
    excluded = [b"--not", b"HEAD"] if repository.has_head else []
    listing = repository.git.output("rev-list", "--reverse", "--topo-order", *heads, *excluded)
    commits = listing.split()
    yield from _blobs(repository, commits)
    yield from _messages(repository, commits)


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


def _blobs(repository: Repository, commits: list[bytes]) -> Iterator[Blob | NotScanned]:
    """Yield each blob of the commits once for each path, under the commit that brought it in.

    Once for each path, since an allowance for one of them is none for the others.
    """
    places: dict[tuple[bytes, bytes], bytes] = {}
    for commit, oid, path in _additions(repository, commits):
        places.setdefault((oid, path), commit)
    answers = read_objects(repository.git, [oid for oid, _ in places])
    for ((oid, path), commit), answer in zip(places.items(), answers, strict=True):
        if isinstance(answer, ObjectContent):
            yield Blob(path, answer.chunks, commit)
        else:
            yield NotScanned(
                f"{commit.decode()}:{path.decode('utf-8', 'surrogateescape')}: "
                f"object {oid.decode()} is missing or damaged"
            )


def _additions(
    repository: Repository, commits: list[bytes]
) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (commit, object id, path) of what each commit adds or changes.

    ``-c`` shows of a merge what is in none of its parents.
    """
    listing = repository.git.output(
        *("diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-abbrev"),
        "--no-renames",
        input=b"".join(commit + b"\n" for commit in commits),
    )
    commit = b""
    fields = iter(listing.split(b"\0")[:-1])
    for field in fields:
        if not field.startswith(b":"):
            commit = field
            continue
        oid = _added(field)
        path = next(fields)
        if oid:
            yield commit, oid, path


def _added(change: bytes) -> bytes | None:
    """Return the object id that ``:modes… ids… status`` ends at, if it is a blob's."""
    parents = len(change) - len(change.lstrip(b":"))
    words = change.lstrip(b":").split(b" ")
    mode, oid = words[parents], words[-2]
    return None if mode == index.GITLINK or not oid.strip(b"0") else oid


def _messages(repository: Repository, commits: list[bytes]) -> Iterator[Blob | NotScanned]:
    for commit, answer in zip(commits, read_objects(repository.git, commits), strict=True):
        if isinstance(answer, ObjectContent):
            message = b"".join(answer.chunks()).partition(b"\n\n")[2]
            yield Blob(COMMIT_MESSAGE, partial(iter, [message]), commit)
        else:
            yield NotScanned(f"commit {commit.decode()} is missing or damaged")
