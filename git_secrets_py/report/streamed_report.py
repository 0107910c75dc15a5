"""The text report, which is streamed: each finding is printed as it is found."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain

from git_secrets_py.content import GivenPath, NotScanned
from git_secrets_py.errors import EXIT_CLEAN, EXIT_FOUND, EXIT_INCOMPLETE, OutputError
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.model import MatchedLine
from git_secrets_py.report.formats import text
from git_secrets_py.wording import count, in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.audit.model import AuditFinding, AuditResult
    from git_secrets_py.report.interface import Output, ReportOptions
    from git_secrets_py.report.masking import Redactor

# The bytes of a masked line that are shown, and those of them before the secret.
_LONGEST_LINE, _BEFORE = 480, 120
# Lines are written at once.
_AT_ONCE = 500


class TextReport:
    """Prints each finding as it is found, in the form of git-secrets by AWS Labs."""

    def __init__(self, options: ReportOptions, output: Output) -> None:
        """Raises ``GitSecretsError`` if the output file cannot be written."""
        self._options = options
        self._output = output
        self._file = open_output(options)
        self._redactor: Redactor | None = None
        self._last = b""
        self._last_finding: Finding | None = None
        self._found = False
        self._own: dict[str, str] = {}
        self._lines = 0
        self._failed = False
        self._pending: list[bytes] = []
        self._audited: Sequence[AuditFinding] = ()

    def add(self, item: Finding | Allowed | NotScanned) -> None:
        """Print a match, each line once, or a problem; allowed matches only on request."""
        self.add_all((item,))

    def add_all(self, items: Iterable[Finding | Allowed | NotScanned]) -> None:
        """Print ``items``, many lines at once: each may be a line of a large file."""
        findings: list[Finding] = []
        try:
            for item in items:
                if isinstance(item, Finding):
                    findings.append(item)
                    if len(findings) < _AT_ONCE:
                        continue
                self._print(findings)
                findings.clear()
                if not isinstance(item, Finding):
                    self._add_other(item)
        finally:
            self._print(findings)
            self._flush()

    def _add_other(self, item: Allowed | NotScanned) -> None:
        if isinstance(item, NotScanned):
            self._flush()
            failed = print_problem(self._output, item, verbose=self._options.verbose)
            self._failed = failed or self._failed
        elif self._options.show_allowed:
            masked = Allowed(self._redacted(_as_given(item.finding)), item.by)
            self._write_once(text.allowed_line(masked))
            self._last_finding = None

    def add_audit(self, result: AuditResult) -> None:
        binaries = (
            NotScanned(f"blob {oid.decode()}: binary, skipped", NotScanned.BINARY)
            for oid in result.binaries
        )
        findings = (audited.finding for audited in result.findings)
        self.add_all(chain(result.problems, binaries, result.allowed, findings))
        self._audited = result.findings

    def finish(self, blobs: int | None = None, notes: Sequence[str] = ()) -> int:
        if self._found:
            self._write(self._closing())
            self._flush()
        if self._audited:
            from git_secrets_py.report.history_section import history_section

            self._write(history_section(self._audited, redact=self._options.redact))
            self._flush()
        for secret, place in self._own.items():
            self._output.notify(f"{place}: {secret}")
        for note in notes:
            self._output.notify(note)
        if self._file:
            with writing(self._options.output):
                self._file.close()
            secrets = count(self._lines, "finding") if self._found else "no secret found"
            self._output.notify(f"{secrets}, report in {self._options.output}")
        return exit_status(found=self._found, failed=self._failed)

    def _print(self, findings: Sequence[Finding]) -> None:
        """Print ``findings``, and count the lines that are written."""
        if findings:
            self._found = True
            self._note_own_secrets(findings)
            # Each finding in a masked line shows another part of it.
            shown = findings if self._options.redact else self._first_in_lines(findings)
            for line in self._lines_of(shown):
                self._lines += self._write_once(line)

    def _first_in_lines(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return ``findings`` without those in the line of the one before, printed or not."""
        first: list[Finding] = []
        last = self._last_finding
        for finding in findings:
            if last is None or not _are_in_one_line(last, finding):
                first.append(finding)
            last = finding
        self._last_finding = last
        return first

    def _lines_of(self, findings: Sequence[Finding]) -> list[bytes]:
        shown = [self._redacted(_as_given(finding)) for finding in findings]
        # The original's line is whole.
        return text.finding_lines(list(map(_cut, shown)) if self._options.redact else shown)

    def _note_own_secrets(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            if finding.match.pattern.owner:
                self._note_own(finding)

    def _note_own(self, finding: Finding) -> None:
        """Take the first place of an own secret, to be named at the end."""
        from git_secrets_py.report.naming import own_secret

        secret = own_secret(finding.match.pattern, finding.match.form)
        if secret not in self._own:
            path = self._redacted(finding).path.decode("utf-8", "surrogateescape")
            self._own[secret] = f"{path}:{finding.line.number}"

    def _closing(self) -> bytes:
        """Return the end of a report with findings."""
        options = self._options
        return text.mitigations(
            skip=options.skip,
            is_own_clone=options.is_own_clone,
            only_server_allows=options.situation.only_server_allows,
        )

    def _write_once(self, line: bytes) -> bool:
        """Write ``line`` unless it is the last one again; return whether it was written."""
        if line == self._last:
            return False
        self._write(line)
        self._last = line
        return True

    def _write(self, text: bytes) -> None:
        self._pending.append(text)
        if len(self._pending) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        """Write the lines printed since the last time."""
        if not self._pending:
            return
        text = b"".join(self._pending)
        self._pending.clear()
        if self._file is None:
            self._output.err(text)
            return
        with writing(self._options.output):
            self._file.write(text)

    def _redacted(self, finding: Finding) -> Finding:
        if not self._options.redact:
            return finding
        if self._redactor is None:
            from git_secrets_py.report.masking import Redactor

            self._redactor = Redactor()
        return self._redactor.finding(finding)


def _are_in_one_line(one: Finding, other: Finding) -> bool:
    return one.line is other.line and (one.path, one.commit) == (other.path, other.commit)


def exit_status(*, found: bool, failed: bool) -> int:
    """Return the exit status of a run; an incomplete scan outranks findings."""
    return EXIT_INCOMPLETE if failed else EXIT_FOUND if found else EXIT_CLEAN


def print_problem(output: Output, problem: NotScanned, *, verbose: bool) -> bool:
    """Print ``problem``, binary content only if ``verbose``; return whether it is an error."""
    # A path may hold a newline, which must not look like a message of its own.
    message = problem.message.replace("\n", "\\n")
    if problem.severity == NotScanned.ERROR:
        output.notify(message)
        return True
    if problem.severity == NotScanned.WARNING:
        output.notify(f"warning: {message}")
    elif verbose:
        output.notify(message)
    return False


@contextmanager
def writing(path: str | None) -> Iterator[None]:
    """Raise ``OutputError`` if the report's file ``path`` cannot be written in the context."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot write the report to {in_one_line(path or '')}: {error.strerror}"
        ) from error


def open_output(options: ReportOptions) -> IO[bytes] | None:
    """Open the file that the report is written to; return ``None`` if there is none.

    Raises ``OutputError`` if the file cannot be written.
    """
    return open_file(options.output) if options.output is not None else None


def is_long(line: MatchedLine) -> bool:
    """Return whether only a part of ``line`` is printed if it is masked."""
    return len(line.content) > _LONGEST_LINE


def _cut(finding: Finding) -> Finding:
    """Return ``finding`` with the part of its masked line that surrounds the match."""
    line, (first, _) = finding.line, finding.match.secret
    if not is_long(line):
        return finding
    start = max(0, first - _BEFORE)
    part = line.content[start : start + _LONGEST_LINE]
    return Finding(
        finding.path, MatchedLine(line.number, part, line.matches), finding.match, finding.commit
    )


def _as_given(finding: Finding) -> Finding:
    """Return ``finding`` under the path that was given, as the original shows it."""
    if not isinstance(finding.path, GivenPath):
        return finding
    return Finding(finding.path.given, finding.line, finding.match, finding.commit)


def open_file(path: str) -> IO[bytes]:
    """Open the file ``path`` for a report; raises ``OutputError``."""
    with writing(path):
        return open(path, "wb")
