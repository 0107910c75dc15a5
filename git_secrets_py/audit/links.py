"""The connectivity check with the compiled pack reader: does all that is named exist?

Every commit, tree and tag of the database is asked, not only the reachable ones. If nothing is
missing, nothing reachable is. Otherwise git's own walk decides.
"""

from __future__ import annotations

import threading
from mmap import ACCESS_READ, mmap

from git_secrets_py.audit import object_list
from git_secrets_py.audit.pack_reading import object_folders
from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.trees import LinkChecker, Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.packs.walker import Pack

# Of objects that no pack has: with more, git's own walk is faster.
_MOST_LOOSE = 20_000
# The size of the bases in hand of all threads together.
_BASES = 64 << 20
_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3, b"tag": 4}


def is_closed(workspace: Workspace, path: str) -> bool:
    """Return whether everything is present that an object listed in the file ``path`` names.

    The file has the IDs of all objects, ascending, one per line. ``False`` may also mean that
    this is not known. Raises ``GitError``.
    """
    repository = workspace.repository
    empty_tree = bytes.fromhex(repository.empty_tree.decode())
    opened = OpenPacks(object_folders(repository), len(empty_tree))
    try:
        with open(workspace.file("packed-ids"), "w+b") as packed:
            if not _pack_ids(path, packed):
                return False
            for pack in opened.packs:
                pack.link()
            with mmap(packed.fileno(), 0, access=ACCESS_READ) as ids:
                return _are_complete(workspace, ids, empty_tree, opened.packs)
    finally:
        opened.close()


def _pack_ids(path: str, packed: IO[bytes]) -> int:
    """Write the IDs listed in ``path`` to ``packed`` in binary form; return their size."""
    with open(path, "rb") as listed:
        for lines in object_list.whole_lines(listed):
            packed.write(object_list.pack_ids(lines))
    packed.flush()
    return packed.tell()


def _are_complete(workspace: Workspace, ids: mmap, empty_tree: bytes, packs: list[Pack]) -> bool:
    objects = Objects(ids, len(empty_tree), empty_tree, packs)
    if not _record_loose(objects, workspace):
        return False
    _run([LinkChecker(objects, _BASES // workspace.threads) for _ in range(workspace.threads)])
    return objects.is_complete and _check_rest(objects, workspace) and objects.is_complete


def _record_loose(objects: Objects, workspace: Workspace) -> bool:
    """Record the types of objects that no pack has; return whether they are few enough."""
    loose = [oid.hex().encode() for oid in objects.without_type()]
    if len(loose) > _MOST_LOOSE:
        return False
    for lines in object_list.some_objects(workspace.children, loose, is_partial=False):
        for line in lines.splitlines():
            oid, kind = line.split()[:2]
            if kind in _KINDS:
                objects.record(bytes.fromhex(oid.decode()), _KINDS[kind])
    return True


def _check_rest(objects: Objects, workspace: Workspace) -> bool:
    """Check the objects that the packs did not yield; return whether that was possible."""
    rest = [oid.hex().encode() for oid in objects.unchecked()]
    if len(rest) > _MOST_LOOSE:
        return False
    checker = LinkChecker(objects, 0)
    return all(
        _is_valid(checker, answer) for answer in read_objects(workspace.repository.git, rest)
    )


def _is_valid(checker: LinkChecker, answer: ObjectContent | bytes) -> bool:
    if not isinstance(answer, ObjectContent):
        return False
    try:
        content = b"".join(answer.chunks())
    except BlobError:
        return False
    return checker.check(bytes.fromhex(answer.oid.decode()), _KINDS[answer.kind], content)


def _run(checkers: Sequence[LinkChecker]) -> None:
    """Run each of ``checkers`` in a thread; raises the exception of one that failed."""
    failures: list[BaseException] = []

    def work(checker: LinkChecker) -> None:
        try:
            while not failures and checker.run():
                pass
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(checker,), daemon=True) for checker in checkers]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt as interruption:
        failures.append(interruption)
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]
