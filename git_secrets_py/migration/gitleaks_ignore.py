"""``.gitleaksignore`` and reports of gitleaks.

Their fingerprints ``[commit:]file:rule:line`` are recomputed from the repository.
"""

from __future__ import annotations

import json
import re

from git_secrets_py.content import Blob
from git_secrets_py.errors import ConfigurationError, GitSecretsError
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.migration.result import Migration
from git_secrets_py.rule_files.file_match import FileMatch
from git_secrets_py.selection.active_files import WORK_TREE, content_in
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.scan import BlobScanner

_ENTRY = re.compile(rb"(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):([0-9]+)")


def migrate(content: bytes, repository: Repository, scanner: BlobScanner) -> Migration:
    """Return the secrets whose places ``content`` lists, as the active rules find them."""
    migration, allowed = Migration(), 0
    for line in map(bytes.strip, content.splitlines()):
        if not line or line.startswith(b"#"):
            continue
        entry = _ENTRY.fullmatch(line)
        found = list(_found(entry, repository, scanner)) if entry else []
        migration.findings.extend(one for one in found if isinstance(one, Finding))
        if not found:
            text = line.decode("utf-8", "backslashreplace")
            migration.notes.append(f"not converted: '{text}': no active rule finds a secret there")
        elif all(isinstance(one, Allowed) for one in found):
            allowed += 1
    if migration.notes:
        migration.notes.append("to find more, enable the rules of gitleaks with --rules-file")
    if allowed:
        migration.notes.append(f"{count(allowed, 'secret')} of the file already allowed")
    return migration


def migrate_report(content: bytes, repository: Repository, scanner: BlobScanner) -> Migration:
    """As ``migrate``, for a report in JSON, which gitleaks takes as a baseline.

    Raises ``ConfigurationError`` for a file that is not a report.
    """
    return migrate(_fingerprints(content), repository, scanner)


def _fingerprints(content: bytes) -> bytes:
    try:
        return "\n".join(str(one["Fingerprint"]) for one in json.loads(content)).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConfigurationError("this is not a gitleaks report: it has no fingerprints") from None


def _found(
    entry: re.Match[bytes], repository: Repository, scanner: BlobScanner
) -> Iterator[Finding | Allowed]:
    """Yield the secrets at the place of ``entry``: those of its rule, else of all rules."""
    commit, path, rule, number = entry.groups()
    try:
        version = commit.decode() if commit else WORK_TREE
        content = content_in(repository, version, path)
    except GitSecretsError:
        return
    items = scanner.scan(Blob(path, lambda: iter([content or b""]), commit or b""))
    found = [one for one in items if isinstance(one, Finding | Allowed)]
    there = [one for one in found if int(number) in _lines(_finding(one))]
    named = [one for one in there if _finding(one).match.pattern.name.encode() == rule]
    yield from named or there


def _finding(item: Finding | Allowed) -> Finding:
    return item.finding if isinstance(item, Allowed) else item


def _lines(finding: Finding) -> tuple[int, ...]:
    """Return the line of the secret and that in which the match begins, which gitleaks names."""
    match = finding.match
    begin = match.place[0] if isinstance(match, FileMatch) else finding.line.number
    return finding.line.number, begin
