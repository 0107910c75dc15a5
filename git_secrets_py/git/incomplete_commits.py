"""Commits that are here in part: without their parents, or without some of their trees.

A shallow clone lacks the parents of the commits at its boundary. A partial clone may have only the
first levels of the trees, or none (``tree:<depth>`` of git-rev-list(1), ``--filter``).
"""

from __future__ import annotations

import os

from git_secrets_py.git.objects import ObjectContent, read_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.git import Git
    from git_secrets_py.git.repository import Repository

    # Two trees that git compares; an empty ID means no tree.
    Pair = tuple[bytes, bytes]
    Subtrees = Mapping[bytes, bytes]

_NO_TREE = b""
_TREE_MODE = b"40000"
# Commits per batch, which bounds memory.
_AT_ONCE = 1_000


def cut_off(repository: Repository, revisions: Sequence[bytes]) -> list[bytes]:
    """Return the commits of ``revisions`` whose parents a shallow clone lacks.

    ``revisions`` are arguments of git-rev-list(1), by default all refs. Raises ``GitError``.
    """
    if not repository.is_shallow:
        return []
    with open(os.path.join(repository.common_dir, b"shallow"), "rb") as file:
        boundary = set(file.read().split())
    # git shows a commit at the boundary without parents.
    arguments = [b"--max-parents=0", *(revisions or [b"--all"])]
    roots = repository.git.output("rev-list", *arguments).split()
    return [oid for oid in roots if oid in boundary]


def listable(git: Git, commits: Sequence[bytes]) -> list[bytes]:
    """Return those of ``commits`` whose changes git can list: their trees are in this clone.

    Raises ``GitError`` if a commit is missing.
    """
    found: list[bytes] = []
    for first in range(0, len(commits), _AT_ONCE):
        some = commits[first : first + _AT_ONCE]
        cut = _cut(git, _root_pairs(git, some))
        found += [commit for commit in some if commit not in cut]
    return found


def _root_pairs(git: Git, commits: Sequence[bytes]) -> dict[bytes, set[Pair]]:
    """Return the root tree of each commit, paired with that of each of its parents."""
    named = [*commits, *(commit + b"^@" for commit in commits)]
    command = ("rev-list", "--no-walk=unsorted", "--format=%H %T %P", "--stdin")
    listing = git.output(*command, input=b"".join(one + b"\n" for one in named))
    lines = [line.split() for line in listing.splitlines() if not line.startswith(b"commit ")]
    trees = {commit: tree for commit, tree, *_ in lines}
    parents = {commit: parents for commit, _, *parents in lines}
    return {
        commit: {(trees[commit], trees.get(one, _NO_TREE)) for one in parents[commit]}
        or {(trees[commit], _NO_TREE)}
        for commit in commits
    }


def _cut(git: Git, pairs: dict[bytes, set[Pair]]) -> set[bytes]:
    """Return the commits among ``pairs`` that differ from a parent in a tree that is missing."""
    cut: set[bytes] = set()
    while pairs:
        subtrees = _read_subtrees(git, {tree for some in pairs.values() for tree in _named(some)})
        cut.update(commit for commit, some in pairs.items() if not _named(some) <= subtrees.keys())
        deeper = {
            commit: {below for pair in some for below in _differing(pair, subtrees)}
            for commit, some in pairs.items()
            if commit not in cut
        }
        pairs = {commit: some for commit, some in deeper.items() if some}
    return cut


def _named(pairs: Iterable[Pair]) -> set[bytes]:
    return {tree for old, new in pairs if old != new for tree in (old, new) if tree}


def _differing(pair: Pair, subtrees: Mapping[bytes, Subtrees]) -> Iterator[Pair]:
    """Yield the pairs of subtrees in which the trees of ``pair`` differ."""
    first, second = pair
    if first == second:
        return
    one, other = subtrees.get(first, {}), subtrees.get(second, {})
    for name in one.keys() | other.keys():
        below = one.get(name, _NO_TREE), other.get(name, _NO_TREE)
        if below[0] != below[1]:
            yield below


def _read_subtrees(git: Git, trees: Iterable[bytes]) -> dict[bytes, Subtrees]:
    """Return the subtrees, by name, of each of ``trees`` that is in this clone."""
    return {
        answer.oid: dict(_parse(b"".join(answer.chunks()), len(answer.oid) // 2))
        for answer in read_objects(git, sorted(trees))
        if isinstance(answer, ObjectContent)
    }


def _parse(content: bytes, width: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, ID) of the subtrees in a tree; ``width`` is the size of a packed ID."""
    start = 0
    while (end := content.find(b"\0", start)) >= 0:
        mode, _, name = content[start:end].partition(b" ")
        start = end + 1 + width
        if mode == _TREE_MODE and start <= len(content):
            yield name, content[end + 1 : start].hex().encode()
