"""``git secrets --scan-history``."""

from __future__ import annotations

import sys

from git_secrets_py.audit.audit import matcher_for
from git_secrets_py.audit.audit import run as audit
from git_secrets_py.audit.model import Options
from git_secrets_py.cli.scan_runner import (
    NOTHING_CONFIGURED,
    load_registry,
    open_report,
    print_inline,
)
from git_secrets_py.errors import EXIT_CLEAN, EXIT_INTERRUPTED, UsageError
from git_secrets_py.report.summary import summary_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.registry import Registry


def run(context: Context) -> int:
    """Audit the history, or the revisions given; return the exit status."""
    _check_baseline(context)
    rules = context.arguments.options.get("--rules", "")
    if not context.arguments.has("--allow-all"):
        return audit_and_report(context, context.values, rules)
    registry = _load_registry(context, rules)
    if not registry.prohibited:
        context.say(NOTHING_CONFIGURED)
        return EXIT_CLEAN
    from git_secrets_py.commands.allow import allow_all

    options = _options(context, context.values)
    result = _audit(context, registry, options, matcher_for(registry, options))
    return allow_all(context, registry, result)


def audit_and_report(context: Context, revisions: Sequence[bytes], rules: str) -> int:
    """Audit ``revisions``, by default all history, and report; return the exit status.

    ``revisions`` are arguments of git-rev-list(1), ``rules`` names of rule sets, separated by
    commas.
    """
    registry = _load_registry(context, rules)
    if not registry.prohibited:
        context.say(NOTHING_CONFIGURED)
        return EXIT_CLEAN
    options = _options(context, revisions)
    # Before the report, which replaces an earlier one.
    matcher = matcher_for(registry, options)
    # Opened first, so that a bad format or output file is reported before the audit.
    report = open_report(context, registry, "history", rules=rules)
    result = _audit(context, registry, options, matcher)
    report.add_audit(result)
    status = report.finish()
    print_inline(context, sum(one.is_inline for one in result.allowed))
    context.say(summary_line(result))
    return status if result.complete else EXIT_INTERRUPTED


def _load_registry(context: Context, rules: str) -> Registry:
    repository = context.repository
    top = repository.top if repository.is_inside_work_tree else None
    return load_registry(context, repository.config, top, rules=rules)


def _check_baseline(context: Context) -> None:
    """Raise ``GitSecretsError`` for a misuse of ``--allow-all``, before the long audit."""
    if context.arguments.has("--allow-all"):
        from git_secrets_py.commands.allow import require_work_tree

        require_work_tree(context)
    elif context.arguments.has("--reason"):
        raise UsageError("--scan-history takes --reason only with --allow-all")


def _options(context: Context, revisions: Sequence[bytes]) -> Options:
    arguments = context.arguments
    return Options(
        revisions=revisions,
        unreachable=arguments.has("--unreachable"),
        allow_missing=arguments.has("--allow-missing"),
        use_cache=not arguments.has("--no-cache"),
        scan_binary=arguments.has("--text"),
        keep_allowed=arguments.has("--show-allowed"),
    )


def _audit(context: Context, registry: Registry, options: Options, matcher: Matcher) -> AuditResult:
    if context.arguments.has("--quiet") or not sys.stderr.isatty():
        return audit(context.repository, registry, options, matcher=matcher)
    from git_secrets_py.report.progress import ProgressBar

    with ProgressBar() as bar:
        return audit(context.repository, registry, options, bar.show, matcher=matcher)
