"""Tests of the occurrences of an object."""

from __future__ import annotations

import random

from git_secrets_py.audit.occurrences import Occurrence, Occurrences


def test_the_oldest_come_first_and_those_of_one_age_in_the_order_of_their_paths() -> None:
    chosen = random.Random(5)
    ages, names = [(age, b"%040d" % age) for age in range(5)], [b"%d" % one for one in range(20)]
    pairs = [(chosen.choice(ages), chosen.choice(names)) for _ in range(100)]
    occurrences = Occurrences()
    occurrences.add(*zip(*pairs, strict=True))
    occurrences.sort()
    assert list(occurrences) == sorted(Occurrence(*origin, path) for origin, path in pairs)


def test_some_of_them_are_a_list() -> None:
    occurrences = Occurrences()
    occurrences.add([(1, b"c")] * 3, [b"a", b"b", b"d"])
    assert occurrences[1:] == [Occurrence(1, b"c", b"b"), Occurrence(1, b"c", b"d")]
