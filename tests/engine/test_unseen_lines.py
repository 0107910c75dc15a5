"""A line is searched once, and all hits are found as if everything were searched."""

from __future__ import annotations

import random

import pytest

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher

unseen_lines = pytest.importorskip("git_secrets_py.engine.unseen_lines")

NAMES = ("password-assignment", "aws-secret-access-key", "aws-key-pair", "private-key")
WORDS = (b"password", b"secret_key", b"=", b": ", b'"', b"word", b"AKIA" + b"Q" * 16, b"\\u0041")
SECRET = b"q7Zk" + b"2Xw9LmB4" + b"vT6rYp8NdQ3sJh5fC0gR1aEi7oUx"
HEADER = b"-----BEGIN " + b"RSA PRIVATE KEY-----"

MOST = 1_000
BITS = 18


def all_hits(text: bytes) -> list[list[tuple[int, int]]]:
    """Return the places of two bytes, each by a number, as two lists."""
    return [[(byte, at) for at in range(len(text)) if text[at] == byte] for byte in b"ab"]


def lines(chance: random.Random) -> bytes:
    count = chance.randrange(12)
    some = (bytes(chance.choices(b"abcdefg", k=chance.randrange(4))) for _ in range(count))
    return b"".join(line + b"\n" for line in some)


@pytest.mark.parametrize("bits", [1, 4, BITS])
def test_the_hits_are_those_in_all_lines(bits: int) -> None:
    chance = random.Random(0)
    unseen = unseen_lines.UnseenLines(bits)
    for _ in range(3_000):
        content = lines(chance)
        found = unseen.search(content, all_hits, MOST)
        assert found is not None
        assert [sorted(some) for some in found] == [sorted(some) for some in all_hits(content)]


def test_the_hits_of_filters_and_gate_are_those_in_all_lines() -> None:
    chance = random.Random(1)
    patterns = [one for one in rules.load("all").patterns if one.name in NAMES]
    assert len(patterns) == len(NAMES)
    filters = Matcher(patterns, decode=True).filters()
    unseen = unseen_lines.UnseenLines(BITS)
    hits = 0
    for _ in range(3_000):
        parts = (chance.choice((*WORDS, SECRET, HEADER, b"\n", b"\n")) for _ in range(30))
        content = b"".join(parts) + b"\n"
        expected = [filters.hits(content), filters.encoded(content)]
        found = unseen.search(
            content, lambda text: (filters.hits(text), filters.encoded(text)), MOST
        )
        assert found is not None
        for some, every in zip(found, expected, strict=True):
            assert every is not None
            assert sorted(some) == sorted(every)
            hits += len(every)
    assert hits > 1_000


def searched(unseen: object, content: bytes, most: int = MOST) -> bytes:
    """Return what is searched of ``content``."""
    texts: list[bytes] = []

    def find_hits(text: bytes) -> list[list[tuple[int, int]]]:
        texts.append(text)
        return all_hits(text)

    unseen.search(content, find_hits, most)  # type: ignore[attr-defined]
    return texts[0]


def test_only_new_lines_are_searched() -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    assert searched(unseen, b"x\na\nx\ny\n\na\n") == b"\nx\na\ny\n\n"
    assert searched(unseen, b"x\nz\n\na\ny") == b"\nz\ny"


@pytest.mark.parametrize(("count", "is_known"), [(30_000, True), (40_000, False)])
def test_the_hits_that_are_remembered_are_bounded(count: int, *, is_known: bool) -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    content = b"".join(b"%d a\n" % number for number in range(count))
    assert searched(unseen, content, count) == b"\n" + content
    again = searched(unseen, content, count)
    assert (len(again) < len(content) // 2) is is_known


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("size", [1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 2047])
def test_lines_that_differ_in_one_byte_or_in_their_length_differ(size: int, end: bytes) -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    line = bytearray(b"x" * size)
    different = {bytes(line), bytes(line + b"\0")[:2047], b"\0" * size}
    for at in range(size):
        line[at] = ord("y")
        different.add(bytes(line))
        line[at] = ord("x")
    for one in different:
        assert searched(unseen, one + end) == b"\n" + one + end
        assert searched(unseen, one + end) == b"\n"


def test_a_long_line_is_always_searched() -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    content = b"x" * 2048 + b"\n"
    assert searched(unseen, content) == searched(unseen, content) == b"\n" + content


def test_too_many_lines_are_searched_again() -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    content = b"".join(b"%x\n" % number for number in range(1 << 20)).translate(None, b"ab")
    assert len(searched(unseen, content)) > len(content) // 2
    assert len(searched(unseen, content)) > len(content) // 4


def test_nothing_is_known_of_content_with_too_many_hits() -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    assert unseen.search(b"x\n", lambda _: ([], None), MOST) is None
    assert searched(unseen, b"x\n") == b"\nx\n"


@pytest.mark.parametrize("content", [b"a" * (MOST + 1) + b"\nx\n", b"x\n" + b"aa\n" * MOST])
def test_hits_that_repetitions_make_too_many_are_not_listed(content: bytes) -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    assert unseen.search(content, all_hits, MOST) is None
    assert searched(unseen, b"x\n") == b"\nx\n"


def test_as_many_hits_as_are_allowed_are_listed() -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    content = b"a\n" * MOST
    for _ in range(2):  # as repetitions, then as known lines
        assert unseen.search(content, all_hits, MOST) == all_hits(content)


def test_nothing_is_known_of_content_whose_search_failed() -> None:
    def fail(text: bytes) -> list[list[tuple[int, int]]]:
        raise RuntimeError(text)

    unseen = unseen_lines.UnseenLines(BITS)
    with pytest.raises(RuntimeError):
        unseen.search(b"x\n", fail, MOST)
    assert searched(unseen, b"x\n") == b"\nx\n"


def test_a_hit_in_the_line_end_before_the_first_line_is_in_no_line() -> None:
    unseen = unseen_lines.UnseenLines(BITS)
    found = unseen.search(b"x\n", lambda text: [[(0, 0), (0, len(text) - 1)]], MOST)
    assert found == [[(0, 1)]]
