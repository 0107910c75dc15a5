"""Reading what git lists: changes of commits, and entries of trees."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.git.process import Git

SUBMODULE = b"160000"
_CHUNK = 1 << 16

# Asks for the changes of the commits that are named on its standard input.
DIFF_TREE = (
    "diff-tree",
    "--stdin",
    "-r",
    "--root",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    # A merge is shown by what it has from none of its parents.
    "-c",
)


class Change:
    """What a commit did to one path.

    ``old`` holds the blob in each parent, ``new`` the blob in the commit; all zeros for none.
    """

    __slots__ = ("commit", "new", "old", "path")

    def __init__(self, commit: bytes, path: bytes, old: Sequence[bytes], new: bytes) -> None:
        self.commit = commit
        self.path = path
        self.old = old
        self.new = new


def read_changes(fields: Iterable[bytes]) -> Iterator[Change]:
    """Read the output of ``DIFF_TREE``; submodules are left out."""
    commit = b""
    fields = iter(fields)
    for field in fields:
        if not field.startswith(b":"):
            commit = field
            continue
        path = next(fields)
        words = field.split(b" ")
        parents = len(field) - len(field.lstrip(b":"))
        mode, old, new = words[parents], words[parents + 1 : -2], words[-2]
        if mode != SUBMODULE:
            yield Change(commit, path, old, new)


def tree_entries(git: Git, tree: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (blob, path) of everything below ``tree``; raises ``GitError``."""
    running = git.start("ls-tree", "-r", "-z", "--full-tree", tree)
    try:
        for entry in nul_fields(running.stdout):
            head, _, path = entry.partition(b"\t")
            mode, _, oid = head.split(b" ")
            if mode != SUBMODULE:
                yield oid, path
    finally:
        running.stop()


def nul_fields(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what ``-z`` output separates by NUL."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        fields = (rest + chunk).split(b"\0")
        rest = fields.pop()
        yield from fields
