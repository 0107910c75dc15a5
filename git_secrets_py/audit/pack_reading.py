"""Reading a whole database with the compiled pack reader.

The steps: git lists the IDs of all objects. One walker per core filters the touched lines of the
packed ones (see ``packs``). What a filter hits and what the walkers leave out is read from git. So
are, in the end, all descendants of the objects that match.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from git_secrets_py.audit import object_list
from git_secrets_py.audit.model import Progress
from git_secrets_py.audit.reader import TICK
from git_secrets_py.audit.reading import Reading, read_listed
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import GitError
from git_secrets_py.packs.opening import OpenPacks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from git_secrets_py.audit.model import OnProgress, Workspace
    from git_secrets_py.engine.matcher import Filters, Matcher
    from git_secrets_py.git.process import Git
    from git_secrets_py.packs.walker import Pack, Walker

# The size of a batch of touched lines, and of the bases in hand of all walkers together.
_BATCH = 1 << 20
_BASES = 64 << 20


def read_packs(
    matcher: Matcher, workspace: Workspace, on_progress: OnProgress, path: str
) -> Reading:
    """Read all objects; write their IDs to ``path``, one per line.

    ``KeyboardInterrupt`` ends the reading early. Raises ``GitError`` if git cannot list the
    objects, and the exception of a thread that failed.
    """
    pieces = _write_ids(workspace, path)
    first = next(pieces, b"")
    opened = OpenPacks(object_folders(workspace.repository.git), _width(path))
    try:
        reader = _PackReader(opened.packs, matcher, workspace, on_progress)
        reader.claim([first], _width(path))
        reader.claim(pieces, _width(path))
        return reader.read()
    finally:
        opened.close()


def object_folders(git: Git) -> list[bytes]:
    """Return the object directories of a repository: its own, and its alternates.

    Those whose path git has to quote are left out: their objects are read from git.
    """
    own = git.output("rev-parse", "--git-path", "objects").removesuffix(b"\n")
    own = os.path.join(os.fsencode(git.directory or "."), own)
    counts = git.output("count-objects", "-v").split(b"\n")
    alternates = [line[11:] for line in counts if line.startswith(b"alternate: ")]
    return [own, *(folder for folder in alternates if not folder.startswith(b'"'))]


def _write_ids(workspace: Workspace, path: str) -> Iterator[bytes]:
    """Yield the packed IDs of all objects, ascending; write them to ``path``."""
    with open(path, "wb") as listed:
        for ids in object_list.all_ids(workspace.children):
            width = _width_of(ids, workspace)
            listed.write(ids.hex("\n", width).encode() + b"\n")
            listed.flush()
            yield ids
