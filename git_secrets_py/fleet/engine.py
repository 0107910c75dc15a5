"""The interface of engines, which run the tasks of a fleet, and the simplest engine."""

from __future__ import annotations

from collections import deque

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.fleet.worker import Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from git_secrets_py.fleet.model import OnStep, Outcome, Setup, Target

    class Engine(Protocol):
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


class SequentialEngine:
    """Runs one task after the other in this process."""

    def __init__(self, setup: Setup, on_step: OnStep) -> None:
        self._worker = Worker(setup)
        self._on_step = on_step
        self._waiting: deque[Target] = deque()

    @property
    def description(self) -> str:
        return "this process"

    @property
    def room(self) -> int:
        return 1 - len(self._waiting)

    def submit(self, target: Target) -> None:
        self._waiting.append(target)

    def completed(self, seconds: float) -> Iterator[Outcome]:
        while self._waiting:
            yield self._worker.run(self._waiting.popleft(), self._on_step)

    def cancel(self) -> None:
        self._worker.is_stopping = True

    def close(self) -> None:
        self._waiting.clear()
