"""The part of the ``regex`` module's syntax that a filter can be made of.

The grammar is that of ``ere_parser`` with the differences below. It is accepted only where the
meaning is beyond doubt: everything else is a ``PatternError``, and the caller does without a
filter. The pattern has been compiled by ``regex`` before, so that what is plainly wrong does not
come here.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns.byte_sets import CLASSES, NOT_NEWLINE
from git_secrets_py.patterns.ere_parser import Parser
from git_secrets_py.patterns.ere_tree import Assertion, Bytes, Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

UNKNOWN = "no filter is made of this"
ESCAPED_ASSERTIONS = {b"b": "b", b"B": "B", b"m": "<", b"M": ">", b"A": "A", b"Z": "Z"}
# An atomic group matches less than a plain one does, and so may stand as one in a filter.
GROUPS = (b"(?:", b"(?>", b"(")
LOOKAROUNDS = (b"(?=", b"(?!", b"(?<=", b"(?<!")
# In a bracket these begin what another version of the syntax reads as an operation on sets.
SET_OPERATORS = (b"&&", b"||", b"~~", b"--", b"[")


def parse(source: bytes) -> Node:
    """Return a tree that matches wherever the pattern does; raise ``PatternError`` if unable."""
    return NativeParser(source).pattern()


class NativeParser(Parser):
    """The productions that differ from those of a POSIX extended regular expression."""

    caseless = False
    escaped_assertions = ESCAPED_ASSERTIONS

    def pattern(self) -> Node:
        """pattern = { "(?", flag, { flag }, ")" }, expression ;  flag = "i" | "m" | "s" ;

        Within one line the flags m and s change nothing.
        """
        while self.source.startswith(b"(?", self.at):
            end = self.source.find(b")", self.at)
            flags = self.source[self.at + 2 : end]
            if not flags or flags.strip(b"ims"):
                break
            self.caseless |= b"i" in flags
            self.at = end + 1
        return super().pattern()

    def idle(self) -> None:
        """idle = ;  (a quantifier with nothing to repeat is an error, or repeats an assertion)"""
        if self._next() in b"*+?{" and self._next():
            raise self._unknown()

    def assertion(self) -> Node | None:
        """assertion = "^" | "$" | "\\", ( "b" | "B" | "m" | "M" | "A" | "Z" ) | lookaround ;"""
        if any(self._sees(opening) for opening in LOOKAROUNDS):
            return self.lookaround()
        return super().assertion()

    def lookaround(self) -> Node:
        """lookaround = "(?", ( "=" | "!" | "<=" | "<!" ), expression, ")" ;

        It only ever forbids matches, and what it looks at is no part of them.
        """
        self.at += len(next(opening for opening in reversed(LOOKAROUNDS) if self._sees(opening)))
        self.rest_of_group()
        return Assertion("?")

    def group(self) -> Node:
        """group = ( "(" | "(?:" | "(?>" | "(?i:" | "(?P<", name, ">" ), expression, ")" ;"""
        outer = self.caseless
        if self._sees(b"(?i:"):
            self.caseless = True
            self.at += 4
        elif self._sees(b"(?P<") and b">" in self.source[self.at :]:
            self.at = self.source.index(b">", self.at) + 1
        else:
            self.at += len(next(opening for opening in GROUPS if self._sees(opening)))
        node = self.rest_of_group()
        self.caseless = outer
        return node

    def rest_of_group(self) -> Node:
        """What follows the opening parenthesis; an unknown one leaves its ``?`` to ``idle``."""
        self.enter()
        body = self.expression()
        if not self._accept(b")"):
            raise self._unknown()
        self.depth -= 1
        return Group(body)

    def interval(self) -> tuple[int, int | None] | None:
        """Only an interval: ``regex`` reads other braces as fuzzy matching."""
        limits = super().interval()
        if limits is None:
            raise self._unknown()
        return limits

    def folded(self, members: frozenset[int]) -> frozenset[int]:
        """``members`` and, where case does not matter, the same in the other case."""
        if not self.caseless:
            return members
        text = bytes(sorted(members))
        return members | frozenset(text.upper()) | frozenset(text.lower())

    def backreference(self, number: int) -> Node:
        """Not in a filter."""
        raise self._unknown()

    def bracket(self) -> frozenset[int]:
        """bracket = "[", [ "^" ], item, { item }, "]" ;"""
        self.at += 1
        negated = self._accept(b"^")
        members = self.item()
        while not self._accept(b"]"):
            members |= self.item()
        members = self.folded(members)
        return NOT_NEWLINE - members if negated else members

    def item(self) -> frozenset[int]:
        """item = class | element, [ "-", element ] ;"""
        if self._sees(b"[:"):
            return self.character_class()
        low = self.element()
        if not self._sees(b"-") or self._sees(b"-]"):
            return low
        self.at += 1
        high = self.element()
        if len(low) > 1 or len(high) > 1:
            raise self._unknown()
        return frozenset(range(min(low), max(high) + 1))

    def element(self) -> frozenset[int]:
        """element = byte | escape ;"""
        if any(self._sees(operator) for operator in SET_OPERATORS) or self._next() in (b"]", b""):
            raise self._unknown()
        byte = self._next()
        self.at += 1
        if byte != b"\\":
            return frozenset(byte)
        return self.escaped_element()

    def escaped_element(self) -> frozenset[int]:
        """The part of an escape after its backslash, within brackets."""
        byte = self._next()
        if byte in b"123456789" or byte == b"":
            raise self._unknown()
        node = self.escape()
        assert isinstance(node, Bytes)
        return node.members

    def character_class(self) -> frozenset[int]:
        """class = "[:", name, ":]" ;"""
        end = self.source.find(b":]", self.at)
        name = self.source[self.at + 2 : max(end, 0)]
        if name not in CLASSES:
            raise self._unknown()
        self.at = end + 2
        return CLASSES[name]

    def _sees(self, text: bytes) -> bool:
        return self.source.startswith(text, self.at)

    def _unknown(self) -> PatternError:
        return self._error(self.at, UNKNOWN, self.at + 1)
