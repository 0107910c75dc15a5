"""The places of secrets, as reports show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from git_secrets_py.content import MemberPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.spill import Records

# Beyond this column of a line a byte counts as a code unit: decoding megabytes for each match of
# a line takes too long.
_COUNTED = 64 << 10


class Place(NamedTuple):
    """The place of a secret itself, not of the whole match.

    ``line`` counts lines from 1. ``column`` counts bytes of the line from 1 (in UTF-16 text, of
    its UTF-8 form), and ``end`` is the column after the last byte. ``unit`` and ``unit_end`` are
    the same in UTF-16 code units, in which SARIF and code hosts count; ``character`` is the
    column in characters, in which editors count. ``cell`` is that of a notebook, as in ``Match``.
    ``commit`` is empty outside of history. ``file`` is ``path``, or that of the archive that has
    this member.
    """

    path: bytes
    file: bytes
    line: int
    column: int
    end: int
    unit: int
    unit_end: int
    character: int
    cell: tuple[int, int]
    commit: bytes


class RecordedPlaces(Sequence[Place]):
    """``count`` consecutive places among ``records``, from number ``start`` on."""

    def __init__(self, records: Records, start: int, count: int) -> None:
        self._records = records
        self._numbers = range(start, start + count)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [Place._make(self._records[number]) for number in self._numbers[index]]
        return Place._make(self._records[self._numbers[index]])


def place_of(finding: Finding) -> Place:
    """Return the place of the secret of ``finding``."""
    return Place._make(values_of_place(finding))


def cell_text(cell: tuple[int, int]) -> str:
    """Return ``cell``, as in ``Match``, for people: ``cell 7, line 3``, or ``""`` for none."""
    if cell == (0, 0):  # fast path
        return ""
    words = ("cell", "line")
    return ", ".join(f"{word} {number}" for word, number in zip(words, cell, strict=True) if number)


def values_of_place(finding: Finding) -> tuple[Any, ...]:
    """Return the values of the place of the secret of ``finding``, in the order of ``Place``."""
    line, (start, end), path = finding.line, finding.match.secret, finding.path
    content, offset = line.content, line.offset
    unit = character = start
    unit_end = end
    if end > _COUNTED or not content[:end].isascii():
        if start <= _COUNTED:
            before = content[:start]
            unit, character = _units(before), characters(before)
        unit_end = unit + _units(content[start:end])
    return (
        bytes(path),
        bytes(path.archive if isinstance(path, MemberPath) else path),
        line.number,
        offset + start + 1,
        offset + end + 1,
        offset + unit + 1,
        offset + unit_end + 1,
        offset + character + 1,
        finding.match.cell,
        finding.commit,
    )


def _units(text: bytes) -> int:
    """Return the number of UTF-16 code units of ``text``."""
    if len(text) > _COUNTED or text.isascii():
        return len(text)
    return len(text.decode("utf-8", "replace").encode("utf-16-le")) // 2


def characters(text: bytes) -> int:
    """Return the number of characters of ``text`` in UTF-8; another byte is one character.

    Megabytes, whose decoding for each match of a line takes too long, count as bytes.
    """
    if len(text) > _COUNTED or text.isascii():
        return len(text)
    return len(text.decode("utf-8", "surrogateescape"))
