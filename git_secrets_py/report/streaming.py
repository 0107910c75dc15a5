"""Where a scan's findings go: printed as they come, or rendered in a format at the end."""

from __future__ import annotations

import os
import sys

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.model import NotScanned
from git_secrets_py.report.formats import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.report.redact import Redactor

CLEAN = 0
FOUND = 1
INCOMPLETE = 2

_REDACT = b"secrets.redact"


def wanted_format(context: Context) -> str:
    """Return the name of the format for this run."""
    chosen = context.arguments.options.get("--format")
    return chosen or ("pretty" if sys.stderr.isatty() else "text")


class TextReport:
    """Prints findings as they come, in the original's form."""

    def __init__(self, context: Context, scope: str) -> None:
        self._context = context
        self._scope = scope
        self._file = open_output(context)
        self._write = self._file.write if self._file else context.err
        self._redactor: Redactor | None = None
        self._last = b""
        self._found = False
        self._failed = False

    def counted(self, source: Iterable[Blob | NotScanned]) -> Iterable[Blob | NotScanned]:
        return source

    def add(self, item: Finding | NotScanned) -> None:
        """Print one finding, each line once, or what was not scanned."""
        if isinstance(item, NotScanned):
            self._failed = tell_not_scanned(self._context, item) or self._failed
            return
        if not self._found:
            self._redactor = _redactor(self._context)
        self._found = True
        shown = self._redactor.finding(item) if self._redactor else item
        line = text.finding_line(shown)
        if line != self._last:
            self._write(line)
        self._last = line

    def add_audit(self, result: AuditResult) -> None:
        for problem in result.problems:
            self.add(problem)
        for oid in result.binaries:
            self.add(NotScanned(f"blob {oid.decode()}: binary", NotScanned.BINARY))
        for audited in result.findings:
            self.add(audited.finding)

    def finish(self) -> int:
        if self._found:
            self._write(text.mitigations(self._scope))
        if self._file:
            self._file.close()
        return exit_status(found=self._found, failed=self._failed)


def exit_status(*, found: bool, failed: bool) -> int:
    """Return the status of a run: one that failed to scan something stays failed."""
    return INCOMPLETE if failed else FOUND if found else CLEAN


def tell_not_scanned(context: Context, item: NotScanned) -> bool:
    """Print what was not scanned, if it is to be told; return whether it is an error."""
    if item.severity == NotScanned.ERROR:
        context.say(item.message)
        return True
    if item.severity == NotScanned.WARNING:
        context.say(f"warning: {item.message}")
    elif context.arguments.has("--verbose"):
        context.say(f"{item.message}, skipped")
    return False


def open_output(context: Context) -> IO[bytes] | None:
    """Return the file that ``--output`` names, opened to be written; ``None`` without one.

    Raises ``GitSecretsError`` where that cannot be done.
    """
    path = context.arguments.options.get("--output")
    if path is None:
        return None
    try:
        return open(path, "wb")
    except OSError as error:
        raise GitSecretsError(f"cannot write the report to {path}: {error.strerror}") from error


def _redactor(context: Context) -> Redactor | None:
    """Return what masks secrets in the text format, where that was asked for."""
    if not (
        context.arguments.has("--redact")
        or os.environ.get("GIT_SECRETS_REDACT") == "1"
        or context.repository.config.is_true(_REDACT)
    ):
        return None
    from git_secrets_py.report.redact import Redactor

    return Redactor()
