"""``git secrets --allow``: add the fingerprint of a secret to ``.gitallowed``."""

from __future__ import annotations

import string

from git_secrets_py.active_files import WORK_TREE
from git_secrets_py.allowlist import entries, file
from git_secrets_py.allowlist.lookup import find
from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.allow_runner import (
    comment_writer,
    place_of,
    print_line,
    require_work_tree,
    staging,
    why_shared,
)
from git_secrets_py.cli.scan_runner import load_registry
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_INCOMPLETE,
    RefusedError,
    UsageError,
)
from git_secrets_py.model import FINGERPRINT_LENGTH, FINGERPRINT_PREFIX, SHORT_ID_LENGTH
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.escaping import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from git_secrets_py.allowlist.entries import CommentWriter
    from git_secrets_py.allowlist.lookup import FoundSecrets
    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Finding

_SHORTEST_ID = 4
_RULES_HINT = " (if it was found with --rules, --allow requires the same --rules)"


def run(context: Context) -> int:
    """Allow the secret with the given ID; return the exit status.

    Raises ``UsageError`` for an invalid ID, and ``RefusedError`` for one that names no secret,
    several secrets, or text that many secrets share.
    """
    prefix = _id_prefix(context)
    require_work_tree(context)
    registry = load_registry(context, WORK_TREE)
    if not registry.prohibited:
        raise RefusedError("no prohibited pattern is active, so there is nothing to allow")
    scan_binary = context.arguments.has("--text")
    matcher = Matcher(registry.prohibited, cache=DatabaseCache(), scan_binary=scan_binary)
    found = find(prefix, context.repository, registry, matcher, scan_binary=scan_binary)
    if not found.candidates:
        return _nothing_to_allow(context, found, prefix)
    writer = comment_writer(found.candidates.values(), matcher)
    if len(found.candidates) > 1:
        raise RefusedError(_ambiguous(found.candidates, prefix, writer))
    (finding,) = found.candidates.values()
    _allow(context, finding, writer)
    return EXIT_CLEAN


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


def _nothing_to_allow(context: Context, found: FoundSecrets, prefix: str) -> int:
    for fingerprint, origin in found.allowed.items():
        print_line(context, f"{fingerprint[:SHORT_ID_LENGTH]} is already allowed by {origin}")
    if found.allowed:
        return EXIT_CLEAN
    not_found = f"no secret with the ID {prefix} found in the index, the work tree or history"
    if not found.problems:
        hint = "" if context.arguments.has("--rules") else _RULES_HINT
        raise RefusedError(f"{not_found}; nothing was written{hint}")
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
                f"    {fingerprint[:length]} {place_of(one, writer)}"
                for fingerprint, one in candidates.items()
            ),
        ]
    )


def _allow(context: Context, finding: Finding, writer: CommentWriter) -> None:
    place = place_of(finding, writer)
    shared = entries.rule_of_shared_text(finding.secret)
    if shared is not None:
        raise RefusedError(
            f"{why_shared(shared.name, place)}; nothing was written. "
            "To allow it in this file, add this line to .gitallowed:\n"
            f"    ^{visible(escape(finding.path))}:"
        )
    reason = context.arguments.options.get("--reason", "")
    file.append(context.repository, entries.entry(finding, writer, reason))
    rule = entries.describe_pattern(finding.match.pattern).decode("utf-8", "surrogateescape")
    print_line(
        context,
        f"allowed {finding.fingerprint[:SHORT_ID_LENGTH]} ({rule} in {place}) in .gitallowed; "
        f"share it with: {staging(context)}",
    )
