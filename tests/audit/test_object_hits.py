"""The objects of a batch that the filters hit, searched together or, with many hits, in parts."""

from __future__ import annotations

from itertools import accumulate

import pytest

from git_secrets_py.audit.object_hits import objects_hit
from git_secrets_py.engine import hyperscan
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import Origin, Pattern

OBJECTS = [b"clean\n", b"key1 key2\n", b"", b"clean\n", b"key3\n" * 5, b"key4\n", b"clean\n"]
STARTS = [0, *accumulate(map(len, OBJECTS))]
PATTERN = Pattern(b"key[0-9]", Origin("config", "a test"))


@pytest.mark.parametrize("most", [100_000, 5, 2, 1])
def test_each_object_has_the_hits_that_it_has_alone(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(hyperscan, "MOST_HITS", most)
    filters = Matcher([PATTERN]).filters()
    found = list(objects_hit(filters, b"".join(OBJECTS), lambda: STARTS))
    assert [number for number, _, _ in found] == [1, 4, 5]
    for number, text, hits in found:
        alone = filters.hits(b"\n" + OBJECTS[number])
        assert text[1:] == OBJECTS[number]
        assert (hits and sorted(hits[0])) == (alone and sorted(alone))


def test_the_places_of_objects_are_looked_up_only_if_there_is_a_hit() -> None:
    filters = Matcher([PATTERN]).filters()
    assert list(objects_hit(filters, b"clean\n" * 9, lambda: pytest.fail("no hit"))) == []
