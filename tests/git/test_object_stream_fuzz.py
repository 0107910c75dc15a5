"""The parser of ``git cat-file --batch`` survives whatever a stream holds."""

from __future__ import annotations

import io
import random
import time

import pytest

from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_answer

PARTS = (b"a" * 40, b" ", b"blob", b"commit", b"0", b"7", b"18446744073709551616", b"-1", b"\n")
PARTS += (b"missing", b"\0", b"\xff", b"\xb2", b"content", b"\r\n", b"\n\n", b" 3\nabc\n")


def stream(random: random.Random) -> bytes:
    """Return a stream of valid answers, garbage, or both."""
    valid = [b"%040x blob %d\n%b\n" % (size, size, b"x" * size) for size in range(3)]
    return b"".join(random.choices([*PARTS, *valid], k=random.randrange(12)))


def check(seed: int) -> None:
    content = stream(random.Random(seed))
    source = io.BytesIO(content)
    total = 0
    try:
        while (answer := read_answer(source)) is not None:
            if isinstance(answer, ObjectContent):
                total += sum(map(len, answer.chunks()))
                answer.finish()
    except BlobError as error:
        assert str(error).isprintable()
    assert total <= len(content)


def test_a_stream_of_garbage_is_read_to_its_end() -> None:
    for seed in range(2_000):
        check(seed)


@pytest.mark.soak
def test_many_streams_of_garbage_are_read_to_their_end() -> None:
    first = time.time_ns()
    print("first seed", first)
    for seed in range(first, first + 1_000_000):
        check(seed)


def test_a_valid_stream_is_read_as_it_is() -> None:
    source = io.BytesIO(b"%040x blob 3\nabc\n%040x missing\n" % (1, 2))
    first = read_answer(source)
    assert isinstance(first, ObjectContent)
    assert b"".join(first.chunks()) == b"abc"
    first.finish()
    assert read_answer(source) == b"%040x" % 2
    assert read_answer(source) is None
