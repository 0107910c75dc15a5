"""The report of a run that fails before it has one: programs get a document in any case."""

from __future__ import annotations

from git_secrets_py.content import NotScanned
from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_DOCUMENTS = ("json", "sarif", "html")
_SCOPES = {
    "--scan": "tree",
    "--scan-history": "history",
    "--ci": "history",
    "--pre_commit_hook": "staged",
    "--commit_msg_hook": "message",
    "--prepare_commit_msg_hook": "merge",
    "--pre_push_hook": "push",
    "--pre_receive_hook": "push",
}


def write_unfinished(context: Context, message: str) -> None:
    """Write a document with ``message`` as its problem, if this run was to write a document."""
    arguments = context.arguments
    format, scope = arguments.options.get("--format"), _SCOPES.get(arguments.verb.name)
    if format not in _DOCUMENTS or scope is None or context.has_written:
        return
    from git_secrets_py.report.interface import ReportOptions
    from git_secrets_py.report.rendered_report import RenderedReport
    from git_secrets_py.report.situation import Situation

    options = ReportOptions(situation=Situation(scope), format=format, output=arguments.output)
    try:
        report = RenderedReport(options, _Quiet(context))
        report.add(NotScanned(message))
        report.finish()
    except GitSecretsError:
        return  # it cannot be written; the first error is printed


class _Quiet:
    """The output of ``context`` without standard error, on which the error itself is printed."""

    def __init__(self, context: Context) -> None:
        self.out = context.out

    def err(self, text: bytes) -> None:
        """Drop ``text``."""

    def notify(self, message: str) -> None:
        """Drop ``message``."""
