"""The beginning of an audit, which needs no patterns: the roots, and the list of all objects.

Both run in the background, while the caller loads the patterns.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager

from git_secrets_py.audit import object_list
from git_secrets_py.audit.roots import find_roots
from git_secrets_py.git.process_group import ProcessGroup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.repository import Repository


class Beginning:
    """Finds the roots of history and, unless revisions are chosen, starts to list all objects.

    The objects are listed after the roots, so that the list has all that is reachable. A context
    manager that ends all processes of ``children``.
    """

    def __init__(self, repository: Repository, *, is_limited: bool) -> None:
        """``is_limited``: revisions are chosen. Raises ``GitError`` outside of a repository."""
        self.children = ProcessGroup(repository.git)
        self._repository = repository
        self._is_limited = is_limited
        self._listing = ExitStack()
        self._ids: Iterator[bytes] | None = None
        self._roots: Roots | None = None
        self._failure: Exception | None = None
        # Requested from git once, by this thread alone.
        _ = repository.config, repository.git_dir
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> Beginning:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.children.stop()
        self._thread.join()
        self._listing.close()

    def roots(self) -> Roots:
        """Return the roots; raises ``GitError``."""
        self._thread.join()
        if self._roots is None:
            assert self._failure is not None
            raise self._failure
        return self._roots

    @contextmanager
    def ids(self) -> Iterator[Iterator[bytes]]:
        """Provide the packed IDs of all objects, ascending, thousands at a time, once."""
        self._thread.join()
        if self._ids is None:
            assert self._failure is not None
            raise self._failure
        with self._listing:
            yield self._ids

    def _run(self) -> None:
        try:
            self._roots = find_roots(self._repository, self.children)
            if not self._is_limited:
                listing = object_list.listing_ids(self.children)
                self._ids = self._listing.enter_context(listing)
        except Exception as error:
            self._failure = error
