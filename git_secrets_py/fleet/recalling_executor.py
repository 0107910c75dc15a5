"""Outcomes of the last run, for clones on this machine whose refs have not changed since.

The refs are requested here, many at a time, because git only waits for the servers. An executor
starts with the first repository that has to be audited, and is not needed if there is none.
"""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.fleet.tasks import STOPPED, Outcome
from git_secrets_py.git.limited_commands import Commands, TimeLimitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from git_secrets_py.fleet.executor import Executor
    from git_secrets_py.fleet.tasks import Target
    from git_secrets_py.fleet.worker import Worker

    # A target, its outcome if it has not changed, and whether the time limit was reached.
    Answer = tuple[Target, Outcome | None, bool]

_AT_A_TIME = 16
# An SSH server refuses some of more than 10 connections that begin at a time (MaxStartups in
# sshd_config(5)).
_BY_SSH = 8
_MOST_WAITING = 4 * _AT_A_TIME
# Seconds for an answer. A worker asks once more, with the time limit of the run.
_PATIENCE = 30.0
# Seconds to wait for answers while workers may finish as well.
_OFTEN = 0.02


class RecallingExecutor:
    """Takes the outcomes that ``worker`` recalls; the executor of ``start`` audits the rest."""

    def __init__(self, worker: Worker, start: Callable[[], Executor]) -> None:
        self._worker = worker
        self._start = start
        self._executor: Executor | None = None
        self._commands = Commands()
        self._threads = ThreadPoolExecutor(_AT_A_TIME, initializer=_leave_interruptions)
        self._by_ssh = BoundedSemaphore(_BY_SSH)
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._asked = 0
        self._unanswered = 0
        self._changed: deque[Target] = deque()
        self._is_cancelled = False

    @property
    def description(self) -> str:
        return self._executor.description if self._executor else "this process"

    @property
    def room(self) -> int:
        return _MOST_WAITING - self._asked - len(self._changed)

    def submit(self, target: Target) -> None:
        # After this many time limits in a row, workers do the waiting.
        if self._unanswered < _AT_A_TIME and self._worker.may_recall(target):
            self._asked += 1
            self._threads.submit(self._ask, target)
        else:
            self._changed.append(target)

    def completed(self, seconds: float) -> Iterator[Outcome]:
        yield from self._recalled(seconds if self._executor is None else _OFTEN)
        yield from self._passed_on()
        if self._executor is not None:
            yield from self._executor.completed(0 if self._asked else seconds)

    def cancel(self) -> None:
        self._is_cancelled = True
        self._commands.stop()
        if self._executor is not None:
            self._executor.cancel()

    def close(self) -> None:
        self._commands.stop()
        self._threads.shutdown(cancel_futures=True)
        if self._executor is not None:
            self._executor.close()

    def _ask(self, target: Target) -> None:
        """Answer whether ``target`` has changed; runs in any thread."""
        outcome, is_late = None, False
        try:
            with self._by_ssh if _uses_ssh(target) else nullcontext():
                outcome = self._worker.recall(target, _PATIENCE, self._commands)
        except TimeLimitError:
            is_late = True
        except (GitSecretsError, OSError, ValueError):
            pass  # whoever audits it reports the error
        finally:
            self._answers.put((target, outcome, is_late))

    def _recalled(self, seconds: float) -> Iterator[Outcome]:
        """Yield the unchanged outcomes, of the answers that arrive within ``seconds``."""
        while self._asked:
            try:
                target, outcome, is_late = self._answers.get(timeout=seconds)
            except Empty:
                return
            seconds = 0
            self._asked -= 1
            self._unanswered = self._unanswered + 1 if is_late else 0
            if outcome is None:
                self._changed.append(target)
            else:
                yield outcome

    def _passed_on(self) -> Iterator[Outcome]:
        """Have the changed repositories audited; after a cancellation, they are stopped."""
        while self._changed and self._is_cancelled:
            yield Outcome(key=self._changed.popleft().key, status=STOPPED)
        if self._changed and self._executor is None:
            self._executor = self._start()
        while self._changed and self._executor is not None and self._executor.room > 0:
            self._executor.submit(self._changed.popleft())


def _uses_ssh(target: Target) -> bool:
    protocol, separator, _ = target.address.partition("://")
    return protocol == "ssh" or not separator


def _leave_interruptions() -> None:
    """Let only the main thread be interrupted, which may postpone it."""
    if hasattr(signal, "pthread_sigmask"):  # Windows has no masks
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
