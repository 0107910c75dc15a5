"""Random patterns, and random lines in which they are likely to match.

Drawn from ``random.Random`` rather than by Hypothesis, whose engine takes longer for a pattern
than all comparisons with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

# Longer patterns compile slowly and test nothing that short ones do not.
LONGEST = 150

#: Returns a random piece of a pattern.
Draw = Callable[[Random], bytes]

# Few bytes, so that patterns often match: word bytes, other bytes, and bytes beyond ASCII.
ALPHABET = [b"a", b"b", b"A", b"1", b"_", b"-", b".", b" ", b"\xe9", b"\x80", b"\xff"]
RARE = [b"\t", b"\r-", b"\x00", b"z", b"{", b")", b"\\", b"^", b"$", b"]"]

LITERALS = [
    *(b"\\." if byte == b"." else byte for byte in ALPHABET),
    *(rb"\^", rb"\$", rb"\(", rb"\)", rb"\{", rb"\|", rb"\\", rb"\*", b"}", b"]", rb"\-", b"a{x"),
]
CLASSES = [
    b".",
    rb"\w",
    rb"\W",
    rb"\s",
    rb"\S",
    b"[ab]",
    b"[^a]",
    b"[^ab_-]",
    b"[a-z]",
    b"[]a]",
    b"[^]a]",
    b"[a-]",
    b"[--.]",
    b"[%--]",
    rb"[\.]",
    b"[^\x01-\x7f]",
    b"[\x80-\xff]",
    b"[\xe0-\xeaA]",
    b"[[:alnum:]_]",
    b"[[:alpha:]]",
    b"[[:blank:]]",
    b"[[:cntrl:]]",
    b"[[:digit:]]",
    b"[[:graph:]]",
    b"[^[:lower:]]",
    b"[[:print:]]",
    b"[[:punct:]]",
    b"[^[:space:]_]",
    b"[[:upper:]-]",
    b"[[:xdigit:]]",
    b"[[.-.]a]",
    b"[[=a=]1]",
    b"[[.a.]-z]",
]
ASSERTIONS = [b"^", b"$", rb"\b", rb"\B", rb"\<", rb"\>"]
QUANTIFIERS = [b"*", b"+", b"?", b"{2}", b"{1,2}", b"{1,}", b"{,2}", b"{0,1}", b"{3}", b"{,}"]
STACKED = [b"**", b"+*", b"{2}*", b"{1,2}{2}", b"?{2}"]
# GNU grep takes the parenthesis in (^*) for a byte.
_IDLE_AT_END = re.compile(rb"(?:[\^$]|\\[bB<>`'])[*+?{},0-9]*[*+?]\)")


def _any_of(pieces: Sequence[bytes]) -> Draw:
    return lambda chance: chance.choice(pieces)


def _one_of(*draws: Draw) -> Draw:
    return lambda chance: chance.choice(draws)(chance)


def _row(draw: Draw, least: int, most: int, between: bytes = b"") -> Draw:
    return lambda chance: between.join(draw(chance) for _ in range(chance.randint(least, most)))


def _in_order(*draws: Draw) -> Draw:
    return lambda chance: b"".join(draw(chance) for draw in draws)


def _within(start: bytes, draw: Draw, end: bytes = b")") -> Draw:
    return lambda chance: start + draw(chance) + end


def _nested(plain: Draw, groups: Callable[[Draw], Draw], levels: int = 3) -> Draw:
    """Return a source of plain atoms and nested groups of them."""
    atoms = plain
    for _ in range(levels):
        atoms = _one_of(*[plain] * 4, groups(atoms))
    return atoms


def _quantified(atoms: Draw, stacked: Sequence[bytes] = STACKED) -> Draw:
    return _in_order(atoms, _any_of([b""] * 14 + QUANTIFIERS + list(stacked)))


def _alternatives(pieces: Draw, atoms: Draw) -> Draw:
    """Return a source of alternatives: some are empty, some start with an idle quantifier."""
    row = _row(pieces, 0, 4)
    # GNU grep ignores a quantifier at the start of a branch with a warning, but rejects a branch
    # that contains nothing else.
    idle = _in_order(_any_of([b"*", b"+", b"?"]), atoms, row)
    return _row(_one_of(*[row] * 9, idle), 1, 3, b"|")


def _groups(inner: Draw) -> Draw:
    return _within(b"(", _alternatives(_quantified(inner), inner))


_plain = _one_of(_any_of(LITERALS), _any_of(CLASSES))
_atoms = _nested(_plain, _groups)
# No group with an anchor is repeated: the GNU C library does not find b in "b" with b(|^a*){2}.
_pieces = _one_of(*[_quantified(_atoms)] * 5, _quantified(_any_of(ASSERTIONS)))
_parts = _one_of(_pieces, _pieces, _within(b"(", _alternatives(_pieces, _atoms)))
# A back-reference is not combined with repeated groups and alternatives, because the C library has
# known bugs there: it does not find "aa" with (){2}*(a)\1 either, nor "a" with a(b**)\1.
_simple = _row(_one_of(_quantified(_plain), _any_of(ASSERTIONS)), 0, 2)
_referred = _within(b"(", _row(_quantified(_plain, STACKED[1:]), 1, 2))
_backreferences = _in_order(_simple, _referred, _simple, _within(rb"\1", _simple, b""))
_extended = _one_of(*[_alternatives(_parts, _atoms)] * 7, _backreferences)


def pattern(chance: Random) -> bytes:
    """Return a random extended regular expression that GNU grep matches correctly."""
    drawn = _extended(chance)
    # ``(?`` would select the syntax of the ``regex`` module.
    while len(drawn) > LONGEST or b"(?" in drawn or _IDLE_AT_END.search(drawn):
        drawn = _extended(chance)
    return drawn


def lines(chance: Random, count: int) -> list[bytes]:
    """Return ``count`` random lines without their ends."""
    return [_line(chance) for _ in range(count)]


def _line(chance: Random) -> bytes:
    return b"".join(chance.choice(ALPHABET * 2 + RARE) for _ in range(chance.randint(0, 10)))


NATIVE_ATOMS = [
    *(b"a", b"b", b"A", b"1", b"_", b"-", rb"\.", b"\xe9", b"\\\x80", rb"\xff", rb"\x41", b"."),
    *(b"[ab]", b"[^a]", rb"[a-z\d]", rb"[^\W_]", b"[[:alpha:]-]", rb"[.\-]", rb"[^\x00-\x60\xe9]"),
    *(rb"\d", rb"\D", rb"\w", rb"\W", rb"\s", rb"\S", rb"\t", rb"\-", rb"\<", b"]", b"[A-]"),
]
NATIVE_ASSERTIONS = [b"^", b"$", rb"\b", rb"\B", rb"\m", rb"\M", rb"\A", rb"\Z"]
NATIVE_QUANTIFIERS = [
    b"*",
    b"+",
    b"?",
    b"{2}",
    b"{1,2}",
    b"{,2}",
    b"*?",
    b"+?",
    b"??",
    b"++",
    b"?+",
]
OPENINGS = [b"(", b"(?:", b"(?>", b"(?i:"]
LOOKAROUNDS = [b"(?=", b"(?!", b"(?<=", b"(?<!"]


def _native_rows(inner: Draw) -> Draw:
    quantified = _in_order(inner, _any_of([b""] * 10 + NATIVE_QUANTIFIERS))
    looks = _one_of(*(_within(opening, quantified) for opening in LOOKAROUNDS))
    piece = _one_of(*[quantified] * 5, _any_of(NATIVE_ASSERTIONS), looks)
    return _row(_row(piece, 1, 4), 1, 2, b"|")


def _native_groups(inner: Draw) -> Draw:
    return _one_of(*(_within(opening, _native_rows(inner)) for opening in OPENINGS))


_native = _in_order(
    _any_of([b"", b"(?i)", b"(?s)", b"(?im)"]),
    _within(b"(?:", _native_rows(_nested(_any_of(NATIVE_ATOMS), _native_groups))),
)


def native_pattern(chance: Random) -> bytes:
    """Return a random pattern in the syntax of ``regex`` that filters support."""
    return _native(chance)
