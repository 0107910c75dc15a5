"""``git secrets --scan-history``."""

from __future__ import annotations

import sys

from git_secrets_py.audit.audit import run as audit
from git_secrets_py.audit.model import Options
from git_secrets_py.cli.scan_runner import (
    NOTHING_CONFIGURED,
    load_registry,
    open_report,
    tell_inline,
)
from git_secrets_py.errors import UsageError
from git_secrets_py.report.streaming import CLEAN
from git_secrets_py.report.summary import summary_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.registry import Registry

INTERRUPTED = 130


def run(context: Context) -> int:
    """Audit the history, or the revisions that the values name; return the exit status."""
    _check_baseline(context)
    repository = context.repository
    top = repository.top if repository.is_inside_work_tree else None
    registry = load_registry(context, repository.config, top)
    if not registry.prohibited:
        context.say(NOTHING_CONFIGURED)
        return CLEAN
    if context.arguments.has("--allow-all"):
        from git_secrets_py.commands.allow import allow_all

        return allow_all(context, registry, _audit(context, registry))
    return _audit_and_report(context, registry)


def _check_baseline(context: Context) -> None:
    """Raise before the audit, which takes its time, what is wrong with ``--allow-all``."""
    if context.arguments.has("--allow-all"):
        from git_secrets_py.commands.allow import require_work_tree

        require_work_tree(context)
    elif context.arguments.has("--reason"):
        raise UsageError("--scan-history takes --reason only with --allow-all")


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


def _audit_and_report(context: Context, registry: Registry) -> int:
    # Opened first: a format or a file that is none is to be told before the work is done.
    report = open_report(context, registry, "history")
    result = _audit(context, registry)
    report.add_audit(result)
    status = report.finish()
    tell_inline(context, registry)
    context.say(summary_line(result))
    return status if result.complete else INTERRUPTED
