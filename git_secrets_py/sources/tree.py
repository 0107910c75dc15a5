"""Blobs from the work tree: its tracked files as they are on disk."""

from __future__ import annotations

import os

from git_secrets_py.git.process import Git
from git_secrets_py.model import NotScanned
from git_secrets_py.sources import files, index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Blob


def tracked(
    repository: Repository, paths: Sequence[bytes] = (), *, untracked: bool = False
) -> Iterator[Blob | NotScanned]:
    """Yield the tracked files of the whole work tree, shown relative to its top.

    ``paths`` narrow that, and are shown, relative to the current directory. ``untracked`` adds
    files that are neither tracked nor ignored. A tracked file that is not on disk (deleted, or
    left out by a sparse checkout) is scanned as the index has it.
    """
    directory = os.getcwdb() if paths else repository.top
    git = Git(directory)
    absent = []
    for mode, oid, path in _listed(git, paths):
        on_disk = os.path.join(directory, path)
        if mode == index.GITLINK:
            yield _submodule(path)
            continue
        found = files.entry(on_disk, path)
        if found is None:
            absent.append((path, oid))
        else:
            yield found
    if untracked:
        others = git.output("ls-files", "-z", "--others", "--exclude-standard", "--", *paths)
        for path in others.split(b"\0")[:-1]:
            yield from files.present(os.path.join(directory, path), path)
    yield from index.blobs(git, absent)


def _listed(git: Git, paths: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield mode, object id and path of each entry; of a conflict, the last of its stages."""
    entries = {}
    for entry in git.output("ls-files", "--stage", "-z", "--", *paths).split(b"\0")[:-1]:
        facts, _, path = entry.partition(b"\t")
        mode, oid, _ = facts.split(b" ")
        entries[path] = (mode, oid, path)
    yield from entries.values()


def _submodule(path: bytes) -> NotScanned:
    name = path.decode("utf-8", "surrogateescape")
    return NotScanned(
        f"{name}: a submodule, not scanned; run 'git secrets --scan' in it", NotScanned.WARNING
    )
