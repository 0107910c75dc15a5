"""Long lines: a pattern that is decided near its hits has the matches that the whole line has."""

from __future__ import annotations

import random
from functools import partial

import pytest
from matching import cut, patterns

from git_secrets_py import rules
from git_secrets_py.engine.blocks import Blocks
from git_secrets_py.engine.hit_windows import HitWindows
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine
from git_secrets_py.patterns.steps import reach

OWN = patterns(
    b"ab{2,9}",
    b"(a|ab)(c|bcd)",
    rb"(a|b)\1x",
    b"a[^;]*;x",
    b"^AKIA",
    b"(?<=key = )AKIA[A-Z]{3}",
    b"x(?=[ ]{0,9}a)",
    b"(?i:d{3,8})(?!x)",
)
WORDS = (
    *("abbb", "abcd", "aax", ";x", "dddd", "DDDx", "x", " ", "-", "\\n", "%3D"),
    *("key = AKIA" + "Q" * 16, "AKIA" + "Z3" * 8, "sk_live_" + "4eC9" * 6),
    *("password = " + "hunter2" * 2, "secret_key='Zk3" + "9fQx" * 8 + "'"),
)
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def line(chance, size, every):
    """Return a line of about ``size`` bytes, with one of the words after up to ``every`` bytes."""
    parts = []
    for _ in range(size // every):
        parts += chance.choices(BASE64 + " .;", k=chance.randrange(every))
        parts += chance.choices(WORDS, k=chance.randint(1, 3))
    return "".join(parts).encode()


def found(matcher, content, block_size):
    """Return the values of the matches in ``content``."""
    scanner = Scanner(matcher, partial(Blocks, block_size))
    lines = list(scanner.scan(cut(content, 70_000)))
    assert all(isinstance(one, MatchedLine) for one in lines)
    return [
        (one.number, one.offset + match.start, one.secret(match), match.pattern.source)
        for one in lines
        for match in one.matches
    ]


@pytest.fixture(scope="module")
def matcher():
    names = ("aws", "password-setting", "api-key-assignment", "stripe")
    return Matcher([*OWN, *(one for each in rules.select(names) for one in each.patterns)])


@pytest.mark.parametrize(
    ("block_size", "most_hits", "every"),
    [
        pytest.param(150_000, 100_000, 2_000, id="few hits, in pieces of a line"),
        pytest.param(150_000, 200, 300, id="more hits than are listed, in pieces"),
        pytest.param(4 << 20, 100_000, 300, id="many hits in a line"),
    ],
)
def test_near_its_hits_a_pattern_has_all_its_matches(
    matcher, block_size, most_hits, every, monkeypatch
):
    chance = random.Random(every)
    content = b"\n".join(line(chance, size, every) for size in (160_000, 70_000))
    with monkeypatch.context() as patch:
        patch.setattr(HitWindows, "of", everywhere)
        expected = found(matcher, content, block_size)
    monkeypatch.setattr("git_secrets_py.engine.hyperscan.MOST_HITS", most_hits)
    assert found(matcher, content, block_size) == expected
    assert len({source for *_, source in expected}) > 4


def test_a_line_with_very_many_hits_is_decided_by_the_patterns_hit(matcher, monkeypatch):
    monkeypatch.setattr("git_secrets_py.engine.hyperscan.MOST_HITS", 100)
    windows = HitWindows(matcher.filters(), len(matcher.patterns), matcher.reach)
    (number,) = windows.of(b"abbb " * 1_000, lambda _: 0)
    assert matcher.patterns[number].source == b"ab{2,9}"


def everywhere(self, line, start):
    """Return one window for each pattern: all of the line."""
    return {
        number: [(start(number), len(line), len(line))] for number in range(len(self._everything))
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"AKIA[A-Z]{16}", (20, 0)),
        (b"(?<![a-z]{2})a(?:bc|d){1,3}(?=x)", (10, 2)),
        (b"a(?:b*){0}c", (2, 0)),
        (b"ab*", (0, 0)),
        (rb"(a)\1", (0, 0)),
        (b"a(?!b.*)", (0, 0)),
        (b"(?:a{1,1000}){1,1000}", (1_000_000, 0)),
    ],
)
def test_the_reach_of_a_pattern_is(source, expected):
    assert reach(source) == expected
