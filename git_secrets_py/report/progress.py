"""The progress bar of an audit, for a terminal."""

from __future__ import annotations

import time

from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar

    from git_secrets_py.audit.model import Progress

# The time in seconds before a bar appears: it would flicker in a shorter audit.
_DELAY = 1.0


class ProgressBar:
    """Shows the progress of an audit on standard error, and removes it at the end."""

    def __init__(self, console: Console | None = None, delay: float = _DELAY) -> None:
        """``console`` defaults to standard error. Nothing appears before ``delay`` seconds."""
        self._console = console
        self._delay = delay
        self._begun = time.monotonic()
        self._bar: Bar | None = None
        self._is_tracing = False

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show ``progress``, unless it is too early."""
        if self._bar is None:
            if time.monotonic() - self._begun < self._delay:
                return
            self._bar = _started(self._console)
        (task,) = self._bar.task_ids
        if progress.is_tracing and not self._is_tracing:
            self._bar.reset(task)  # the time left is that of the last phase
        self._is_tracing = progress.is_tracing
        noun = "commits" if progress.is_tracing else "objects"
        self._bar.update(
            task,
            completed=progress.done,
            # Without a total the bar pulses: git is still listing objects.
            total=progress.total if progress.is_listed else None,
            listed=f"{progress.total:,}{'' if progress.is_listed else '+'} {noun}",
            detail=self._detail(progress),
        )

    def _detail(self, progress: Progress) -> str:
        if progress.is_tracing:
            return f"tracing {count(progress.matched, 'object')} with matches"
        elapsed = time.monotonic() - self._begun
        speed = progress.size / elapsed / 1e6 if elapsed else 0.0
        return f"{speed:,.0f} MB/s, {progress.matched:,} with matches"


def _started(console: Console | None) -> Bar:
    """Return a bar that is shown from now on."""
    # A short audit does without rich.
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.completed:,.0f} of {task.fields[listed]}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console or Console(stderr=True),
        transient=True,
    )
    bar.add_task("", total=None, listed="", detail="")
    bar.start()
    return bar
