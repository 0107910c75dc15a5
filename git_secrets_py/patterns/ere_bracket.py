"""The parser of bracket expressions such as ``[a-f[:digit:]_]``: POSIX XBD 9.3.5 and GNU grep.

A backslash is an ordinary byte here. Ranges are ranges of byte values, as in the C locale.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns.byte_sets import CLASSES, NOT_NEWLINE

_REVERSED = "the range is reversed"
_REVERSED_ESCAPE = f"{_REVERSED}, because the backslash is a character; put the - last"
UNMATCHED = "unmatched [, [^, [:, [. or [="


def read_bracket(source: bytes, start: int) -> tuple[frozenset[int], int]:
    """Parse the bracket expression at ``start``; return its bytes and the offset after it.

    Raises ``PatternError`` for an unmatched bracket, a reversed range or an unknown class.
    """
    return _Bracket(source, start).bracket()


class _Bracket:
    """A position in the pattern, and the productions of the grammar that advance it."""

    def __init__(self, source: bytes, start: int) -> None:
        self.source = source
        self.start = start
        self.at = start + 1
        self.plain = True  # no range and no class so far

    def bracket(self) -> tuple[frozenset[int], int]:
        """bracket = "[", [ "^" ], item, { item }, "]" ;  (a first "]" is a byte)"""
        negated = self._accept(b"^")
        first = self.at
        members = self.item(first=True)
        while not self._accept(b"]"):
            members |= self.item(first=False)
        self._refuse_lone_class(self.source[first : self.at - 1])
        # In POSIX [^a] matches a newline, but the lines that grep matches contain none.
        return (NOT_NEWLINE - members if negated else members), self.at

    def item(self, *, first: bool) -> frozenset[int]:
        """item = class | equivalence | range | element ;"""
        begin = self.at
        if self._sees(b"[:"):
            return self.character_class()
        if self._sees(b"[="):
            return self.equivalence()
        low = self.element()
        if self.source[begin : self.at] == b"-" and not first and not self._sees(b"]"):
            raise self._error(begin - 1, "a range cannot begin here; put the - last")
        if self._sees(b"-") and not self._sees(b"-]"):
            return self.range_from(low, begin)
        return frozenset((low,))

    def range_from(self, low: int, begin: int) -> frozenset[int]:
        """range = element, "-", element ;"""
        self.at += 1
        self.plain = False
        if self._sees(b"[:") or self._sees(b"[="):
            raise self._error(begin, "a range cannot end in a class", self.at + 2)
        high = self.element()
        if high < low:
            raise self._error(begin, _REVERSED_ESCAPE if low == 0x5C else _REVERSED)
        return frozenset(range(low, high + 1))

    def element(self) -> int:
        """element = "[.", byte, ".]" | byte ;"""
        if self._sees(b"[."):
            return self._single(b".", "collating element")
        if self.at >= len(self.source):
            raise self._unmatched()
        self.at += 1
        return self.source[self.at - 1]

    def equivalence(self) -> frozenset[int]:
        """equivalence = "[=", byte, "=]" ;"""
        return frozenset((self._single(b"=", "equivalence class"),))

    def character_class(self) -> frozenset[int]:
        """class = "[:", name, ":]" ;"""
        begin = self.at
        name = self._delimited(b":")
        if name not in CLASSES:
            names = " ".join(known.decode() for known in CLASSES)
            raise self._error(begin, f"unknown character class; the classes are {names}")
        return CLASSES[name]

    def _single(self, mark: bytes, kind: str) -> int:
        begin = self.at
        text = self._delimited(mark)
        if len(text) != 1:
            raise self._error(begin, f"unknown {kind}; in the C locale it is a single byte")
        return text[0]

    def _delimited(self, mark: bytes) -> bytes:
        """Return the text between ``[:`` and ``:]``, for any ``mark`` in place of the colon."""
        begin = self.at + 2
        end = self.source.find(mark + b"]", begin)
        if end == begin and mark != b":":  # only [=]=] and [.].]: an empty element is invalid
            end = max(end, self.source.find(mark + b"]", begin + 1, begin + 3))
        if end < 0:
            raise self._unmatched()
        self.at = end + 2
        self.plain = False
        return self.source[begin:end]

    def _refuse_lone_class(self, inside: bytes) -> None:
        """Reject ``[:space:]``, as GNU grep does. POSIX reads it as a set of letters."""
        if self.plain and inside.strip(b":") and inside[:1] == inside[-1:] == b":":
            right = inside.decode("latin-1")
            raise self._error(self.start, f"write [[{right}]], not [{right}]")

    def _sees(self, text: bytes) -> bool:
        return self.source.startswith(text, self.at)

    def _accept(self, text: bytes) -> bool:
        found = self._sees(text)
        self.at += len(text) * found
        return found

    def _unmatched(self) -> PatternError:
        return self._error(self.start, UNMATCHED, len(self.source))

    def _error(self, begin: int, reason: str, end: int | None = None) -> PatternError:
        return PatternError(self.source, begin, self.at if end is None else end, reason)
