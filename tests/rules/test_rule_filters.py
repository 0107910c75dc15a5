"""The patterns of the built-in rules are valid and fast, and their filters find each match."""

from __future__ import annotations

import re
from itertools import pairwise
from math import inf
from time import process_time

import pytest
import regex
from built_in import PATTERNS, RULES, decider, names
from templates import FORMATS, secret

from git_secrets_py import rules
from git_secrets_py.engine.blocks import LONGEST_MATCH
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.patterns import possible, steps
from git_secrets_py.patterns.ere import refuse_newline
from git_secrets_py.rules.boundaries import NAMED_REACH, named
from git_secrets_py.rules.filter_form import filter_form

# The most seconds that a rule may take for 60 kB of its worst text.
LONGEST = 1.0
SIZE = 60_000
# In how many parts a text is cut: most rules show in the smallest ones how their time grows.
PARTS = (40, 15, 5, 1)


def test_a_pattern_is_valid_and_its_filter_matches_no_newline() -> None:
    for name, rule in RULES.items():
        # As ``patterns.read``, but parsed and compiled once for all tests.
        parsed = steps._read(rule.source)
        assert parsed is not None, name
        possible.check(rule.source, parsed[0], None)
        refuse_newline(rule.source)
        assert decider(name), name
        for negated in re.findall(rb"\[\^[^]]*\]", filter_form(rule.pattern)):
            assert b"\\n" in negated or b"\\s" in negated, (name, negated)


def test_a_filter_matches_wherever_the_pattern_does() -> None:
    filters = {
        name: regex.compile(pattern.filter or b"", regex.MULTILINE)
        for name, pattern in PATTERNS.items()
    }
    missed = [one for one in FORMATS if not filters[one.rule].search(secret(one.template).encode())]
    assert names(missed) == []


def test_a_long_line_is_searched_only_near_the_hits_of_a_rule() -> None:
    for name, rule in RULES.items():
        bytes_of_match, _ = steps.reach(rule.source)
        least = LONGEST_MATCH if rule.lines > 1 else 0
        bound = {0: inf, NAMED_REACH: inf}.get(rule.reach, rule.reach)
        assert least < bytes_of_match or rule.reach, name
        assert 0 < bytes_of_match <= bound, name


def test_every_match_contains_the_mark_of_its_pattern() -> None:
    marks = {name: regex.compile(pattern.mark) for name, pattern in PATTERNS.items()}
    missed = [one for one in FORMATS if not marks[one.rule].search(secret(one.template).encode())]
    assert names(missed) == []


def worst_texts(name: str, size: int) -> list[bytes]:
    """Return texts that begin to match in many places: repeated beginnings of a secret."""
    texts = []
    for one in FORMATS:
        if one.rule == name:
            text = secret(one.template).encode()
            beginnings = {text[: len(text) * part // 5] for part in (1, 2, 3, 4)} | {text[:-1]}
            texts += [(each or b"a") * (size // max(1, len(each))) for each in beginnings]
            texts.append((text[: len(text) // 2] + b"-") * (2 * size // len(text)))
            texts.append(text[:-1] + text[-2:-1] * size)
            texts.append(text[: len(text) // 2] + b" " * size)
            name_in_text = regex.match(rb"\w*", text)[0] or b"a"
            texts.append(name_in_text * (size // len(name_in_text)))
    return texts


def seconds_for(name: str, text: bytes) -> float:
    started = process_time()
    list(decider(name).spans(text))
    return process_time() - started


def is_fast(name: str, texts: list[bytes]) -> bool:
    """Return whether a rule takes less than ``LONGEST`` for the last of texts of growing size.

    For ``c1*n + c2*n**2 + c3*n**3``, the time of a text less that of a smaller one, if it grew
    with the size only, is at least ``1 - smaller/larger`` of the other two terms. These grow to
    the size of the last text as if they were cubic. Most rules are fast even if all of it is.
    """
    for smaller, text in pairwise(texts):
        seconds, growth = seconds_for(name, text), len(texts[-1]) / len(text)
        if seconds * growth**3 < LONGEST:
            return True
        ratio = len(smaller) / len(text)
        more = min(seconds, max(0.0, seconds - seconds_for(name, smaller) / ratio) / (1 - ratio))
        if (seconds - more) * growth + more * growth**3 < LONGEST:
            return True
    return False


@pytest.mark.parametrize("letters", ["a", "b-f", "g-m", "n-s", "t-z"])
def test_a_rule_takes_little_time_for_its_worst_text(letters: str) -> None:
    for name in RULES:
        if not letters[0] <= name[0] <= letters[-1]:
            continue
        for texts in zip(*(worst_texts(name, SIZE // parts) for parts in PARTS), strict=True):
            assert is_fast(name, texts), (name, len(texts[-1]), texts[-1][:100])


def test_all_rules_are_in_one_database() -> None:
    matcher = Matcher(rules.load("all").patterns)
    assert len(matcher._filters) == 1


@pytest.mark.parametrize(
    "name",
    [
        "x:",
        '\\"x\\":',
        "&quot;x&quot;:",
        "%22x%22:",
        "x() =",
        "x [abc] =",
        "x[] =",
        "x%5D =",
        "x']) =",
    ],
)
def test_the_filter_finds_each_name_whose_value_is_in_the_next_line(name: str) -> None:
    pattern = named(b"foo_token", b"[a-z0-9]{32}")
    text = name.replace("x", "foo_token").encode() + b'\n    "' + b"a8f3k2l9" * 4 + b'"\n'
    assert regex.search(pattern, text)
    assert re.search(filter_form(pattern), text, re.MULTILINE)


@pytest.mark.parametrize(
    "name", ['"name": "x",', '"id" : "x",', "env: x", "'label' => 'x',", 'p="x"']
)
def test_the_filter_finds_a_name_that_is_the_value_of_any_key(name: str) -> None:
    pattern = named(b"foo_token", b"[a-z0-9]{32}")
    text = name.replace("x", "foo_token").encode() + b'\n  "value": "' + b"a8f3k2l9" * 4 + b'"\n'
    assert regex.search(pattern, text)
    assert re.search(filter_form(pattern), text, re.MULTILINE)


def test_the_filter_does_not_hit_definitions_that_a_name_of_a_service_ends() -> None:
    search = re.compile(PATTERNS["mistral-api-key"].filter, re.MULTILINE).search
    assert search(b"class Mistral4Experts(MistralExperts):") is None
    assert search(b"        self.projector = MistralProjector(config)") is None
