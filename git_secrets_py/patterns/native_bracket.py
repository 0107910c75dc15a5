"""The parser of bracket expressions in regex syntax, in which a backslash escapes."""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import escapes
from git_secrets_py.patterns.byte_sets import ALL, CLASSES, ESCAPES, MEANINGLESS, WORD
from git_secrets_py.patterns.ere_bracket import UNMATCHED

_CLASSES = {**CLASSES, b"word": WORD, b"ascii": frozenset(range(0x80))}
_BACKSPACE = frozenset(b"\b")
_OPERATION = "set operations are not supported; put \\ before the second byte, or list the bytes"


def read_bracket(source: bytes, start: int) -> tuple[frozenset[int], bool, int]:
    """Parse the bracket at ``start``; return its bytes, whether it is negated, and its end.

    Raises ``PatternError``.
    """
    return _Bracket(source, start).bracket()


class _Bracket:
    """A position in the pattern, and the productions of the grammar that advance it."""

    def __init__(self, source: bytes, start: int) -> None:
        self.source = source
        self.start = start
        self.at = start + 1

    def bracket(self) -> tuple[frozenset[int], bool, int]:
        """bracket = "[", [ "^" ], item, { item }, "]" ;  (a first "]" is a byte)"""
        negated = self.source.startswith(b"^", self.at)
        self.at += negated
        members = self.item()
        while not self.source.startswith(b"]", self.at):
            members |= self.item()
        return members, negated, self.at + 1

    def item(self) -> frozenset[int]:
        """item = class | element, [ "-", element ] ;

        Beside an escape for several bytes, ``-`` is a byte, as in Perl and RE2.
        """
        begin = self.at
        if self.source.startswith((b"&&", b"~~"), begin):
            raise PatternError(self.source, begin, begin + 2, _OPERATION)
        if self.source.startswith(b"[:", begin) and b":]" in self.source[begin:]:
            return self.character_class()
        low = self.element()
        if not self.source.startswith(b"-", self.at) or self.source.startswith(b"-]", self.at):
            return low
        if len(low) > 1:
            return low
        self.at += 1
        return self.range_from(low, begin)

    def range_from(self, low: frozenset[int], begin: int) -> frozenset[int]:
        """range = element, "-", element ;"""
        high = self.element()
        if len(high) > 1:
            return low | high | frozenset(b"-")
        if max(high) < min(low):
            raise PatternError(self.source, begin, self.at, "the range is reversed")
        return frozenset(range(min(low), max(high) + 1))

    def element(self) -> frozenset[int]:
        """element = byte | escape ;"""
        byte = self.source[self.at : self.at + 1]
        if not byte:
            raise PatternError(self.source, self.start, len(self.source), UNMATCHED)
        self.at += 1
        return self.escape() if byte == b"\\" else frozenset(byte)

    def escape(self) -> frozenset[int]:
        """escape = "\\", ( class letter | number | "b" | not a letter or digit ) ;"""
        begin = self.at - 1
        byte = self.source[self.at : self.at + 1]
        self.at += 1
        if not byte:
            raise PatternError(self.source, self.start, len(self.source), UNMATCHED)
        if byte in b"xu":
            value, self.at = escapes.by_number(self.source, begin)
            return frozenset((value,))
        if byte == b"b":
            return _BACKSPACE
        if byte[0] in MEANINGLESS or byte == b"N":
            raise escapes.unknown(self.source, begin, byte)
        return ESCAPES.get(byte[0], frozenset(byte))

    def character_class(self) -> frozenset[int]:
        """class = "[:", [ "^" ], name, ":]" ;"""
        begin = self.at
        self.at = self.source.index(b":]", begin) + 2
        name = self.source[begin + 2 : self.at - 2]
        members = _CLASSES.get(name.removeprefix(b"^"))
        if members is None:
            names = " ".join(known.decode() for known in _CLASSES)
            reason = f"unknown character class; the classes are {names}"
            raise PatternError(self.source, begin, self.at, reason)
        return ALL - members if name.startswith(b"^") else members
