"""One run over a fleet: the order of the audits, and the reports at the end."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from git_secrets_py.errors import EXIT_CLEAN, EXIT_FOUND, EXIT_INCOMPLETE, EXIT_INTERRUPTED
from git_secrets_py.fleet.clones import packed_size
from git_secrets_py.fleet.document import FleetDocument
from git_secrets_py.fleet.executor import LostError
from git_secrets_py.fleet.merge import Merger
from git_secrets_py.fleet.tasks import AUDITED, FAILED, PARTIAL, STOPPED, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.fleet.executor import Executor
    from git_secrets_py.fleet.results import OutputDirectory
    from git_secrets_py.fleet.tasks import Listed, Target
    from git_secrets_py.fleet.view import View

# Seconds between two looks at an interruption.
_OFTEN = 0.2
_DAMAGED = "its result file is missing or damaged; run the command again"
_NOT_BEGUN = "not started: the run was stopped"


class Run:
    """A run over the repositories ``listed``, with its ``results``."""

    def __init__(
        self, listed: Sequence[Listed], results: OutputDirectory, view: View, clones: str = ""
    ) -> None:
        """``clones`` is the directory of the clones, if it is on this machine."""
        self._listed = listed
        self._targets = {one.target.key: one.target for one in listed}
        self._results = results
        self._view = view
        self._clones = clones
        self.is_interrupted = False

    def audit(self, executor: Executor) -> None:
        """Audit the repositories without a result, the largest first.

        Ctrl-C finishes the running audits; the second one raises ``KeyboardInterrupt``. Raises
        ``OutputError``.
        """
        self._view.begin(list(self._targets.values()), len(self._done()))
        waiting = self._waiting()
        running: set[str] = set()
        with self._interruptions():
            while running or (waiting and not self.is_interrupted):
                while waiting and executor.room > 0 and not self.is_interrupted:
                    target = waiting.pop()
                    running.add(target.key)
                    executor.submit(target)
                if self.is_interrupted:
                    executor.cancel()
                try:
                    for outcome in executor.completed(_OFTEN):
                        running.discard(outcome.key)
                        self._take(outcome)
                except LostError as error:
                    self._view.note(str(error))
                    for key in running:
                        self._take(Outcome(key=key, status=FAILED, reasons=[str(error)]))
                    return

    def _waiting(self) -> list[Target]:
        """Return the repositories to audit, the first one last."""
        for one in self._listed:
            if one.problem:
                self._take(Outcome(key=one.target.key, status=FAILED, reasons=[one.problem]))
        done = self._done()
        targets = [one.target for one in reversed(self._listed) if one.target.key not in done]
        return sorted(targets, key=self._size)

    def _done(self) -> set[str]:
        """Return the keys of the repositories that have a result."""
        return self._targets.keys() & self._results.outcomes.keys()

    def _size(self, target: Target) -> float:
        """Return the size in the last run, or that of the packs here; an unknown one is large."""
        known = self._results.sizes.get(target.key)
        return known or packed_size(self._clones, target) or float("inf")

    def _take(self, outcome: Outcome) -> None:
        if outcome.status == STOPPED:
            return
        target = self._targets[outcome.key]
        self._results.add(target, outcome)
        self._view.finished(target, outcome)

    @contextmanager
    def _interruptions(self) -> Iterator[None]:
        """Let the first interruption set ``is_interrupted``, and the second one raise."""

        def note(number: int, frame: object) -> None:
            if self.is_interrupted:
                raise KeyboardInterrupt
            self.is_interrupted = True
            self._view.note("finishing the running audits; press Ctrl-C again to stop at once")

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def report(self, options: str = "") -> FleetDocument:
        """Merge the results; return the document on the fleet. Raises ``OutputError``.

        ``options`` are those with which ``--allow`` finds the secrets, in words of a shell.
        """
        merger = Merger(options)
        entries = [(one.target, self._merged(one.target, merger)) for one in self._listed]
        merger.merge()
        generated = datetime.now().astimezone().isoformat(timespec="seconds")
        return FleetDocument(entries, merger, generated)

    def finish(self, document: FleetDocument) -> int:
        """End the run, whose reports are written; return the exit status."""
        summary = document.summary()
        if not summary["statuses"][STOPPED]:
            self._results.finish(self._targets)
        if self.is_interrupted:
            return EXIT_INTERRUPTED
        if not summary["complete"]:
            return EXIT_INCOMPLETE
        return EXIT_FOUND if summary["secrets"] else EXIT_CLEAN

    def _merged(self, target: Target, merger: Merger) -> Outcome:
        """Add the report on ``target`` to ``merger``; return its outcome."""
        outcome = self._results.outcomes.get(target.key)
        if outcome is None:
            return Outcome(key=target.key, status=STOPPED, reasons=[_NOT_BEGUN])
        if outcome.status not in (AUDITED, PARTIAL):
            return outcome
        report = self._results.report_on(target)
        if report is None:
            return replace(outcome, status=FAILED, reasons=[_DAMAGED])
        merger.add(target, report, outcome.web, outcome.repository)
        return outcome
