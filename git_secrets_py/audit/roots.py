"""The roots of history: refs, HEADs of all worktrees, stashes, and indexes."""

from __future__ import annotations

import os
from dataclasses import dataclass

from git_secrets_py.audit import object_list
from git_secrets_py.git import GITLINK
from git_secrets_py.git.trees import nul_fields, parse_index_entries
from git_secrets_py.model import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository

# git reads the empty blob even if it is not stored; ``git add --intent-to-add`` stages it.
_EMPTY_BLOBS = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)


@dataclass(frozen=True, slots=True)
class Roots:
    """The roots of history.

    ``tips`` maps the object ID of each ref, HEAD and stash to its type. ``remote`` holds the IDs
    of remote-tracking refs. ``index`` maps the ID of each staged blob to its paths, over all
    worktrees; ``unstaged`` are those of these blobs that are missing. ``problems`` are broken
    refs and refs to missing objects.
    """

    tips: Mapping[bytes, bytes]
    remote: Sequence[bytes]
    index: Mapping[bytes, set[bytes]]
    unstaged: Sequence[bytes]
    problems: Sequence[NotScanned]


@dataclass(frozen=True, slots=True)
class _Refs:
    """The object IDs of refs, each with a name, those of remote-tracking refs, and problems."""

    names: dict[bytes, bytes]
    remote: list[bytes]
    problems: list[NotScanned]


def find_roots(repository: Repository, children: ProcessGroup) -> Roots:
    """Return the roots of ``repository``; raises ``GitError``."""
    index = _read_indexes(repository, children)
    refs = _read_refs(repository, children)
    names = refs.names
    for head in _heads(repository):
        names.setdefault(head, b"the HEAD of a worktree")
    types = dict(_types({**names, **index}, children, is_partial=repository.is_partial))
    broken = [oid for oid in names if not types.get(oid)]
    return Roots(
        tips={oid: kind for oid, kind in types.items() if kind and oid in names},
        remote=refs.remote,
        index=index,
        unstaged=[oid for oid, kind in types.items() if not kind and oid not in names],
        problems=[*refs.problems, *(_broken_ref(oid, names[oid]) for oid in broken)],
    )


def _read_refs(repository: Repository, children: ProcessGroup) -> _Refs:
    """Return the refs of ``repository``, and the stashed states."""
    names: dict[bytes, bytes] = {}
    remote: list[bytes] = []
    has_stash = False
    with children.start("for-each-ref", "--format=%(objectname) %(refname)") as child:
        for line in child.stdout:
            oid, _, name = line.rstrip(b"\n").partition(b" ")
            names.setdefault(oid, name)
            has_stash = has_stash or name == b"refs/stash"
            if name.startswith(b"refs/remotes/"):
                remote.append(oid)
        child.finish()
        warnings = child.messages().decode("utf-8", "replace").splitlines()
    if has_stash:
        for oid in repository.git.output("rev-list", "-g", "refs/stash").split():
            names.setdefault(oid, b"the reflog of refs/stash")
    return _Refs(names, remote, [NotScanned(f"git for-each-ref: {line}") for line in warnings])


def _heads(repository: Repository) -> Iterator[bytes]:
    """Yield the ID of each worktree's HEAD commit; an unborn branch has none."""
    listing = repository.git.output("worktree", "list", "--porcelain")
    for line in listing.split(b"\n"):
        if line.startswith(b"HEAD ") and line[5:].strip(b"0"):
            yield line[5:]


def _read_indexes(repository: Repository, children: ProcessGroup) -> dict[bytes, set[bytes]]:
    """Return the ID of each staged blob with its paths, over all worktrees."""
    index: dict[bytes, set[bytes]] = {}
    for git_dir in _git_dirs(repository):
        with children.start(b"--git-dir=" + git_dir, "ls-files", "--stage", "-z") as child:
            for mode, oid, _, path in parse_index_entries(nul_fields(child.stdout)):
                if mode != GITLINK and oid not in _EMPTY_BLOBS:
                    index.setdefault(oid, set()).add(path)
            child.finish()
    return index


def _types(
    oids: Collection[bytes], children: ProcessGroup, *, is_partial: bool
) -> Iterator[tuple[bytes, bytes]]:
    """Yield each object ID with its type, which is empty if the object is missing."""
    for lines in object_list.some_objects(children, oids, is_partial=is_partial):
        for line in lines.splitlines():
            oid, kind = line.split()[:2]
            yield oid, b"" if kind == b"missing" else kind


def _broken_ref(oid: bytes, name: bytes) -> NotScanned:
    place = name.decode("utf-8", "replace")
    return NotScanned(f"object {oid.decode()}, which {place} names, is missing or damaged")


def _git_dirs(repository: Repository) -> list[bytes]:
    """Return the git directories of all worktrees that have an index."""
    common = repository.common_dir
    linked = os.path.join(common, b"worktrees")
    names = sorted(os.listdir(linked)) if os.path.isdir(linked) else []
    others = [common, *(os.path.join(linked, name) for name in names)]
    own = repository.git_dir
    has_own = "GIT_INDEX_FILE" in os.environ or os.path.exists(os.path.join(own, b"index"))
    found = [own] if has_own else []
    for one in others:
        if os.path.exists(os.path.join(one, b"index")) and not os.path.samefile(one, own):
            found.append(one)
    return found
