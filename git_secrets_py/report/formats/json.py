"""The JSON format: one document, described by ``schema/report-1.json``.

Keys are only ever added within a version of the schema. JSON has no bytes: a text that is not
UTF-8 has U+FFFD in place of the invalid bytes, and its exact bytes are under ``…_base64``.
"""

from __future__ import annotations

from base64 import b64encode

from git_secrets_py import __version__
from git_secrets_py.audit.model import Introduction
from git_secrets_py.content import UNATTRIBUTED
from git_secrets_py.report.excerpt import excerpt
from git_secrets_py.report.history import is_commit
from git_secrets_py.report.json_document import VARIES, Filled, Form, Items, Later, document
from git_secrets_py.report.key_pairs import paired
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import description, origin_text, pattern_text, rule_name
from git_secrets_py.report.times import timestamp
from git_secrets_py.rules.aws_account import account_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.content import NotScanned
    from git_secrets_py.findings.place import Place
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.model import RenderOptions, Report, ReportedSecret

    Object = dict[str, object]

SCHEMA_VERSION = 1
# The members of a finding, in order.
_MEMBERS = (
    *("id", "fingerprint", "rule", "description", "severity", "encoding", "doubt", "account"),
    *("origin", "origin_base64", "pattern", "pattern_base64", "path", "path_base64"),
    *("line", "column", "end", "cell", "cell_line", "commit", "guessable"),
    *("secret", "secret_base64", "line_text", "line_text_base64", "line_text_offset"),
    *("allowed", "allowed_by", "history", "further_count", "further", "partner"),
)
# Members that are rarely anything else.
_DEFAULTS: Object = {
    "commit": None,
    "line_text_offset": 0,
    "history": None,
    "further_count": 0,
    "further": [],
}
# The properties of findings that decide the members they have in common.
_SHARED = 5
# Shown for a damaged or unknown commit.
_UNKNOWN = Introduction(b"", 0, b"", b"")


def render(report: Report, options: RenderOptions) -> Iterator[bytes]:
    """Yield the document, ASCII only, so that a terminal interprets none of it.

    The summary is at the end: the run may be interrupted meanwhile.
    """
    masker = Masker.of(report, options)
    yield from document(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "git-secrets-py", "version": __version__},
            "findings": Items(_entry(*entry, masker) for entry in paired(options.shown(report))),
            "problems": Items(_problem(problem, masker) for problem in report.problems),
            "summary": Later(lambda: _summary(report, options, masker)),
        }
    )


def _summary(report: Report, options: RenderOptions, masker: Masker) -> Object:
    summary = report.summary
    return {
        "scope": report.situation.scope,
        "complete": report.is_complete,
        "masked": not options.show_secrets,
        "secrets": len(report.found),
        "files_with_secrets": len(report.totals.files),
        "allowed": len(report.allowed),
        "commits": summary.commits,
        "blobs": summary.blobs,
        "bytes": summary.size,
        "patterns": summary.patterns,
        "binaries_skipped": summary.binaries,
        "from_cache": summary.from_cache,
        "read_now": summary.read_now,
        "seconds": summary.seconds,
        "notes": [_masked(note, masker).decode("utf-8", "replace") for note in summary.notes],
    }


def _entry(
    secret: ReportedSecret, partner: ReportedSecret | None, masker: Masker
) -> Object | Filled:
    """Return the finding ``secret``, with the other half of a key pair in it."""
    return _finding(secret, masker, {"partner": _finding(partner, masker)} if partner else {})


def _finding(
    secret: ReportedSecret, masker: Masker, partner: Object | None = None
) -> Object | Filled:
    finding, further = secret.finding, secret.further
    plaintext, part = finding.plaintext, excerpt(finding, masker)
    own: Object = {"id": secret.short_id, "fingerprint": secret.fingerprint}
    if account := account_of(plaintext):
        own["account"] = account
    _put_place(own, secret.place, masker)
    _put_text(own, "secret", part.secret)
    _put_text(own, "line_text", part.text)
    if part.offset:
        own["line_text_offset"] = part.offset
    if secret.history is not None:
        own["history"] = _history(secret, secret.history, masker)
    if secret.further_count:
        own["further_count"] = secret.further_count
    if partner:
        own |= partner
    pattern = finding.match.pattern
    severity, doubt = pattern.rating(plaintext)
    shared = pattern, finding.match.form, severity, doubt, secret.allowed_by
    if len(further):
        own["further"] = Items(_place(place, masker) for place in further)
        return _ordered({**_DEFAULTS, **masker.once(shared, _shared), **own})
    return Filled(masker.once((*shared, *own), _form), own.values())


def _shared(shared: tuple[Any, ...], masker: Masker) -> Object:
    """Return the members that many findings have in common."""
    pattern, form, severity, doubt, allowed_by = shared
    return {
        "rule": rule_name(pattern),
        "description": description(pattern, masker, form),
        "severity": severity,
        "encoding": form or None,
        **({"doubt": doubt} if doubt else {}),
        **_pattern(pattern, masker),
        "guessable": pattern.guessable,
        "allowed": allowed_by is not None,
        "allowed_by": _pattern(allowed_by, masker) if allowed_by else None,
    }


def _form(key: tuple[Any, ...], masker: Masker) -> Form:
    """Return the form of findings with the same ``_shared`` members, and others that vary."""
    shared, own = key[:_SHARED], key[_SHARED:]
    varying = dict.fromkeys(own, VARIES)
    return Form(_ordered({**_DEFAULTS, **_shared(shared, masker), **varying}))


def _ordered(members: Object) -> Object:
    return {key: members[key] for key in _MEMBERS if key in members}


def _pattern(pattern: Pattern, masker: Masker) -> Object:
    source = pattern_text(pattern, masker)
    return {
        **_text("origin", origin_text(pattern, masker)),
        **(_text("pattern", source) if source is not None else {"pattern": None}),
    }


def _place(place: Place, masker: Masker) -> Object:
    members: Object = {}
    _put_place(members, place, masker)
    members.setdefault("commit", None)
    return members


def _put_place(members: Object, place: Place, masker: Masker) -> None:
    """Add to ``members`` the place, and in a notebook its cell and the line in that."""
    path, _, line, column, end, _, _, _, (cell, cell_line), commit = place
    _put_text(members, "path", masker.path(path))
    members["line"] = line
    members["column"] = column
    members["end"] = end
    if cell:
        members["cell"] = cell
    if cell_line:
        members["cell_line"] = cell_line
    if commit:
        members["commit"] = _commit(commit)


def _commit(commit: bytes) -> str | None:
    """Return a commit ID; ``None`` for a placeholder such as ``(index)``."""
    return commit.decode() if is_commit(commit) else None


def _history(secret: ReportedSecret, found: AuditFinding, masker: Masker) -> Filled | None:
    if secret.place.commit == UNATTRIBUTED:
        return None
    introduced, removed = found.introduction or _UNKNOWN, (found.removed_by, found.removal)
    state = found.in_head, found.on_remote, found.reachable, found.last_commit
    return Filled(masker.once((introduced, *state, *removed), _history_form), ())


def _history_form(found: tuple[Any, ...], masker: Masker) -> Form:
    """Return the history of a secret, as many secrets have it in common."""
    introduction, in_head, on_remote, reachable, last_commit, removed_by, removal = found
    return Form(
        {
            **_text("author", masker.text(introduction.author)),
            "time": _time(introduction),
            **_text("summary", masker.text(introduction.summary)),
            "in_head": in_head,
            "on_remote": on_remote,
            "reachable": reachable,
            "last_commit": _commit(last_commit),
            "removed_by": _commit(removed_by),
            "removed_time": _time(removal),
        }
    )


def _time(introduction: Introduction | None) -> str | None:
    """Return the time of a commit; ``None`` if that is damaged or unknown."""
    if introduction is None or not introduction.author:
        return None
    return timestamp(introduction.time, introduction.zone)


def _problem(problem: NotScanned, masker: Masker) -> Object:
    return {"severity": problem.severity, **_text("message", _masked(problem.message, masker))}


def _masked(text: str, masker: Masker) -> bytes:
    return masker.text(text.encode("utf-8", "surrogateescape"))


def _text(key: str, text: bytes) -> Object:
    members: Object = {}
    _put_text(members, key, text)
    return members


def _put_text(members: Object, key: str, text: bytes) -> None:
    """Add ``text`` under ``key``, and its exact bytes under a second key if they differ."""
    members[key] = shown = text.decode("utf-8", "replace")
    if "\ufffd" in shown and shown.encode() != text:
        members[f"{key}_base64"] = b64encode(text).decode()
