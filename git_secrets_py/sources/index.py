"""The index: its staged changes, all of it, or given files."""

from __future__ import annotations

import os

from git_secrets_py.content import Blob, NotScanned
from git_secrets_py.errors import GitError
from git_secrets_py.git import GITLINK
from git_secrets_py.git.objects import ObjectContent, read_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.git import Git, GitProcess
    from git_secrets_py.git.objects import Batch
    from git_secrets_py.git.repository import Repository

    # Path, object ID; the ID of a submodule is empty.
    Entry = tuple[bytes, bytes]


def not_in_index(path: bytes) -> NotScanned:
    """Return the error for a ``path`` that has no entry in the index."""
    name = path.decode("utf-8", "surrogateescape")
    return NotScanned(f"{name}: not in the index; add it with 'git add', or omit --cached")


def submodule(path: bytes) -> NotScanned:
    """Return the warning of the submodule at ``path``."""
    name = path.decode("utf-8", "surrogateescape")
    return NotScanned(
        f"{name}: is a submodule, skipped; run 'git secrets --scan' in it", NotScanned.WARNING
    )


def staged(repository: Repository, batch: Batch | None = None) -> Iterator[Blob | NotScanned]:
    """Yield the staged blobs of ``repository``: those that differ from HEAD.

    These are added, modified, type-changed and unmerged files, each in full. On an unborn branch
    these are all files. The index is that of ``GIT_INDEX_FILE``: ``git commit -a`` has its own.

    The call starts git, which runs while the caller prepares the scan. ``batch`` is that of
    ``read_objects``.
    """
    against_head = repository.git.start(*_diff_index(b"HEAD"))
    return _staged(repository, against_head, batch)


def _staged(
    repository: Repository, against_head: GitProcess, batch: Batch | None
) -> Iterator[Blob | NotScanned]:
    try:
        listing = against_head.output()
    except GitError:
        is_damaged = not repository.is_unborn and repository.has_head
        if is_damaged and not _is_head_promised(repository):
            raise
        # Everything staged may be new.
        listing = repository.git.output(*_diff_index(repository.empty_tree))
    yield from blobs(repository.git, _changed(repository, listing), batch)


def _is_head_promised(repository: Repository) -> bool:
    """Return whether a tree of HEAD is not in this clone, because a promisor remote has it."""
    if not repository.lacks_trees:
        return False
    from git_secrets_py.git import promisor

    return promisor.are_promised(repository.git, [b"HEAD"], promisor.NO_HISTORY)


def everything(repository: Repository) -> Iterator[Blob | NotScanned]:
    """Yield every blob in the index."""
    # From the top: ls-files lists the current directory.
    git = repository.git if repository.is_bare else repository.git_in(repository.whole_tree)
    yield from blobs(git, _listed(git))


def files(
    repository: Repository,
    paths: Sequence[bytes],
    unknown: Callable[[bytes], Blob | NotScanned] = not_in_index,
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs in the index for ``paths``, files or directories.

    ``paths`` are relative to the current directory. For a path without an entry, the result of
    ``unknown`` is yielded.
    """
    if not paths:
        return
    entries = list(_listed(repository.git, "--", *paths))
    known = {path for path, _ in entries}
    for path in paths:
        if not _is_known(_as_listed(path), known):
            yield unknown(path)
    yield from blobs(repository.git, entries)


def blobs(
    git: Git, entries: Iterable[Entry], batch: Batch | None = None
) -> Iterator[Blob | NotScanned]:
    """Yield the blob of each entry, or its problem: git cannot read it, or it is a submodule.

    ``batch`` is that of ``read_objects``.
    """
    listed = []
    for entry in entries:
        if entry[1]:
            listed.append(entry)
        else:
            yield submodule(entry[0])
    if not listed:
        return
    missing = []
    answers = read_objects(git, [oid for _, oid in listed], batch)
    for (path, oid), answer in zip(listed, answers, strict=True):
        if isinstance(answer, ObjectContent):
            yield Blob(path, answer.chunks)
        else:
            missing.append((path.decode("utf-8", "surrogateescape"), oid))
    if missing:
        from git_secrets_py.git import promisor

        yield from promisor.missing_objects(git, missing, (), promisor.INDEX)


def _diff_index(tree: bytes) -> list[str | bytes]:
    # A rename is an addition: its content is scanned as well.
    options = ["--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=d"]
    return ["diff-index", *options, tree, "--"]


def _changed(repository: Repository, listing: bytes) -> Iterator[Entry]:
    """Parse ``git diff-index --raw -z``: ``:mode mode oid oid status`` NUL ``path`` NUL."""
    fields = listing.split(b"\0")[:-1]
    unmerged = False
    for change, path in zip(fields[0::2], fields[1::2], strict=True):
        _, mode, _, oid, status = change.split(b" ")
        if status == b"U":
            unmerged = True
        else:
            yield path, b"" if mode == GITLINK else oid
    if unmerged:
        # From the top: ls-files lists the current directory.
        yield from _listed(repository.git_in(repository.whole_tree), "--unmerged")


def _listed(git: Git, *arguments: str | bytes) -> Iterator[Entry]:
    """Yield the entries that ``git ls-files`` lists for ``arguments``."""
    # Imported here: a hook needs it for conflicts only.
    from git_secrets_py.git.trees import index_entries

    for mode, oid, _, path in index_entries(git, *arguments):
        yield path, b"" if mode == GITLINK else oid


def _as_listed(path: bytes) -> bytes:
    """Return ``path`` as ls-files prints it: relative to the current directory, with slashes."""
    return os.path.relpath(path).replace(os.sep.encode(), b"/")


def _is_known(path: bytes, known: set[bytes]) -> bool:
    """Return whether ``path`` is in ``known``, or is a directory above such a path."""
    if path in known or (known and set(path.split(b"/")) <= {b".", b".."}):
        return True
    return any(one.startswith(path + b"/") for one in known)
