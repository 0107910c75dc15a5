"""Patterns that start with ``(?`` use the syntax of the ``regex`` module."""

from __future__ import annotations

from random import Random

import pytest
import regex
from random_patterns import lines, native_pattern

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import read


def message(source: bytes) -> str:
    with pytest.raises(PatternError) as caught:
        read(source)
    return str(caught.value)


def test_the_exact_form_matches_like_the_source() -> None:
    chance = Random(1)
    compared = 0
    while compared < 80:
        source, content = native_pattern(chance), lines(chance, 20)
        try:
            expression = read(source)
        except PatternError:
            continue
        compared += 1
        assert not expression.posix
        assert expression.exact.isascii()
        for line in content:
            ours = [match.span() for match in regex.finditer(b"(?:%b)" % expression.exact, line)]
            theirs = [match.span() for match in regex.finditer(source, line)]
            assert ours == theirs, (source, line)


WITHOUT_FILTER = [
    pytest.param(b"(?:secret){e<=1}", id="fuzzy matching"),
    pytest.param(rb"(?:(a|b)\1)", id="a back-reference"),
    pytest.param(rb"(?:a\Kb)", id="a match that begins later than it begins"),
    pytest.param(rb"(?:\p{Lu}b)", id="a Unicode property"),
    pytest.param(b"(?|(a)|(b))", id="a branch reset"),
    pytest.param(b"(?x)a b  # words", id="verbose"),
    pytest.param(b"(?V1)[a--b]x", id="the other version of the syntax"),
    pytest.param(b"(?:a)(?i)b", id="a flag in the middle, for all of the pattern"),
    pytest.param(b"(?-i:a)", id="a flag turned off"),
    pytest.param(b"(?:a(?#why)b)", id="a comment"),
    pytest.param(b"(?:a(*SKIP)b)", id="a verb"),
    pytest.param(b"(?:[]a]b)", id="a bracket that begins with its end"),
    pytest.param(b"(?:^*a)", id="a repeated anchor"),
    pytest.param(b"(?:" * 70 + b"a" + b")" * 70, id="more levels than a filter supports"),
]


@pytest.mark.parametrize("pattern", WITHOUT_FILTER)
def test_no_filter_is_built_from_syntax_that_engines_read_differently(pattern) -> None:
    assert read(pattern).filter is None


def test_a_comment_at_the_end_does_not_disable_the_word_rule() -> None:
    exact = read(b"(?x)ab  # and so on").exact
    assert regex.search(rb"(?<!\w)(?:%b)(?!\w)" % exact, b"-ab-")
    assert not regex.search(rb"(?<!\w)(?:%b)(?!\w)" % exact, b"-abc-")


ERRORS = [
    pytest.param(
        b"(?:ab",
        "invalid pattern: missing )\n    (?:ab\n        ^",
        id="at the position that regex reports",
    ),
    pytest.param(
        b"(?i)a**b",
        "invalid pattern: multiple repeat\n    (?i)a**b\n          ^",
        id="two quantifiers",
    ),
    pytest.param(
        b"(?u)a",
        "invalid pattern: the regex module rejects it: "
        "cannot use UNICODE flag with a bytes pattern\n    (?u)a\n    ~~~~^",
        id="an error of regex without a position",
    ),
    pytest.param(
        b"(?:a\nb)",
        "invalid pattern: a newline separates two patterns\n    (?:a\nb)\n        ^",
        id="a newline",
    ),
]


@pytest.mark.parametrize(("source", "expected"), ERRORS)
def test_an_error_of_regex_is_a_pattern_error(source, expected) -> None:
    assert message(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        b"(?i)",
        b"(?:)",
        b"(?:a*)",
        b"(?:^)",
        rb"(?:\b)",
        b"(?=a)",
        b"(?:a){e}",
        b"(?x) a* # b",
        rb"(?:(a|)\1)",
        b"(?<!x)",
    ],
)
def test_a_pattern_that_matches_the_empty_string_is_rejected(source) -> None:
    reason = "invalid pattern: it matches the empty string, and so would match everywhere"
    assert message(source).splitlines()[0] == reason


def test_nesting_too_deep_for_regex_is_a_pattern_error() -> None:
    assert "regex module rejects it" in message(b"(?:" * 5000 + b"a" + b")" * 5000)
