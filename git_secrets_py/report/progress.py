"""The progress bar of an audit, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.model import Progress as AuditProgress


class ProgressBar:
    """Shows the progress of an audit on standard error, and removes it at the end."""

    def __init__(self, console: Console | None = None) -> None:
        """``console`` defaults to standard error."""
        self._progress = Progress(
            TextColumn("{task.completed:,.0f} of {task.fields[listed]}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console or Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, listed="… objects", detail="")
        self._is_tracing = False

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._progress.stop()

    def show(self, progress: AuditProgress) -> None:
        """Show ``progress``."""
        if progress.is_tracing and not self._is_tracing:
            self._progress.reset(self._task)  # the time left is that of the last phase
        self._is_tracing = progress.is_tracing
        noun = "commits" if progress.is_tracing else "objects"
        self._progress.update(
            self._task,
            completed=progress.done,
            # Without a total the bar pulses: git is still listing objects.
            total=progress.total if progress.is_listed else None,
            listed=f"{progress.total:,}{'' if progress.is_listed else '+'} {noun}",
            detail=self._detail(progress),
        )

    def _detail(self, progress: AuditProgress) -> str:
        if progress.is_tracing:
            return f"tracing {count(progress.matched, 'object')} with matches"
        elapsed = self._progress.tasks[0].elapsed or 0.0
        speed = progress.size / elapsed / 1e6 if elapsed else 0.0
        return f"{speed:,.0f} MB/s, {progress.matched:,} with matches"
