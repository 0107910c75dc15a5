"""Findings as records, beyond the size of memory."""

from __future__ import annotations

from git_secrets_py.finding import Finding
from git_secrets_py.model import Match, MatchedLine
from git_secrets_py.place import values_of_place
from git_secrets_py.spill import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.model import Pattern

    # The number of the line, that of the match in it, and the place of the secret.
    FindingRecord = tuple[int, int, tuple[Any, ...]]


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
        # The numbers of the matches in that line, by their ``id``.
        self._places: dict[int, int] = {}
        self._read: tuple[int, MatchedLine | None] = (-1, None)

    def record(self, finding: Finding) -> FindingRecord:
        """Return the record of ``finding``; findings in the same line follow one another."""
        if self._last is not finding.line:
            self._last = line = finding.line
            matches = [*map(self._match_record, line.matches)]
            self._places = {id(one): place for place, one in enumerate(line.matches)}
            self._lines.append((line.number, line.content, line.offset, matches), len(line.content))
        return len(self._lines) - 1, self._places[id(finding.match)], values_of_place(finding)

    def finding(self, record: FindingRecord) -> Finding:
        """Return the finding of ``record``."""
        number, match, place = record
        line = self._line(number)
        return Finding(place[0], line, line.matches[match], place[-1])

    def secret(self, line: int, match: int) -> bytes:
        """Return the bytes of the secret of ``match`` in ``line``, as in a record."""
        _, content, _, matches = self._lines[line]
        start, end = matches[match][3]
        secret: bytes = content[start:end]
        return secret

    def pattern_of(self, line: int, match: int) -> Pattern:
        """Return the pattern of ``match`` in ``line``, as in a record."""
        number: int = self._lines[line][3][match][0]
        return self._patterns[number]

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
        number = self.number_of(match.pattern, match.pattern)
        return (
            *(number, match.start, match.end, match.secret, match.decoded, match.form),
            match.cell,
        )

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
