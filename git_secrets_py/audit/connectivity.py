"""The connectivity check: are all reachable objects present?

An audit reads the objects in the database, so it would not notice a reachable object that is
missing. ``git rev-list --objects`` walks from the tips to every object. It runs beside the
readers, and only from tips that no earlier audit has verified. It also verifies trees, which the
readers skip.
"""

from __future__ import annotations

from contextlib import ExitStack

from git_secrets_py.git.process_group import requests
from git_secrets_py.temporary import temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.git import GitProcess
    from git_secrets_py.git.process_group import ProcessGroup

_WALK = ("rev-list", "--objects", "--quiet", "--missing=print", "--stdin")


class ConnectivityWalk:
    """A walk from ``tips``, excluding objects reachable from ``verified``, in the background."""

    def __init__(
        self, children: ProcessGroup, tips: Iterable[bytes], verified: Iterable[bytes] = ()
    ) -> None:
        self._stack = ExitStack()
        self._child: GitProcess | None = None
        unverified = sorted(set(tips) - set(verified))
        if unverified:
            lines = [*unverified, *(b"^" + oid for oid in verified)]
            self._output = self._stack.enter_context(temporary_file())
            stdin = self._stack.enter_context(requests(lines))
            self._child = self._stack.enter_context(
                children.start(*_WALK, stdin=stdin, stdout=self._output)
            )

    def __enter__(self) -> ConnectivityWalk:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def missing(self) -> list[bytes]:
        """Wait for the end of the walk; return the IDs of missing objects.

        Raises ``GitError`` if damage ends the walk early.
        """
        if self._child is None:
            return []
        self._child.finish()
        self._output.seek(0)
        return [line.strip()[1:] for line in self._output if line.startswith(b"?")]
