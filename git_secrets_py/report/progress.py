"""The progress bar of an audit, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from git_secrets_py.audit.model import Progress as AuditProgress


class ProgressBar:
    """Shows the progress of an audit on standard error, and removes it at the end."""

    def __init__(self, console: Console | None = None) -> None:
        """``console`` defaults to standard error."""
        self._progress = Progress(
            TextColumn("{task.completed:,.0f} of {task.fields[listed]} objects"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[speed]:,.0f} MB/s"),
            TextColumn("{task.fields[matched]:,} with matches"),
            TimeRemainingColumn(),
            console=console or Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, listed="…", speed=0.0, matched=0)

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, progress: AuditProgress) -> None:
        """Show ``progress``."""
        task = self._progress.tasks[0]
        elapsed = task.elapsed or 0.0
        self._progress.update(
            self._task,
            completed=progress.done,
            # Without a total the bar pulses: git is still listing objects.
            total=progress.total if progress.is_listed else None,
            listed=f"{progress.total:,}" if progress.is_listed else f"{progress.total:,}+",
            speed=progress.size / elapsed / 1e6 if elapsed else 0.0,
            matched=progress.matched,
        )
