"""The links between objects, followed with the compiled pack reader.

They show whether all referenced objects exist. The links of every commit, tree and tag in the
database are followed, not only those of the reachable ones. If nothing is missing, nothing
reachable is missing either. Otherwise git's own walk decides.

They also show which commits added, moved or removed a matched blob: those whose tree has other
matched blobs, or has them at other paths, than the tree of a parent (``packs.history``). git
compares only these commits, instead of all of history.
"""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack
from mmap import ACCESS_READ, mmap
from typing import NamedTuple

from git_secrets_py.audit import object_list
from git_secrets_py.audit.known_places import KnownPlaces
from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.packs.history import History
from git_secrets_py.packs.links import LinkChecker
from git_secrets_py.packs.objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import IO

    from git_secrets_py.audit.model import Workspace
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.packs.opening import OpenPacks

# The most objects outside of packs: with more, git's own walk is faster.
_MOST_LOOSE = 20_000
# A larger tree is left to git.
_LARGEST = 64 << 20
# The size of the bases that all threads together hold in memory.
_BASES = 64 << 20
# In place of the files that links are recorded to, if they are not recorded.
_NOWHERE = (-1, -1, -1)
_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3, b"tag": 4}


class Links(NamedTuple):
    """The results of following the links between all objects.

    ``are_complete``: everything that is named is present; ``False`` may also mean that this is not
    known. ``places`` are the commits that may have changed something about matched objects; they
    are ``None`` if git has to find them.
    """

    are_complete: bool = False
    places: KnownPlaces | None = None


def follow(
    opened: OpenPacks,
    workspace: Workspace,
    path: str,
    matched: Mapping[bytes, bytes],
    roots: Roots,
) -> Links:
    """Follow the links of the objects whose IDs are in the file ``path``; raises ``GitError``.

    They are packed, ascending, and those of all objects; ``opened`` are their packs.
    ``matched`` maps the ID of an object with a match to its type.
    """
    empty_tree = bytes.fromhex(workspace.repository.empty_tree.decode())
    if not os.path.getsize(path):
        return Links()
    opened.link()
    with open(path, "rb") as listed, mmap(listed.fileno(), 0, access=ACCESS_READ) as ids:
        objects = Objects(ids, len(empty_tree), empty_tree, opened.packs)
        return _Following(workspace, opened, objects).links(matched, roots)


class _Following:
    """The visits of the objects of a database."""

    def __init__(self, workspace: Workspace, opened: OpenPacks, objects: Objects) -> None:
        self._workspace = workspace
        self._opened = opened
        self._objects = objects

    def links(self, matched: Mapping[bytes, bytes], roots: Roots) -> Links:
        """Return the results."""
        objects = self._objects
        if not self._record_loose():
            return Links()
        if not matched:
            return Links(self._visit(objects.unchecked, _NOWHERE) and objects.is_complete)
        objects.want([_packed(oid) for oid, kind in matched.items() if kind == b"blob"])
        with ExitStack() as stack:
            edges, commits, trees = [
                stack.enter_context(open(self._workspace.file(name), "a+b", buffering=0))
                for name in ("linked-parts", "linked-commits", "linked-trees")
            ]
            files = edges.fileno(), commits.fileno(), trees.fileno()
            if not self._visit(objects.unchecked, files) or not objects.is_complete:
                return Links()
            if not self._trace(edges, files):
                return Links(True)
            try:
                history = History(objects, _mapped(commits), _mapped(trees))
                return Links(True, _known_places(history, matched, roots))
            except ValueError:  # git reports the damage
                return Links(True)

    def _trace(self, edges: IO[bytes], files: tuple[int, int, int]) -> bool:
        """Visit the marked trees; return whether all links of interest are recorded then."""
        objects = self._objects
        if not objects.is_traced or not objects.spread(_mapped(edges)):
            return False
        key = 1 + int.from_bytes(os.urandom(7), "big")
        is_traced = self._visit(objects.unread, files, key) and objects.is_traced
        # The tables of the packs take most of the memory.
        objects.forget_packs()
        self._opened.close()
        return is_traced

    def _record_loose(self) -> bool:
        """Record the types of objects that no pack has; return whether they are few enough."""
        loose = [oid.hex().encode() for oid in self._objects.without_type()]
        if not loose or len(loose) > _MOST_LOOSE:
            return not loose
        for lines in object_list.some_objects(self._workspace.children, loose, is_partial=False):
            for line in lines.splitlines():
                oid, kind = line.split()[:2]
                if kind in _KINDS:
                    self._objects.record(_packed(oid), _KINDS[kind])
        return True

    def _visit(
        self, unvisited: Callable[[], list[bytes]], files: tuple[int, int, int], second: int = 0
    ) -> bool:
        """Visit the objects of all packs, then those that are left ``unvisited``.

        ``files`` are those of ``LinkChecker.record_to``, ``second`` is that of ``LinkChecker``.
        Return ``False`` if not all can be visited.
        """
        threads = self._workspace.threads
        checkers = [LinkChecker(self._objects, _BASES // threads, second) for _ in range(threads)]
        for checker in checkers:
            checker.record_to(*files)
        _run(checkers)
        rest = [oid.hex().encode() for oid in unvisited()]
        if not self._objects.is_complete or len(rest) > _MOST_LOOSE:
            return False
        answers = read_objects(self._workspace.repository.git, rest)
        are_valid = all(_is_valid(checkers[0], one) for one in answers)
        for checker in checkers:
            checker.flush()
        return are_valid


def _mapped(file: IO[bytes]) -> bytes | mmap:
    """Return the content of ``file``, which is not in memory as a whole."""
    is_empty = not os.fstat(file.fileno()).st_size
    return b"" if is_empty else mmap(file.fileno(), 0, access=ACCESS_READ)


def _known_places(
    history: History, matched: Mapping[bytes, bytes], roots: Roots
) -> KnownPlaces | None:
    if not history.order([_packed(oid) for oid in roots.tips]):
        return None
    messages = [_packed(oid) for oid, kind in matched.items() if kind == b"commit"]
    ranks = dict([*history.changes(), *history.ranks(messages)])
    remote = history.reached([_packed(oid) for oid in roots.remote], list(ranks))
    ages = {oid.hex().encode(): history.count - rank for oid, rank in ranks.items()}
    return KnownPlaces(ages, {oid.hex().encode() for oid in remote})


def _is_valid(checker: LinkChecker, answer: ObjectContent | bytes) -> bool:
    if not isinstance(answer, ObjectContent):
        return False
    try:
        content = _linking(answer)
    except BlobError:
        return False
    return len(content) <= _LARGEST and checker.check(
        _packed(answer.oid), _KINDS[answer.kind], bytes(content)
    )


def _linking(answer: ObjectContent) -> bytearray:
    """Return the part of ``answer`` with links: a whole tree, or the header before a message.

    If it is more than ``_LARGEST`` bytes, the result may be incomplete.
    """
    content = bytearray()
    end = -1
    for chunk in answer.chunks():  # all of them: the end may be damaged
        if end < 0 and len(content) <= _LARGEST:
            content += chunk
            end = -1 if answer.kind == b"tree" else content.find(b"\n\n")
            if end >= 0:
                del content[end + 2 :]
    return content


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
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except BaseException as error:
        failures.append(error)
        for thread in threads:
            if thread.is_alive():  # the failure may come before all are
                thread.join()
    if failures:
        raise failures[0]


def _packed(oid: bytes) -> bytes:
    return bytes.fromhex(oid.decode())
