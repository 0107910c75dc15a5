"""The interface of executors, which run the tasks of a fleet."""

from __future__ import annotations

from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from git_secrets_py.fleet.tasks import Outcome, Target

    class Executor(Protocol):
        """Runs tasks somewhere, each on one repository."""

        @property
        def description(self) -> str:
            """Where the tasks run, for people."""

        @property
        def room(self) -> int:
            """The number of further tasks that it takes now."""

        def submit(self, target: Target) -> None:
            """Take a task; those that are submitted first begin first."""

        def completed(self, seconds: float) -> Iterable[Outcome]:
            """Return the outcomes that have arrived, after at most about ``seconds``.

            Raises ``LostError``.
            """

        def cancel(self) -> None:
            """Start no more tasks; those that have not begun are ``STOPPED``."""

        def close(self) -> None:
            """End everything that still runs."""


class LostError(GitSecretsError):
    """No more outcomes can arrive."""
