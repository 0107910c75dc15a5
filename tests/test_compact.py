"""Collections of many values in little memory."""

from __future__ import annotations

from git_secrets_py.compact import Distinct, PackedBytes


def test_distinct_texts_are_counted_once() -> None:
    texts = Distinct()
    for number in range(200_000):
        texts.add(b"%d" % (number % 150_000))
    assert len(texts) == 150_000


def test_packed_texts_are_sorted_and_distinct() -> None:
    texts = [b"%d" % (number % 40_000) for number in range(70_000)]
    packed = PackedBytes(texts)
    assert list(packed) == sorted(set(texts))
    assert packed[len(packed) - 1] == max(texts)
