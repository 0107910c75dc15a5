"""Audits of repositories with fake secrets."""

from __future__ import annotations

import re
from pathlib import Path

from git_secrets_py.audit.audit import run
from git_secrets_py.audit.model import AuditFinding, AuditResult, Options
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.registry import Registry

SECRET = rb"SECRET-[0-9]+"


def secret(number: int) -> bytes:
    """Return a fake secret that ``SECRET`` matches."""
    return b"SECRET-%d" % number


def registry(*sources: bytes, allowed: tuple[bytes, ...] = ()) -> Registry:
    """Return a registry of ``sources``, by default of ``SECRET``."""
    return Registry(patterns(sources or (SECRET,)), patterns(allowed))


def patterns(sources: tuple[bytes, ...], kind: str = "config") -> list[Pattern]:
    """Return patterns with an origin of ``kind``."""
    return [Pattern(source, Origin(kind, "a test")) for source in sources]


def audit(
    path: Path,
    options: Options | None = None,
    *,
    patterns: Registry | None = None,
) -> AuditResult:
    """Audit the repository at ``path``."""
    repository = Repository(Git(str(path)))
    return run(repository, patterns or registry(), options or Options())


def places(result: AuditResult) -> list[tuple[str, str, int, str]]:
    """Return (commit, path, line, secret) of each finding."""
    return [_place(one) for one in result.findings]


def _place(one: AuditFinding) -> tuple[str, str, int, str]:
    finding = one.finding
    path = finding.path.decode("utf-8", "backslashreplace")
    return finding.commit.decode(), path, finding.line.number, finding.secret.decode()


def problems(result: AuditResult) -> list[str]:
    """Return severity and message of each problem."""
    return [f"{problem.severity}: {problem.message}" for problem in result.problems]


def without_times(text: bytes) -> str:
    """Return ``text`` with a fixed number of seconds."""
    return re.sub(r"\d+\.\d s\b", "0.0 s", text.decode())
