"""The secrets of a report, perhaps a million: kept as records, and built on demand."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from git_secrets_py.findings.finding_store import FindingStore
from git_secrets_py.findings.place import Place, RecordedPlaces, place_of
from git_secrets_py.report.model import ReportedSecret, Totals
from git_secrets_py.report.naming import rule_name
from git_secrets_py.spill import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.findings.finding_store import FindingRecord
    from git_secrets_py.model import Pattern

_NOT_ALLOWED = -1


class GatheredSecrets:
    """The records of secrets; ``audited`` are those of an audit, after the others."""

    def __init__(self) -> None:
        self._store = FindingStore()
        self._secrets = Records()
        self._places = Records()
        self._found, self._allowed = array("L"), array("L")
        self.audited: Sequence[AuditFinding] = ()
        self._audited_texts = Records()
        # The counts of those that are not allowed.
        self.totals = Totals()

    @property
    def all(self) -> Sequence[ReportedSecret]:
        """All secrets, in order of their first place."""
        return _Chosen(self, range(len(self._secrets)), self.audited)

    @property
    def found(self) -> Sequence[ReportedSecret]:
        """Those that are not allowed."""
        return _Chosen(self, self._found, self.audited)

    @property
    def allowed(self) -> Sequence[ReportedSecret]:
        """Those that are allowed."""
        return _Chosen(self, self._allowed, ())

    def record(self, finding: Finding, allowed_by: Pattern | None) -> tuple[int, FindingRecord]:
        """Return the number of ``allowed_by``, and the record of ``finding``."""
        by = _NOT_ALLOWED
        if allowed_by is not None:
            key = allowed_by.source, str(allowed_by.origin)
            by = self._store.number_of(allowed_by, key)
        return by, self._store.record(finding)

    def add(self, fingerprint: str, by: int, places: Iterable[FindingRecord]) -> None:
        """Add a secret with the records of its ``places``, the first one first."""
        rest = iter(places)
        first = next(rest)
        _, _, place, number = first
        start = len(self._places)
        for _, _, further, _ in rest:
            self._places.append(further, len(further[0]))
        count = len(self._places) - start
        record = fingerprint, by, first, start, count
        secret = self._secrets.append(record, len(place[0]))
        if by != _NOT_ALLOWED:
            self._allowed.append(secret)
            return
        self._found.append(secret)
        pattern = self._store.pattern(number)
        others = RecordedPlaces(self._places, start, count) if count else ()
        self.totals.add(rule_name(pattern), pattern, Place._make(place), others)

    def count_audited(self) -> None:
        """Count the secrets of the audit, and keep their bytes: building each again takes long."""
        for audited in self.audited:
            finding, pattern = audited.finding, audited.finding.match.pattern
            place = place_of(finding)
            self.totals.add(rule_name(pattern), pattern, place, audited.further, audited)
            self._audited_texts.append(finding.secret, len(finding.secret))

    def texts(self) -> Iterator[bytes]:
        """Yield the bytes of each secret, as they are in its first line."""
        for _, _, (line, match, _, _), _, _ in self._secrets:
            yield self._store.secret(line, match)
        yield from self._audited_texts

    def secret(self, number: int) -> ReportedSecret:
        """Return the secret with ``number``."""
        fingerprint, by, first, start, count = self._secrets[number]
        return ReportedSecret(
            self._store.finding(first),
            fingerprint,
            Place._make(first[2]),
            RecordedPlaces(self._places, start, count) if count else (),
            further_count=count,
            allowed_by=None if by == _NOT_ALLOWED else self._store.pattern(by),
        )


class _Chosen(Sequence[ReportedSecret]):
    """The secrets with ``numbers``, and those of an audit after them."""

    def __init__(
        self, gathered: GatheredSecrets, numbers: Sequence[int], audited: Sequence[AuditFinding]
    ) -> None:
        self._gathered = gathered
        self._numbers = numbers
        self._audited = audited

    def __len__(self) -> int:
        return len(self._numbers) + len(self._audited)

    def __iter__(self) -> Iterator[ReportedSecret]:
        yield from map(self._gathered.secret, self._numbers)
        yield from map(audited_secret, self._audited)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[number] for number in range(len(self))[index]]
        index = range(len(self))[index]
        if index < len(self._numbers):
            return self._gathered.secret(self._numbers[index])
        return audited_secret(self._audited[index - len(self._numbers)])


def audited_secret(audited: AuditFinding) -> ReportedSecret:
    """Return a secret that an audit of history found."""
    finding = audited.finding
    return ReportedSecret(
        finding,
        finding.id,
        place_of(finding),
        audited.further,
        further_count=audited.further_count,
        history=audited,
    )
