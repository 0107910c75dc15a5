"""Findings and reports for the tests. Secrets are built at run time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from git_secrets_py import rules
from git_secrets_py.audit.model import AuditFinding, Introduction
from git_secrets_py.content import NotScanned
from git_secrets_py.findings.finding import Finding
from git_secrets_py.model import Match, MatchedLine, Origin, Pattern
from git_secrets_py.providers.own_secret import OwnSecret
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.formats.pretty import render
from git_secrets_py.report.model import RenderOptions, Report, Summary
from git_secrets_py.report.situation import Situation

AWS_KEY = b"AKIA" + b"Q" * 16
OWN_KEY = b"AKIA" + b"Z" * 16
PASSWORD = b"hunt" + b"er22"

AWS = rules.load("aws").patterns[0]
REGISTERED = Pattern(AWS.source, Origin("config", ".git/config"))
CUSTOM = Pattern(b"hunt" + b"er[0-9]+", Origin("file", ".gitprohibited:3"))
OWN = OwnSecret("aws", "AWS credentials file", "prod", OWN_KEY)
ALLOWS_DOCS = Pattern(b"^docs/", Origin("file", ".gitallowed:2"))

COMMIT = b"1a2b3c4d" * 5


def finding(
    path: bytes,
    content: bytes,
    secret: bytes,
    *,
    pattern: Pattern = REGISTERED,
    number: int = 1,
    commit: bytes = b"",
    offset: int = 0,
) -> Finding:
    """Return a finding of the first ``secret`` in ``content``."""
    start = content.index(secret)
    match = Match(pattern, start, start + len(secret))
    return Finding(path, MatchedLine(number, content, [match], offset), match, commit)


def app() -> Finding:
    """Return the finding that most tests use."""
    content = b'aws_key = "' + AWS_KEY + b'"  # do not share'
    return finding(b"config/app.py", content, AWS_KEY, number=12)


def pretty(shown: Report, **options: bool | int | bytes) -> str:
    """Return the report ``shown`` in the format ``pretty``."""
    return b"".join(render(shown, RenderOptions(**options))).decode()  # type: ignore[arg-type]


def report(
    *items: Finding | NotScanned,
    scope: str = "staged",
    allowed: Finding | None = None,
    situation: Situation | None = None,
    notes: Sequence[str] = (),
) -> Report:
    builder = ReportBuilder()
    for item in items:
        builder.add(item)
    if allowed is not None:
        builder.add(allowed, ALLOWS_DOCS)
    return builder.report(situation or Situation(scope), Summary(notes=notes))


INTRODUCTION = Introduction(
    b"Ada Lovelace <ada@example.org>", 1_700_000_000, b"+0100", b"Add the settings"
)


def history(commit: bytes = COMMIT, **changes: Any) -> Report:
    """Return a report of an audit that found ``AWS_KEY``."""
    content = b'aws_key = "' + AWS_KEY + b'"'
    builder = ReportBuilder()
    found = finding(b"config/app.py", content, AWS_KEY, number=12, commit=commit)
    values: dict[str, Any] = {
        "further_count": 0,
        "introduction": INTRODUCTION,
        "last_commit": COMMIT,
        **changes,
    }
    builder.add_audited([AuditFinding(found, **values)])
    return builder.report(Situation("history"), Summary())
