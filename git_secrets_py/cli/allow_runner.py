"""Allowing secrets: the baseline of ``--allow-all``, and messages that ``--allow`` shares."""

from __future__ import annotations

import os

from git_secrets_py.allowlist import entries, file
from git_secrets_py.cli.active_patterns import options_to_repeat
from git_secrets_py.compact import Subset
from git_secrets_py.content import IN_INDEX, NotScanned
from git_secrets_py.engine.allow_rule.warnings import owner_of
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_FOUND,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    GitError,
)
from git_secrets_py.report.escaping import visible_text
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from git_secrets_py.allowlist.entries import CommentWriter
    from git_secrets_py.audit.model import AuditFinding, AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.registry import Registry


def require_work_tree(context: Context) -> None:
    """Raise ``GitError`` if there is no work tree, so no ``.gitallowed``."""
    if context.repository.work_tree is None:
        raise GitError("cannot write .gitallowed: this is not a work tree; run the command in one")


def allow_all(context: Context, registry: Registry, result: AuditResult) -> int:
    """Allow the secrets of an audit, for ``--scan-history --allow-all``; return the exit status.

    That is 1 if a secret is left out: a live key of the user, one that is only staged, or one whose
    fingerprint would allow others, too. Raises ``RefusedError`` and ``GitSecretsError`` if
    ``.gitallowed`` cannot be written.
    """
    if not result.complete:
        context.notify("the audit was interrupted; no baseline was written")
        return EXIT_INTERRUPTED
    findings = result.findings
    matcher = Matcher(registry.prohibited, cache=DatabaseCache())
    writer = comment_writer((one.finding for one in findings), matcher)
    command = f"git secrets --allow {options_to_repeat(context)}".rstrip()
    left_out = {
        one.finding.fingerprint: reason
        for one in findings
        if (reason := _reason_to_refuse(one.finding, writer, command))
    }
    _write_baseline(context, _without(left_out, findings) if left_out else findings, writer)
    for reason in left_out.values():
        context.notify(f"not allowed: {reason}")
    _report_problems(context, result.problems)
    if any(problem.severity == NotScanned.ERROR for problem in result.problems):
        context.notify("the baseline is incomplete: unscanned content may hold more secrets")
        return EXIT_INCOMPLETE
    return EXIT_FOUND if left_out else EXIT_CLEAN


def _write_baseline(
    context: Context, allowed: Sequence[AuditFinding], writer: CommentWriter
) -> None:
    """Add the entries of ``allowed`` to ``.gitallowed``; with ``--dry-run``, only print them."""
    found = (one.finding for one in allowed)
    if not allowed:
        context.out_line("nothing to allow; .gitallowed is unchanged")
    elif context.arguments.has("--dry-run"):
        preview(context, found, writer)
    else:
        reason = context.arguments.options.get("--reason", "")
        file.append(context.repository, entries.baseline(found, len(allowed), writer, reason))
        context.out_line(
            f"allowed {count(len(allowed), 'secret')} in .gitallowed; "
            f"share it with: {staging(context)}"
        )


def _without(left_out: Container[str], findings: Sequence[AuditFinding]) -> Sequence[AuditFinding]:
    """Return ``findings`` but those with a fingerprint in ``left_out``."""
    kept = (at for at, one in enumerate(findings) if one.finding.fingerprint not in left_out)
    return Subset(findings, kept)


def comment_writer(findings: Iterable[Finding], matcher: Matcher) -> CommentWriter:
    """Return the writer of comments without the secrets of ``findings``."""
    return entries.CommentWriter((one.secret for one in findings), matcher)


def _reason_to_refuse(finding: Finding, writer: CommentWriter, command: str) -> str:
    """Return why a baseline leaves ``finding`` out, ``""`` if it does not.

    ``command`` allows a secret, whose ID it needs.
    """
    pattern, short_id = finding.match.pattern, finding.short_id
    if owner_of(finding.match):
        return of_own_secret(finding, writer)
    if pattern.confidential:
        place = masked_place(finding, writer)
        return f"{short_id} in {place} is a secret from a provider; deactivate it"
    if finding.commit == IN_INDEX:
        return (
            f"{short_id} in {masked_place(finding, writer)} is staged, not committed yet; "
            f"if it is a false positive, run: {command} {short_id}"
        )
    if entries.rule_of_shared_text(finding.plaintext):
        rule = entries.describe_pattern(pattern).decode("utf-8", "surrogateescape")
        return (
            f"{why_shared(rule, masked_place(finding, writer))}; for a way to allow it, "
            f"run: {command} {short_id}"
        )
    return ""


def of_own_secret(finding: Finding, writer: CommentWriter) -> str:
    """Return the reason not to allow ``finding``, a secret that the user keeps in a store."""
    owner = visible_text(owner_of(finding.match))
    return (
        f"{finding.short_id} in {masked_place(finding, writer)} is your own secret "
        f"({owner}); deactivate it where it was issued"
    )


def preview(context: Context, findings: Iterable[Finding], writer: CommentWriter) -> None:
    """Print the secrets that would be allowed, for ``--dry-run``."""
    for finding in findings:
        context.out_line(f"would allow {described(finding, writer)}")


def described(finding: Finding, writer: CommentWriter) -> str:
    """Return the short ID of ``finding``, its rule and its place, with secrets masked."""
    rule = entries.describe_pattern(finding.match.pattern).decode("utf-8", "surrogateescape")
    return f"{finding.short_id} ({rule} in {masked_place(finding, writer)})"


def _report_problems(context: Context, problems: Sequence[NotScanned]) -> None:
    for problem in problems:
        if problem.severity != NotScanned.BINARY:
            prefix = "" if problem.severity == NotScanned.ERROR else "warning: "
            context.notify(prefix + problem.message)


def why_shared(rule: str, place: str) -> str:
    """Return why the fingerprint of a text that ``rule`` matches is not allowed."""
    return (
        f"the text that {rule} matches in {place} is the same in every such secret, so its "
        "fingerprint would allow them all"
    )


def masked_place(finding: Finding, writer: CommentWriter) -> str:
    """Return the path and the line of ``finding``, with secrets masked."""
    return f"{writer.masked(finding.path).decode()}:{finding.line.number}"


def staging(context: Context) -> str:
    """Return the command that stages ``.gitallowed`` from the current directory."""
    is_top = os.path.samefile(os.getcwdb(), context.repository.whole_tree)
    return f"git add {'' if is_top else ':/'}.gitallowed"
