"""``git secrets --allow`` and ``--disallow``: the fingerprints of secrets in ``.gitallowed``."""

from __future__ import annotations

import string

from git_secrets_py.allowlist import entries, file
from git_secrets_py.allowlist.lookup import find
from git_secrets_py.cli.active_patterns import decodes, load_registry
from git_secrets_py.cli.allow_runner import (
    comment_writer,
    described,
    masked_place,
    of_own_secret,
    preview,
    require_work_tree,
    staging,
    why_shared,
)
from git_secrets_py.cli.scan_runner import expansion
from git_secrets_py.engine.allow_rule.warnings import owner_of
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import EXIT_CLEAN, EXIT_INCOMPLETE, RefusedError, UsageError
from git_secrets_py.model import (
    FINGERPRINT_LENGTH,
    FINGERPRINT_PREFIX,
    SHORT_ID_LENGTH,
    SHORTEST_ID,
    short_id,
)
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.escaping import visible
from git_secrets_py.selection.active_files import WORK_TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from git_secrets_py.allowlist.entries import CommentWriter
    from git_secrets_py.allowlist.lookup import FoundSecrets
    from git_secrets_py.cli.context import Context
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.registry import Registry

_HINT = (
    " (--allow requires the same --rules, --rules-file, --text and --archives as the scan that "
    "found it; to allow a secret outside of the repository, use a pattern: "
    "git secrets --add --allowed <pattern>)"
)


def run(context: Context) -> int:
    """Allow the secrets with the given IDs; return the exit status.

    Raises ``UsageError`` for an invalid ID, and ``RefusedError`` for one that names no secret,
    several secrets, a live secret of the user, or text that many secrets share; then nothing is
    written.
    """
    prefixes = _id_prefixes(context)
    require_work_tree(context)
    registry = load_registry(context, WORK_TREE)
    if registry.is_empty:
        raise RefusedError("no prohibited pattern is active, so there is nothing to allow")
    matcher = Matcher(
        registry.prohibited,
        cache=DatabaseCache(),
        scan_binary=context.arguments.has("--text"),
        decode=decodes(context),
    )
    findings: dict[str, Finding] = {}
    for prefix in prefixes:
        found = _find(context, prefix, registry, matcher)
        if not found.candidates and _nothing_to_allow(context, found, prefix) != EXIT_CLEAN:
            return EXIT_INCOMPLETE
        findings.update(found.candidates)
    if findings:
        _allow(context, list(findings.values()), matcher)
    return EXIT_CLEAN


def _find(context: Context, prefix: str, registry: Registry, matcher: Matcher) -> FoundSecrets:
    """Return the secret that ``prefix`` names, if there is one.

    Raises ``RefusedError`` if there are several.
    """
    found = find(
        prefix,
        context.repository,
        registry,
        matcher,
        scan_binary=context.arguments.has("--text"),
        expand=expansion(context),
    )
    if len(found.candidates) > 1:
        writer = comment_writer(found.candidates.values(), matcher)
        raise RefusedError(_ambiguous(found.candidates, prefix, writer))
    return found


def disallow(context: Context) -> int:
    """Remove the entries of the given IDs from ``.gitallowed``; return the exit status.

    Raises ``UsageError`` for an invalid ID, and ``RefusedError`` for one that names no entry or
    several; then nothing is written.
    """
    prefixes = _id_prefixes(context)
    require_work_tree(context)
    entered = list(dict.fromkeys(file.fingerprints(context.repository)))
    removed = [_entry_of(prefix, entered) for prefix in prefixes]
    file.remove(context.repository, removed)
    for fingerprint in dict.fromkeys(removed):
        context.out_line(f"{short_id(fingerprint)} is no longer allowed")
    context.out_line(f"changed .gitallowed; share it with: {staging(context)}")
    return EXIT_CLEAN


def _entry_of(prefix: str, entered: Sequence[str]) -> str:
    """Return the only fingerprint in ``entered`` that begins with ``prefix``."""
    matching = [one for one in entered if one.startswith(prefix)]
    if not matching:
        raise RefusedError(f".gitallowed has no entry with the ID {prefix}; nothing was written")
    if len(matching) > 1:
        raise RefusedError(f"the ID {prefix} is ambiguous in .gitallowed; nothing was written")
    return matching[0]


def _id_prefixes(context: Context) -> list[str]:
    """Return the digits of the given IDs in lower case."""
    if not context.values:
        verb = context.arguments.verb.name
        raise UsageError(f"{verb} requires the ID of a secret, as reports show it")
    return list(dict.fromkeys(map(_id_prefix, context.values)))


def _id_prefix(value: bytes) -> str:
    digits = value.decode("latin-1").removeprefix(FINGERPRINT_PREFIX.decode()).lower()
    is_id = set(digits) <= set(string.hexdigits)
    if not (is_id and SHORTEST_ID <= len(digits) <= FINGERPRINT_LENGTH):
        raise UsageError(
            f"an ID has {SHORTEST_ID} to {FINGERPRINT_LENGTH} hexadecimal digits; "
            "to allow a pattern: git secrets --add --allowed <pattern>"
        )
    return digits


def _nothing_to_allow(context: Context, found: FoundSecrets, prefix: str) -> int:
    for fingerprint, origin in found.allowed.items():
        context.out_line(f"{short_id(fingerprint)} is already allowed by {origin}")
    if found.allowed:
        return EXIT_CLEAN
    not_found = f"no secret with the ID {prefix} found in the index, the work tree or history"
    if not found.problems:
        raise RefusedError(f"{not_found}; nothing was written{_HINT}")
    for message in dict.fromkeys(problem.message for problem in found.problems):
        context.notify(message)
    context.notify(f"{not_found}, but not all content could be scanned; nothing was written")
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
                f"    {fingerprint[:length]} {masked_place(one, writer)}"
                for fingerprint, one in candidates.items()
            ),
        ]
    )


def _allow(context: Context, findings: Sequence[Finding], matcher: Matcher) -> None:
    writer = comment_writer(findings, matcher)
    for finding in findings:
        _require_foreign(finding, writer)
        _require_unique(finding, writer)
    if context.arguments.has("--dry-run"):
        preview(context, findings, writer)
        return
    reason = context.arguments.options.get("--reason", "")
    file.append(context.repository, entries.entries(findings, writer, reason))
    for finding in findings:
        share = f"; share it with: {staging(context)}" if finding is findings[-1] else ""
        context.out_line(f"allowed {described(finding, writer)} in .gitallowed{share}")


def _require_foreign(finding: Finding, writer: CommentWriter) -> None:
    """Raise ``RefusedError`` if ``finding`` is a secret that the user keeps in a store."""
    if owner_of(finding.match):
        raise RefusedError(
            f"{of_own_secret(finding, writer)}. Nothing was written. "
            "It can be allowed as soon as no store contains it"
        )


def _require_unique(finding: Finding, writer: CommentWriter) -> None:
    """Raise ``RefusedError`` if many secrets share the text of ``finding``."""
    shared = entries.rule_of_shared_text(finding.plaintext)
    if shared is not None:
        raise RefusedError(
            f"{why_shared(shared.name, masked_place(finding, writer))}; nothing was written. "
            "To allow it in this file, add this line to .gitallowed:\n"
            f"    ^{visible(escape(finding.path))}:"
        )
