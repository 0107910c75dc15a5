"""Patterns in the syntax of RE2, as Go's ``regexp`` reads them."""

from __future__ import annotations

import pytest
import regex

from git_secrets_py.rule_files.re2 import TranslationError, translate


def spans(pattern: str, text: str) -> list[str]:
    return [match.group() for match in regex.finditer(translate(pattern).exact, text)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"a(?i)b|C", "aB c C b", ["aB", "c", "C"]),  # the flag lasts to the end of the group
        (r"(a(?i)b)c", "aBc aBC", ["aBc"]),
        (r"(?i:s)k", "Sk \u017fk SK", ["Sk", "\u017fk"]),  # simple folding
        (r"(?i)k", "kK\u212a", ["k", "K", "\u212a"]),
        (r"(?i)[^k]", "kK\u212aj", ["j"]),
        (r"(?i)\xe9", "\u00c9", ["\u00c9"]),
        (r"\Qa.b\E+", "a.bbb axb", ["a.bbb"]),
        (r"\Aa|b\z", "ab\nab", ["a", "b"]),
        (r"a$", "a\na", ["a"]),  # only the end of the text
        (r"(?m)^a$", "a\na", ["a", "a"]),
        (r".", "a\n", ["a"]),
        (r"(?s)a.", "a\n", ["a\n"]),
        (r"(?U)a+", "aaa", ["a", "a", "a"]),
        (r"(?U)a+?", "aaa", ["aaa"]),
        (r"a|ab", "ab", ["a"]),  # leftmost, not longest
        (r"[[:alpha:]_]+", "ab_1\u00e9", ["ab_"]),
        (r"[[:^digit:]]", "1a", ["a"]),
        (r"[]a]+", "a]b", ["a]"]),
        (r"[a\]-]+", "a]-b", ["a]-"]),
        (r"[^\d\s]+", "a1 b", ["a", "b"]),
        (r"[\D]", "1a", ["a"]),
        (r"\w\W", "a\u00e9", ["a\u00e9"]),  # ASCII only
        (r"\b\u00e9".replace(r"\u00e9", "\u00e9"), "a\u00e9", ["\u00e9"]),
        (r"\s+", "a\v \t", [" \t"]),  # no vertical tab
        (r"\pL+", "a\u00e91", ["a\u00e9"]),
        (r"[\p{Greek}x]+", "\u03b1x y", ["\u03b1x"]),
        (r"\P{^L}", "1a", ["a"]),
        (r"\x{e9}\x41\101\a?", "\u00e9AA", ["\u00e9AA"]),
        (r"a{2}b{,3}", "aab{,3}", ["aab{,3}"]),  # not a quantifier
        (r"${x}", "${x}", []),
        (r"x{", "x{", ["x{"]),
        (r"(?P<n>a)(?<m>b)", "ab", ["ab"]),
        (r".{2}", "\u00e9\u00e9", ["\u00e9\u00e9"]),  # characters, not bytes
    ],
)
def test_a_pattern_matches_as_in_go(pattern: str, text: str, expected: list[str]) -> None:
    assert spans(pattern, text) == expected
    if expected:
        assert translate(pattern).filter is None or regex.search(
            translate(pattern).filter, text.encode()
        )


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        (r"a(?=b)", "(?= is a lookahead"),
        (r"(?<!a)b", "(?<! is a lookbehind"),
        (r"(a)\1", r"\1 is a back-reference"),
        (r"a++", "++ repeats a repetition"),
        (r"a{2}{3}", "{2}{ repeats a repetition"),
        (r"a{1001}", "{1001,1001}"),
        (r"*a", "nothing to repeat"),
        (r"(a", "closing )"),
        (r"a)", "unmatched )"),
        (r"[a", "has no end"),
        (r"[b-a]", "b-a is not a range"),
        (r"\Z", r"\Z is not an escape"),
        (r"\C", r"\C is not an escape"),
        (r"(?x)a", "(?x is not a group"),
        (r"(?>a)", "(?> is not a group"),
        (r"[[:foo:]]", "[:foo:] is not a class"),
        (r"\x{110000}", "is not a character"),
        (r"\pZq{Foo}\p{Nonsense}", ""),
        ("(" * 300 + "a" + ")" * 300, "nested more than"),
    ],
)
def test_a_construct_that_go_rejects_is_named(pattern: str, named: str) -> None:
    with pytest.raises(TranslationError) as error:
        translate(pattern)
    assert named in str(error.value)
