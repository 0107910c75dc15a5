"""Is everything there that history names?

The audit reads what the object database has, so a reachable object that it has not would pass
unseen. ``git rev-list --objects`` walks from the tips to every object; it runs beside the readers,
and only from tips that no earlier audit has verified. The walk pays for itself by the trees that
the readers leave out.
"""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile

from git_secrets_py.audit.object_list import requests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.git.process import GitProcess
    from git_secrets_py.git.process_group import ProcessGroup

_WALK = (
    # The commit graph vouches for commits without looking for them.
    "-c",
    "core.commitGraph=false",
    "rev-list",
    "--objects",
    "--quiet",
    "--missing=print",
    "--stdin",
)


class Walk:
    """A walk from ``tips``, up to what is reachable from ``verified``; runs until ``missing``."""

    def __init__(
        self, children: ProcessGroup, tips: Iterable[bytes], verified: Iterable[bytes] = ()
    ) -> None:
        self._stack = ExitStack()
        self._child: GitProcess | None = None
        fresh = sorted(set(tips) - set(verified))
        if fresh:
            lines = [*fresh, *(b"^" + oid for oid in verified)]
            self._output = self._stack.enter_context(TemporaryFile())  # noqa: SIM115
            stdin = self._stack.enter_context(requests(lines))
            self._child = self._stack.enter_context(
                children.start(*_WALK, stdin=stdin, stdout=self._output)
            )

    def __enter__(self) -> Walk:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def missing(self) -> list[bytes]:
        """Wait for the end; return the ids of the objects that are not there.

        Raises ``GitError`` where the damage keeps git from going on.
        """
        if self._child is None:
            return []
        self._child.finish()
        self._output.seek(0)
        return [line.strip()[1:] for line in self._output if line.startswith(b"?")]
