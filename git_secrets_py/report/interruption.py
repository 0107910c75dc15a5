"""Interruptions while a report is written: the document ends early, but is valid."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from time import monotonic

from git_secrets_py.content import NotScanned
from git_secrets_py.errors import BURST_SECONDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.report.model import ReportedSecret

_MESSAGE = "interrupted: the report does not list every secret"
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption:
    """Whether the run was interrupted since the report was begun."""

    def __init__(self) -> None:
        self.came = False
        self._since = 0.0

    def note(self, number: int, frame: object) -> None:
        """Handle a signal; another one, unless it is of the same burst, ends the run at once."""
        if not self.came:
            self.came, self._since = True, monotonic()
        elif monotonic() - self._since > BURST_SECONDS:
            raise KeyboardInterrupt


@contextmanager
def deferred_interruptions() -> Iterator[Interruption]:
    """Record interruptions in the context instead of raising ``KeyboardInterrupt``."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    handled = [number for number in numbers if callable(before[number])]
    try:
        for number in handled:
            signal.signal(number, interruption.note)
        yield interruption
    finally:
        for number in handled:
            signal.signal(number, before[number])


class Interruptible(Sequence["ReportedSecret"]):
    """``secrets``, of which an iteration ends at an interruption, a problem among ``problems``."""

    def __init__(
        self,
        secrets: Sequence[ReportedSecret],
        interruption: Interruption,
        problems: list[NotScanned],
    ) -> None:
        self._secrets = secrets
        self._interruption = interruption
        self._problems = problems

    def __len__(self) -> int:
        return len(self._secrets)

    def __getitem__(self, index: Any) -> Any:
        return self._secrets[index]

    def __iter__(self) -> Iterator[ReportedSecret]:
        for secret in self._secrets:
            if self._interruption.came:
                if all(one.message != _MESSAGE for one in self._problems):
                    self._problems.append(NotScanned(_MESSAGE))
                return
            yield secret
