"""Patterns that contain a group extension use the syntax of the ``regex`` module."""

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
    pytest.param(b"(?:secret){1i+1d<=2}", id="weighted fuzzy matching"),
    pytest.param(rb"(?:a\Kb)", id="a match that begins later than it begins"),
    pytest.param(b"(?|(a)|(b))", id="a branch reset"),
    pytest.param(b"(a)?(?(1)b|c)", id="a condition"),
    pytest.param(b"(?V1)[a--b]x", id="the other version of the syntax"),
    pytest.param(b"(?:a(*SKIP)b)", id="a verb"),
]


@pytest.mark.parametrize("pattern", WITHOUT_FILTER)
def test_no_filter_is_built_from_syntax_that_engines_read_differently(pattern) -> None:
    assert read(pattern).filter is None


def test_a_comment_at_the_end_does_not_disable_the_word_rule() -> None:
    exact = read(b"(?x)a(?:b){e<=0}  # and so on").exact
    assert regex.search(rb"(?<!\w)(?:%b)(?!\w)" % exact, b"-ab-")
    assert not regex.search(rb"(?<!\w)(?:%b)(?!\w)" % exact, b"-abc-")


NEWLINE = (
    "it needs a newline, but a match never spans lines; "
    "match one line of the secret, or use the rule private-key for keys"
)
FLAGS = "unknown flag; the flags are i, m, s, U and x"
REPEAT = "multiple repeat; put (?:...) around the repeated part"
NEVER = "it can never match: no line satisfies its anchors and word boundaries"
SUFFIX = " cannot be combined with constructs that only regex supports"
UTF8 = r"patterns match bytes; write \xc3\xa9 for this character in UTF-8"

SET_OPERATION = "set operations are not supported; put \\ before the second byte, or list the bytes"

ERRORS = [
    # pattern, underline, reason
    ("(?:ab", "^", "unmatched ("),
    ("(?:a))", "     ^", "unmatched )"),
    ("(?#a", "^", "unmatched ("),
    ("(?i)a**b", "      ^", REPEAT),
    ("(?:a){2}{3}", "        ^", REPEAT),
    ("(?i)*a", "    ^", r"nothing to repeat; write \ before it for the byte itself"),
    ("(?u)a", "~~~^", FLAGS),
    ("a(?n)b", " ~~~^", FLAGS),
    ("a(?~b)", " ~~^", "unknown group extension (?~b"),
    ("(?:a\nb)", "    ^", "a newline separates two patterns"),
    (r"(?:a\nb)", "    ~^", NEWLINE),
    (r"(?:a[\n]b)", "    ~~~^", NEWLINE),
    ("(?:a^b)", "~~~~~~^", NEVER),
    ("(?R)?a", "~~^", "recursion is not supported"),
    ("(a(?1)?b)", "  ~~^", "recursion is not supported"),
    ("(?P<n>a(?&n)?b)", "       ~~^", "recursion is not supported"),
    ("(a)(?(1)b(?R)?|c)", "         ~~^", "(?R" + SUFFIX),
    ("(a)(?(1)b|c)(?i)d", "            ~~~^", "(?i)" + SUFFIX),
    ("(?P<1a>b)", "~~~~~~^", "invalid name of a group; write letters, digits and _"),
    (r"(?:a)\1", "     ~^", "no group 1 ends before it"),
    (r"(a)(?:b)\10", "        ~~^", "no group 10 ends before it"),
    ("(?:a)(?P=n)", "     ~~~~~^", "there is no group n before it"),
    ("(?:[z-a])", "    ~~^", "the range is reversed"),
    ("(?:[a&&b])", "     ~^", SET_OPERATION),
    (r"(?:\u00e9)", "   ~~~~~^", UTF8),
    (r"(?:[\x{e9}])", "    ~~~~~^", UTF8),
    (r"(?:\b{start}a)", "   ~~^", r"write \m for the start of a word, \M for its end"),
    ("(?:{2})", "   ~~^", r"nothing to repeat; write \ before it for the byte itself"),
]


@pytest.mark.parametrize(
    ("source", "underline", "reason"), ERRORS, ids=[source for source, *_ in ERRORS]
)
def test_the_error_is_underlined_and_explained(source, underline, reason) -> None:
    assert message(source.encode()) == f"invalid pattern: {reason}\n    {source}\n    {underline}"


def test_an_error_of_regex_is_a_pattern_error() -> None:
    assert message(b"(?V1)a(b").startswith("invalid pattern: missing )\n")
    assert message(b"(?:(*UTF8)a)").startswith("invalid pattern: unknown verb\n")


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
    reason = "invalid pattern: it matches the empty string, so it would match everywhere"
    assert message(source).splitlines()[0] == reason


@pytest.mark.parametrize("before", [b"", b"(?b)"])
def test_deep_nesting_is_a_pattern_error(before) -> None:
    shown = message(before + b"(?:" * 5000 + b"a" + b")" * 5000)
    assert "more than 60 nested groups" in shown or "regex module rejects it" in shown


MEANINGS = [
    # pattern, a line with the match in brackets
    ("token(?:_id)?=[0-9]{4}", "a [token_id=1234]5"),
    ("a(?=b)", "ac [a]b"),
    ("key(?!x)", "keyx [key]"),
    ("(?<![A-Za-z])key", "akey [key]"),
    ("[(?:]+(?i:a)", "a[(?A]"),
    (r"\\(?:a)", r"a[\a]"),
    ("x(?i)a|b", "[B]"),
    ("x(?i:a)b", "xAB [xAb]"),
    ("(?:a(?i)b)c", "aBC [aBc]"),
    ("(?i)a(?-i)b", "aB [Ab]"),
    ("(?^i:a)b", "aB [Ab]"),
    ("(?-u:a)", "[a]"),
    ("(?i)[^a-z]", "aB[1]"),
    ("(?xi) a \\  b [ ] # c)", "[A b ]"),
    ("(?x: a b ) c", "a[ab c]"),
    ("a(?#why)+", "b[aa]"),
    ("(?<n>[ab])-\\k<n>", "a-b[b-b]"),
    ("(?P<n>[ab])(?P=n)", "a[bb]"),
    ("(?'n'[ab])\\g{n}", "a[bb]"),
    ("([ab])(?:)\\g{1}", "a[bb]"),
    ("(?:)(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "[abcdefghijj]"),
    ("(?i)([a-z])\\1", "ab[cC]"),
    ("(?P<n>a)x|(?P<n>b)y", "ay [by]"),
    ("(?>a+)b", "[aab]"),
    ("(?:a|ab)(?:c|bcd)", "[abcd]"),
    ("(?:a)++b", "[aab]"),
    ("(?U)a+", "[a]a"),
    ("(?U)a+?b*", "[aa]b"),
    (r"(?:\x41\x{42}\u0043)", "[ABC]"),
    (r"(?:a)\z", "ab[a]"),
    (r"(?:a)\/\_\-", "[a/_-]"),
    (r"(?:\h+a)", "b[ a]"),
    (r"(?:[\w-.]+)", " [a-.]"),
    (r"(?:[a-\d]+)", "b[a-1]"),
    (r"(?:[]a]+)", "b[]a]"),
    (r"(?:[^]a])", "]a[b]"),
    (r"(?:[\]\[\\^-]+)", r"a[]\^-]"),
    (r"(?:[[:alpha:][:^alnum:]]+)", "1[a-]"),
    (r"(?:[\x41\t\b]+)", "b[A]"),
    (r"(?:[[a]+)", "b[[a]"),
    ("(?:\\${[a-z]+})", "a[${b}]"),
    ("(?:a){3", "[a{3]"),
    (r"(?:\<a\>)", "[<a>]"),
    (r"\mkey\M(?:)", "akey [key]"),
    ("(?:^)*a", "b[a]"),
    ("^{2}(?:a)", "[a]a"),
    ("(?:a(?:\\n|$))", "ab[a]"),
    ("(?s)a.b", "[a-b]"),
    ("(?m)^a$", "[a]"),
    (r"(?:a\N)", "[ab]"),
]


@pytest.mark.parametrize(("source", "line"), MEANINGS, ids=[source for source, _ in MEANINGS])
def test_the_constructs_of_other_scanners_mean_the_same_here(source, line) -> None:
    expression = read(source.encode())
    begin, end = line.index("["), line.rindex("]") - 1
    content = line[:begin] + line[begin + 1 : end + 1] + line[end + 2 :]
    found = regex.search(b"(?:%b)" % expression.exact, content.encode())
    assert (found.span() if found else None) == (begin, end)
    assert regex.search(expression.filter, content.encode(), regex.MULTILINE)


def test_a_pattern_without_a_group_extension_is_posix() -> None:
    for source in (rb"a\(?b", b"a[(?]b", b"[^](?:]b", b"[[:alpha:](?]b"):
        assert read(source).posix, source
    for source in (b"a(?:b)", b"[a](?:b)", rb"\\(?:b)", b"[]a](?=b)c", b"a|b(?i)", rb"[\w-.](?:b)"):
        assert not read(source).posix, source
