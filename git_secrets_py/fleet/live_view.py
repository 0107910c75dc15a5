"""The live view of a run, for a terminal."""

from __future__ import annotations

import time
from threading import Lock

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from git_secrets_py.fleet.tasks import AUDITED
from git_secrets_py.fleet.view import QuietView, described
from git_secrets_py.report.escaping import cut_end, visible, visible_text
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.fleet.tasks import Outcome, Target, TaskStep

_MOST_RUNNING = 16
_NAME = 50
_TIMES_A_SECOND = 4


class _Running:
    """A repository that is audited now."""

    def __init__(self, step: TaskStep) -> None:
        self.started = time.monotonic()
        self.phase_started = self.started
        self.step = step

    def update(self, step: TaskStep) -> None:
        if step.phase != self.step.phase:
            self.phase_started = time.monotonic()
        self.step = step

    @property
    def speed(self) -> str:
        seconds = time.monotonic() - self.phase_started
        if self.step.detail or not self.step.size or not seconds:
            return self.step.detail
        return f"{self.step.size / seconds / 1e6:,.1f} MB/s"


class LiveView(QuietView):
    """Shows the audits that are done, running and failed, the secrets so far, and the time left."""

    def __init__(self, notify: Callable[[str], None], console: Console | None = None) -> None:
        """``console`` defaults to standard error."""
        super().__init__(notify)
        self._console = console or Console(stderr=True)
        self._progress = Progress(
            TextColumn("repositories"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
        )
        self._task = self._progress.add_task("")
        self._lock = Lock()
        self._running: dict[str, _Running] = {}
        self._names: dict[str, str] = {}
        self._secrets = self._failed = 0
        self._live: Live | None = None

    def begin(self, targets: Sequence[Target], done: int) -> None:
        """Start the view."""
        self._names = {target.key: target.name for target in targets}
        self._progress.update(self._task, total=len(targets), completed=done)
        self._live = Live(
            get_renderable=self._shown,
            console=self._console,
            refresh_per_second=_TIMES_A_SECOND,
            transient=True,
        )
        self._live.start()

    def step(self, step: TaskStep) -> None:
        """Show the progress of one repository."""
        with self._lock:
            running = self._running.get(step.key)
            if running is None:
                self._running[step.key] = _Running(step)
            else:
                running.update(step)

    def finished(self, target: Target, outcome: Outcome) -> None:
        """Count ``outcome``; print it if the repository was not fully audited."""
        with self._lock:
            self._running.pop(target.key, None)
        self._secrets += outcome.secrets
        self._progress.advance(self._task)
        if outcome.status != AUDITED:
            self._failed += 1
            self.note(f"{target.name}: {described(outcome)}")

    def note(self, message: str) -> None:
        """Print ``message`` above the view."""
        if self._live is None:
            super().note(message)
        else:
            self._console.print(Text(visible_text(message)))

    def remark(self, message: str) -> None:
        """Print ``message``."""
        self.note(message)

    def end(self) -> None:
        """Remove the view."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _shown(self) -> Group:
        with self._lock:
            running = list(self._running.items())[:_MOST_RUNNING]
        table = Table.grid(padding=(0, 2))
        for key, one in running:
            name = cut_end(visible(self._names.get(key, key).encode(errors="replace")), _NAME)
            table.add_row(
                Text(name), Text(one.step.phase), Text(visible(one.speed.encode(errors="replace")))
            )
        failed = f", {self._failed:,} failed" if self._failed else ""
        return Group(
            self._progress, Text(f"{count(self._secrets, 'secret')} so far{failed}"), table
        )
