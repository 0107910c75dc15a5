"""Clusters of Dask: one on this machine, or any that runs elsewhere.

Whoever reaches a scheduler runs code on its clients and workers, so the embedded cluster runs with
TLS, and listens on the loopback address only. https://distributed.dask.org/en/stable/tls.html
"""

from __future__ import annotations

import logging
import signal
import warnings
from contextlib import contextmanager
from multiprocessing import resource_tracker

import cryptography  # noqa: F401 - Dask needs it for certificates, and imports it late
import dask
from distributed import Client, LocalCluster

from git_secrets_py.errors import ConfigurationError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.fleet.tasks import Setup

_LOOPBACK = "127.0.0.1"
_TLS, _TCP = "tls://", "tcp://"
_LIBRARIES = ("distributed", "tornado", "bokeh", "asyncio")
_SETTINGS = {
    # A worker takes no task before it can run it: one that dies takes no other task with it.
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.worker.profile.enabled": False,
    "logging.distributed": "critical",
}


@contextmanager
def embedded(workers: int) -> Iterator[LocalCluster]:
    """Yield a new cluster on this machine, which the caller closes.

    Ctrl-C waits until the end of the context.
    """
    with dask.config.set(_SETTINGS), _interrupted_later():
        yield LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=_LOOPBACK,
            security=True,
            dashboard_address=f"{_LOOPBACK}:0",
            worker_dashboard_address=f"{_LOOPBACK}:0",
            silence_logs=logging.CRITICAL,
        )


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


def quieten() -> None:
    """Keep the libraries from writing into the view."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")


def check_address(address: str, setup: Setup, *, is_insecure: bool) -> None:
    """Raise ``UsageError`` for an address of a cluster that is not accepted.

    Raises ``ConfigurationError`` if ``setup`` must not travel to it.
    """
    if address.startswith(_TLS):
        return
    if not address.startswith(_TCP):
        raise UsageError(
            f"--cluster requires 'local' or an address such as tls://host:8786, not '{address}'"
        )
    if not is_insecure:
        raise UsageError(
            f"{address} is not encrypted: anyone on the network can run code on its workers and "
            "here; use tls://, or pass --insecure-cluster"
        )
    if setup.patterns:
        raise ConfigurationError(
            "the patterns of providers and your own secrets are sent over TLS only; "
            "use tls://, or pass --no-providers"
        )


def connected(address: str, seconds: float) -> Client:
    """Return a client of the cluster at ``address``, which has this many ``seconds`` to answer.

    Raises ``ConfigurationError``.
    """
    try:
        return Client(address, timeout=seconds)
    except (OSError, TimeoutError, TypeError, ValueError, RuntimeError) as error:
        raise ConfigurationError(
            f"cannot connect to {address}: {_first_line(error)}; for tls://, set the "
            "certificates in the configuration of Dask, distributed.comm.tls"
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
