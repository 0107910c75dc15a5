"""``git secrets --scan-history``."""

from __future__ import annotations

import sys

from git_secrets_py.audit.run import run as audit
from git_secrets_py.audit.values import Options
from git_secrets_py.commands.scanning import (
    NOTHING_CONFIGURED,
    TextReport,
    load_registry,
    tell_inline,
)
from git_secrets_py.report.summary import summary_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.values import AuditResult
    from git_secrets_py.cli import Context
    from git_secrets_py.registry import Registry

CLEAN = 0
INTERRUPTED = 130


def run(context: Context) -> int:
    """Audit the history, or the revisions that the values name; return the exit status."""
    repository = context.repository
    top = repository.top if repository.is_inside_work_tree else None
    registry = load_registry(context, repository.config, top)
    if not registry.prohibited:
        context.say(NOTHING_CONFIGURED)
        return CLEAN
    result = _audit(context, registry)
    tell_inline(context, registry)
    return _report(context, result)


def _audit(context: Context, registry: Registry) -> AuditResult:
    arguments = context.arguments
    options = Options(
        revisions=context.values,
        unreachable=arguments.has("--unreachable"),
        allow_missing=arguments.has("--allow-missing"),
        use_cache=not arguments.has("--no-cache"),
        scan_binary=arguments.has("--text"),
    )
    if arguments.has("--quiet") or not sys.stderr.isatty():
        return audit(context.repository, registry, options)
    from git_secrets_py.report.progress import ProgressBar

    with ProgressBar() as bar:
        return audit(context.repository, registry, options, bar.show)


def _report(context: Context, result: AuditResult) -> int:
    report = TextReport(context)
    for problem in result.problems:
        report.add(problem)
    for one in result.findings:
        report.add(one.finding)
    status = report.finish()
    context.say(summary_line(result))
    return status if result.complete else INTERRUPTED
