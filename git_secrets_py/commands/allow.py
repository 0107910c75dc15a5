"""``git secrets --allow``: add the fingerprint of a secret to ``.gitallowed``."""

from __future__ import annotations

import os
import string

from git_secrets_py.allowlist import entries, file
from git_secrets_py.allowlist.lookup import find
from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.scan_runner import load_registry
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_FOUND,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    GitError,
    RefusedError,
    UsageError,
)
from git_secrets_py.model import FINGERPRINT_LENGTH, FINGERPRINT_PREFIX, SHORT_ID_LENGTH, NotScanned
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.escaping import visible
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from git_secrets_py.allowlist.entries import CommentWriter
    from git_secrets_py.allowlist.lookup import FoundSecrets
    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Finding
    from git_secrets_py.registry import Registry

_SHORTEST_ID = 4
_RULES_HINT = " (if it was found with --rules, --allow requires the same --rules)"


def run(context: Context) -> int:
    """Allow the secret with the given ID; return the exit status.

    Raises ``UsageError`` for an invalid ID, and ``RefusedError`` for one that names no secret,
    several secrets, or text that many secrets share.
    """
    prefix = _id_prefix(context)
    require_work_tree(context)
    registry = load_registry(context, context.repository.config, context.repository.top)
    if not registry.prohibited:
        raise RefusedError("no prohibited pattern is configured, so there is nothing to allow")
    scan_binary = context.arguments.has("--text")
    matcher = Matcher(registry.prohibited, cache=DatabaseCache(), scan_binary=scan_binary)
    found = find(prefix, context.repository, registry, matcher, scan_binary=scan_binary)
    if not found.candidates:
        return _nothing_to_allow(context, found, prefix)
    writer = _comment_writer(found.candidates.values(), matcher)
    if len(found.candidates) > 1:
        raise RefusedError(_ambiguous(found.candidates, prefix, writer))
    (finding,) = found.candidates.values()
    _allow(context, finding, writer)
    return EXIT_CLEAN


def require_work_tree(context: Context) -> None:
    """Raise ``GitError`` outside of a work tree, where there is no ``.gitallowed``."""
    if not context.repository.is_inside_work_tree:
        raise GitError("cannot write .gitallowed: this is not a work tree")


def allow_all(context: Context, registry: Registry, result: AuditResult) -> int:
    """Allow the secrets of an audit, for ``--scan-history --allow-all``; return the exit status.

    That is 1 if a secret is left out because its fingerprint would allow others, too. Raises
    ``RefusedError`` and ``GitSecretsError`` if ``.gitallowed`` cannot be written.
    """
    if not result.complete:
        context.say("the audit was interrupted; no baseline was written")
        return EXIT_INTERRUPTED
    findings = [one.finding for one in result.findings]
    writer = _comment_writer(findings, Matcher(registry.prohibited, cache=DatabaseCache()))
    allowed: list[Finding] = []
    left_out: list[Finding] = []
    for finding in findings:
        (left_out if entries.rule_of_shared_text(finding.secret) else allowed).append(finding)
    if allowed:
        reason = context.arguments.options.get("--reason", "")
        file.append(context.repository.top, entries.baseline(allowed, writer, reason))
        _print(
            context,
            f"allowed {count(len(allowed), 'secret')} in .gitallowed; "
            f"share it with: {_staging(context)}",
        )
    else:
        _print(context, "nothing to allow; .gitallowed is unchanged")
    _report_left_out(context, left_out, writer)
    _report_problems(context, result.problems)
    if any(problem.severity == NotScanned.ERROR for problem in result.problems):
        context.say("the baseline is incomplete: unscanned content may hold more secrets")
        return EXIT_INCOMPLETE
    return EXIT_FOUND if left_out else EXIT_CLEAN


def _id_prefix(context: Context) -> str:
    """Return the digits of the given ID in lower case."""
    value = argument_checks.at_most_one(context)
    if value is None:
        raise UsageError("--allow requires the ID of a secret, as reports show it")
    digits = value.decode("latin-1").removeprefix(FINGERPRINT_PREFIX.decode()).lower()
    is_id = set(digits) <= set(string.hexdigits)
    if not (is_id and _SHORTEST_ID <= len(digits) <= FINGERPRINT_LENGTH):
        raise UsageError(
            f"an ID has {_SHORTEST_ID} to {FINGERPRINT_LENGTH} hexadecimal digits; "
            "to allow a pattern: git secrets --add --allowed <pattern>"
        )
    return digits


def _comment_writer(findings: Iterable[Finding], matcher: Matcher) -> CommentWriter:
    return entries.CommentWriter((one.secret for one in findings), matcher)


def _nothing_to_allow(context: Context, found: FoundSecrets, prefix: str) -> int:
    for fingerprint, origin in found.allowed.items():
        _print(context, f"{fingerprint[:SHORT_ID_LENGTH]} is already allowed by {origin}")
    if found.allowed:
        return EXIT_CLEAN
    not_found = f"no secret with the ID {prefix} found in the index, the work tree or history"
    if not found.problems:
        hint = "" if context.arguments.has("--rules") else _RULES_HINT
        raise RefusedError(f"{not_found}; nothing was written{hint}")
    for message in dict.fromkeys(problem.message for problem in found.problems):
        context.say(message)
    context.say(f"{not_found}, but not all content could be scanned; nothing was written")
    return EXIT_INCOMPLETE


def _ambiguous(candidates: Mapping[str, Finding], prefix: str, writer: CommentWriter) -> str:
    """Return a list of the secrets that ``prefix`` may mean, with IDs long enough to differ."""
    length = next(
        length
        for length in range(SHORT_ID_LENGTH, FINGERPRINT_LENGTH + 1)
        if len({one[:length] for one in candidates}) == len(candidates)
    )
    return "\n".join(
        [
            f"the ID {prefix} is ambiguous; nothing was written. The candidates are:",
            *(
                f"    {fingerprint[:length]} {_place(one, writer)}"
                for fingerprint, one in candidates.items()
            ),
        ]
    )


def _allow(context: Context, finding: Finding, writer: CommentWriter) -> None:
    place = _place(finding, writer)
    shared = entries.rule_of_shared_text(finding.secret)
    if shared is not None:
        raise RefusedError(
            f"{_why_shared(shared.name, place)}; nothing was written. "
            "To allow it in this file, add this line to .gitallowed:\n"
            f"    ^{visible(escape(finding.path))}:"
        )
    reason = context.arguments.options.get("--reason", "")
    file.append(context.repository.top, entries.entry(finding, writer, reason))
    rule = entries.describe_pattern(finding.match.pattern).decode("utf-8", "surrogateescape")
    _print(
        context,
        f"allowed {finding.fingerprint[:SHORT_ID_LENGTH]} ({rule} in {place}) in .gitallowed; "
        f"share it with: {_staging(context)}",
    )


def _report_left_out(context: Context, left_out: Sequence[Finding], writer: CommentWriter) -> None:
    for finding in left_out:
        rule = entries.describe_pattern(finding.match.pattern).decode("utf-8", "surrogateescape")
        context.say(
            f"not allowed: {_why_shared(rule, _place(finding, writer))}; for a way to allow it, "
            f"run 'git secrets --allow {finding.fingerprint[:SHORT_ID_LENGTH]}'"
        )


def _report_problems(context: Context, problems: Sequence[NotScanned]) -> None:
    for problem in problems:
        if problem.severity != NotScanned.BINARY:
            prefix = "" if problem.severity == NotScanned.ERROR else "warning: "
            context.say(prefix + problem.message)


def _why_shared(rule: str, place: str) -> str:
    return (
        f"the text that {rule} matches in {place} is the same in every such secret, so its "
        "fingerprint would allow them all"
    )


def _place(finding: Finding, writer: CommentWriter) -> str:
    return f"{writer.masked(finding.path).decode()}:{finding.line.number}"


def _staging(context: Context) -> str:
    """Return the command that stages ``.gitallowed`` from the current directory."""
    is_top = os.path.samefile(os.getcwdb(), context.repository.top)
    return f"git add {'' if is_top else ':/'}.gitallowed"


def _print(context: Context, line: str) -> None:
    context.out(f"{line}\n".encode("utf-8", "surrogateescape"))
