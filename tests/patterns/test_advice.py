"""Warnings about patterns that are valid but probably unintended."""

from __future__ import annotations

import pytest

from git_secrets_py.patterns import advice

LINES = "a match never spans lines, so {} matches text of one line only; " + (
    "to find private keys, use the rule private-key"
)
LIST = "list the characters themselves, or use a class such as [:space:]"
BEYOND_ASCII = (
    "in {} each byte of a character beyond ASCII counts by itself; "
    "write alternatives, such as (ä|ö)"
)
ENDS = (
    "{} ends at this ], because the backslash is a character; put ] first to include it, as in []a]"
)
INSIDE_WORDS = (
    "it matches only inside words, which the word rule forbids; "
    "include the rest of the word in the pattern"
)
DOT = LINES.format(r"a dot under (?s), or a bracket such as [\s\S],")
SLASHES = (
    "the slashes around it, and the flags after them, are part of the pattern; "
    "write only the text between them, after (?i) to ignore case"
)
QUOTES = "the quotes around it are part of the pattern; write only the text between them"
DOUBLED = (
    r"\\{0} is a backslash and the letter {0}; write \{0}: a backslash is doubled only "
    "in the strings of programs"
)
ABOVE = "write it in the line above"
BLANKS = "the blanks at its start or end are part of the pattern"
RETURN = "the carriage return at its end never matches at the end of a line; remove it"
ANGLE = "in a pattern with a group extension, \\{0} is the character {0}; write \\{1} for the {2}"


def letter(bracket: str, which: str, advice: str) -> str:
    return f"in {bracket} the backslash and the {which} are characters; {advice}"


WARNINGS = [
    ("abc\r", RETURN),
    ("(?i)abc\r", RETURN),
    (r"[\w-]+", letter(r"[\w-]", "w", "write [[:alnum:]_-]")),
    (r"x[\d]{4}", letter(r"[\d]", "d", "write [[:digit:]]")),
    (r"[^\s]+=x", letter(r"[^\s]", "s", "write [^[:space:]]")),
    (r"[^\w\s]x", letter(r"[^\w\s]", "s", "write [^[:alnum:]_[:space:]]")),
    (r"[\S]x", letter(r"[\S]", "S", "write [^[:space:]]")),
    (r"[\W_]x", letter(r"[\W_]", "W", LIST)),
    (r"[\n]x", letter(r"[\n]", "n", LIST)),
    (r"[\s\S]*?x", letter(r"[\s\S]", "S", "write . for any character")),
    (r"[^\]]+x", ENDS.format(r"[^\]")),
    ("[äö]x", BEYOND_ASCII.format("[äö]")),
    ("(?s)a.x", DOT),
    (r"(?:[\s\S]*?)x", DOT),
    (r"(?i)[\d\D]+x", DOT),
    ("-----BEGIN.+?-----END", LINES.format("a pattern from -----BEGIN to -----END")),
    (r"(?:\<a)", ANGLE.format("<", "m", "start of a word")),
    (r"(?i)a\>", ANGLE.format(">", "M", "end of a word")),
    (r"[A-Z\-_]+x", r"in [A-Z\-_] \-_ is the range from the backslash; put the - last instead"),
    ("[a-z&&[^b]]x", "in [a-z&&[^b] && are two characters; there are no intersections of sets"),
    (r"/key=\w+/i", SLASHES),
    ("'''(?i)key=[0-9]+'''", QUOTES),
    ('r"key=[0-9]+"', QUOTES),
    ("`key=[0-9]+`", QUOTES),
    (r"(?i)key\\s*=", DOUBLED.format("s")),
    (r"\\bkey", DOUBLED.format("b")),
    (r"key\\b", DOUBLED.format("b")),
    ("key=[0-9]+  # of Corp", "a comment in its line is part of the pattern; " + ABOVE),
    ("*.pem", "the * at its start repeats nothing; write .* for any text"),
    ("key\u200b=", "it contains an invisible character, U+200B"),
    (" key", BLANKS),
    ("key\t", BLANKS),
    (r"\Bfoo", INSIDE_WORDS),
    (r"foo\B", INSIDE_WORDS),
    ("\\bé", INSIDE_WORDS),
]


@pytest.mark.parametrize(("source", "warning"), WARNINGS, ids=[source for source, _ in WARNINGS])
def test_a_pattern_that_is_probably_unintended_is_warned_of(source, warning) -> None:
    assert advice.warnings(source.encode()) == [warning]


@pytest.mark.parametrize(
    "source",
    [
        "foo",
        r"[A-Za-z0-9/\+=]{40}",
        r"[\.]x",
        r"[\\]]",
        r"[a\]",
        r"[\^-]x",
        r"\\<(?:a)",
        r"(?:[\w-]+)",
        r"(?:[^\n]+x)",
        "(?s)foo",
        "(?m)^foo$",
        r"a(\n|$)",
        r"(a\B|b)c",
        "[[:alpha:]_]x",
        "(?:secret){e<=1}",
        "/etc/shadow/[a-z]+",
        "/srv/keys/",
        r"\\n\\.\\\s+",
        r"C:\\data",
        '"[0-9a-f]{32}"',
        r"[+\-]x",
        "(?x) key = [0-9]+ # of Corp",
        "#[0-9]+ key#1",
        r"/\* key [0-9]+ \*/",
        "/[*] key [0-9]+ [*]/",
        "(",
    ],
)
def test_an_ordinary_pattern_is_not_warned_of(source) -> None:
    assert advice.warnings(source.encode()) == []


def test_the_word_rule_does_not_concern_an_allowed_pattern() -> None:
    assert advice.warnings(rb"\Bfoo", allowed=True) == []


BROAD = [".+", ".", ":", "[0-9]", r"\w", "[^x]", " ", "a", r"\s+", "[a-z]+", "^.{3}", ":[0-9]+:"]
BROAD += ["[0-9]+:", "^[^:]+:", ":.*", "..", "(?i)[a-z]", "(?s).+", "^.", r"[\w]", r"\W"]


@pytest.mark.parametrize("source", BROAD)
def test_an_allowed_pattern_that_matches_before_any_line_is_warned_of(source) -> None:
    assert advice.ALLOWS_EVERYTHING in advice.warnings(source.encode(), allowed=True)


@pytest.mark.parametrize(
    "source", ["^docs/", r"\.py:", "key-0000", "use", "(?i)test", ".*key.*", "^.*:1:", "= ", "("]
)
def test_a_specific_allowed_pattern_is_not_warned_of(source) -> None:
    assert advice.warnings(source.encode(), allowed=True) == []


def test_an_invalid_allowed_pattern_allows_nothing() -> None:
    assert not advice.allows_every_line(b".*(")
