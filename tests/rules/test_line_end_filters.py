"""The filter of a name at a line end hits all that its form without bounds would hit."""

from __future__ import annotations

import re
from itertools import product

import pytest

from git_secrets_py.rules.boundaries import at_line_end

NAME = rb"(?:access_)?token"
LENGTHS = (0, 1, 15, 16, 17, 18, 33, 34, 39, 40, 41, 42, 90)
UNBOUNDED = {
    False: re.compile(rb"""(?:[:=]>?[ \t]*["']?|\(["'])[0-9A-Za-z_.-]*""" + NAME + rb"$"),
    True: re.compile(
        rb"""(?:(?i:name|key)["']?[ \t]*[:=]>?[ \t]*["']?|\(["'])[0-9A-Za-z_.-]*""" + NAME + rb"$"
    ),
}
BOUNDED = {is_listed: re.compile(at_line_end(NAME, is_listed=is_listed)) for is_listed in UNBOUNDED}
BEGINNINGS = (b"name", b"KEY'", b'Key"', b"", b"value")
OPERATORS = (b":", b"=", b"=>")
QUOTES = (b"", b"'", b'"')


def lines_of(before: int, after: int, rest: int) -> list[bytes]:
    """Return lines that end with a name; the numbers are those of blanks and of letters."""
    return [
        beginning + b" " * before + operator + b"\t" * after + quote + b"a" * rest + b"token"
        for beginning, operator, quote in product(BEGINNINGS, OPERATORS, QUOTES)
    ]


@pytest.mark.parametrize("is_listed", [False, True])
def test_no_line_is_lost_whatever_the_lengths_of_its_parts(*, is_listed: bool) -> None:
    lines = [line for lengths in product(LENGTHS, repeat=3) for line in lines_of(*lengths)]
    unbounded, bounded = UNBOUNDED[is_listed], BOUNDED[is_listed]

    hit = [line for line in lines if unbounded.search(line)]

    assert len(hit) > len(lines) // 5
    assert [line for line in hit if not bounded.search(line)] == []


def test_a_line_without_a_key_is_not_hit() -> None:
    lines = (b"return token", b"the access_token", b"a, token", b"def call(token")

    assert not [line for line in lines if BOUNDED[True].search(line)]
