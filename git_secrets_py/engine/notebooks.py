"""Jupyter notebooks: the cell of each match, and the line in it.

https://nbformat.readthedocs.io/en/latest/format_description.html: ``cells`` are objects, whose
``source`` is a string, or a list of strings that are joined. Version 3 calls it ``input``.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import chain

from git_secrets_py.content import first_bytes
from git_secrets_py.model import MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from git_secrets_py.content import NotScanned

    # Yields the matched lines of a stream.
    Scan = Callable[[Iterable[bytes]], Iterator[MatchedLine | NotScanned]]

# Matches in a larger notebook have no cell.
_LARGEST = 16 << 20
# ``json`` reads no deeper documents either.
_DEEPEST = 1000
# A quote, an escape or a bracket: a pattern of whole strings would take memory for each escape.
_TOKEN = re.compile(rb"\\.|[\"{}\[\]]", re.DOTALL)
_LINE_END = rb"\n"
# The longest key that matters, in quotes, and the most blanks between a key and its colon.
_LONGEST_KEY = _MOST_BLANKS = 16
_CELLS = b'"cells"'
_SOURCES = b'"source"', b'"input"'
# The brackets around a cell, and those in a worksheet of version 3.
_DEPTHS = 3, 5


def with_cells(chunks: Iterable[bytes], scan: Scan) -> Iterator[MatchedLine | NotScanned]:
    """Return the items of ``scan`` for the stream ``chunks``, with the cells of its matches."""
    rest = iter(chunks)
    content = first_bytes(rest, _LARGEST + 1)
    if len(content) > _LARGEST:
        return scan(chain((content,), rest))
    return _located(content, scan((content,)))


def _located(
    content: bytes, items: Iterator[MatchedLine | NotScanned]
) -> Iterator[MatchedLine | NotScanned]:
    cells: _Cells | None = None
    for item in items:
        if isinstance(item, MatchedLine):
            cells = cells or _Cells(content)
            for match in item.matches:
                cell = cells.at(item.number, item.offset + match.secret[0])
                for one in (match, *match.others):
                    one.cell = cell
        yield item


class _Cells:
    """The cells of a notebook, and the lines of their sources."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        # The number and the offset of the line that was requested last.
        self._last = 1, 0
        self._starts, self._ends = array("I"), array("I")
        # Where a line of a source begins, and its number; 0 from the end of a string on.
        self._places, self._numbers = array("I"), array("I")
        # The line of the source that the next string of the cell begins in.
        self._line = 1
        self._read()

    def at(self, number: int, column: int) -> tuple[int, int]:
        """Return the cell at an offset in line ``number``, as in ``Match``."""
        offset = self._offset(number) + column
        cell = bisect_right(self._starts, offset)
        if not cell or offset >= self._ends[cell - 1]:
            return 0, 0
        return cell, self._numbers[bisect_right(self._places, offset) - 1]

    def _offset(self, number: int) -> int:
        """Return where line ``number`` begins; those of matches are in order."""
        line, offset = self._last if self._last[0] <= number else (1, 0)
        for _ in range(number - line):
            offset = self._content.find(b"\n", offset) + 1
        self._last = number, offset
        return offset

    def _read(self) -> None:
        """Find the cells, as far as the content is JSON."""
        path: list[bytes] = []
        key = b""
        tokens = _TOKEN.finditer(self._content)
        for token in tokens:
            sign = token[0]
            if sign == b'"':
                key = self._read_string(token.start(), tokens, is_source=_is_source(path, key))
            elif sign in b"{[":
                path.append(key)
                key = b""
                if len(path) > _DEEPEST:
                    return
                if sign == b"{" and _is_cell(path):
                    self._add_cell(token.start())
            elif sign in b"}]" and path:
                if sign == b"}" and _is_cell(path) and self._ends:
                    self._ends[-1] = token.end()
                path.pop()
                key = b""

    def _read_string(
        self, start: int, tokens: Iterator[re.Match[bytes]], *, is_source: bool
    ) -> bytes:
        """Read the string from ``start`` on; return it if it is a key, else ``b""``."""
        if is_source:
            self._add(start, self._line)
        for token in tokens:
            if token[0] == b'"':
                if not is_source:
                    return self._key(start, token.end())
                self._add(token.end(), 0)
                break
            if is_source and token[0] == _LINE_END:
                self._line += 1
                self._add(token.end(), self._line)
        return b""

    def _key(self, start: int, end: int) -> bytes:
        """Return the string there if it is a key, else ``b""``."""
        is_key = self._content[end : end + _MOST_BLANKS].lstrip().startswith(b":")
        return self._content[start : min(end, start + _LONGEST_KEY)] if is_key else b""

    def _add_cell(self, start: int) -> None:
        self._starts.append(start)
        self._ends.append(len(self._content))
        self._add(start, 0)
        self._line = 1

    def _add(self, place: int, number: int) -> None:
        self._places.append(place)
        self._numbers.append(number)


def _is_cell(path: list[bytes]) -> bool:
    """Return whether the last bracket of ``path`` is that of a cell.

    ``path`` has of each open bracket the key before it, or ``b""`` in a list.
    """
    return len(path) in _DEPTHS and path[-2:] == [_CELLS, b""]


def _is_source(path: list[bytes], key: bytes) -> bool:
    """Return whether a string after ``key``, or in a list, is of the source of a cell."""
    if key:
        return key in _SOURCES and _is_cell(path)
    return bool(path) and path[-1] in _SOURCES and _is_cell(path[:-1])
