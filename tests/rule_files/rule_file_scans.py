"""Scanning text with the rules of a rule file, in this process."""

from __future__ import annotations

from collections.abc import Iterable

from git_secrets_py.content import Blob, NotScanned
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.model import Pattern
from git_secrets_py.registry.collector import Collector
from git_secrets_py.scan import BlobScanner
from git_secrets_py.selection.named_files import NamedFile


def matcher_of(toml: str, patterns: Iterable[Pattern] = ()) -> Matcher:
    """Return a matcher for the rules in ``toml`` after ``patterns``."""
    collector = Collector()
    collector.add_rule_file(NamedFile("rules.toml", toml.encode(), b"rules.toml"))
    return Matcher([*patterns, *collector.registry().prohibited])


def items(
    toml: str, content: bytes, path: bytes = b"a.py", commit: bytes = b"", **options: bool
) -> list[Finding | Allowed | NotScanned]:
    """Return all that a scan of ``content`` yields."""
    collector = Collector()
    collector.add_rule_file(NamedFile("rules.toml", toml.encode(), b"rules.toml"), **options)
    registry = collector.registry()
    matcher = Matcher(registry.prohibited)
    scanner = BlobScanner(matcher.filters(), lambda: Scanner(matcher), registry)
    return list(scanner.scan(Blob(path, lambda: iter([content]), commit)))


def found(
    toml: str, content: bytes, path: bytes = b"a.py", commit: bytes = b"", **options: bool
) -> list[tuple[str, int, bytes]]:
    """Return the rule, the line and the secret of each finding in ``content``."""
    return short(items(toml, content, path, commit, **options))


def short(every: Iterable[Finding | Allowed | NotScanned]) -> list[tuple[str, int, bytes]]:
    """Return the rule, the line and the secret of each finding among ``every``."""
    return [
        (one.match.pattern.name, one.line.number, one.plaintext)
        for one in every
        if isinstance(one, Finding)
    ]


def rule(name: str, regex: str, *more: str) -> str:
    """Return a rule in the format of gitleaks; ``more`` are further lines."""
    return "\n".join(("[[rules]]", f"id = '{name}'", f"regex = '''{regex}'''", *more, ""))


# A rule, and a secret for it: the name of the rule and its value.
ACME = rule("acme", "acme_([a-z0-9]{8})")
VALUE = b"k3y5" * 2
SECRET = b"acme_" + VALUE
