"""From findings to a report: one entry for each secret, its further appearances folded in."""

from __future__ import annotations

from git_secrets_py.model import NotScanned
from git_secrets_py.report.model import Attribution, Place, Report, ReportedSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from git_secrets_py.model import Finding, Pattern
    from git_secrets_py.report.model import Situation, Summary

    class Introduced(Protocol):
        """Who brought something in; ``time`` in seconds since 1970, ``zone`` as ``+0100``."""

        @property
        def author(self) -> bytes: ...
        @property
        def time(self) -> int: ...
        @property
        def zone(self) -> bytes: ...
        @property
        def summary(self) -> bytes: ...

    class Audited(Protocol):
        """A secret in history: its first appearance, and how many further ones there are."""

        @property
        def finding(self) -> Finding: ...
        @property
        def appearances(self) -> int: ...
        @property
        def introduction(self) -> Introduced | None: ...
        @property
        def last_commit(self) -> bytes: ...
        @property
        def removed_by(self) -> bytes: ...
        @property
        def in_head(self) -> bool: ...
        @property
        def on_remote(self) -> bool: ...
        @property
        def reachable(self) -> bool: ...

    Key = tuple[str, bytes, str]

# Beyond this column of a line a code unit is taken to be a byte: decoding megabytes for each of
# the matches of one line would take forever, and nobody counts that far.
_COUNTED = 64 << 10


class ReportBuilder:
    """Gathers what a scan yields."""

    def __init__(self) -> None:
        self._groups: dict[Key, tuple[Finding, Pattern | None, list[Place]]] = {}
        self._audited: list[ReportedSecret] = []
        self.problems: list[NotScanned] = []

    def add(self, item: Finding | NotScanned, allowed_by: Pattern | None = None) -> None:
        """Take a finding (or, with ``allowed_by``, what that pattern excuses) or a problem."""
        if isinstance(item, NotScanned):
            self.problems.append(item)
            return
        excuse = (allowed_by.source, str(allowed_by.origin)) if allowed_by else (b"", "")
        group = self._groups.setdefault((item.fingerprint, *excuse), (item, allowed_by, []))
        group[2].append(place_of(item))

    def add_audited(self, audited: Audited) -> None:
        """Take a secret that an audit of history found."""
        self._audited.append(
            ReportedSecret(
                audited.finding,
                [place_of(audited.finding)],
                further_count=audited.appearances,
                attribution=_attribution(audited),
            )
        )

    def report(self, situation: Situation, summary: Summary) -> Report:
        """Return the report; it is not complete if a problem is an error."""
        if any(problem.severity == NotScanned.ERROR for problem in self.problems):
            summary.complete = False
        secrets = [
            ReportedSecret(finding, places, allowed_by=allowed_by)
            for finding, allowed_by, places in self._groups.values()
        ]
        return Report(situation, summary, secrets + self._audited, self.problems)


def place_of(finding: Finding) -> Place:
    """Return where ``finding`` is."""
    line, match = finding.line, finding.match
    columns = line.offset + match.start + 1, line.offset + match.end + 1
    before = _units(line.content[: match.start])
    first = line.offset + before + 1
    units = first, first + _units(line.content[match.start : match.end])
    return Place(finding.path, line.number, columns, units, finding.commit)


def _units(text: bytes) -> int:
    """Return the number of UTF-16 code units of ``text``."""
    if len(text) > _COUNTED or text.isascii():
        return len(text)
    return len(text.decode("utf-8", "replace").encode("utf-16-le")) // 2


def _attribution(audited: Audited) -> Attribution:
    result = Attribution(
        in_head=audited.in_head, on_remote=audited.on_remote, reachable=audited.reachable
    )
    result.last_commit = audited.last_commit
    result.removed_by = audited.removed_by
    if audited.introduction is not None:
        result.author = audited.introduction.author
        result.time = audited.introduction.time
        result.zone = audited.introduction.zone
        result.summary = audited.introduction.summary
    return result
