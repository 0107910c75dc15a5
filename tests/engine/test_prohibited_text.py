"""Whether another prohibited pattern matches the text of a match."""

from __future__ import annotations

import pytest
from matching import patterns

from git_secrets_py.engine.allow_rule import prohibited_text
from git_secrets_py.engine.allow_rule.prohibited_text import ProhibitedText
from git_secrets_py.model import Match

KEY = b"AKIA" + b"Q" * 16
LINE = b"k = " + KEY + b" token-1"
SOURCES = b"AKIA[A-Z0-9]{16}", b"AKIA.+", b"[A-Z]{20}", b"token-[0-9]+"


def others_match(text: ProhibitedText, number: int, start: int, end: int) -> bool:
    return text.others_match(LINE, Match(patterns(SOURCES[number])[0], start, end))


@pytest.mark.parametrize("tries", [0, 2_000], ids=["filtered at once", "one by one"])
def test_only_a_pattern_that_matches_exactly_the_same_text_counts(
    monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    monkeypatch.setattr(prohibited_text, "_MANY", tries)
    text = ProhibitedText(patterns(*SOURCES))
    assert others_match(text, 0, 4, 24)  # the third
    assert others_match(text, 2, 4, 24)  # the first
    assert not others_match(text, 1, 4, 32)
    assert not others_match(text, 3, 25, 32)


def test_a_pattern_that_times_out_may_match_any_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prohibited_text, "TIME_LIMIT", 0.02)
    slow = b"a" * 40 + b" b"
    text = ProhibitedText(patterns(b"(a|a)*b$"))
    assert text.others_match(slow, Match(patterns(b"a+")[0], 0, 40))
    assert text.overlaps(slow, 0, 1)
    assert text.overlaps(b"clean", 0, 1)
    assert text.contains(b"clean", 0, 5)
