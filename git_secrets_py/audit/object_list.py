"""The list of objects: lines ``<id> <type> <size>``, or IDs alone."""

from __future__ import annotations

from contextlib import contextmanager

from git_secrets_py.audit.delta_order import in_delta_order
from git_secrets_py.audit.pack_changes import PackChanges
from git_secrets_py.errors import GitError
from git_secrets_py.git.delta_cycles import watching
from git_secrets_py.git.process_group import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import IO

    from git_secrets_py.git import GitProcess
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository

_CHUNK = 1 << 18
_LINE = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
_IDS = ("cat-file", "--batch-all-objects", "--buffer", "--batch-check=%(objectname)")
MISSING = b" missing\n"
# Each listing of the IDs takes seconds at most, a repack usually longer.
_MOST_LISTINGS = 10


def all_objects(children: ProcessGroup) -> Iterator[bytes]:
    """Yield the lines of all objects, in pack order, thousands at a time.

    Objects that are moved to another pack meanwhile may be left out.
    """
    return _all_lines(children, _LINE)


def all_in_delta_order(children: ProcessGroup) -> Iterator[bytes]:
    """Yield the lines of ``all_objects`` in the order in which git reads them fastest."""
    return in_delta_order(_all_lines(children, _LINE + " %(deltabase)"))


def _all_lines(children: ProcessGroup, line: str) -> Iterator[bytes]:
    with children.start(
        "cat-file", "--batch-all-objects", "--unordered", "--buffer", line
    ) as child:  # fmt: skip
        yield from _watched_lines(children, child)


def some_objects(
    children: ProcessGroup, oids: Collection[bytes], *, is_partial: bool
) -> Iterator[bytes]:
    """Yield the lines of the objects ``oids``, thousands at a time.

    A missing object has the line ``<id> missing``. ``is_partial``: the repository is a partial
    clone, in which git fetches missing objects on request.
    """
    if is_partial:
        yield from pick_objects(children, oids)
        return
    with (
        requests(oids) as stdin,
        children.start("cat-file", "--buffer", _LINE, stdin=stdin) as child,
    ):
        yield from _watched_lines(children, child)


def pick_objects(children: ProcessGroup, oids: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of ``oids`` like ``some_objects``, in the order of ``all_in_delta_order``."""
    left = set(oids)
    for lines in all_in_delta_order(children):
        found = [line for line in lines.splitlines(keepends=True) if line.split(b" ")[0] in left]
        left.difference_update(line.split(b" ")[0] for line in found)
        yield b"".join(found)
    yield b"".join(oid + MISSING for oid in sorted(left))


def all_ids(children: ProcessGroup, repository: Repository) -> Iterator[bytes]:
    """Yield the packed IDs of all objects, ascending, thousands at a time."""
    with listing_ids(children, repository) as ids:
        yield from ids


@contextmanager
def listing_ids(
    children: ProcessGroup, repository: Repository, listings: int = _MOST_LISTINGS
) -> Iterator[Iterator[bytes]]:
    """Start to list all objects at once; yield an iterator as ``all_ids`` is.

    If packs are removed meanwhile, it starts again, up to ``listings`` times in total, and then
    raises ``GitError``.
    """
    changes = PackChanges(repository)
    with children.start(*_IDS) as child:
        yield _complete_ids(child, changes, children, repository, listings)


def _complete_ids(
    child: GitProcess,
    changes: PackChanges,
    children: ProcessGroup,
    repository: Repository,
    listings: int,
) -> Iterator[bytes]:
    """Yield the IDs that ``child`` prints, or those of another listing if some may be left out."""
    first = child.stdout.read(1)  # git prints it when it has read all packs
    if not changes.any_removed():
        yield from map(pack_ids, _whole_lines(child, first))
    elif listings > 1:
        child.stop()
        with listing_ids(children, repository, listings - 1) as ids:
            yield from ids
    else:
        raise GitError("packs are removed again and again; try it when nothing repacks them")


def pack_ids(lines: bytes) -> bytes:
    """Return the object IDs in ``lines``, one per line and nothing else, as raw bytes."""
    return bytes.fromhex(lines.decode())  # skips the line ends


def _watched_lines(children: ProcessGroup, child: GitProcess) -> Iterator[bytes]:
    """Yield the lines of ``child``, which follows deltas to find the types of objects."""
    with watching(children.git, child) as watch:
        for lines in whole_lines(child.stdout):
            watch.note_output()
            yield lines
        watch.check()
    child.finish()


def _whole_lines(child: GitProcess, start: bytes = b"") -> Iterator[bytes]:
    yield from whole_lines(child.stdout, start)
    child.finish()


def whole_lines(stream: IO[bytes], rest: bytes = b"") -> Iterator[bytes]:
    """Yield ``rest`` and ``stream`` in pieces that end at line ends."""
    while chunk := stream.read(_CHUNK):
        lines = rest + chunk
        cut = lines.rfind(b"\n") + 1
        rest = lines[cut:]
        yield lines[:cut]
