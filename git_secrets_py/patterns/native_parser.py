"""The parser of regex syntax: patterns that contain a group extension.

The grammar is that of ``ere_parser`` with the differences below. Constructs that Python, Perl,
RE2, Go and Rust agree on are read as these programs read them; others are rejected by name.
Constructs that only the ``regex`` module can decide, such as fuzzy matching, raise
``RegexOnlyError``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from git_secrets_py.patterns import native_bracket
from git_secrets_py.patterns.byte_sets import ALL, NEWLINE, SPACE
from git_secrets_py.patterns.ere_parser import Parser
from git_secrets_py.patterns.ere_tree import (
    CAPTURING,
    SECRET,
    Backreference,
    Bytes,
    Group,
    Lookaround,
    Repeat,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

ESCAPED_ASSERTIONS = {b"b": "b", b"B": "B", b"m": "<", b"M": ">", b"A": "A", b"Z": "Z", b"z": "Z"}
LOOKAROUNDS = (b"(?<=", b"(?<!", b"(?=", b"(?!")
NAMED = {b"(?P<": b">", b"(?<": b">", b"(?'": b"'"}
OPENINGS = tuple(NAMED)
REFERENCES = {b"\\k<": b">", b"\\k{": b"}", b"\\k'": b"'", b"\\g<": b">", b"\\g{": b"}"}
REFERENCES_BY_NAME = tuple(REFERENCES)
RECURSION = (b"(?R", b"(?&", b"(?P>", b"(?+", *(b"(?%d" % digit for digit in range(10)))
# i ignores case, x permits spaces and comments, U swaps greedy and lazy, s makes a dot match a
# newline. The others have no effect on a line of bytes.
FLAGS = b"ixUsma"
FLAGS_OF_REGEX = b"befprwV01"
SPACES = bytes(sorted(SPACE))
LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = b"0123456789"
# Bytes that match themselves and are not repeated.
LITERALS = re.compile(rb"[A-Za-z0-9_\"'/,;:=@%&~`<>!-]+(?![*+?{]|\(\?#)")
IN_FLAGS = LETTERS + b"^-" + DIGITS
# The beginnings of the text that ``skip`` skips.
SKIPPED = b"(#" + SPACES


class RegexOnlyError(Exception):
    """The pattern contains a construct that only the ``regex`` module can decide."""


class NativeParser(Parser):
    """The productions that differ from those of a POSIX extended regular expression."""

    escaped_assertions = ESCAPED_ASSERTIONS

    def __init__(self, source: bytes) -> None:
        super().__init__(source)
        self.flags: frozenset[int] = frozenset()
        self.names: dict[bytes, int] = {}
        self.crosses_lines = False  # a dot or a bracket matches a newline as well as other bytes

    def expression(self) -> Node:
        """As in the extended syntax. Flags that are set within a group end with it."""
        outer = self.flags
        node = super().expression()
        self.flags = outer
        return node

    def literals(self) -> list[Node]:
        """literals = { byte } ;  (not with the flag x, and none that is repeated)"""
        found = None if ord("x") in self.flags else LITERALS.match(self.source, self.at)
        if found is None:
            return []
        self.at = found.end()
        caseless = ord("i") in self.flags
        nodes: list[Node] = [_literal(byte, caseless) for byte in found.group()]
        self.skip()
        return nodes

    def skip(self) -> None:
        """skip = { comment | space | "(?", flags, ")" } ;"""
        if self._next() not in SKIPPED:
            return
        begin = -1
        while begin != self.at:
            begin = self.at
            self.skip_comments()
            if self._sees(b"(?"):
                self.skip_flags()

    def skip_comments(self) -> None:
        """comment = "(?#", text, ")" | "#", text ;  (spaces and the latter with the flag x)"""
        if self._next() not in SKIPPED:
            return
        begin = -1
        while begin != self.at:
            begin = self.at
            if self._sees(b"(?#"):
                self.at = self._end_of(b")", begin, "unmatched (")
            elif ord("x") in self.flags:
                self.at += len(self.source[begin:]) - len(self.source[begin:].lstrip(SPACES))
                if self._sees(b"#"):
                    self.at = len(self.source)

    def skip_flags(self) -> None:
        """Set the flags from here to the end of the group, as Go, Perl and Rust do."""
        begin = self.at
        flags = self.read_flags()
        if flags is None or not self._accept(b")"):
            self.at = begin
        else:
            self.flags = flags

    def read_flags(self) -> frozenset[int] | None:
        """flags = { letter }, [ "-", { letter } ] ;  Return ``None`` if no flags are here."""
        begin = self.at
        self.at += 2
        while self._next() and self._next() in IN_FLAGS:
            self.at += 1
        written = self.source[begin + 2 : self.at]
        if (written[:1] in b"PR" + DIGITS and written) or self._next() not in (b")", b":"):
            return None
        set_, _, unset = written.removeprefix(b"^").partition(b"-")
        if set_.strip(FLAGS + FLAGS_OF_REGEX) or unset.strip(FLAGS + b"u"):
            raise self._error(begin, "unknown flag; the flags are i, m, s, U and x", self.at + 1)
        if set_.strip(FLAGS):
            raise RegexOnlyError
        kept = frozenset() if written.startswith(b"^") else self.flags
        return (kept | frozenset(set_)) - frozenset(unset)

    def idle(self) -> None:
        """idle = ;"""
        begin = self.at
        if self.quantifier() is not None:
            raise self._error(begin, "nothing to repeat; write \\ before it for the byte itself")

    def assertion(self) -> Node | None:
        """assertion = "^" | "$" | "\\", ( "b" | "B" | "m" | "M" | "A" | "Z" ) | lookaround ;"""
        if self._sees(LOOKAROUNDS):
            return self.lookaround(next(one for one in LOOKAROUNDS if self._sees(one)))
        if self._sees(b"\\b{") and self.source[self.at + 3 : self.at + 4] in LETTERS:
            reason = "write \\m for the start of a word, \\M for its end"
            raise self._error(self.at, reason, self.at + 3)
        return super().assertion()

    def lookaround(self, mark: bytes) -> Node:
        """lookaround = "(?", ( "=" | "!" | "<=" | "<!" ), expression, ")" ;"""
        begin = self.at
        self.at += len(mark)
        return Lookaround(self.rest_of_group(begin), mark.decode())

    def piece(self) -> Node:
        """piece = atom, [ quantifier, [ "?" | "+" ] ] ;"""
        begin = self.at
        node = self.atom()
        self.skip_comments()
        limits = self.quantifier()
        if limits is None:
            return node
        mode = self._next() if self._next() in (b"?", b"+") else b""
        self.at += len(mode)
        if ord("U") in self.flags and mode != b"+":
            mode = b"" if mode else b"?"
        again = self.at
        if self.quantifier() is not None:
            reason = "multiple repeat; put (?:...) around the repeated part"
            raise self._error(again, reason, again + 1)
        return self._checked(Repeat(node, *limits, mode.decode()), begin)

    def interval(self) -> tuple[int, int | None] | None:
        """As in the extended syntax; ``regex`` decides fuzzy matching, such as ``{e<=1}``."""
        limits = super().interval()
        if limits is None and _is_fuzzy(self.source[self.at + 1 :].partition(b"}")[0]):
            raise RegexOnlyError
        return limits

    def atom(self) -> Node:
        """As in the extended syntax, but ``)`` without an opening parenthesis is an error."""
        byte = self._next()
        if byte == b")":
            raise self._error(self.at, "unmatched )", self.at + 1)
        if byte == b"." and ord("s") in self.flags:
            self.crosses_lines = True
        return super().atom()

    def group(self) -> Node:
        """group = ( "(" | "(?:" | "(?>" | "(?", flags, ":" | "(?P<", name, ">" ), rest ;"""
        begin = self.at
        self.refuse_unsupported()
        if self._sees(OPENINGS):
            return self.named_group(next(one for one in OPENINGS if self._sees(one)))
        if self._sees(b"(?P="):
            return self.named_reference(b"(?P=", b")")
        if self._sees(b"(?>"):
            self.at += 3
            return Group(self.rest_of_group(begin), "(?>")
        return self.flagged_group() if self._sees(b"(?") else super().group()

    def refuse_unsupported(self) -> None:
        """Reject recursion; leave conditions, branch resets and verbs to ``regex``."""
        relative = self._sees(b"(?-") and self.source[self.at + 3 : self.at + 4].isdigit()
        if relative or self._sees(RECURSION):
            raise self._error(self.at, "recursion is not supported", self.at + 3)
        is_verb = self._sees(b"(*") and self.source[self.at + 2 : self.at + 3].isupper()
        if is_verb or self._sees(b"(?(") or self._sees(b"(?|"):
            raise RegexOnlyError

    def flagged_group(self) -> Node:
        """The group that begins with ``(?`` and flags, or none, and a colon."""
        begin, outer = self.at, self.flags
        flags = self.read_flags()
        if flags is None or not self._accept(b":"):
            text = self.source[begin : begin + 4].decode("latin-1")
            raise self._error(begin, f"unknown group extension {text}", begin + 3)
        self.flags = flags
        body = self.rest_of_group(begin)
        self.flags = outer
        return Group(body, "(?:")

    def named_group(self, opening: bytes) -> Node:
        """The group after ``(?P<``, ``(?<`` or ``(?'``. Groups of one name share a number."""
        begin = self.at
        name = self.name(opening, NAMED[opening])
        kind = SECRET if name == b"secret" else CAPTURING
        if name in self.names:
            body = self.rest_of_group(begin)
            self.nullable_groups[self.names[name] - 1] |= body.nullable
            return Group(body, kind)
        self.names[name] = len(self.nullable_groups) + 1
        return self.numbered_group(begin, kind)

    def name(self, opening: bytes, closing: bytes) -> bytes:
        """name = letter | "_", { letter | digit | "_" } ;"""
        begin = self.at
        self.at = self._end_of(closing, begin + len(opening), "the name of the group does not end")
        name = self.source[begin + len(opening) : self.at - 1]
        if name[:1].isdigit() or not name or name.strip(LETTERS + DIGITS + b"_"):
            raise self._error(begin, "invalid name of a group; write letters, digits and _")
        return name

    def escape(self) -> Node:
        r"""As in the extended syntax, and ``\k<name>``, ``\g{1}`` and references of two digits."""
        self.at -= 1
        if self._sees(REFERENCES_BY_NAME):
            opening = next(one for one in REFERENCES if self._sees(one))
            return self.named_reference(opening, REFERENCES[opening])
        if self._sees(b"\\K"):
            raise RegexOnlyError
        digits = self.source[self.at + 1 : self.at + 3]
        self.at += 1
        if len(digits) == 2 and digits.isdigit() and digits[:1] != b"0":
            self.at += 2
            return self.reference(int(digits), self.at - 3)
        return super().escape()

    def named_reference(self, opening: bytes, closing: bytes) -> Node:
        """A reference by name, or by number in its place."""
        begin = self.at
        inside = self.source[begin + len(opening) :].partition(closing)[0]
        if inside.isdigit():
            self.at = begin + len(opening) + len(inside) + 1
            return self.reference(int(inside[:9]), begin)
        name = self.name(opening, closing)
        if name not in self.names:
            raise self._error(begin, f"there is no group {name.decode()} before it")
        return self.reference(self.names[name], begin)

    def backreference(self, number: int) -> Node:
        """The digit of a back-reference."""
        return self.reference(number, self.at - 2)

    def reference(self, number: int, begin: int) -> Node:
        """The reference to group ``number``, which must end before it."""
        if number not in self.complete:
            raise self._error(begin, f"no group {number} ends before it")
        self.has_backreference = True
        nullable = self.nullable_groups[number - 1]
        return Backreference(number, nullable=nullable, caseless=ord("i") in self.flags)

    def folded(self, members: frozenset[int]) -> frozenset[int]:
        """Return ``members``, with the other case if the flag i is set."""
        return _in_both_cases(members) if ord("i") in self.flags else members

    def bracket(self) -> frozenset[int]:
        """bracket = see ``native_bracket`` ;"""
        begin = self.at
        members, negated, self.at = native_bracket.read_bracket(self.source, begin)
        members = self.folded(members)
        members = ALL - members if negated else members
        self.crosses_lines = self.crosses_lines or members == ALL
        if members == NEWLINE and self.newline is None:
            self.newline = (begin, self.at)
        return members

    def _end_of(self, text: bytes, begin: int, reason: str) -> int:
        """Return the offset after ``text``; raise ``PatternError`` if there is none."""
        end = self.source.find(text, begin)
        if end < 0:
            raise self._error(self.at, reason, self.at + 1)
        return end + len(text)

    def _sees(self, text: bytes | tuple[bytes, ...]) -> bool:
        """Return whether ``text``, or one of several, is here."""
        return self.source.startswith(text, self.at)


@lru_cache(maxsize=1024)
def _literal(byte: int, caseless: bool) -> Bytes:
    members = frozenset((byte,))
    return Bytes(_in_both_cases(members) if caseless else members)


@lru_cache(maxsize=1024)
def _in_both_cases(members: frozenset[int]) -> frozenset[int]:
    text = bytes(members)
    return members | frozenset(text.upper()) | frozenset(text.lower())


def _is_fuzzy(text: bytes) -> bool:
    """Return whether ``text`` between braces is a constraint of fuzzy matching."""
    words = text.partition(b":")[0].split(b",")
    return all(_is_constraint(word.replace(b" ", b"")) for word in words)


def _is_constraint(word: bytes) -> bool:
    """Return whether ``word`` is ``e``, ``e<=1``, ``1<=e<3``, ``2i+2d+1s<=4`` or the like."""
    has_kind = any(kind in word for kind in (b"e", b"i", b"d", b"s"))
    return has_kind and not word.strip(DIGITS + b"eids<=+") and (len(word) == 1 or b"<" in word)
