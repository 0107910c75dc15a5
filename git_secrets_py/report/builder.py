"""The builder of reports: one entry for each secret, with all its places, in bounded memory."""

from __future__ import annotations

from itertools import chain, groupby, islice
from operator import itemgetter

from git_secrets_py.content import NotScanned
from git_secrets_py.report.gathered_secrets import GatheredSecrets
from git_secrets_py.report.model import Report
from git_secrets_py.spill import Records, Sorter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.findings.finding_store import FindingRecord
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.model import Summary
    from git_secrets_py.report.situation import Situation

# This many places of a secret are held in memory.
_HELD = 10_000
# The parts of the sorted records: by secret, then by the first place of each.
_SECRET, _FIRST = itemgetter(0, 1), itemgetter(0)
_RECORD = itemgetter(4)
_NUMBER = itemgetter(0)


class ReportBuilder:
    """Collects the results of a scan."""

    def __init__(self) -> None:
        self._gathered = GatheredSecrets()
        self._found = Sorter()
        self._count = 0
        self.problems: list[NotScanned] = []

    def add(self, item: Finding | NotScanned, allowed_by: Pattern | None = None) -> None:
        """Add a problem or a finding; with ``allowed_by``, a match that this pattern allows."""
        if isinstance(item, NotScanned):
            self.problems.append(item)
            return
        by, record = self._gathered.record(item, allowed_by)
        # Sorted by the place, which is stored once.
        self._found.add((item.id, by, record[2], self._count, record), len(item.path))
        self._count += 1

    def add_audited(self, findings: Sequence[AuditFinding]) -> None:
        """Add the secrets that an audit of history found."""
        self._gathered.audited = findings

    def report(self, situation: Situation, summary: Summary) -> Report:
        """Return the report."""
        gathered = self._gathered
        for (fingerprint, by), places in self._in_order():
            gathered.add(fingerprint, by, places)
        gathered.count_audited()
        return Report(
            situation,
            summary,
            gathered.all,
            self.problems,
            gathered.found,
            gathered.allowed,
            gathered.totals,
            gathered.texts,
        )

    def _in_order(self) -> Iterator[tuple[tuple[str, int], Iterator[FindingRecord]]]:
        """Yield the secrets in order of their first place, each with the records of its places."""
        ordered = Sorter()
        for (fingerprint, by), group in groupby(self._found.sorted(), key=_SECRET):
            distinct = _distinct(group)
            held = list(islice(distinct, _HELD))
            rest = _recorded(distinct) if len(held) == _HELD else ()
            first = min(map(_NUMBER, chain(held, rest)))
            for number, record in chain(held, rest):
                ordered.add((first, number, fingerprint, by, record), len(record[2][0]))
        self._found = Sorter()
        for _, group in groupby(ordered.sorted(), key=_FIRST):
            first = next(group)
            yield first[2:4], map(_RECORD, chain((first,), group))  # noqa: B031 - used once


def _distinct(group: Iterable[Any]) -> Iterator[tuple[int, FindingRecord]]:
    """Yield the number and the record of each place of a secret, sorted by place.

    Two patterns may find one secret at one place, and a file may be given twice.
    """
    last: object = None
    for _, _, place, number, record in group:
        if place != last:
            yield number, record
        last = place


def _recorded(places: Iterable[Any]) -> Records:
    """Return ``places``, the result of ``_distinct``, as records beyond the size of memory."""
    records = Records()
    for one in places:
        records.append(one, len(one[1][2][0]))
    return records
