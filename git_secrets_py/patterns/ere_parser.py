"""The parser of POSIX extended regular expressions, after POSIX XBD 9.4 and GNU grep 3.8.

Each production of the grammar is a method, and its docstring. If POSIX leaves a construct
undefined, the parser follows GNU grep; if that is ambiguous too (an escaped letter, a quantifier
after a quantifier), it follows the ``regex`` module.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import escapes
from git_secrets_py.patterns.byte_sets import ESCAPES, MEANINGLESS, NEWLINE, NOT_NEWLINE
from git_secrets_py.patterns.ere_bracket import read_bracket
from git_secrets_py.patterns.ere_tree import (
    CAPTURING,
    MAXIMUM_LEVELS,
    Assertion,
    Backreference,
    Bytes,
    Choice,
    Group,
    Repeat,
    Series,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

MAXIMUM_REPEAT = 32767  # RE_DUP_MAX of the GNU C library
BAD_INTERVAL = "invalid interval; write {n}, {n,}, {,m} or {n,m} with n <= m"
ANCHORS = {b"^": "A", b"$": "Z"}
ASSERTIONS = b"^$\\("  # how they begin, those of a subclass included
ESCAPED_ASSERTIONS = {
    b"b": "b",
    b"B": "B",
    b"<": "<",
    b">": ">",
    b"`": "A",
    b"'": "Z",
    b"A": "A",
    b"Z": "Z",
    b"z": "Z",
}
QUANTIFIERS: dict[bytes, tuple[int, int | None]] = {b"*": (0, None), b"+": (1, None), b"?": (0, 1)}


def _count(digits: bytes) -> int:
    """Return the value of ``digits``, or any excessive value: ``int`` limits their number."""
    return int(digits) if len(digits.lstrip(b"0")) < 9 else MAXIMUM_REPEAT + 1


class Parser:
    """A position in the pattern, and the productions of the grammar that advance it."""

    escaped_assertions = ESCAPED_ASSERTIONS

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.depth = 0
        self.has_backreference = False
        self.newline: tuple[int, int] | None = None  # the first escape that matches only a newline
        self.nullable_groups: list[bool] = []  # by number, from 1
        self.complete: frozenset[int] = frozenset()  # the groups closed before this position

    def pattern(self) -> Node:
        """pattern = expression ;"""
        return self.expression()

    def expression(self) -> Node:
        """expression = branch, { "|", branch } ;"""
        before = after = self.complete
        branches = []
        while True:
            self.complete = before  # a back-reference cannot refer to another branch
            branches.append(self.branch())
            after |= self.complete
            if not self._accept(b"|"):
                break
        self.complete = after
        return branches[0] if len(branches) == 1 else Choice(branches)

    def branch(self) -> Node:
        """branch = idle, { assertion, { quantifier } | piece } ;

        Outside of a group, ``)`` is an ordinary byte (POSIX XBD 9.4.3).
        """
        self.skip()
        self.idle()
        parts = self.literals()
        ends = (b"", b"|", b")") if self.depth else (b"", b"|")
        while (byte := self._next()) not in ends:
            found = self.assertion() if byte in ASSERTIONS else None
            if found is None:
                parts.append(self.piece())
            elif self.is_required():
                parts.append(found)
            self.skip()
            parts += self.literals()
        return parts[0] if len(parts) == 1 else Series(parts)

    def literals(self) -> list[Node]:
        """Return nodes for the bytes here that match themselves; a subclass reads many at once."""
        return []

    def skip(self) -> None:
        """Skip the text between two parts that matches nothing; a subclass has comments."""

    def idle(self) -> None:
        """idle = { quantifier } ;

        Quantifiers at the start of a branch have nothing to repeat. GNU grep warns about them and
        ignores them, but rejects ``(*)``.
        """
        begin = self.at
        if self.is_verb():
            raise self._error(begin - 1, "verbs such as (*UTF8) are not supported", begin + 1)
        while self.quantifier() is not None:
            pass
        ends_in_interval = self.source[self.at - 1 : self.at] == b"}"
        if self.depth and self.at > begin and self._next() == b")" and not ends_in_interval:
            raise self._error(begin, "nothing to repeat; write \\ before it for the byte itself")

    def is_verb(self) -> bool:
        """Return whether ``(*UTF8)`` or the like is here, with its ``(`` behind."""
        verb, end, _ = self.source[self.at + 1 :].partition(b")")
        inside = self.depth > 0 and self.source[self.at - 1 : self.at + 1] == b"(*"
        return bool(inside and end and verb.isupper() and verb.isalnum())

    def is_required(self) -> bool:
        """Read the quantifiers after an assertion; return whether the assertion still applies.

        As in GNU grep, a repeated assertion is the assertion, and an optional one is nothing.
        """
        required = True
        limits = self.quantifier()
        while limits is not None:
            required = required and limits[0] > 0
            limits = self.quantifier()
        return required

    def assertion(self) -> Node | None:
        """assertion = "^" | "$" | "\\", ( "b" | "B" | "<" | ">" | "`" | "'" | "A" | "Z" ) ;"""
        kind = ANCHORS.get(self._next())
        width = 1
        if self._next() == b"\\":
            kind = self.escaped_assertions.get(self.source[self.at + 1 : self.at + 2])
            width = 2
        if kind is None:
            return None
        self.at += width
        return Assertion(kind)

    def piece(self) -> Node:
        """piece = atom, { quantifier, [ "?" | "+" ] } ;"""
        begin = self.at
        node = self.atom()
        limits = self.quantifier()
        while limits is not None:
            mode = self._next() if self._next() in (b"?", b"+") else b""
            self.at += len(mode)
            node = self._checked(Repeat(node, *limits, mode.decode()), begin)
            limits = self.quantifier()
        return node

    def quantifier(self) -> tuple[int, int | None] | None:
        """quantifier = "*" | "+" | "?" | interval ;"""
        byte = self._next()
        limits = QUANTIFIERS.get(byte)
        if limits is not None:
            self.at += 1
            return limits
        return self.interval() if byte == b"{" else None

    def interval(self) -> tuple[int, int | None] | None:
        """interval = "{", [ digits ], [ ",", [ digits ] ], "}" ;

        In any other text, ``{`` is an ordinary byte, as in GNU grep.
        """
        begin = self.at
        self.at += 1
        low, comma, high = self._digits(), self._accept(b","), self._digits()
        if not self._accept(b"}"):
            self.at = begin
            return None
        if not (low or comma):
            raise self._error(begin, BAD_INTERVAL)
        least = _count(low or b"0")
        most = _count(high) if high else None if comma else least
        self._check_interval(begin, least, most)
        return least, most

    def atom(self) -> Node:
        """atom = group | bracket | "." | escape | byte ;"""
        begin = self.at
        byte = self._next()
        if byte == b"(":
            return self._checked(self.group(), begin)
        if byte == b"[":
            return Bytes(self.bracket())
        self.at += 1
        if byte == b"\\":
            return self.escape()
        return Bytes(NOT_NEWLINE if byte == b"." else self.folded(frozenset(byte)))

    def bracket(self) -> frozenset[int]:
        """bracket = see ``ere_bracket`` ;"""
        members, self.at = read_bracket(self.source, self.at)
        return members

    def folded(self, members: frozenset[int]) -> frozenset[int]:
        """Return the bytes that match one of ``members``; a subclass adds the other case."""
        return members

    def group(self) -> Node:
        """group = "(", expression, ")" ;"""
        begin = self.at
        self.at += 1
        return self.numbered_group(begin)

    def numbered_group(self, begin: int, opening: str = CAPTURING) -> Node:
        """The rest of a group that back-references can refer to."""
        self.nullable_groups.append(True)
        number = len(self.nullable_groups)
        body = self.rest_of_group(begin)
        self.nullable_groups[number - 1] = body.nullable
        self.complete |= {number}
        return Group(body, opening)

    def rest_of_group(self, begin: int) -> Node:
        """The content of the group that is opened at ``begin``, and its closing parenthesis."""
        self.depth += 1
        if self.depth > MAXIMUM_LEVELS:
            raise self._error(begin, f"more than {MAXIMUM_LEVELS} nested groups")
        body = self.expression()
        if not self._accept(b")"):
            raise self._error(begin, "unmatched (", begin + 1)
        self.depth -= 1
        return body

    def escape(self) -> Node:
        """escape = "\\", ( "1".."9" | class letter | number | not a letter or digit ) ;"""
        byte = self._next()
        if not byte:
            raise self._error(self.at - 1, "trailing backslash; write \\\\ for the byte itself")
        self.at += 1
        if byte in b"123456789":
            return self.backreference(int(byte))
        if byte == b"_":
            return Bytes(frozenset(byte))
        if byte in b"xu":
            value, self.at = escapes.by_number(self.source, self.at - 2)
            return Bytes(self.folded(frozenset((value,))))
        if byte[0] in MEANINGLESS or escapes.names_character(self.source, self.at - 2):
            raise escapes.unknown(self.source, self.at - 2, byte)
        members = ESCAPES.get(byte[0], frozenset(byte))
        if members == NEWLINE and self.newline is None:
            self.newline = (self.at - 2, self.at)
        return Bytes(self.folded(members))

    def backreference(self, number: int) -> Node:
        """The digit of a back-reference, whose group must end before it."""
        if number not in self.complete:
            raise self._error(self.at - 2, f"no group {number} ends before \\{number}")
        self.has_backreference = True
        return Backreference(number, nullable=self.nullable_groups[number - 1])

    def _check_interval(self, begin: int, least: int, most: int | None) -> None:
        if most is not None and most < least:
            raise self._error(begin, BAD_INTERVAL)
        if (least if most is None else most) > MAXIMUM_REPEAT:
            raise self._error(begin, f"the interval exceeds {MAXIMUM_REPEAT}")

    def _checked(self, node: Node, begin: int) -> Node:
        if node.levels > MAXIMUM_LEVELS:
            raise self._error(begin, f"more than {MAXIMUM_LEVELS} nested groups and quantifiers")
        return node

    def _digits(self) -> bytes:
        begin = self.at
        while self._next().isdigit():
            self.at += 1
        return self.source[begin : self.at]

    def _next(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def _accept(self, byte: bytes) -> bool:
        found = self._next() == byte
        self.at += found
        return found

    def _error(self, begin: int, reason: str, end: int | None = None) -> PatternError:
        return PatternError(self.source, begin, self.at if end is None else end, reason)
