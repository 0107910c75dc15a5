"""The work tree: its files as they are on disk."""

from __future__ import annotations

import os
from errno import ENOENT
from itertools import repeat

from git_secrets_py.content import CLEAN, NotScanned
from git_secrets_py.git import GITLINK
from git_secrets_py.git.trees import index_entries, nul_fields
from git_secrets_py.sources import files, index
from git_secrets_py.temporary import temporary_file

_MOST_NAMED = 20

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.content import Blob
    from git_secrets_py.git import Git
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.sources.files import CleanFiles


def _none_clean(directory: bytes, paths: Sequence[bytes]) -> Iterable[bool]:
    return repeat(False, len(paths))


def tracked(
    repository: Repository,
    paths: Sequence[bytes] = (),
    *,
    untracked: bool = False,
    clean_files: CleanFiles = _none_clean,
) -> Iterator[Blob | NotScanned]:
    """Yield the tracked files of the whole work tree, shown relative to its top.

    With ``paths``, yield only these files and directories; they are given and shown relative to
    the current directory. ``untracked`` adds files that are neither tracked nor ignored. If a
    tracked file is not on disk (deleted, or excluded by a sparse checkout), its version in the
    index is yielded. Files that ``clean_files`` finds clean are yielded as ``CLEAN``.
    """
    # Elsewhere, git takes paths as those from the top.
    top = repository.top if paths else repository.whole_tree
    directory = os.getcwdb() if paths else top
    git = repository.git_in(directory)
    absent = []
    # A path in conflict has several entries, with one version each.
    entries: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for mode, oid, _, path in index_entries(git, "--", *paths):
        entries.setdefault(path, []).append((mode, oid))
    vouched = clean_files(directory, list(entries))
    for (path, versions), is_clean in zip(entries.items(), vouched, strict=True):
        if is_clean:
            yield CLEAN
            continue
        place = os.path.join(directory, path)
        if all(mode == GITLINK for mode, _ in versions) and not _is_file(place):
            yield index.submodule(path)
            continue
        found = files.entry(place, path)
        if found is None:
            absent += [(path, oid) for mode, oid in versions if mode != GITLINK]
        else:
            yield found
    if untracked:
        yield from _untracked(git, directory, paths)
        yield from _unknown(git, paths)
    yield from index.blobs(git, absent)


def _is_file(path: bytes) -> bool:
    return os.path.isfile(path) or os.path.islink(path)


def directory(repository: Repository, path: bytes) -> Iterator[Blob | NotScanned]:
    """Yield the tracked files below ``path``, and warnings that name its untracked ones."""
    yield from tracked(repository, [path])
    others = []
    for other in _other_paths(repository.git, [path]):
        if isinstance(other, NotScanned):
            yield NotScanned(other.message, NotScanned.WARNING)
        else:
            others.append(other.decode("utf-8", "surrogateescape"))
    if others:
        names = ", ".join(others[:_MOST_NAMED])
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        yield NotScanned(
            f"untracked, not scanned: {names}{more}; use -r or --untracked", NotScanned.WARNING
        )


def ignored(repository: Repository) -> Iterator[Blob | NotScanned]:
    """Yield the untracked files of the whole work tree that git ignores, shown relative to it."""
    top = repository.whole_tree
    for path in _other_paths(repository.git_in(top), (), "--ignored"):
        if isinstance(path, NotScanned):
            yield path
        else:
            yield from files.present(os.path.join(top, path), path)


def is_omitted(git: Git, path: bytes) -> bool:
    """Return whether ``path`` is not on disk because of a sparse checkout."""
    if os.path.lexists(path):
        return False
    # git marks the entries that it does not check out with S.
    return git.output("ls-files", "-t", "-z", "--", path).startswith(b"S ")


def omitted(path: bytes) -> NotScanned:
    """Return the error of a ``path`` that a sparse checkout omits."""
    name = path.decode("utf-8", "surrogateescape")
    return NotScanned(
        f"{name}: not checked out, because of a sparse checkout; "
        "scan its version in the index with --cached"
    )


def _untracked(git: Git, directory: bytes, paths: Sequence[bytes]) -> Iterator[Blob | NotScanned]:
    """Yield the untracked files, and an error for each directory that git cannot read."""
    for path in _other_paths(git, paths):
        if isinstance(path, NotScanned):
            yield path
        else:
            yield from files.present(os.path.join(directory, path), path)


def _unknown(git: Git, paths: Sequence[bytes]) -> Iterator[NotScanned]:
    """Yield an error for each of ``paths`` that is neither on disk nor tracked."""
    for path in paths:
        is_tracked = ("ls-files", "--error-unmatch", "--", path)
        if not os.path.lexists(path) and not git.succeeds(*is_tracked):
            name = path.decode("utf-8", "surrogateescape")
            yield NotScanned(f"{name}: {os.strerror(ENOENT)}")


def _other_paths(git: Git, paths: Sequence[bytes], *options: str) -> Iterator[bytes | NotScanned]:
    """Yield the paths of untracked files, and an error for each directory that git cannot read.

    ``options`` are those of git-ls-files(1).
    """
    with temporary_file() as messages:
        command = ("ls-files", "-z", "--others", "--exclude-standard", *options, "--")
        child = git.start(*command, *paths, stderr=messages)
        try:
            yield from nul_fields(child.stdout)
            child.finish()
        finally:
            child.stop()
        for line in child.problems():
            yield NotScanned(f"git ls-files: {line.removeprefix('warning: ')}")
