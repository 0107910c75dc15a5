"""The list of objects: lines ``<id> <type> <size>``, or IDs alone."""

from __future__ import annotations

from contextlib import contextmanager

from git_secrets_py.git.process_group import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import IO

    from git_secrets_py.git import GitProcess
    from git_secrets_py.git.process_group import ProcessGroup

_CHUNK = 1 << 18
_LINE = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
MISSING = b" missing\n"


def all_objects(children: ProcessGroup) -> Iterator[bytes]:
    """Yield the lines of all objects, in pack order, thousands at a time."""
    with children.start(
        "cat-file", "--batch-all-objects", "--unordered", "--buffer", _LINE
    ) as child:  # fmt: skip
        yield from _whole_lines(child)


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
        yield from _whole_lines(child)


def pick_objects(children: ProcessGroup, oids: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of ``oids`` like ``some_objects``, in the order of all objects."""
    left = set(oids)
    for lines in all_objects(children):
        found = [line for line in lines.splitlines(keepends=True) if line.split(b" ")[0] in left]
        left.difference_update(line.split(b" ")[0] for line in found)
        yield b"".join(found)
    yield b"".join(oid + MISSING for oid in sorted(left))


def all_ids(children: ProcessGroup) -> Iterator[bytes]:
    """Yield the packed IDs of all objects, ascending, thousands at a time."""
    with listing_ids(children) as ids:
        yield from ids


@contextmanager
def listing_ids(children: ProcessGroup) -> Iterator[Iterator[bytes]]:
    """Start to list all objects at once; yield an iterator as ``all_ids`` is."""
    with children.start(
        "cat-file", "--batch-all-objects", "--buffer", "--batch-check=%(objectname)"
    ) as child:  # fmt: skip
        yield map(pack_ids, _whole_lines(child))


def pack_ids(lines: bytes) -> bytes:
    """Return the object IDs in ``lines``, one per line and nothing else, as raw bytes."""
    return bytes.fromhex(lines.decode())  # skips the line ends


def _whole_lines(child: GitProcess) -> Iterator[bytes]:
    yield from whole_lines(child.stdout)
    child.finish()


def whole_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield ``stream`` in pieces that end at line ends."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        lines = rest + chunk
        cut = lines.rfind(b"\n") + 1
        rest = lines[cut:]
        yield lines[:cut]
