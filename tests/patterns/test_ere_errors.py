"""The messages for errors in extended regular expressions."""

from __future__ import annotations

import pytest

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import read

NOTHING = "it matches the empty string, so it would match everywhere"
UNMATCHED = "unmatched [, [^, [:, [. or [="
CLASSES = "alnum alpha blank cntrl digit graph lower print punct space upper xdigit"
INTERVAL = "invalid interval; write {n}, {n,}, {,m} or {n,m} with n <= m"

OCTAL = r"octal escapes are not supported; write \x and two hexadecimal digits, such as \x00"
PROPERTY = "Unicode properties are not supported; write a class such as [[:alpha:]] or [[:upper:]]"
LITERAL = (
    r"\{} is not supported; escape each special character instead, "
    "as git secrets --add --literal does"
)
AROUND = "write (?:...) around the pattern, or (?P<secret>...)"
UTF8 = r"patterns match bytes; write \xc3\xa9 for this character in UTF-8"
NEWLINE = (
    "it needs a newline, but a match never spans lines; "
    "match one line of the secret, or use the rule private-key for keys"
)
NEVER = "it can never match: no line satisfies its anchors and word boundaries"

ERRORS = [
    # pattern, underline, reason
    ("a(b", " ^", "unmatched ("),
    ("(a|(b)", "^", "unmatched ("),
    ("a\\", " ^", r"trailing backslash; write \\ for the byte itself"),
    (r"a\ib", " ~^", r"unknown escape \i; write i"),
    (r"\0", "~^", OCTAL),
    (r"a\p{L}", " ~^", PROPERTY),
    (r"a\N{DIGIT ONE}", " ~^", "names of characters are not supported; write the character itself"),
    (r"\Qa.b\E", "~^", LITERAL.format("Q")),
    (r"a\Gb", " ~^", r"\G is not supported; write ^ for the start of the line"),
    (r"a\Kb", " ~^", r"\K needs regex syntax: " + AROUND),
    (r"\u00e9", "~~~~~^", UTF8),
    (r"\x{e9}", "~~~~~^", UTF8),
    (r"\u004", "~^", r"invalid escape \u; write four hexadecimal digits"),
    ("(*UTF8)a", "~^", "verbs such as (*UTF8) are not supported"),
    (r"\x4", "~^", r"invalid escape \x; write two hexadecimal digits"),
    ("x[a", " ~^", UNMATCHED),
    ("[]", "~^", UNMATCHED),
    ("[[:alpha:", "~~~~~~~~^", UNMATCHED),
    ("[a[:]", "~~~~^", UNMATCHED),
    ("[[:foo:]]", " ~~~~~~^", f"unknown character class; the classes are {CLASSES}"),
    ("[[.space.]]", " ~~~~~~~~^", "unknown collating element; in the C locale it is a single byte"),
    ("[[=ab=]]", " ~~~~~^", "unknown equivalence class; in the C locale it is a single byte"),
    ("[:space:]", "~~~~~~~~^", "write [[:space:]], not [:space:]"),
    ("x[^:space:]", " ~~~~~~~~~^", "write [[:space:]], not [:space:]"),
    ("[z-a]", " ~~^", "the range is reversed"),
    ("[a-c-e]", "   ~^", "a range cannot begin here; put the - last"),
    ("[[:alpha:]-z]", "         ~^", "a range cannot begin here; put the - last"),
    ("[a-[:alpha:]]", " ~~~^", "a range cannot end in a class"),
    ("a{2,1}", " ~~~~^", INTERVAL),
    ("a{}", " ~^", INTERVAL),
    ("a{32768}", " ~~~~~~^", "the interval exceeds 32767"),
    ("a{1,99999999999}", " ~~~~~~~~~~~~~~^", "the interval exceeds 32767"),
    ("x|{2}", "~~~~^", NOTHING),
    (
        "((a{99}){99}){99}",
        "~~~~~~~~~~~~~~~~^",
        "its nested repeats require more than 200,000 bytes",
    ),
    (r"KEY-----\nb3B", "        ~^", NEWLINE),
    (r"a\Rb", " ~^", NEWLINE),
    ("a^b", "~~^", NEVER),
    ("a$b", "~~^", NEVER),
    ("a+^", "~~^", NEVER),
    (r"a\bb", "~~~^", NEVER),
    (r"-\B-\b-", "~~~~~~^", NEVER),
    (r"a\<", "~~^", NEVER),
    (r"(a\b){2}", "~~~~~~~^", NEVER),
    ("(a$|b$)c", "~~~~~~~^", NEVER),
    (r"\za", "~~^", NEVER),
    ("x(*)", "  ^", r"nothing to repeat; write \ before it for the byte itself"),
    (r"(a\1)", "  ~^", r"no group 1 ends before \1"),
    (r"(a)|b\1", "     ~^", r"no group 1 ends before \1"),
    (r"(a)\2", "   ~^", r"no group 2 ends before \2"),
    ("a\nb", " ^", "a newline separates two patterns"),
    ("", "^", NOTHING),
    ("x*", "~^", NOTHING),
    ("x{0}", "~~~^", NOTHING),
    ("(a|)", "~~~^", NOTHING),
    ("()", "~^", NOTHING),
    ("a||b", "~~~^", NOTHING),
    ("^", "^", NOTHING),
    ("^$", "~^", NOTHING),
    (r"\b", "~^", NOTHING),
    (r"(a*)\1", "~~~~~^", NOTHING),
]


@pytest.mark.parametrize(
    ("source", "underline", "reason"), ERRORS, ids=[source or "empty" for source, *_ in ERRORS]
)
def test_the_error_is_underlined_and_explained(source, underline, reason) -> None:
    with pytest.raises(PatternError) as caught:
        read(source.encode())
    assert str(caught.value) == f"invalid pattern: {reason}\n    {source}\n    {underline}"


@pytest.mark.parametrize(
    ("source", "shown"), [("passé(b", b"pass\xc3\xa9(b"), ("\udce9(b", b"\\xe9(b")]
)
def test_text_beyond_ascii_is_shown_above_its_underline(source, shown) -> None:
    with pytest.raises(PatternError) as caught:
        read(source.encode("utf-8", "surrogateescape"))
    _, line, underline = str(caught.value).split("\n")
    assert (line.encode(), underline) == (b"    " + shown, " " * (line.index("(")) + "^")


@pytest.mark.parametrize(
    "source", ["(" * 61 + "a" + ")" * 61, "a" + "{2}" * 62, "(" * 100_000], ids=lambda _: "deep"
)
def test_deep_nesting_is_an_error(source) -> None:
    with pytest.raises(PatternError, match="more than 60"):
        read(source.encode())


def test_a_group_may_have_an_empty_branch() -> None:
    assert read(b"(a|)b").exact == b"(?:a|)b"


@pytest.mark.parametrize(
    "source", ["a$|b", r"(\n|$)a|b", r"a(\n|$)", r"\bé", "a*^b", "(^|x)b", r"(\b|-)a", "a{0}^b"]
)
def test_a_pattern_that_can_match_somewhere_is_accepted(source) -> None:
    read(source.encode())
