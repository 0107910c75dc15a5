"""Repairing databases that Vectorscan 5.4.12 compiles, which miss matches.

An automaton may skip to the next bytes that change its state: to single bytes or to pairs. To find
pairs of classes of bytes, "double shufti", that release does not search the last byte of the text,
or of the part before a literal, and so skips a pair that ends there: ``[=:]["'].*word`` does not
match ``="word`` (VectorCamp/vectorscan#358, #382; mended in #368, released in 5.4.13). The repair
lets it skip to the first byte of a pair instead: it stops more often, and never too late.

Layouts: ``hs_database`` and ``AccelAux`` in the sources of that release.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

# In the header, after 4 bytes of a magic number. Integers are little-endian.
_VERSION, _LENGTH, _CHECKSUM, _HEADER = slice(4, 8), slice(8, 12), slice(20, 24), 32
_AFFECTED = b"\x00\x0c\x04\x05"
# The layout of a skip: a type, an offset, and from 16 on, tables for the low and the high half of a
# byte. With pairs there are two tables for each byte, in which a zero bit is a match, not a one.
_SHUFTI, _DOUBLE_SHUFTI = 13, 14
_ALIGNMENT, _TABLE, _TABLES = 32, 16, 4
_HEAD, _SIZE = 16, 96
# Zeros in the head, after the type and the offset, and after the tables.
_UNUSED = slice(2, _HEAD), slice(_HEAD + _TABLES * _TABLE, _SIZE)
# It skips to few bytes: to 10 in the databases of the built-in rules. Other data that look like
# tables, such as small numbers, have more.
_MOST_BYTES = 128
# CRC-32C, its bits reflected: the highest one is the coefficient of x^0.
_POLYNOMIAL, _ONE, _X, _X8 = 0x82F63B78, 1 << 31, 1 << 30, 1 << 23


def repaired(hyperscan: Any, database: Any) -> Any:
    """Return ``database``, in block mode, so that it finds all matches.

    Raises ``hyperscan.error`` if Hyperscan does not accept the repaired database.
    """
    serialized = bytearray(hyperscan.dumpb(database))
    places = list(_skips_to_pairs(serialized)) if serialized[_VERSION] == _AFFECTED else []
    if not places:
        return database
    for place in places:
        _skip_to_single_bytes(serialized, place)
    return hyperscan.loadb(bytes(serialized), hyperscan.HS_MODE_BLOCK)


def _skips_to_pairs(serialized: bytearray) -> Iterator[int]:
    """Yield where the database skips to pairs."""
    place = serialized.find(_DOUBLE_SHUFTI, _HEADER)
    while place >= 0:
        if place % _ALIGNMENT == 0 and _is_skip(serialized[place : place + _SIZE]):
            yield place
        place = serialized.find(_DOUBLE_SHUFTI, place + 1)


def _is_skip(data: bytearray) -> bool:
    if len(data) < _SIZE or any(any(data[unused]) for unused in _UNUSED):
        return False
    tables = [data[start : start + _TABLE] for start in range(_HEAD, _UNUSED[1].start, _TABLE)]
    return _are_of_groups(tables) and _number_of_bytes(*tables[:2]) <= _MOST_BYTES


def _are_of_groups(tables: Sequence[bytearray]) -> bool:
    """Return whether ``tables`` are for pairs.

    In each byte of a table, each bit is that of one group of pairs: those of a group have a match
    in all tables, and the others in none. No group matches any first byte.
    """
    groups = {_all_of(table) for table in tables}
    return len(groups) == 1 and groups != {0xFF} and _any_of(tables[0] + tables[1]) == 0xFF


def _number_of_bytes(low: bytearray, high: bytearray) -> int:
    """Return how many bytes the tables for the two halves of a byte match."""
    return sum(one | other != 0xFF for one in low for other in high)


def _all_of(data: bytearray) -> int:
    common = 0xFF
    for byte in data:
        common &= byte
    return common


def _any_of(data: bytearray) -> int:
    found = 0
    for byte in data:
        found |= byte
    return found


def _skip_to_single_bytes(serialized: bytearray, place: int) -> None:
    """Let the database skip to the first bytes of the pairs, and correct its checksum."""
    end = place + _HEAD + 2 * _TABLE
    change = bytearray(end - place)
    change[0] = _SHUFTI ^ _DOUBLE_SHUFTI
    change[_HEAD:] = b"\xff" * (2 * _TABLE)
    serialized[place:end] = bytes(a ^ b for a, b in zip(serialized[place:end], change, strict=True))
    after = _HEADER + int.from_bytes(serialized[_LENGTH], "little") - end
    # The checksum is linear, so that of the change is enough: many databases are large.
    checksum = int.from_bytes(serialized[_CHECKSUM], "little")
    checksum ^= _product(_remainder(change), _power(8 * after))
    serialized[_CHECKSUM] = checksum.to_bytes(4, "little")


def _remainder(data: bytearray) -> int:
    remainder = 0
    for byte in data:
        remainder = _product(remainder ^ byte, _X8)
    return remainder


def _power(exponent: int) -> int:
    """Return x to the power of ``exponent``."""
    result, square = _ONE, _X
    while exponent:
        if exponent & 1:
            result = _product(result, square)
        square = _product(square, square)
        exponent >>= 1
    return result


def _product(first: int, second: int) -> int:
    """Return the product of two polynomials over the bits, modulo that of the checksum."""
    product = 0
    while first:
        if first & _ONE:
            product ^= second
        first = first << 1 & 0xFFFFFFFF
        second = second >> 1 ^ (_POLYNOMIAL if second & 1 else 0)
    return product
