"""Findings as records, beyond the size of memory."""

from __future__ import annotations

from git_secrets_py.findings.finding import Finding
from git_secrets_py.findings.place import values_of_place
from git_secrets_py.model import Match, MatchedLine
from git_secrets_py.spill import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.model import Pattern

    # The number of the line, that of the match in it, the place of the secret, and the number
    # of the pattern.
    FindingRecord = tuple[int, int, tuple[Any, ...], int]


class FindingStore:
    """Keeps each line once, and returns findings from records that ``marshal`` can write.

    Their matches have no ``inner`` and no ``others``: findings are judged before, and reports need
    neither.
    """

    def __init__(self) -> None:
        self._patterns: list[Pattern] = []
        self._numbers: dict[object, int] = {}
        self._lines = Records()
        self._last: MatchedLine | None = None
        self._number = 0
        # The numbers of the matches in that line, by their ``id``.
        self._places: dict[int, int] = {}
        self._read: tuple[int, MatchedLine | None] = (-1, None)

    def record(self, finding: Finding) -> FindingRecord:
        """Return the record of ``finding``; findings in the same line follow one another."""
        match = finding.match
        if self._last is not finding.line:
            self._keep(finding.line)
        place, pattern = self._places[id(match)], self._numbers[match.pattern]
        return self._number, place, values_of_place(finding), pattern

    def _keep(self, line: MatchedLine) -> None:
        self._last = line
        matches = [*map(self._match_record, line.matches)]
        self._places = {id(one): place for place, one in enumerate(line.matches)}
        record = line.number, line.content, line.offset, matches
        self._number = self._lines.append(record, len(line.content))

    def finding(self, record: FindingRecord) -> Finding:
        """Return the finding of ``record``."""
        number, match, place, _ = record
        line = self._line(number)
        return Finding(place[0], line, line.matches[match], place[-1])

    def secret(self, line: int, match: int) -> bytes:
        """Return the bytes of the secret of ``match`` in ``line``, as in a record."""
        _, content, _, matches = self._lines[line]
        start, end = matches[match][3]
        secret: bytes = content[start:end]
        return secret

    def number_of(self, pattern: Pattern, key: object) -> int:
        """Return a number for ``pattern``, the same for each pattern with this ``key``."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._patterns)
            self._patterns.append(pattern)
        return number

    def pattern(self, number: int) -> Pattern:
        """Return the pattern with ``number``."""
        return self._patterns[number]

    def _match_record(self, match: Match) -> tuple[Any, ...]:
        pattern = match.pattern
        number = self._numbers.get(pattern)
        if number is None:
            number = self.number_of(pattern, pattern)
        start, end, secret = match.start, match.end, match.secret
        return number, start, end, secret, match.decoded, match.form, match.cell

    def _match(self, record: tuple[Any, ...]) -> Match:
        number, start, end, secret, decoded, form, cell = record
        match = Match(self._patterns[number], start, end, secret, decoded=decoded, form=form)
        match.cell = cell
        return match

    def _line(self, number: int) -> MatchedLine:
        """Return the line with ``number``; the last one is kept: it often repeats."""
        last, found = self._read
        if found is None or last != number:
            line, content, offset, matches = self._lines[number]
            found = MatchedLine(line, content, list(map(self._match, matches)), offset)
            self._read = number, found
        return found
