"""``git secrets --scan-history``."""

from __future__ import annotations

import os
from itertools import chain

from git_secrets_py.audit.audit import matcher_for
from git_secrets_py.audit.model import AuditFinding
from git_secrets_py.cli.active_patterns import load_registry
from git_secrets_py.cli.audit_runner import (
    audit_and_report,
    audit_options,
    prohibited_paths,
    run_audit,
    shallow_problems,
)
from git_secrets_py.cli.minimum_severity import minimum
from git_secrets_py.cli.scan_runner import without_patterns
from git_secrets_py.cli.submodule_audits import OPTION, check_arguments, with_submodules
from git_secrets_py.errors import UsageError
from git_secrets_py.findings.finding import Finding
from git_secrets_py.git.tags import named_by_revisions
from git_secrets_py.report.escaping import shell_word
from git_secrets_py.report.severity_filter import at_least, hidden_findings
from git_secrets_py.scan import scan
from git_secrets_py.selection.active_files import WORK_TREE
from git_secrets_py.sources.push import tagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Audit the history, or the revisions given; return the exit status."""
    _check_baseline(context)
    check_arguments(context)
    _check_revisions(context)
    cut = shallow_problems(context, [])
    git = context.repository.git
    tags = tagged(git, named_by_revisions(git, context.values))
    if not context.arguments.has("--allow-all"):
        extend = with_submodules if context.arguments.has(OPTION) else None
        return audit_and_report(context, context.values, WORK_TREE, chain(cut, tags), extend)
    registry = load_registry(context, WORK_TREE)
    if registry.is_empty:
        return without_patterns(context)
    from git_secrets_py.cli.allow_runner import allow_all

    options = audit_options(context, context.values)
    matcher = matcher_for(registry, options)
    result = run_audit(context, registry, options, matcher)
    others = chain(tags, prohibited_paths(context, registry, context.values))
    scanned = scan(others, matcher, registry)
    further = [AuditFinding(one, 0) for one in scanned if isinstance(one, Finding)]
    found = [*result.findings, *further] if further else result.findings
    shown = at_least(minimum(context), found)
    if len(shown) < len(found):
        context.notify(hidden_findings(len(found) - len(shown), minimum(context)))
    problems = [*result.problems, *cut]
    return allow_all(context, registry, result._replace(findings=shown, problems=problems))


def _check_baseline(context: Context) -> None:
    """Raise ``GitSecretsError`` for a misuse of ``--allow-all``, before the long audit."""
    if context.arguments.has("--allow-all"):
        from git_secrets_py.cli.allow_runner import require_work_tree

        require_work_tree(context)
        return
    for option in ("--reason", "--dry-run"):
        if context.arguments.has(option):
            raise UsageError(f"--scan-history takes {option} only with --allow-all")


def _check_revisions(context: Context) -> None:
    """Raise ``UsageError`` for the path of a file that is given as a revision."""
    for value in context.values:
        if os.path.lexists(value) and not context.repository.git.succeeds(
            "rev-parse", "--quiet", "--verify", "--end-of-options", value
        ):
            raise UsageError(f"--scan-history takes revisions, not paths; {_remedy(value)}")


def _remedy(path: bytes) -> str:
    """Return the command for ``path``, which may be that of a repository."""
    from git_secrets_py.git.git_dirs import git_dir_of

    shown = shell_word(path)
    if git_dir_of(path):
        return f"to audit that repository: git -C {shown} secrets --scan-history"
    return f"to scan it: git secrets --scan {shown}"
