"""The secrets of a report, which may be a million: kept as records, and built when asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from git_secrets_py.model import Finding, Match, MatchedLine
from git_secrets_py.place import Place, RecordedPlaces, place_of, values_of_place
from git_secrets_py.report.model import ReportedSecret
from git_secrets_py.spill import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.model import Pattern

_NOT_ALLOWED = -1


class GatheredSecrets:
    """The records of secrets; ``audited`` are those of an audit, after the others."""

    def __init__(self) -> None:
        self._patterns: list[Pattern] = []
        self._numbers: dict[object, int] = {}
        self._lines = Records()
        self._last: MatchedLine | None = None
        self._secrets = Records()
        self._places = Records()
        self._read: tuple[int, Any] = (-1, None)
        self._found, self._allowed = array("L"), array("L")
        self.audited: Sequence[AuditFinding] = ()

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

    def record(self, finding: Finding, allowed_by: Pattern | None) -> tuple[int, tuple[Any, ...]]:
        """Return the number of ``allowed_by``, and the number of the line, the match, the place."""
        by = _NOT_ALLOWED
        if allowed_by is not None:
            by = self._number(allowed_by, (allowed_by.source, str(allowed_by.origin)))
        if self._last is not finding.line:
            self._last = finding.line
            self._lines.append(self._line_record(finding.line))
        return by, (
            len(self._lines) - 1,
            self._match_record(finding.match),
            values_of_place(finding),
        )

    def add(self, fingerprint: str, by: int, places: Iterable[tuple[Any, Any, Any]]) -> None:
        """Add a secret with the records of its ``places``, the first one first."""
        rest = iter(places)
        line, match, place = next(rest)
        start = len(self._places)
        for _, _, further in rest:
            self._places.append(further)
        count = len(self._places) - start
        number = self._secrets.append((fingerprint, by, line, match, place, start, count))
        (self._found if by == _NOT_ALLOWED else self._allowed).append(number)

    def secret(self, number: int) -> ReportedSecret:
        """Return the secret with ``number``."""
        fingerprint, by, line, match, place, start, count = self._secrets[number]
        first = Place(*place)
        finding = Finding(first.path, self._line(line), self._match(match), first.commit)
        return ReportedSecret(
            finding,
            fingerprint,
            first,
            RecordedPlaces(self._places, start, count),
            further_count=count,
            allowed_by=None if by == _NOT_ALLOWED else self._patterns[by],
        )

    def _number(self, pattern: Pattern, key: object) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._patterns)
            self._patterns.append(pattern)
        return number

    def _match_record(self, match: Match) -> tuple[Any, ...]:
        number = self._number(match.pattern, match.pattern)
        return number, match.start, match.end, match.secret, match.decoded, match.form

    def _match(self, record: tuple[Any, ...]) -> Match:
        number, start, end, secret, decoded, form = record
        return Match(self._patterns[number], start, end, secret, decoded=decoded, form=form)

    def _line_record(self, line: MatchedLine) -> tuple[Any, ...]:
        return line.number, line.content, line.offset, list(map(self._match_record, line.matches))

    def _line(self, number: int) -> MatchedLine:
        """Return the line with ``number``; the last one is kept: it often repeats."""
        if self._read[0] != number:
            line, content, offset, matches = self._lines[number]
            found = MatchedLine(line, content, list(map(self._match, matches)), offset)
            self._read = number, found
        found = self._read[1]
        assert isinstance(found, MatchedLine)
        return found


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

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[number] for number in range(len(self))[index]]
        index = range(len(self))[index]
        if index < len(self._numbers):
            return self._gathered.secret(self._numbers[index])
        return _audited(self._audited[index - len(self._numbers)])


def _audited(audited: AuditFinding) -> ReportedSecret:
    finding = audited.finding
    return ReportedSecret(
        finding,
        finding.id,
        place_of(finding),
        audited.further,
        further_count=audited.further_count,
        history=audited,
    )
