"""Parsers of git's listings: entries of the index and of trees, and changes of commits."""

from __future__ import annotations

from git_secrets_py.git import GITLINK
from git_secrets_py.git.spawn import DEVNULL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.git import Git

    # Mode, object ID, stage (b"0", or b"1" to b"3" for a conflict), path.
    IndexEntry = tuple[bytes, bytes, bytes, bytes]

_CHUNK = 1 << 16

# The most paths that are arguments of git.
_MOST_PATHS = 100
# In bytes: with the rest of it, a command line on Windows has at most 32 KiB.
_LONGEST_COMMAND = 16 << 10
# Parts of a path that git removes from an argument, or refuses.
_NO_NAMES = {b"", b".", b".."}

# Lists the entries of a tree, and of those below it.
LS_TREE = ("ls-tree", "-r", "-z", "--full-tree")
# Lists the changes of the commits named on its standard input.
DIFF_TREE = (
    "diff-tree",
    "--stdin",
    "-r",
    "--root",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    # For a merge, list the paths that differ from every parent.
    "-c",
)


class Change:
    """A change of one path by a commit.

    ``old`` holds the blob's ID in each parent, ``new`` its ID in the commit; all zeros if there
    is none.
    """

    __slots__ = ("commit", "new", "old", "path")

    def __init__(self, commit: bytes, path: bytes, old: Sequence[bytes], new: bytes) -> None:
        self.commit = commit
        self.path = path
        self.old = old
        self.new = new


def read_changes(fields: Iterable[bytes]) -> Iterator[Change]:
    """Parse the output of ``DIFF_TREE``, without submodules.

    Not shared with ``diff-index --raw``: a commit hook parses that without this module.
    """
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
        if mode != GITLINK:
            yield Change(commit, path, old, new)


def index_entries(git: Git, *arguments: str | bytes) -> Iterator[IndexEntry]:
    """Yield the entries of the index that ``git ls-files`` lists for ``arguments``.

    Raises ``GitError``.
    """
    listing = git.output("ls-files", "--stage", "-z", *arguments)
    yield from parse_index_entries(listing.split(b"\0")[:-1])


def parse_index_entries(fields: Iterable[bytes]) -> Iterator[IndexEntry]:
    """Parse the fields of ``git ls-files --stage -z``: ``mode oid stage`` TAB ``path``."""
    for field in fields:
        head, _, path = field.partition(b"\t")
        mode, oid, stage = head.split(b" ")
        yield mode, oid, stage, path


def tree_entries(git: Git, tree: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (object ID, path) of each blob below ``tree``.

    If git cannot read all of it, also ``tree`` itself, without a path.
    """
    process = git.start(*LS_TREE, tree, stderr=DEVNULL)
    try:
        yield from parse_tree_entries(nul_fields(process.stdout))
        if process.wait():
            yield tree, b""
    finally:
        process.stop()


def parse_tree_entries(fields: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Parse the output of ``LS_TREE``: yield (object ID, path) of each blob."""
    for field in fields:
        head, _, path = field.partition(b"\t")
        mode, _, oid = head.split(b" ")
        if mode != GITLINK:
            yield oid, path


def as_arguments(paths: Iterable[bytes]) -> Collection[bytes]:
    """Return each of ``paths`` once; none if these are too many or git would read them otherwise.

    It takes them literally in all our commands. But on macOS it composes other characters than
    those of ASCII, and on Windows it takes a backslash for a slash.
    """
    unique: set[bytes] = set()
    for path in paths:
        unique.add(path)
        is_literal = path.isascii() and b"\\" not in path and _NO_NAMES.isdisjoint(path.split(b"/"))
        if len(unique) > _MOST_PATHS or not is_literal:
            return ()
    return unique if sum(map(len, unique)) <= _LONGEST_COMMAND else ()


def nul_fields(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the NUL-terminated fields of ``-z`` output."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        fields = (rest + chunk).split(b"\0")
        rest = fields.pop()
        yield from fields
