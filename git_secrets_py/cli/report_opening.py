"""Opening the report of a run: its format, options and severities."""

from __future__ import annotations

import os
import sys

from git_secrets_py.cli.color import is_wanted
from git_secrets_py.cli.context import SERVER_HOOK, STANDARD_OUTPUT, is_terminal
from git_secrets_py.cli.minimum_severity import minimum
from git_secrets_py.cli.situation import situation
from git_secrets_py.git.config import REDACT_KEY
from git_secrets_py.model import LOW
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.formats import HTML, PRETTY, TEXT
from git_secrets_py.report.interface import ReportOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.report.interface import ScanReport
    from git_secrets_py.report.situation import Situation
    from git_secrets_py.sources.push import Update

_WIDTH_OF_A_FILE = 80
# They print the lines of git-secrets by AWS Labs, but a log of a CI job has many readers.
_ORIGINAL_LINES = ("--scan", "--scan-history")
# Options of git commit and git push (githooks(5)).
_SKIPPED_BY_NO_VERIFY = ("--pre_commit_hook", "--commit_msg_hook", "--pre_push_hook")
_ELSEWHERE = (SERVER_HOOK, "--ci")
# Formats that are file extensions as well.
_EXTENSIONS = ("json", "sarif", HTML)


def open_report(
    context: Context,
    patterns: Callable[[], int],
    scope: str,
    options: str,
    *,
    updates: Sequence[Update] = (),
) -> ScanReport:
    """Return the report of this run, in its format and of its severities.

    ``patterns`` returns the number of prohibited patterns, which not every format shows: to read
    them takes longer than to scan a file. ``scope`` is one of ``content.SCOPES``,
    ``options`` are those of ``options_to_repeat``, and ``updates`` are the refs that are pushed.
    By default the format is ``pretty`` if standard error is a terminal, else ``text``. Raises
    ``UsageError`` for an unknown format.
    """
    severity = minimum(context)
    report = _report(context, patterns, situation(context, scope, options, updates))
    if severity == LOW:
        return report
    from git_secrets_py.report.severity_filter import SeverityFilter

    return SeverityFilter(report, severity)


def _report(context: Context, patterns: Callable[[], int], situation: Situation) -> ScanReport:
    to_stdout = context.arguments.options.get("--output") == STANDARD_OUTPUT
    terminal = is_terminal(sys.stdout if to_stdout else sys.stderr)
    options = _report_options(context, patterns, situation, to_terminal=terminal)
    output = _StandardOutput(context) if to_stdout else context
    if options.format == TEXT and options.with_ids:
        from git_secrets_py.report.detailed_report import DetailedReport

        return DetailedReport(options, output)
    if options.format == TEXT:
        from git_secrets_py.report.streamed_report import TextReport

        return TextReport(options, output)
    from git_secrets_py.report.rendered_report import RenderedReport

    return RenderedReport(options, output)


class _StandardOutput:
    """The output of ``context``, with the lines of standard error on standard output."""

    def __init__(self, context: Context) -> None:
        self.out = self.err = context.out
        self.notify = context.notify


def _report_options(
    context: Context, patterns: Callable[[], int], situation: Situation, *, to_terminal: bool
) -> ReportOptions:
    arguments = context.arguments
    default = PRETTY if to_terminal else TEXT
    if arguments.verb.name == "--ci" and not arguments.has("--output"):
        from git_secrets_py.ci.github import has_annotations

        default = "github" if has_annotations(os.environ) else default
    format = arguments.options.get("--format") or default
    output = arguments.output
    _warn_of_extension(context, format)
    color = output is None and is_wanted(context, is_terminal=to_terminal)
    return ReportOptions(
        situation=situation,
        format=format,
        patterns=0 if format == TEXT else patterns(),
        output=output,
        show_secrets=_show_secrets(context, format),
        show_allowed=arguments.has("--show-allowed"),
        redact=_redact(context),
        with_ids=_redact(context) and arguments.verb.name not in _ORIGINAL_LINES,
        verbose=arguments.has("--verbose"),
        color=color,
        top=_linked_from(context) if color and to_terminal else None,
        **_repository(context, format),
        width=terminal_width() if to_terminal and output is None else _WIDTH_OF_A_FILE,
        skip=_skip(arguments.verb.name, situation.operation),
        is_own_clone=arguments.verb.name not in _ELSEWHERE,
    )


def _warn_of_extension(context: Context, format: str) -> None:
    """Warn if ``--output`` is named like a format that ``--format`` does not choose."""
    path = context.arguments.output or ""
    extension = os.path.splitext(path)[1][1:].lower()
    if extension in _EXTENSIONS and not context.arguments.has("--format"):
        context.notify(
            f"warning: the report in {path} has the format {format}; "
            f"to write {extension}: --format {extension}"
        )


def _repository(context: Context, format: str) -> dict[str, str]:
    """Return the name of the repository and the address of its remote, for a page."""
    if format != HTML:
        return {}
    config, top = context.surroundings()
    folder = os.path.basename(top or os.path.realpath(context.repository.git_dir))
    return {
        "repository": visible(folder.removesuffix(b".git")),
        "remote": os.fsdecode(config.remote),
    }


def _linked_from(context: Context) -> bytes | None:
    """Return the directory that hyperlinks of files start from, ``None`` for no hyperlinks."""
    if os.environ.get("TERM", "dumb") == "dumb" or os.environ.get("NO_COLOR"):
        return None
    _, top = context.surroundings()
    return top or os.getcwdb()


def _skip(verb: str, operation: str) -> str:
    """Return how to skip the hook of ``verb`` once, empty if nothing skips it."""
    # --no-verify does not skip prepare-commit-msg (githooks(5)); git am has it since 2.40.
    if operation:
        return f"git -c core.hooksPath=/dev/null {operation} ..."
    return "--no-verify" if verb in _SKIPPED_BY_NO_VERIFY else ""


def _redact(context: Context) -> bool:
    """Return whether ``text`` masks secrets: hooks and ``--ci`` do by default."""
    arguments, config = context.arguments, context.repository.config
    if arguments.has("--redact") or os.environ.get("GIT_SECRETS_REDACT") == "1":
        return True
    if arguments.has("--show-secrets"):
        return False
    if config.all(REDACT_KEY):
        return config.is_true(REDACT_KEY)
    if arguments.verb.name not in _ORIGINAL_LINES:
        return True
    from git_secrets_py.ci import is_ci

    return is_ci(os.environ)


def _show_secrets(context: Context, format: str) -> bool:
    """Return whether the other formats show secrets; ``secrets.redact`` decides for hooks."""
    if context.arguments.has("--show-secrets"):
        return True
    is_hook = context.arguments.verb.name not in (*_ORIGINAL_LINES, "--ci")
    return format == PRETTY and is_hook and not _redact(context)


def terminal_width() -> int:
    """Return the number of columns of the terminal."""
    from shutil import get_terminal_size

    return get_terminal_size().columns
