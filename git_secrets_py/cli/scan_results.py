"""The results of a scan, which are counted or reported."""

from __future__ import annotations

from git_secrets_py.content import Absent, NotScanned
from git_secrets_py.errors import EXIT_CLEAN
from git_secrets_py.findings.finding import Allowed, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from git_secrets_py.cli.absent_content import Absences
    from git_secrets_py.cli.context import Context
    from git_secrets_py.report.interface import ScanReport


class Results:
    """The results of a scan. The report is opened at the first one that it lists."""

    def __init__(self, context: Context, opening: Callable[[], ScanReport]) -> None:
        self.report: ScanReport | None = None
        self._inline = 0
        self._absences: Absences | None = None
        self._context = context
        self._open = opening

    def add_all(self, items: Iterator[Finding | Allowed | NotScanned]) -> None:
        """Report ``items``, or count them."""
        if self.report is None:
            first = next(filter(self._is_reported, items), None)
            if first is None:
                return
            self.report = self._open()
            self.report.add(first)
        self.report.add_all(filter(self._is_reported, items))

    def _is_reported(self, item: Finding | Allowed | NotScanned) -> bool:
        """Count ``item``; return whether it is reported by itself."""
        if isinstance(item, Finding):  # fast path: there may be millions
            return True
        if isinstance(item, Absent):
            self._absences = self._absences or _absences()
            self._absences.add(item)
            return False
        if isinstance(item, Allowed):
            self._inline += item.is_inline
            return self.report is not None
        return True

    def finish(self, blobs: int) -> int:
        """Report the counts, close the report, and return the exit status.

        ``blobs`` is the number of blobs that were scanned.
        """
        if self._absences:
            self.add_all(iter(self._absences.problems(self._context)))
        status = self.report.finish(blobs) if self.report is not None else EXIT_CLEAN
        print_inline(self._context, self._inline)
        return status


def _absences() -> Absences:
    from git_secrets_py.cli.absent_content import Absences  # few clones lack anything

    return Absences()


def print_inline(context: Context, count: int) -> None:
    """Print the number of matches that inline comments allow, if there are any."""
    if count:
        from git_secrets_py import wording

        matches = wording.count(count, "match", "matches")
        context.notify(f"{matches} allowed by 'git-secrets: allow' comments")
