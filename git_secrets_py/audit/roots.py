"""The roots of history: refs, HEADs of all worktrees, stashes, and indexes."""

from __future__ import annotations

from typing import NamedTuple

from git_secrets_py.audit import object_list
from git_secrets_py.audit.worktrees import git_directories, unreadable_refs
from git_secrets_py.content import NotScanned
from git_secrets_py.git import GITLINK
from git_secrets_py.git.trees import nul_fields, parse_index_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.audit.worktrees import GitDirectory
    from git_secrets_py.git import Git, GitProcess
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository

# git reads the empty blob even if it is not stored; ``git add --intent-to-add`` stages it.
_EMPTY_BLOBS = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_REF = "--format=%(objectname) %(refname)"
# Each worktree has its own refs below these (gitglossary(7), "per-worktree ref").
_REFS_OF_A_WORKTREE = (b"refs/worktree", b"refs/bisect", b"refs/rewritten")


class Roots(NamedTuple):
    """The roots of history.

    ``tips`` maps the object ID of each ref, HEAD and stash to its type. ``remote`` holds the IDs
    of remote-tracking refs. ``staged`` maps the ID of each staged blob to its paths, over all
    worktrees; ``unstaged`` are those of these blobs that are missing. ``problems`` are broken
    refs, refs to missing objects, and directories that cannot be read.
    """

    tips: Mapping[bytes, bytes]
    remote: Sequence[bytes]
    staged: Mapping[bytes, set[bytes]]
    unstaged: Sequence[bytes]
    problems: Sequence[NotScanned]


class _Refs(NamedTuple):
    """The object IDs of refs, each with a name, those of remote-tracking refs, and problems."""

    names: dict[bytes, bytes]
    remote: list[bytes]
    problems: list[NotScanned]


def find_roots(repository: Repository, children: ProcessGroup) -> Roots:
    """Return the roots of ``repository``; raises ``GitError``."""
    directories, problems = git_directories(repository)
    with children.start("worktree", "list", "--porcelain") as worktrees:  # runs beside the others
        index = _read_indexes(directories, children)
        refs = _read_refs(repository, directories, children)
        names = refs.names
        for head in _heads(worktrees):
            if isinstance(head, NotScanned):
                refs.problems.append(head)
            else:
                names.setdefault(head, b"the HEAD of a worktree")
    types = dict(_types({**names, **index}, children, is_partial=repository.is_partial))
    broken = [oid for oid in names if not types.get(oid)]
    return Roots(
        tips={oid: kind for oid, kind in types.items() if kind and oid in names},
        remote=refs.remote,
        staged=index,
        unstaged=[oid for oid, kind in types.items() if not kind and oid not in names],
        problems=[*problems, *refs.problems, *(_broken_ref(oid, names[oid]) for oid in broken)],
    )


def _read_refs(
    repository: Repository, directories: Sequence[GitDirectory], children: ProcessGroup
) -> _Refs:
    """Return the refs of all worktrees of ``repository``, and the stashed states."""
    refs = _Refs({}, [], list(unreadable_refs(one.path for one in directories)))
    has_stash = _add_refs(refs, directories[0].git, children)
    for other in directories[1:]:
        _add_refs(refs, other.git, children, *_REFS_OF_A_WORKTREE)
    if has_stash:
        for oid in repository.git.output("rev-list", "-g", "refs/stash").split():
            refs.names.setdefault(oid, b"the reflog of refs/stash")
    return refs


def _add_refs(refs: _Refs, git: Git, children: ProcessGroup, *only: bytes) -> bool:
    """Add to ``refs`` those that ``git`` lists for ``only``; return whether there is a stash."""
    has_stash = False
    with children.start("for-each-ref", _REF, *only, git=git) as child:
        for line in child.stdout:
            oid, _, name = line.rstrip(b"\n").partition(b" ")
            refs.names.setdefault(oid, name)
            has_stash = has_stash or name == b"refs/stash"
            if name.startswith(b"refs/remotes/"):
                refs.remote.append(oid)
        child.finish()
        problems = child.problems()
    refs.problems.extend(NotScanned(f"git for-each-ref: {line}") for line in problems)
    return has_stash


def _heads(worktrees: GitProcess) -> Iterator[bytes | NotScanned]:
    """Yield the ID of each worktree's HEAD commit, or its problem; an unborn branch has none."""
    for worktree in worktrees.stdout.read().split(b"\n\n"):
        lines = worktree.split(b"\n")
        head = next((line[5:] for line in lines if line.startswith(b"HEAD ")), b"")
        if head.strip(b"0"):
            yield head
        elif head and not any(line.startswith(b"branch ") for line in lines):
            path = lines[0].partition(b" ")[2].decode("utf-8", "surrogateescape")
            yield NotScanned(f"the HEAD of the worktree {path} is broken; run 'git fsck'")
    worktrees.finish()


def _read_indexes(
    directories: Iterable[GitDirectory], children: ProcessGroup
) -> dict[bytes, set[bytes]]:
    """Return the ID of each staged blob with its paths, over all worktrees."""
    index: dict[bytes, set[bytes]] = {}
    for one in directories:
        if not one.has_index:
            continue
        with children.start("ls-files", "--stage", "-z", git=one.git) as child:
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
    message = f"object {oid.decode()}, which {place} names, is missing or damaged"
    return NotScanned(f"{message}; run 'git fsck'")
