"""The parser of the ``regex`` module's syntax, as far as a filter can express it.

The grammar is that of ``ere_parser`` with the differences below. The parser rejects every
construct that it does not support; such a pattern has no filter. ``regex`` has compiled the
pattern before, so the parser does not have to detect errors.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns.byte_sets import CLASSES, NOT_NEWLINE
from git_secrets_py.patterns.ere_parser import Parser
from git_secrets_py.patterns.ere_tree import Assertion, Bytes, Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

UNKNOWN = "not supported in a filter"
ESCAPED_ASSERTIONS = {b"b": "b", b"B": "B", b"m": "<", b"M": ">", b"A": "A", b"Z": "Z"}
# An atomic group matches no more than a plain group, which can replace it in a filter.
GROUPS = (b"(?:", b"(?>", b"(")
LOOKAROUNDS = (b"(?=", b"(?!", b"(?<=", b"(?<!")
# In brackets, version 1 of the syntax reads these as set operators.
SET_OPERATORS = (b"&&", b"||", b"~~", b"--", b"[")


def parse(source: bytes) -> Node:
    """Return a syntax tree that matches wherever the pattern matches.

    Raises ``PatternError`` if the pattern contains an unsupported construct.
    """
    return NativeParser(source).pattern()


class NativeParser(Parser):
    """The productions that differ from those of a POSIX extended regular expression."""

    caseless = False
    escaped_assertions = ESCAPED_ASSERTIONS

    def pattern(self) -> Node:
        """pattern = { "(?", flag, { flag }, ")" }, expression ;  flag = "i" | "m" | "s" ;

        Within one line, the flags m and s have no effect.
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
        """idle = ;  (a quantifier here is an error or repeats an assertion)"""
        if self._next() in b"*+?{" and self._next():
            raise self._unknown()

    def assertion(self) -> Node | None:
        """assertion = "^" | "$" | "\\", ( "b" | "B" | "m" | "M" | "A" | "Z" ) | lookaround ;"""
        if any(self._sees(opening) for opening in LOOKAROUNDS):
            return self.lookaround()
        return super().assertion()

    def lookaround(self) -> Node:
        """lookaround = "(?", ( "=" | "!" | "<=" | "<!" ), expression, ")" ;

        It can only exclude matches; the text that it tests is not part of the match.
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
        """The rest after the opening parenthesis; ``idle`` rejects the ``?`` of an unknown one."""
        self.enter()
        body = self.expression()
        if not self._accept(b")"):
            raise self._unknown()
        self.depth -= 1
        return Group(body)

    def interval(self) -> tuple[int, int | None] | None:
        """interval, and no other brace: ``regex`` reads it as fuzzy matching."""
        limits = super().interval()
        if limits is None:
            raise self._unknown()
        return limits

    def folded(self, members: frozenset[int]) -> frozenset[int]:
        """Return ``members``, with the other case if the flag i is set."""
        if not self.caseless:
            return members
        text = bytes(sorted(members))
        return members | frozenset(text.upper()) | frozenset(text.lower())

    def backreference(self, number: int) -> Node:
        """A filter has no back-references."""
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
