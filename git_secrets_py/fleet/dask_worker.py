"""The workers of Dask: they take tasks, and report their progress."""

from __future__ import annotations

import os
from contextlib import suppress

from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from git_secrets_py.fleet.program import program_digest
from git_secrets_py.fleet.worker import Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.fleet.tasks import Outcome, Setup, Target, TaskStep

# The topic of the events that report the progress.
TOPIC = "git-secrets-steps"
# Seconds before a task reports its progress: most tasks are shorter.
_UNREPORTED = 0.5


class FleetWorker(WorkerPlugin):  # type: ignore[misc]
    """Prepares each worker of a cluster, now or when it joins."""

    name = "git-secrets-fleet"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.worker: Worker | None = None

    def setup(self, worker: Any) -> None:
        """Prepare ``worker``, a worker of Dask."""
        self.worker = Worker(self._setup, worker.state.nthreads)
        # Ctrl-C in the terminal of the client is not for the git processes of its workers.
        with suppress(OSError, AttributeError):  # Windows has no sessions
            os.setsid()


def run_task(target: Target) -> Outcome:
    """Audit ``target`` in a worker of Dask."""
    dask_worker = get_worker()
    reporter = _Reporter(dask_worker)
    try:
        return _worker_in(dask_worker).run(target, reporter.take)
    finally:
        reporter.is_finished = True


class _Reporter:
    """Sends the progress of a task to the client, unless the task is a short one, as most are."""

    def __init__(self, dask_worker: Any) -> None:
        self.is_finished = False
        self._worker = dask_worker
        self._is_long = False
        self._last: TaskStep | None = None
        loop = dask_worker.loop
        loop.add_callback(loop.call_later, _UNREPORTED, self._begin)

    def take(self, step: TaskStep) -> None:
        """Take the progress; called in the thread of the task."""
        self._last = step
        if self._is_long:
            self._send(step)

    def _begin(self) -> None:
        self._is_long = True
        if self._last is not None and not self.is_finished:
            self._send(self._last)

    def _send(self, step: TaskStep) -> None:
        self._worker.log_event(TOPIC, (step.key, step.phase, step.size, step.detail))


def describe_program() -> str:
    """Return the digest of the program in a worker."""
    return program_digest()


def stop_beginning(dask_worker: Any) -> None:
    """Let no task begin in a worker."""
    _worker_in(dask_worker).is_stopping = True


def _worker_in(dask_worker: Any) -> Worker:
    worker: Worker = dask_worker.plugins[FleetWorker.name].worker
    return worker
