"""The view of a running audit of a fleet: a line for each repository, or nothing."""

from __future__ import annotations

from git_secrets_py.fleet.tasks import AUDITED
from git_secrets_py.report.escaping import visible_text
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from git_secrets_py.fleet.tasks import Outcome, Target, TaskStep

    class View(Protocol):
        """Shows the progress of a run."""

        def begin(self, targets: Sequence[Target], done: int) -> None:
            """Begin with ``targets``, of which ``done`` have a result."""

        def step(self, step: TaskStep) -> None:
            """Show the progress of one repository; called from any thread."""

        def finished(self, target: Target, outcome: Outcome) -> None:
            """Show that a repository is finished."""

        def note(self, message: str) -> None:
            """Show an important message about the run."""

        def remark(self, message: str) -> None:
            """Show a message about the run."""

        def end(self) -> None:
            """Stop showing the progress."""


class QuietView:
    """Shows messages only; ``notify`` prints one."""

    def __init__(self, notify: Callable[[str], None]) -> None:
        self._notify = notify

    def begin(self, targets: Sequence[Target], done: int) -> None:
        """Show nothing."""

    def step(self, step: TaskStep) -> None:
        """Show nothing."""

    def finished(self, target: Target, outcome: Outcome) -> None:
        """Show nothing."""

    def note(self, message: str) -> None:
        """Print ``message``."""
        self._notify(message)

    def remark(self, message: str) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Do nothing."""


class LineView(QuietView):
    """Prints a line for each repository."""

    def __init__(self, notify: Callable[[str], None]) -> None:
        super().__init__(notify)
        self._total = self._done = 0

    def begin(self, targets: Sequence[Target], done: int) -> None:
        """Print how many repositories there are."""
        self._total, self._done = len(targets), done
        resumed = f"; {done:,} finished by the last run" if done else ""
        self._notify(f"{count(self._total, 'repository', 'repositories')} to audit{resumed}")

    def remark(self, message: str) -> None:
        """Print ``message``."""
        self.note(message)

    def finished(self, target: Target, outcome: Outcome) -> None:
        """Print the line of ``target``."""
        self._done += 1
        name = visible_text(target.name)  # in one line
        self._notify(f"[{self._done}/{self._total}] {name}: {described(outcome)}")


def described(outcome: Outcome) -> str:
    """Return ``outcome`` in a few words."""
    parts = [count(outcome.secrets, "secret") if outcome.secrets else ""]
    if outcome.status == AUDITED:
        parts[0] = parts[0] or "no secrets"
    else:
        partly = "not fully audited" if outcome.report or outcome.secrets else "not audited"
        parts.append(f"{partly}: {'; '.join(outcome.reasons)}")
    parts.append(f"{outcome.seconds:.1f} s")
    return ", ".join(filter(None, parts))
