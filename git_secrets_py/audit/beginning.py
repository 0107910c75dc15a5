"""The beginning of an audit, which needs no patterns: the roots, and the list of all objects.

Both run in the background, while the caller loads the patterns.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress

from git_secrets_py.audit import object_list
from git_secrets_py.audit.pack_changes import PackChanges
from git_secrets_py.audit.roots import find_roots
from git_secrets_py.background import in_background
from git_secrets_py.git.process_group import ProcessGroup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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
        # Requested from git once, by this thread alone.
        _ = repository.config, repository.git_dir
        self.pack_changes = PackChanges(repository)
        self._result = in_background(self._begin)

    def __enter__(self) -> Beginning:
        return self

    def __exit__(self, *exception: object) -> None:
        self.children.stop()
        with suppress(Exception):  # whoever asked for the result has got it
            self._result()
        self._listing.close()

    def roots(self) -> Roots:
        """Return the roots; raises ``GitError``."""
        return self._result()[0]

    @contextmanager
    def ids(self) -> Iterator[Iterator[bytes]]:
        """Provide the packed IDs of all objects, ascending, thousands at a time, once."""
        _, ids = self._result()
        with self._listing:
            yield ids

    def _begin(self) -> tuple[Roots, Iterator[bytes]]:
        roots = find_roots(self._repository, self.children)
        if self._is_limited:
            return roots, iter(())
        listing = object_list.listing_ids(self.children, self._repository)
        return roots, self._listing.enter_context(listing)
