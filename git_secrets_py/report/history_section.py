"""The secrets in history, for the text format: ID, place, author, date, and state."""

from __future__ import annotations

from itertools import islice

from git_secrets_py.report.escaping import escaped, quoted_path
from git_secrets_py.report.gathered_secrets import audited_secret
from git_secrets_py.report.history import state_of
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import rule_name
from git_secrets_py.report.times import day
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.model import AuditFinding, Introduction

# At most this many secrets have a line each.
_MOST = 200
_HEADING = b"\nThe secrets in history:\n"


def history_section(found: Sequence[AuditFinding], *, redact: bool) -> bytes:
    """Return a heading and a line for each of ``found``; ``redact`` masks the secrets in them."""
    shown = list(islice(found, _MOST))
    masker = Masker((one.finding.secret for one in shown), show=not redact)
    lines = [_line(one, masker) for one in shown]
    more = len(found) - _MOST
    if more > 0:
        lines.append(f"    {count(more, 'more secret')}: see --format json\n".encode())
    return _HEADING + b"".join(lines)


def _line(found: AuditFinding, masker: Masker) -> bytes:
    secret = audited_secret(found)
    path = quoted_path(masker.path(secret.place.path))
    introduced = _introduced(found.introduction, masker) if found.introduction else b""
    return b"    %b  %b  %b:%d  %b%b\n" % (
        secret.short_id.encode(),
        rule_name(secret.pattern).encode(),
        path,
        secret.place.line,
        introduced,
        state_of(secret).encode(),
    )


def _introduced(introduction: Introduction, masker: Masker) -> bytes:
    author = escaped(masker.text(introduction.author))
    date = day(introduction.time, introduction.zone).encode()
    return b"%b, %b; " % (author, date) if author else b""
