"""Rules that look at several lines: windows around a hit, across blocks, in the right line."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.blocks import Block, Blocks, with_neighbors
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.engine.windows import CleanWindows, windows
from git_secrets_py.model import MatchedLine, Origin
from git_secrets_py.rules.rule import Rule, RulePattern

LINES = 3
RULE = Rule(
    "pair",
    rb"begin(?:\n[^\n]{0,9}){0,2}?\n(?P<secret>v[0-9]+)|(?P<secret>v[0-9]+)\nend",
    "A test.",
    lines=LINES,
    anchor=b"begin|end",
)
SINGLE = Rule("single", rb"v[0-9]+x", "A test.")


def scanner(size: int = 1 << 20) -> Scanner:
    origin = Origin("rules", "test")
    patterns = [RulePattern(rule, origin, strict=False) for rule in (RULE, SINGLE)]
    return Scanner(Matcher(patterns), lambda: Blocks(size, overlap=8, context=4))


def found(text: bytes, size: int = 1 << 20) -> list[tuple[int, str, bytes]]:
    """Return the line number, rule and secret of each match in ``text``."""
    lines = [line for line in scanner(size).scan([text]) if isinstance(line, MatchedLine)]
    return [
        (line.number, match.pattern.name, line.secret(match))
        for line in lines
        for match in line.matches
    ]


def test_a_matcher_has_the_largest_number_of_lines_of_its_rules() -> None:
    assert scanner()._matcher.lines == LINES


def test_a_match_is_reported_in_the_line_of_its_secret() -> None:
    assert found(b"a\nbegin\nb\nv1\n") == [(4, "pair", b"v1")]


def test_a_line_end_of_windows_is_not_part_of_a_line() -> None:
    line = next(iter(scanner().scan([b"begin\nv1\r\nend\n"])))
    assert isinstance(line, MatchedLine)
    assert line.content == b"v1"


def test_an_anchor_may_follow_the_secret() -> None:
    assert found(b"a\nv1\nend") == [(2, "pair", b"v1")]


def test_an_anchor_further_away_is_not_in_the_window() -> None:
    assert found(b"begin\na\nb\nv1\n") == []


def test_an_anchor_alone_is_no_match() -> None:
    assert found(b"begin\nend\n") == []


def test_matches_of_one_line_are_reported_with_those_of_the_window() -> None:
    assert found(b"begin\nv1 v2x\nbegin\nv3\n") == [
        (2, "pair", b"v1"),
        (2, "single", b"v2x"),
        (4, "pair", b"v3"),
    ]


@pytest.mark.parametrize("size", range(24, 60))
def test_a_match_may_span_two_blocks(size: int) -> None:
    text = b"12345678\n" * 3 + b"begin\na\nv1\n" + b"12345678\n" * 3 + b"v2\nend\nv3\n"
    assert found(text, size) == [(6, "pair", b"v1"), (10, "pair", b"v2")]


def test_windows_that_overlap_are_joined() -> None:
    text = b"".join(b"%d\n" % number for number in range(10))
    assert windows(text, {4, 6, 19}, 2) == [(2, 10), (16, 20)]


def test_windows_of_a_reach_cut_long_lines() -> None:
    text = b"a\n" + b"b" * 5000 + b"\nc\n"
    (window,) = windows(text, {2500}, 4, 1000)
    assert 1000 <= 2500 - window[0] < 1100
    assert 1000 <= window[1] - 2500 < 1100
    assert windows(text, {10}, 4, 6000) == [(0, len(text))]


def test_a_long_line_ends_the_neighborhood_of_a_block() -> None:
    long = b"x" * (65 << 10)
    first, second = Block(b"a\n" + long + b"\nb\n", 1), Block(b"c\nd\n", 4)
    list(with_neighbors([first, second], 3))
    assert (first.after, second.before) == (b"c\nd\n", b"b\n")


def test_too_many_anchors_to_list_are_windows_all_the_same() -> None:
    assert len(found(b"begin\nv1\n" * 30_000)) == 30_000


class Counting:
    """Finds nothing in a text without an x, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, int]] = []

    def decide(self, line: bytes, line_number: int, numbers: Collection[int]) -> list[NotScanned]:
        self.asked.append((line, *numbers))
        return [NotScanned("x")] if b"x" in line else []


def test_a_window_is_decided_again_only_if_something_was_in_it() -> None:
    counting = Counting()
    deciding = CleanWindows(counting)
    texts = [b"ab", b"ax", b"ab", b"ax"]
    assert [len(deciding.decide(text, 1, [2])) for text in texts] == [0, 1, 0, 1]
    assert counting.asked == [(b"ab", 2), (b"ax", 2), (b"ax", 2)]


def test_a_window_is_decided_for_each_pattern() -> None:
    counting = Counting()
    deciding = CleanWindows(counting)
    for number in (2, 3):
        deciding.decide(b"ab", 1, [number])
    assert counting.asked == [(b"ab", 2), (b"ab", 3)]
