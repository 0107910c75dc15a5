"""The engine: Dask, on this machine or on any cluster that Dask runs on.

Retries, the death of workers and work stealing are Dask's. Whoever reaches a scheduler runs code
on its clients and workers, so the embedded cluster runs with TLS, and listens on the loopback
address only. https://distributed.dask.org/en/stable/tls.html
"""

from __future__ import annotations

import logging
import os
import signal
import time
import warnings
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker

import cryptography  # noqa: F401 - Dask needs it for certificates, and imports it late
import dask
from distributed import Client, KilledWorker, LocalCluster, as_completed, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from git_secrets_py.errors import ConfigurationError, UsageError
from git_secrets_py.fleet.engine import LostError
from git_secrets_py.fleet.model import FAILED, STOPPED, Outcome, Step
from git_secrets_py.fleet.program import is_same_program, program_digest
from git_secrets_py.fleet.worker import Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from distributed import Future

    from git_secrets_py.fleet.model import OnStep, Setup, Target

LOCAL = "local"
_LOOPBACK = "127.0.0.1"
_TLS, _TCP = "tls://", "tcp://"
_TOPIC = "git-secrets-steps"
# Tasks that the scheduler holds for each thread of a worker: it need not hold them all.
_AHEAD = 3
_SECONDS_TO_CONNECT = 30
_SECONDS_BETWEEN_COUNTS = 1.0
_LIBRARIES = ("distributed", "tornado", "bokeh", "asyncio")
_SETTINGS = {
    # A worker takes no task before it can run it: one that dies takes no other task with it.
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.worker.profile.enabled": False,
    "logging.distributed": "critical",
}
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
        self._last: Step | None = None
        loop = dask_worker.loop
        loop.add_callback(loop.call_later, _UNREPORTED, self._begin)

    def take(self, step: Step) -> None:
        """Take the progress; called in the thread of the task."""
        self._last = step
        if self._is_long:
            self._send(step)

    def _begin(self) -> None:
        self._is_long = True
        if self._last is not None and not self.is_finished:
            self._send(self._last)

    def _send(self, step: Step) -> None:
        self._worker.log_event(_TOPIC, (step.key, step.phase, step.size, step.detail))


def describe_program() -> str:
    """Return the digest of the program in a worker."""
    return program_digest()


def stop_beginning(dask_worker: Any) -> None:
    """Let no task begin in a worker."""
    _worker_in(dask_worker).is_stopping = True


def _worker_in(dask_worker: Any) -> Worker:
    worker: Worker = dask_worker.plugins[FleetWorker.name].worker
    return worker


def dask_engine(options: Mapping[str, str], setup: Setup, on_step: OnStep) -> DaskEngine:
    """Return the engine that the command line's ``options`` choose.

    Raises ``UsageError`` for an address that is not accepted, ``ConfigurationError`` for a cluster
    that cannot be used.
    """
    address = options.get("--cluster", LOCAL)
    _quieten()
    if address != LOCAL:
        _check_address(address, setup, is_insecure="--insecure-cluster" in options)
        return DaskEngine(_connected(address), None, setup, on_step)
    workers = int(options.get("--workers") or _cores())
    with dask.config.set(_SETTINGS), ExitStack() as made:
        with _interrupted_later():
            engine = _embedded(workers, setup, on_step)
            made.callback(engine.close)
        made.pop_all()
    return engine


def _embedded(workers: int, setup: Setup, on_step: OnStep) -> DaskEngine:
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host=_LOOPBACK,
        security=True,
        dashboard_address=f"{_LOOPBACK}:0",
        worker_dashboard_address=f"{_LOOPBACK}:0",
        silence_logs=logging.CRITICAL,
    )
    return DaskEngine(Client(cluster), cluster, setup, on_step)


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Let Ctrl-C wait: Dask cannot be interrupted while it starts.

    The workers, which begin meanwhile, never get it: it is for the client.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # its start would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _quieten() -> None:
    """Keep the libraries from writing into the view."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")


def _check_address(address: str, setup: Setup, *, is_insecure: bool) -> None:
    if address.startswith(_TLS):
        return
    if not address.startswith(_TCP):
        raise UsageError(f"--cluster requires local, or an address as tls://host:8786: {address}")
    if not is_insecure:
        raise UsageError(
            f"{address} is not encrypted: anybody on the network can run code on its workers and "
            "here; use tls://, or pass --insecure-cluster"
        )
    if setup.patterns:
        raise ConfigurationError(
            "the patterns of providers and your own secrets are sent over TLS only; "
            "use tls://, or pass --no-providers"
        )


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=_SECONDS_TO_CONNECT)
    except (OSError, TimeoutError, TypeError, ValueError, RuntimeError) as error:
        raise ConfigurationError(
            f"cannot connect to {address}: {_first_line(error)}; for tls:// the certificates are "
            "those of Dask's configuration, distributed.comm.tls"
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


class DaskEngine:
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
            client.subscribe_topic(_TOPIC, lambda event: on_step(Step(*event[1])))
        except BaseException:
            self.close()
            raise

    @property
    def description(self) -> str:
        workers = len(self._client.nthreads())
        where = "this machine" if self._cluster else self._client.scheduler.address
        return f"{workers} workers on {where}, dashboard at {self._client.dashboard_link}"

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
            f"{error.allowed_failures + 1} workers were killed while they audited it, perhaps for "
            "want of memory"
        )
    return f"the worker failed: {type(error).__name__}"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
