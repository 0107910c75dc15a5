"""Commits: the blobs, headers and messages that a set of commits introduces."""

from __future__ import annotations

from itertools import chain

from git_secrets_py.content import (
    HEXADECIMAL,
    IN_HEADER,
    IN_MESSAGE,
    IN_TAG,
    IN_TAG_HEADER,
    Absent,
    Blob,
    NotScanned,
)
from git_secrets_py.errors import GitError
from git_secrets_py.git.incomplete_commits import listable
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.promisor import local_commits, local_objects, missing_objects
from git_secrets_py.git.trees import DIFF_TREE, read_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git import Git

# Commits per batch, which bounds memory.
_AT_ONCE = 1_000
# A commit-graph file may be wrong about the parents of a commit.
_TRUE_PARENTS = ("-c", "core.commitGraph=false")
_LINKS = (b"tree", b"parent", b"object")
# The lengths of object IDs of either hash, in hexadecimal digits.
_SHORTEST_ID, _LONGEST_ID = 40, 64
_TEXTS = {b"commit": (IN_HEADER, IN_MESSAGE), b"tag": (IN_TAG_HEADER, IN_TAG)}


def introduced(
    git: Git,
    tips: Iterable[bytes],
    known: Iterable[bytes] = (),
    known_refs: Sequence[str | bytes] = (),
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs and texts of the commits reachable from ``tips`` but not from others.

    The texts are headers and messages. The others are ``known``, and the refs selected by
    ``known_refs``, options of git-rev-list(1) such as ``--all``. Blobs are shown as
    ``commit:path``. Raises ``GitError``.
    """
    requests = [*tips, *(b"^" + oid for oid in known)]
    listing = git.output(
        # The first --not applies to known_refs alone, not to --stdin.
        *_TRUE_PARENTS,
        *("rev-list", "--reverse", "--topo-order", "--not", *known_refs, "--not", "--stdin"),
        input=b"".join(request + b"\n" for request in requests),
    )
    width = listing.find(b"\n") + 1
    for start in range(0, len(listing), width * _AT_ONCE or 1):
        commits = listing[start : start + width * _AT_ONCE].split()
        yield from _blobs(git, commits)
        yield from _texts(git, commits)


def texts(content: ObjectContent, shown: bytes) -> Iterator[Blob]:
    """Yield the header and the message of a commit or an annotated tag.

    The header holds names, mail addresses, and whatever programs add; the IDs in it are left out.
    ``shown`` is the ID to show as the commit.
    """
    header, message = _parted(content.chunks())
    in_header, in_message = _TEXTS[content.kind]
    yield Blob(in_header, lambda: [_without_links(header)], shown)
    yield Blob(in_message, lambda: message, shown)


def _without_links(header: bytes) -> bytes:
    """Return ``header`` with the links to other objects as empty lines, which count.

    Patterns for hexadecimal secrets would match them.
    """
    return b"\n".join(b"" if _is_link(line) else line for line in header.split(b"\n"))


def _is_link(line: bytes) -> bool:
    key, _, oid = line.partition(b" ")
    is_id = _SHORTEST_ID <= len(oid) <= _LONGEST_ID and not oid.strip(HEXADECIMAL)
    return is_id and key in _LINKS


def _parted(chunks: Iterable[bytes]) -> tuple[bytes, Iterable[bytes]]:
    """Return the header of a commit or tag, and its message, which is read when it is scanned."""
    rest = iter(chunks)
    header = bytearray()
    for chunk in rest:
        start = max(0, len(header) - 1)
        header += chunk
        end = header.find(b"\n\n", start)
        if end >= 0:
            return bytes(header[:end]), chain((bytes(header[end + 2 :]),), rest)
    return bytes(header), ()


def _blobs(git: Git, commits: Sequence[bytes]) -> Iterator[Blob | NotScanned]:
    """Yield each blob of the commits once per path, with the first commit that introduces it.

    Once per path, since an allowed pattern may allow it in one path alone.
    """
    places: dict[tuple[bytes, bytes], bytes] = {}
    listing, unlisted = _changes(git, commits)
    for change in read_changes(listing.split(b"\0")[:-1]):
        if change.new.strip(b"0"):
            places.setdefault((change.new, change.path), change.commit)
    yield from _unlisted(git, unlisted)
    missing = []
    roots = set()
    answers = read_objects(git, [oid for oid, _ in places])
    for ((oid, path), commit), answer in zip(places.items(), answers, strict=True):
        if isinstance(answer, ObjectContent):
            yield Blob(path, answer.chunks, commit)
        else:
            name = f"{commit.decode()}:{path.decode('utf-8', 'surrogateescape')}"
            missing.append((name, oid))
            roots.add(commit)
    yield from missing_objects(git, missing, roots)


def _changes(git: Git, commits: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """Return the changes of ``commits``, as git lists them, and the commits that lack a tree."""
    names = b"".join(commit + b"\n" for commit in commits)
    try:
        return git.output(*_TRUE_PARENTS, *DIFF_TREE, input=names), []
    except GitError:
        if len(commits) == 1:
            return b"", list(commits)
    whole = listable(git, commits)
    # A damaged tree that git does not name: it is in one of the halves.
    half = len(commits) // 2
    parts = [whole] if len(whole) < len(commits) else [whole[:half], whole[half:]]
    found = [_changes(git, part) for part in parts if part]
    unlisted = list(set(commits).difference(whole)) + [one for _, cut in found for one in cut]
    return b"".join(listing for listing, _ in found), unlisted


def _unlisted(git: Git, commits: Sequence[bytes]) -> Iterator[Blob | NotScanned]:
    """Yield the new blobs of each of ``commits``, whose changes git cannot list, and problems.

    In a partial clone without trees, new are those blobs that the remote did not send.
    """
    if not commits:
        return
    local = set(local_commits(git, commits))
    for commit in sorted(commits):
        if commit not in local:
            yield Absent(f"commit {commit.decode()}", commit, Absent.PROMISED)
            continue
        try:
            entries = local_objects(git, commit)
        except GitError:
            yield NotScanned(f"commit {commit.decode()}: a tree is missing; run 'git fsck'")
        else:
            yield from _of_kind_blob(git, commit, entries)


def _of_kind_blob(
    git: Git, commit: bytes, entries: Sequence[tuple[bytes, bytes]]
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs among ``entries``, (object ID, path)."""
    answers = read_objects(git, [oid for oid, _ in entries])
    for (oid, path), answer in zip(entries, answers, strict=True):
        if not isinstance(answer, ObjectContent):
            message = f"commit {commit.decode()}: object {oid.decode()} is damaged"
            yield NotScanned(f"{message}; run 'git fsck'")
        elif answer.kind == b"blob":
            yield Blob(path, answer.chunks, commit)


def _texts(git: Git, commits: Sequence[bytes]) -> Iterator[Blob | NotScanned]:
    for commit, answer in zip(commits, read_objects(git, commits), strict=True):
        if isinstance(answer, ObjectContent):
            yield from texts(answer, commit)
        else:
            yield NotScanned(f"commit {commit.decode()} is missing or damaged; run 'git fsck'")
