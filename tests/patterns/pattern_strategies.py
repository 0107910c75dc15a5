"""Random patterns, and random lines in which they have a fair chance to match."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

Bytes = st.SearchStrategy[bytes]

# Word bytes and others, beyond ASCII too: few, so that patterns and lines often meet.
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


def _quantified(atoms: Bytes) -> Bytes:
    return st.builds(bytes.__add__, atoms, st.sampled_from([b""] * 14 + QUANTIFIERS + STACKED))


def _alternatives(pieces: Bytes, atoms: Bytes) -> Bytes:
    """Branches of ``pieces``, empty ones too, and some that begin with an idle quantifier."""
    row = st.lists(pieces, max_size=4).map(b"".join)
    # GNU grep warns of a quantifier that begins a branch and reads on behind it; as all that a
    # branch holds it refuses it.
    idle = st.builds(
        lambda *parts: b"".join(parts), st.sampled_from([b"*", b"+", b"?"]), atoms, row
    )
    rows = st.one_of(*[row] * 9, idle)
    return st.lists(rows, min_size=1, max_size=3).map(b"|".join)


def _groups(inner: Bytes) -> Bytes:
    return _alternatives(_quantified(inner), inner).map(b"(%b)".__mod__)


_plain = st.sampled_from(LITERALS) | st.sampled_from(CLASSES)
_atoms = st.recursive(_plain, _groups, max_leaves=5)
# No assertion is repeated: the GNU C library does not find b in "b" with b(|^a*){2}.
_pieces = st.one_of(*[_quantified(_atoms)] * 5, st.sampled_from(ASSERTIONS))
_parts = st.one_of(_pieces, _pieces, _alternatives(_pieces, _atoms).map(b"(%b)".__mod__))
# A back-reference comes without repeated groups and alternatives: the C library has known faults
# there, and does not find "aa" with (){2}*(a)\1 either.
_simple = st.lists(_quantified(_plain) | st.sampled_from(ASSERTIONS), max_size=2).map(b"".join)
_referred = st.lists(_quantified(_plain), min_size=1, max_size=2).map(b"".join)
_backreferences = st.builds(
    rb"%b(%b)%b\1%b".__mod__, st.tuples(_simple, _referred, _simple, _simple)
)


def _begun(pattern: bytes) -> bytes:
    """``pattern``, which must not begin as one in the syntax of ``regex`` does."""
    return b"a" + pattern if pattern.startswith(b"(?") else pattern


#: Extended regular expressions, in which GNU grep can be trusted.
patterns = st.one_of(*[_alternatives(_parts, _atoms)] * 7, _backreferences).map(_begun)


def lines(seed: int, count: int) -> list[bytes]:
    """Return ``count`` random lines without their ends."""
    chance = Random(seed)
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


def _native_rows(inner: Bytes) -> Bytes:
    quantified = st.builds(bytes.__add__, inner, st.sampled_from([b""] * 10 + NATIVE_QUANTIFIERS))
    looks = st.builds(b"%b%b)".__mod__, st.tuples(st.sampled_from(LOOKAROUNDS), quantified))
    piece = st.one_of(*[quantified] * 5, st.sampled_from(NATIVE_ASSERTIONS), looks)
    row = st.lists(piece, min_size=1, max_size=4).map(b"".join)
    return st.lists(row, min_size=1, max_size=2).map(b"|".join)


def _native_groups(inner: Bytes) -> Bytes:
    return st.builds(b"%b%b)".__mod__, st.tuples(st.sampled_from(OPENINGS), _native_rows(inner)))


_native = _native_rows(st.recursive(st.sampled_from(NATIVE_ATOMS), _native_groups, max_leaves=6))
#: Patterns in the syntax of the ``regex`` module, as far as a filter can be made of them.
native_patterns = st.builds(
    b"%b%b%b)".__mod__,
    st.tuples(st.sampled_from([b"", b"(?i)", b"(?s)", b"(?im)"]), st.just(b"(?:"), _native),
)
