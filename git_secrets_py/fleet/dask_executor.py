"""The executor on Dask: retries, the death of workers and work stealing are Dask's."""

from __future__ import annotations

import os
import time
from asyncio import gather
from contextlib import ExitStack, suppress

from distributed import Client, KilledWorker, LocalCluster, as_completed

from git_secrets_py.cores import usable_cores
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.fleet.dask_cluster import check_address, connected, embedded, quieten
from git_secrets_py.fleet.dask_worker import (
    TOPIC,
    FleetWorker,
    describe_program,
    run_task,
    stop_beginning,
)
from git_secrets_py.fleet.executor import LostError
from git_secrets_py.fleet.program import is_same_program, program_digest
from git_secrets_py.fleet.tasks import FAILED, STOPPED, Outcome, TaskStep
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from distributed import Future

    from git_secrets_py.fleet.tasks import OnStep, Setup, Target

LOCAL = "local"
# The number of tasks that the scheduler holds for each thread of a worker.
_AHEAD = 3
_SECONDS_TO_CONNECT = 30
_SECONDS_TO_END = 0.2
_SECONDS_BETWEEN_COUNTS = 1.0


def dask_executor(options: Mapping[str, str], setup: Setup, on_step: OnStep) -> DaskExecutor:
    """Return the executor that the command line's ``options`` choose.

    Raises ``UsageError`` for an address that is not accepted, ``ConfigurationError`` for a cluster
    that cannot be used.
    """
    address = options.get("--cluster", LOCAL)
    quieten()
    if address != LOCAL:
        check_address(address, setup, is_insecure="--insecure-cluster" in options)
        return DaskExecutor(connected(address, _SECONDS_TO_CONNECT), None, setup, on_step)
    with ExitStack() as made:
        with embedded(int(options.get("--workers") or usable_cores())) as cluster:
            executor = DaskExecutor(Client(cluster), cluster, setup, on_step)
            made.callback(executor.close)
        made.pop_all()
    return executor


class DaskExecutor:
    """Runs tasks on a cluster."""

    def __init__(
        self, client: Client, cluster: LocalCluster | None, setup: Setup, on_step: OnStep
    ) -> None:
        """``cluster`` is the embedded one, ended by ``close``."""
        self._client = client
        self._cluster = cluster
        self._futures: dict[str, Future] = {}
        self._threads = 1
        self._count_next = 0.0
        self._completed = as_completed([], with_results=True, raise_errors=False)
        try:
            self._check_workers()
            client.register_plugin(FleetWorker(setup))
            client.subscribe_topic(TOPIC, lambda event: on_step(TaskStep(*event[1])))
        except BaseException:
            self.close()
            raise

    @property
    def description(self) -> str:
        workers = len(self._client.nthreads())
        where = "this machine" if self._cluster else self._client.scheduler.address
        return f"{count(workers, 'worker')} on {where}, dashboard at {self._client.dashboard_link}"

    @property
    def room(self) -> int:
        now = time.monotonic()
        if now >= self._count_next:  # workers may join and leave
            self._count_next = now + _SECONDS_BETWEEN_COUNTS
            self._threads = max(sum(self._client.nthreads().values()), 1)
        return self._threads * _AHEAD - len(self._futures)

    def submit(self, target: Target) -> None:
        key = f"repository-{target.key}-{os.urandom(4).hex()}"
        future = self._client.submit(run_task, target, key=key, pure=False)
        self._futures[target.key] = future
        self._completed.add(future)

    def completed(self, seconds: float) -> Iterator[Outcome]:
        for future, result in self._arrived(seconds) or self._failed():
            key = future.key.split("-")[1]
            if self._futures.pop(key, None) is not None:
                yield _outcome_of(result, key)
            future.release()
        if self._client.status != "running":
            raise LostError("the connection to the cluster was lost")

    def cancel(self) -> None:
        with suppress(Exception):
            self._client.run(stop_beginning)

    def close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=5)
        if self._cluster is not None:
            if self._futures:
                with suppress(Exception):
                    self._cluster.sync(_end_workers, self._cluster, callback_timeout=5)
            with suppress(Exception):
                self._cluster.close(timeout=5)

    def _arrived(self, seconds: float) -> list[tuple[Future, Any]]:
        completed = self._completed
        with completed.thread_condition:
            if completed.queue.empty() and self._futures:
                completed.thread_condition.wait(seconds)
        found: list[tuple[Future, Any]] = completed.next_batch(block=False)
        return found

    def _failed(self) -> list[tuple[Future, Any]]:
        """Return the tasks that failed while their results were fetched from a dying worker."""
        return [
            (future, (None, future.exception(), None))
            for future in self._futures.values()
            if future.status == "error"
        ]

    def _check_workers(self) -> None:
        """Raise ``ConfigurationError`` if a worker runs another program than this process."""
        if self._cluster is None:
            self._client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        found = self._client.run(describe_program, on_error="return")
        own = program_digest()
        for address, digest in sorted(found.items()):
            if not isinstance(digest, str):
                raise ConfigurationError(
                    f"git-secrets-py cannot be used on the worker {address}: "
                    f"{type(digest).__name__}; install git-secrets-py[fleet] {own.split()[0]} there"
                )
            if not is_same_program(digest, own):
                raise ConfigurationError(
                    f"the worker {address} runs git-secrets-py {digest}, this machine {own}; "
                    "install the same version everywhere"
                )


async def _end_workers(cluster: LocalCluster) -> None:
    """End the workers with their tasks, for which Dask would wait four seconds."""
    workers = cluster.workers.values()
    await gather(*(worker.close(timeout=_SECONDS_TO_END) for worker in workers))


def _outcome_of(result: Any, key: str) -> Outcome:
    """Return the outcome of a task; ``result`` is that, or type, value and traceback of an error.

    The status of its future does not count: the worker may have died since it sent the result.
    """
    if isinstance(result, Outcome):
        return result
    if isinstance(result, tuple):
        return Outcome(key=key, status=FAILED, reasons=[_reason(result[1])])
    return Outcome(key=key, status=STOPPED)  # cancelled


def _reason(error: BaseException | None) -> str:
    if isinstance(error, KilledWorker):
        return (
            f"{error.allowed_failures + 1} workers were killed while they audited it, perhaps "
            "because memory ran out"
        )
    return f"the worker failed: {type(error).__name__}"
