"""``git secrets --migrate``: convert the configuration of another scanner."""

from __future__ import annotations

import os

from git_secrets_py import files
from git_secrets_py.allowlist import entries
from git_secrets_py.allowlist import file as allowed_file
from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.active_patterns import load_registry
from git_secrets_py.cli.allow_runner import (
    comment_writer,
    of_own_secret,
    require_work_tree,
)
from git_secrets_py.content import RULE_FILE
from git_secrets_py.engine.allow_rule.warnings import owner_of
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import EXIT_CLEAN, GitSecretsError, RefusedError, UsageError
from git_secrets_py.migration import baseline, gitleaks_ignore, pre_commit
from git_secrets_py.model import FINGERPRINT_PREFIX, fingerprint_of
from git_secrets_py.rule_files.rule_file import RuleFile
from git_secrets_py.scan import BlobScanner
from git_secrets_py.selection.active_files import WORK_TREE, extended_in
from git_secrets_py.selection.named_files import NamedFile
from git_secrets_py.wording import count, in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.allowlist.entries import CommentWriter
    from git_secrets_py.cli.context import Context
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.migration.result import Migration

_LIMIT = 64 << 20
_REASON = "migrated"
_KNOWN = ".gitleaks.toml, .gitleaksignore, .secrets.baseline or .pre-commit-config.yaml"


def run(context: Context) -> int:
    """Convert the given file; return the exit status.

    Raises ``UsageError`` for another kind of file, ``ConfigurationError`` for one that is invalid
    or cannot be honored, and ``RefusedError`` if there is another ``.gitsecrets.toml``.
    """
    path = argument_checks.at_most_one(context)
    if not path:
        raise UsageError(f"--migrate requires a file: {_KNOWN}")
    require_work_tree(context)
    name, content = os.path.basename(path), _read(path)
    if name.endswith(b".toml"):
        return _rule_file(context, path, content)
    if name.endswith((b".yaml", b".yml")):
        return _print_notes(context, pre_commit.migrate(content).notes)
    registry = load_registry(context, WORK_TREE)
    matcher = Matcher(registry.prohibited, cache=DatabaseCache())
    scanner = BlobScanner(matcher.filters(), lambda: Scanner(matcher), registry)
    if name.endswith(b"leaksignore"):
        found = gitleaks_ignore.migrate(content, context.repository, scanner)
        return _allow(context, found, matcher)
    if name.endswith(b".json") and content.lstrip().startswith(b"["):
        reported = gitleaks_ignore.migrate_report(content, context.repository, scanner)
        return _allow(context, reported, matcher)
    if name.endswith((b".baseline", b".json")):
        return _allow(context, baseline.migrate(content, context.repository, scanner), matcher)
    shown = in_one_line(name)
    raise UsageError(f"cannot migrate '{shown}': it must be named like {_KNOWN}")


def _read(path: bytes) -> bytes:
    try:
        with open(path, "rb") as file:
            content = file.read(_LIMIT + 1)
    except OSError as error:
        raise GitSecretsError(f"cannot read {in_one_line(path)}: {error.strerror}") from error
    if len(content) > _LIMIT:
        raise GitSecretsError(f"cannot read {in_one_line(path)}: larger than {_LIMIT >> 20} MiB")
    return content


def _rule_file(context: Context, path: bytes, content: bytes) -> int:
    """Copy a rule file to ``.gitsecrets.toml``, since its format is read unchanged."""
    given, name = in_one_line(path), RULE_FILE.decode()
    extended = extended_in(context.repository, WORK_TREE)
    file = RuleFile(NamedFile(given, content, extended=extended))
    for warning in file.warnings:
        context.notify(warning)
    rules = count(len(file.patterns) + len(file.path_rules), "rule")
    if context.arguments.has("--dry-run"):
        context.out_line(f"would write {name}, a copy of {given} with {rules}")
    else:
        _write(os.path.join(context.repository.top, RULE_FILE), content)
        context.out_line(f"wrote {name}, a copy of {given} with {rules}")
        context.out_line(f"share it with: git add :/{name}")
    context.out_line(f"or use it where it is: git config secrets.rulesFile {given}")
    return EXIT_CLEAN


def _write(path: bytes, content: bytes) -> None:
    """Write ``content`` to ``path``, which must not exist unless it is the same."""
    try:
        files.replace(
            path, path + b".lock", lambda file: file.write(content), 0o644, overwrite=False
        )
    except FileExistsError:
        if not os.path.lexists(path):
            raise RefusedError(
                f"{in_one_line(path)}.lock exists: another process may be writing "
                f"{RULE_FILE.decode()}; if none is, remove the file"
            ) from None
        if os.path.islink(path) or _read(path) != content:
            name = RULE_FILE.decode()
            raise RefusedError(f"{name} exists and differs; nothing was written") from None
    except OSError as error:
        raise GitSecretsError(f"cannot write {in_one_line(path)}: {error.strerror}") from error


def _allow(context: Context, migration: Migration, matcher: Matcher) -> int:
    """Add the allowances of ``migration`` to ``.gitallowed``, except those already there."""
    known = set(allowed_file.fingerprints(context.repository))
    chosen: dict[str, Finding] = {}
    writer = comment_writer(migration.findings, matcher)
    refused = []
    for finding in migration.findings:
        if reason := _reason_to_refuse(finding, writer):
            refused.append(f"not allowed: {reason}")
        elif finding.fingerprint not in known:
            chosen.setdefault(finding.fingerprint, finding)
    lines = _lines(list(chosen.values()), migration, writer, known)
    if context.arguments.has("--dry-run"):
        context.out(b"".join(line + b"\n" for line in lines))
    elif lines:
        allowed_file.append(context.repository, lines)
        context.out_line(
            f"allowed {count(len(lines) // 2, 'secret')} in .gitallowed; share it with: "
            "git add :/.gitallowed",
        )
    else:
        context.out_line("nothing to allow; .gitallowed is unchanged")
    return _print_notes(context, [*migration.notes, *refused])


def _reason_to_refuse(finding: Finding, writer: CommentWriter) -> str:
    """Return why ``finding`` is not allowed, ``""`` if it is."""
    if owner_of(finding.match):
        return of_own_secret(finding, writer)
    shared = entries.rule_of_shared_text(finding.secret)
    if shared is None:
        return ""
    path = finding.path.decode("utf-8", "backslashreplace")
    return f"many secrets begin like that of {shared.name} in {path}"


def _lines(
    findings: list[Finding], migration: Migration, writer: CommentWriter, known: set[str]
) -> list[bytes]:
    lines = entries.entries(findings, writer, _REASON)
    for path, value in migration.values:
        digest = fingerprint_of(value)
        if digest not in known and entries.rule_of_shared_text(value) is None:
            known.add(digest)
            lines += [writer.comment(path, b": ", _REASON.encode())]
            lines += [FINGERPRINT_PREFIX + digest.encode()]
    return lines


def _print_notes(context: Context, notes: Iterable[str]) -> int:
    for note in notes:
        context.notify(note)
    return EXIT_CLEAN
