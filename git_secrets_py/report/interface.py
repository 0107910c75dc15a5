"""The interfaces of a report and of its output, and the options of a report."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Protocol

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.content import NotScanned
    from git_secrets_py.findings.finding import Allowed, Finding
    from git_secrets_py.report.situation import Situation

    class Output(Protocol):
        """The output that a report is printed to."""

        def out(self, text: bytes) -> None:
            """Write to standard output."""

        def err(self, text: bytes) -> None:
            """Write to standard error."""

        def notify(self, message: str) -> None:
            """Write one line about the run itself to standard error."""

    class ScanReport(Protocol):
        """Takes the results of a scan, and reports them."""

        def add(self, item: Finding | Allowed | NotScanned) -> None:
            """Take a match, found or allowed, or a problem."""

        def add_all(self, items: Iterable[Finding | Allowed | NotScanned]) -> None:
            """Take several of these, such as those of one file."""

        def add_audit(self, result: AuditResult) -> None:
            """Take all findings and problems of an audit of history."""

        def finish(self, blobs: int | None = None, notes: Sequence[str] = ()) -> int:
            """Write the rest of the report; return the exit status.

            ``blobs`` is the number of blobs that were scanned; an audit has its own counts.
            ``notes`` are sentences for people about the whole run.
            """


class ReportOptions:
    """The options of a report.

    ``patterns`` is the number of prohibited patterns. ``output`` is the file to write to, if any.
    ``color``, ``width`` (in columns) and ``top``, the directory that paths start from, only apply
    to ``pretty``; without ``top`` there are no hyperlinks. ``redact`` masks the secrets of
    ``text``. ``with_ids``: ``text`` names the rule and the ID of each secret, and how to allow it,
    instead of the advice of git-secrets by AWS Labs. ``skip`` is how to skip the hook that runs,
    if that is possible; ``is_own_clone`` is false on a server and in CI. ``repository`` is the
    name of the repository and ``remote`` the address of its remote, for ``html``.
    """

    __slots__ = (
        "color",
        "format",
        "is_own_clone",
        "output",
        "patterns",
        "redact",
        "remote",
        "repository",
        "show_allowed",
        "show_secrets",
        "situation",
        "skip",
        "top",
        "verbose",
        "width",
        "with_ids",
    )

    def __init__(
        self,
        *,
        situation: Situation,
        format: str,
        patterns: int = 0,
        output: str | None = None,
        show_secrets: bool = False,
        show_allowed: bool = False,
        redact: bool = False,
        with_ids: bool = False,
        verbose: bool = False,
        color: bool = False,
        width: int = 80,
        top: bytes | None = None,
        skip: str = "",
        is_own_clone: bool = True,
        repository: str = "",
        remote: str = "",
    ) -> None:
        self.situation = situation
        self.format = format
        self.patterns = patterns
        self.output = output
        self.show_secrets = show_secrets
        self.show_allowed = show_allowed
        self.redact = redact
        self.with_ids = with_ids
        self.verbose = verbose
        self.color = color
        self.width = width
        self.top = top
        self.skip = skip
        self.is_own_clone = is_own_clone
        self.repository = repository
        self.remote = remote
