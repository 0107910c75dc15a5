"""The filter of a listed name at a line end hits all that its form without bounds would hit."""

from __future__ import annotations

import re
from itertools import product

from git_secrets_py.rules.boundaries import at_line_end

NAME = rb"(?:access_)?token"
UNBOUNDED = re.compile(
    rb"""(?:(?i:name|key)["']?[ \t]*[:=]>?[ \t]*["']?|\(["'])[0-9A-Za-z_.-]*""" + NAME + rb"$"
)
BOUNDED = re.compile(at_line_end(NAME, is_listed=True))
LENGTHS = (0, 1, 15, 16, 17, 18, 33, 34, 39, 40, 41, 42, 90)
BEGINNINGS = (b"name", b"KEY'", b'Key"', b"value(", b"value")
OPERATORS = (b":", b"=", b"=>", b"")
QUOTES = (b"", b"'", b'"')


def lines_of(before: int, after: int, rest: int) -> list[bytes]:
    """Return lines that end with a name; the numbers are those of blanks and of letters."""
    return [
        beginning + b" " * before + operator + b"\t" * after + quote + b"a" * rest + b"token"
        for beginning, operator, quote in product(BEGINNINGS, OPERATORS, QUOTES)
    ]


def test_no_line_is_lost_whatever_the_lengths_of_its_parts() -> None:
    lines = [line for lengths in product(LENGTHS, repeat=3) for line in lines_of(*lengths)]

    hit = [line for line in lines if UNBOUNDED.search(line)]

    assert len(hit) > len(lines) // 5
    assert [line for line in hit if not BOUNDED.search(line)] == []


def test_a_line_without_a_key_is_not_hit() -> None:
    lines = (b"return token", b"the access_token", b"a, token", b"def call(token")

    assert not [line for line in lines if BOUNDED.search(line)]
