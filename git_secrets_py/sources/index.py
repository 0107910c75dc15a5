"""Blobs from the index: what is staged, all it holds, or the files named."""

from __future__ import annotations

import os

from git_secrets_py.errors import GitError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.process import Git
from git_secrets_py.model import Blob, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.git.process import RunningGit
    from git_secrets_py.git.repository import Repository

    Entry = tuple[bytes, bytes]

GITLINK = b"160000"


def not_in_index(path: bytes) -> NotScanned:
    """Say that the index holds nothing for ``path``."""
    name = path.decode("utf-8", "surrogateescape")
    return NotScanned(f"{name}: not in the index; git add it, or scan it without --cached")


def staged(repository: Repository) -> Iterator[Blob | NotScanned]:
    """Yield the staged blobs that differ from HEAD, or from nothing on an unborn branch.

    Added, copied, modified, renamed, type-changed and unmerged ones; whole, not just their
    changed lines. The index is the one git names: ``git commit -a`` uses one of its own.

    git is started by the call, so that it works while the caller prepares for what it yields.
    """
    against_head = repository.git.start(*_diff_index(b"HEAD"))
    return _staged(repository, against_head)


def _staged(repository: Repository, against_head: RunningGit) -> Iterator[Blob | NotScanned]:
    try:
        listing = against_head.output()
    except GitError:
        if repository.has_head:
            raise
        listing = repository.git.output(*_diff_index(repository.empty_tree))
    yield from blobs(repository.git, _changed(repository, listing))


def everything(repository: Repository) -> Iterator[Blob | NotScanned]:
    """Yield every blob that the index holds."""
    # From the top, as ls-files lists what is below the current directory.
    git = repository.git if repository.is_bare else Git(repository.top)
    yield from blobs(git, _parse(git.output("ls-files", "--stage", "-z")))


def files(
    repository: Repository,
    paths: Sequence[bytes],
    unknown: Callable[[bytes], Blob | NotScanned] = not_in_index,
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs that the index holds for ``paths``, files or directories.

    They are relative to the current directory. ``unknown`` tells what to yield for a path of
    which the index holds nothing.
    """
    if not paths:
        return
    entries = list(_parse(repository.git.output("ls-files", "--stage", "-z", "--", *paths)))
    known = {path for path, _ in entries}
    for path in paths:
        if not _is_known(_as_listed(path), known):
            yield unknown(path)
    yield from blobs(repository.git, entries)


def blobs(git: Git, entries: Iterable[Entry]) -> Iterator[Blob | NotScanned]:
    """Yield the blob of each (path, object id); one that git cannot give is an error."""
    listed = list(entries)
    if not listed:
        return
    answers = read_objects(git, [oid for _, oid in listed])
    for (path, oid), answer in zip(listed, answers, strict=True):
        if isinstance(answer, ObjectContent):
            yield Blob(path, answer.chunks)
        else:
            name = path.decode("utf-8", "surrogateescape")
            yield NotScanned(f"{name}: object {oid.decode()} is missing or damaged")


def _diff_index(tree: bytes) -> list[str | bytes]:
    # Renames as additions: what a rename carries is staged all the same.
    options = ["--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=d"]
    return ["diff-index", *options, tree, "--"]


def _changed(repository: Repository, listing: bytes) -> Iterator[Entry]:
    """Yield (path, object id) from ``:mode mode oid oid status`` NUL ``path`` NUL."""
    fields = listing.split(b"\0")[:-1]
    unmerged = False
    for change, path in zip(fields[0::2], fields[1::2], strict=True):
        _, mode, _, oid, status = change.split(b" ")
        if status == b"U":
            unmerged = True
        elif mode != GITLINK:
            yield path, oid
    if unmerged:
        # From the top, as ls-files lists what is below the current directory.
        yield from _parse(Git(repository.top).output("ls-files", "--unmerged", "-z"))


def _parse(listing: bytes) -> Iterator[Entry]:
    """Yield (path, object id) from ``mode oid stage`` TAB ``path`` NUL, but for submodules."""
    for entry in listing.split(b"\0")[:-1]:
        facts, _, path = entry.partition(b"\t")
        mode, oid, _ = facts.split(b" ")
        if mode != GITLINK:
            yield path, oid


def _as_listed(path: bytes) -> bytes:
    """Return ``path`` as ls-files lists it: relative to the current directory, with slashes."""
    return os.path.relpath(path).replace(os.sep.encode(), b"/")


def _is_known(path: bytes, known: set[bytes]) -> bool:
    """Tell whether ``path`` is one of ``known``, or a directory above one."""
    if path in known or (known and set(path.split(b"/")) <= {b".", b".."}):
        return True
    return any(one.startswith(path + b"/") for one in known)
