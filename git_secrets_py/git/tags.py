"""Objects besides commits that refs point at: annotated tags, tagged trees, tagged blobs."""

from __future__ import annotations

from git_secrets_py.content import HEXADECIMAL, IN_TAG, TAGGED_BLOB
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.trees import tree_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from git_secrets_py.git import Git


def named_by_revisions(git: Git, arguments: Sequence[bytes]) -> dict[bytes, bytes]:
    """Return the IDs and types of the objects besides commits that ``arguments`` name.

    ``arguments`` are those of git-rev-list(1); for invalid ones, the result is empty.
    """
    if not arguments:
        return {}
    # The number of "-n 1000" would abbreviate an ID.
    named = git.output("rev-parse", "--revs-only", "--no-flags", *arguments, accept=(0, 128))
    oids = [oid for oid in named.split() if not oid.strip(HEXADECIMAL)]
    answers = git.output(
        "cat-file", "--batch-check=%(objectname) %(objecttype)", input=b"".join(map(_line, oids))
    )
    objects = dict(line.split(b" ") for line in answers.splitlines())
    return {oid: kind for oid, kind in objects.items() if kind in (b"tag", b"tree", b"blob")}


def _line(oid: bytes) -> bytes:
    return oid + b"\n"


def named_by_tags(git: Git, tips: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (object ID, ID shown as the commit, path) of the tags and tagged blobs of ``tips``.

    ``tips`` maps the object ID of each ref to its type. Blobs of tagged trees are included,
    and trees that git cannot read to the end, with an empty path.
    """
    # The type of each object, and the object of the ref from which it is reached.
    waiting = {oid: (kind, oid) for oid, kind in tips.items() if kind != b"commit"}
    while waiting:
        tags = [oid for oid, (kind, _) in waiting.items() if kind == b"tag"]
        for oid, (kind, tip) in waiting.items():
            if kind == b"tree":
                yield from ((blob, tip, path) for blob, path in tree_entries(git, oid))
            else:
                yield (oid, oid, IN_TAG) if kind == b"tag" else (oid, tip, TAGGED_BLOB)
        waiting = {
            target: (kind, waiting[tag][1])
            for tag, target, kind in _targets(git, tags)
            if kind != b"commit"
        }


def _targets(git: Git, tags: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (tag ID, the ID of the tagged object, its type)."""
    for answer in read_objects(git, tags):
        if isinstance(answer, ObjectContent):
            lines = b"".join(answer.chunks()).split(b"\n", 2)
            target, kind = (line.partition(b" ")[2] for line in lines[:2])
            yield answer.oid, target, kind
