"""``--scan-history --allow-all``: what is found now is known, and only what is new alarms."""

from __future__ import annotations

from git_secrets_py.allowlist import entries, file
from git_secrets_py.commands.allow import staging
from git_secrets_py.engine.database_cache import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import NotScanned
from git_secrets_py.report.headline import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.allowlist.entries import Commenter
    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Finding
    from git_secrets_py.registry import Registry

DONE = 0
LEFT_OUT = 1
INCOMPLETE = 2
INTERRUPTED = 130


def write(context: Context, registry: Registry, result: AuditResult) -> int:
    """Add the fingerprints of all that ``result`` tells of to ``.gitallowed``; return the status.

    That is 1 where something was left out since its fingerprint would allow more than it.
    Raises ``RefusedError`` and ``GitSecretsError`` where the file cannot be written.
    """
    if not result.complete:
        context.say("the audit was interrupted; no baseline was written")
        return INTERRUPTED
    findings = [one.finding for one in result.findings]
    matcher = Matcher(registry.prohibited, cache=DatabaseCache())
    commenter = entries.Commenter((one.secret for one in findings), matcher)
    own: list[Finding] = []
    shared: list[Finding] = []
    for one in findings:
        (shared if entries.shared_by_many(one.secret) else own).append(one)
    if own:
        file.append(context.repository.top, _block(context, own, commenter))
        context.out(
            f"allowed {counted(len(own), 'secret')} in .gitallowed; ".encode()
            + b"share it with: %b\n" % staging(context)
        )
    else:
        context.out(b"nothing to allow: .gitallowed is as it was\n")
    _tell_left_out(context, shared, commenter)
    return _tell_problems(context, result.problems) or (LEFT_OUT if shared else DONE)


def _block(context: Context, findings: Sequence[Finding], commenter: Commenter) -> list[bytes]:
    """Return the lines for ``findings``, with a comment above all of them and above each."""
    reason = entries.one_line(context.arguments.options.get("--reason", ""))
    count = counted(len(findings), "secret").encode()
    head = (b"baseline of ", entries.today(), b", ", count, reason and b": ", reason)
    lines = [commenter.comment(*head)]
    for finding in findings:
        kind = entries.kind(finding.match.pattern)
        lines += [
            commenter.comment(kind, b" in ", finding.path),
            entries.line_of(finding),
        ]
    return lines


def _tell_left_out(context: Context, shared: Sequence[Finding], commenter: Commenter) -> None:
    for finding in shared:
        place = f"{commenter.shown(finding.path).decode()}:{finding.line.number}"
        kind = entries.kind(finding.match.pattern).decode()
        context.say(
            f"left out: what {kind} found in {place} is the same for every such secret, so that "
            "its fingerprint would allow them all; "
            f"'git secrets --allow {finding.fingerprint[:8]}' tells what to do"
        )


def _tell_problems(context: Context, problems: Sequence[NotScanned]) -> int:
    """Say what the audit could not scan; return the status that the run ends with for it."""
    errors = [problem for problem in problems if problem.severity == NotScanned.ERROR]
    for problem in problems:
        if problem.severity != NotScanned.BINARY:
            warning = "" if problem in errors else "warning: "
            context.say(warning + problem.message)
    if errors:
        context.say("the baseline is incomplete: what could not be scanned may hold more")
    return INCOMPLETE if errors else DONE
