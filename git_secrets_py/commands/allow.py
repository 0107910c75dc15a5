"""``git secrets --allow``: the fingerprint of one secret into ``.gitallowed``."""

from __future__ import annotations

import os
import string

from git_secrets_py.allowlist import entries, file
from git_secrets_py.allowlist.lookup import Search
from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.scan_runner import load_registry
from git_secrets_py.engine.database_cache import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import GitError, RefusedError, UsageError
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.escaping import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Finding, NotScanned
    from git_secrets_py.registry import Registry

DONE = 0
INCOMPLETE = 2

_SHORTEST_ID = 4
_SHORT_ID = 8
_LONGEST_ID = 64
_RULES_HINT = " (if --rules found it, --allow needs the same --rules)"


def run(context: Context) -> int:
    """Allow the secret with the id given; return the exit status.

    Raises ``UsageError`` for what is no id, ``RefusedError`` where it names no secret, several
    of them, or what many secrets have in common.
    """
    prefix = _prefix(context)
    require_work_tree(context)
    registry = load_registry(context, context.repository.config, context.repository.top)
    if not registry.prohibited:
        raise RefusedError("no prohibited pattern is configured, so nothing has to be allowed")
    matcher = Matcher(
        registry.prohibited, cache=DatabaseCache(), scan_binary=context.arguments.has("--text")
    )
    search = Search(prefix, registry, matcher)
    search.look(context.repository, lambda one: _history(context, one))
    if not search.candidates:
        return _nothing_to_allow(context, search, prefix)
    if len(search.candidates) > 1:
        raise RefusedError(_ambiguous(search, prefix, matcher))
    (finding,) = search.candidates.values()
    _allow(context, finding, matcher)
    return DONE


def require_work_tree(context: Context) -> None:
    """Raise ``GitError`` where there is no work tree, and so no ``.gitallowed``."""
    if not context.repository.is_inside_work_tree:
        raise GitError("this is not a work tree: there is no .gitallowed to write to")


def staging(context: Context) -> bytes:
    """Return the command that stages ``.gitallowed`` from the current directory."""
    at_top = os.path.samefile(os.getcwdb(), context.repository.top)
    return b"git add " + (b".gitallowed" if at_top else b":/.gitallowed")


def _prefix(context: Context) -> str:
    """Return the digits of the id given, in lower case."""
    value = argument_checks.at_most_one(context)
    if value is None:
        raise UsageError("--allow needs the id of a secret, as reports show it")
    digits = value.decode("latin-1").removeprefix("sha256:").lower()
    is_id = set(digits) <= set(string.hexdigits)
    if not (is_id and _SHORTEST_ID <= len(digits) <= _LONGEST_ID):
        raise UsageError(
            f"an id has {_SHORTEST_ID} to {_LONGEST_ID} hexadecimal digits; to allow a pattern: "
            "git secrets --add --allowed <pattern>"
        )
    return digits


def _history(context: Context, registry: Registry) -> list[Finding | NotScanned]:
    """Return what history holds and ``registry`` does not excuse, and what could not be read."""
    from git_secrets_py.audit.audit import run as audit
    from git_secrets_py.audit.model import Options

    options = Options(scan_binary=context.arguments.has("--text"))
    result = audit(context.repository, registry, options)
    if not result.complete:
        raise KeyboardInterrupt
    return [*(one.finding for one in result.findings), *result.problems]


def _nothing_to_allow(context: Context, search: Search, prefix: str) -> int:
    origins = {one: excuse.origin for one, (_, excuse) in search.excused.items()}
    for fingerprint, origin in {**origins, **search.known()}.items():
        text = f"{fingerprint[:_SHORT_ID]} is already allowed, by {origin}\n"
        context.out(text.encode("utf-8", "surrogateescape"))
    if origins or search.known():
        return DONE
    unknown = f"no secret with the id {prefix} is staged, in the work tree or in history"
    if not search.problems:
        hint = "" if context.arguments.has("--rules") else _RULES_HINT
        raise RefusedError(f"{unknown}; nothing written{hint}")
    for message in dict.fromkeys(problem.message for problem in search.problems):
        context.say(message)
    context.say(f"{unknown}, as far as that could be scanned; nothing written")
    return INCOMPLETE


def _ambiguous(search: Search, prefix: str, matcher: Matcher) -> str:
    """Return a list of the secrets that ``prefix`` may mean, each with digits enough."""
    found = search.candidates
    commenter = entries.Commenter((one.secret for one in found.values()), matcher)
    length = next(
        length
        for length in range(_SHORT_ID, _LONGEST_ID + 1)
        if len({one[:length] for one in found}) == len(found)
    )
    lines = [f"{prefix} may be one of {len(found)} secrets; nothing written. They are:"]
    lines += [
        f"    {fingerprint[:length]} {commenter.shown(one.path).decode()}:{one.line.number}"
        for fingerprint, one in found.items()
    ]
    return "\n".join(lines)


def _allow(context: Context, finding: Finding, matcher: Matcher) -> None:
    commenter = entries.Commenter([finding.secret], matcher)
    path, kind = commenter.shown(finding.path), entries.kind(finding.match.pattern)
    place = b"%b:%d" % (path, finding.line.number)
    rule = entries.shared_by_many(finding.secret)
    if rule is not None:
        raise RefusedError(_shared(rule.name, place.decode(), finding.path))
    reason = entries.one_line(context.arguments.options.get("--reason", ""))
    comment = commenter.comment(
        kind, b" in ", finding.path, b", ", entries.today(), reason and b": ", reason
    )
    file.append(context.repository.top, [comment, entries.line_of(finding)])
    short = finding.fingerprint[:_SHORT_ID].encode()
    context.out(
        b"allowed %b (%b in %b) in .gitallowed; share it with: %b\n"
        % (short, kind, place, staging(context))
    )


def _shared(name: str, place: str, path: bytes) -> str:
    """Return why what ``name`` found is not allowed by its fingerprint, and what to do."""
    return (
        f"what {name} found in {place} is the same for every such secret, so that its "
        "fingerprint would allow them all; nothing written. If this file may hold it, allow the "
        f"file, with this line in .gitallowed:\n    ^{visible(escape(path))}:"
    )
