"""Blobs from commits: what those bring in that one side has and the other has not."""

from __future__ import annotations

from functools import partial

from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.trees import DIFF_TREE, read_changes
from git_secrets_py.model import IN_MESSAGE, Blob, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git.process import Git

# So many commits are looked at together, for however many there are, memory is not.
_AT_ONCE = 1_000


def introduced(
    git: Git,
    tips: Iterable[bytes],
    known: Iterable[bytes] = (),
    known_refs: Sequence[str | bytes] = (),
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs and messages of the commits that ``tips`` lead to and others do not.

    Those others are ``known``, and the refs that ``known_refs`` chooses: ``--all`` or other
    options of git-rev-list(1). Blobs are shown as ``commit:path``. Raises ``GitError``.
    """
    requests = [*tips, *(b"^" + oid for oid in known)]
    listing = git.output(
        # What follows --stdin is not under the first --not, nor is what it reads.
        *("rev-list", "--reverse", "--topo-order", "--not", *known_refs, "--not", "--stdin"),
        input=b"".join(request + b"\n" for request in requests),
    )
    width = listing.find(b"\n") + 1
    for start in range(0, len(listing), width * _AT_ONCE or 1):
        commits = listing[start : start + width * _AT_ONCE].split()
        yield from _blobs(git, commits)
        yield from _messages(git, commits)


def message_of(content: ObjectContent) -> bytes:
    """Return the message of a commit or an annotated tag."""
    return b"".join(content.chunks()).partition(b"\n\n")[2]


def _blobs(git: Git, commits: Sequence[bytes]) -> Iterator[Blob | NotScanned]:
    """Yield each blob of the commits once for each path, under the commit that brought it in.

    Once for each path, since an allowance for one of them is none for the others.
    """
    places: dict[tuple[bytes, bytes], bytes] = {}
    for commit, oid, path in _additions(git, commits):
        places.setdefault((oid, path), commit)
    answers = read_objects(git, [oid for oid, _ in places])
    for ((oid, path), commit), answer in zip(places.items(), answers, strict=True):
        if isinstance(answer, ObjectContent):
            yield Blob(path, answer.chunks, commit)
        else:
            yield NotScanned(
                f"{commit.decode()}:{path.decode('utf-8', 'surrogateescape')}: "
                f"object {oid.decode()} is missing or damaged"
            )


def _additions(git: Git, commits: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (commit, object id, path) of what each commit adds or changes."""
    listing = git.output(*DIFF_TREE, input=b"".join(commit + b"\n" for commit in commits))
    for change in read_changes(listing.split(b"\0")[:-1]):
        if change.new.strip(b"0"):
            yield change.commit, change.new, change.path


def _messages(git: Git, commits: Sequence[bytes]) -> Iterator[Blob | NotScanned]:
    for commit, answer in zip(commits, read_objects(git, commits), strict=True):
        if isinstance(answer, ObjectContent):
            yield Blob(IN_MESSAGE, partial(iter, [message_of(answer)]), commit)
        else:
            yield NotScanned(f"commit {commit.decode()} is missing or damaged")
