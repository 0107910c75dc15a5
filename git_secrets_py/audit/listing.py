"""Which objects there are, as lines ``<id> <type> <size>`` or as ids alone."""

from __future__ import annotations

from git_secrets_py.audit.roots import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from git_secrets_py.repo.children import Child, Children

_CHUNK = 1 << 18
_LINE = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
MISSING = b" missing\n"


def all_objects(children: Children) -> Iterator[bytes]:
    """Yield the lines of all objects, in the order of the packs, some thousand at a time."""
    with children.start(
        "cat-file", "--batch-all-objects", "--unordered", "--buffer", _LINE
    ) as child:  # fmt: skip
        yield from _whole_lines(child)


def some_objects(children: Children, oids: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the lines of the objects ``oids``, some thousand at a time."""
    with (
        requests(oids) as stdin,
        children.start("cat-file", "--buffer", _LINE, stdin=stdin) as child,
    ):
        yield from _whole_lines(child)


def all_ids(children: Children) -> Iterator[bytes]:
    """Yield the packed ids of all objects, ascending, some thousand at a time."""
    with children.start(
        "cat-file", "--batch-all-objects", "--buffer", "--batch-check=%(objectname)"
    ) as child:  # fmt: skip
        for lines in _whole_lines(child):
            yield packed(lines)


def packed(lines: bytes) -> bytes:
    """Return the object ids in ``lines``, one a line and nothing else, as plain bytes."""
    return bytes.fromhex(lines.replace(b"\n", b"").decode())


def _whole_lines(child: Child) -> Iterator[bytes]:
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
