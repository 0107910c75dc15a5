"""The matches of extended regular expressions, by POSIX XBD 9.4 and the GNU grep manual."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex

import git_secrets_py
from git_secrets_py.patterns import read

KEY = b"AKIA" + b"X" * 16


def first_match(pattern: bytes, line: bytes) -> bytes | None:
    expression = read(pattern)
    assert expression.exact.isascii()
    found = regex.search(b"(?:%b)" % expression.exact, line, regex.POSIX * expression.posix)
    return found.group() if found else None


MATCHES = [
    # pattern, line, the match
    pytest.param(b"AKIA[0-9A-Z]{16}", b'x="' + KEY + b'"', KEY, id="the first AWS pattern"),
    pytest.param(b"a|ab|abc", b"abcd", b"abc", id="the longest branch, not the first"),
    pytest.param(b"(a|ab)(c|bcd)", b"abcd", b"abcd", id="the longest of the whole"),
    pytest.param(b"a.c", b"a\x00c", b"a\x00c", id="dot matches NUL"),
    pytest.param(b"a.c", b"a\xffc", b"a\xffc", id="dot matches bytes beyond ASCII"),
    pytest.param("ключ".encode(), "мой ключ".encode(), "ключ".encode(), id="bytes of UTF-8"),
    pytest.param(b"[[:alnum:]_]+", b"-a_1\xe9", b"a_1", id="classes are ASCII"),
    pytest.param(b"[]a]+", b"[a]", b"a]", id="a bracket's first ] is a byte"),
    pytest.param(b"[^]a]", b"]ab", b"b", id="the first behind the ^, too"),
    pytest.param(b"[a-]+", b"b-a", b"-a", id="a last - is a byte"),
    pytest.param(b"[%--]+", b"$&+-.", b"&+-", id="a range may end in -"),
    pytest.param(rb"[\.]+", rb"a\.", rb"\.", id="a backslash in brackets is a backslash"),
    pytest.param(rb"[\n]+", rb"\n", rb"\n", id="and stays one before an n"),
    pytest.param(b"[[.-.]a]+", b"b-a", b"-a", id="a collating element"),
    pytest.param(b"[[=a=]b]+", b"-ab", b"ab", id="an equivalence class"),
    pytest.param(b"[:s]x", b"sx", b"sx", id="a colon that names no class"),
    pytest.param(b"[\xe0-\xff]", b"a\xe9", b"\xe9", id="a range of bytes beyond ASCII"),
    pytest.param(rb"\w+\W\w+", b"-a_1 b-", b"a_1 b", id="GNU word bytes"),
    pytest.param(rb"\S\s\S", b"a\tb", b"a\tb", id="GNU space bytes"),
    pytest.param(rb"\<b\>", b"ab b", b"b", id="a word's ends"),
    pytest.param(rb"\Bb", b"b ab", b"b", id="not at a word's end"),
    pytest.param(rb"\`a\'", b"a", b"a", id="the ends of the line, the GNU way"),
    pytest.param(rb"\d{2}\tx", b"12\tx", b"12\tx", id="what POSIX leaves open is as in regex"),
    pytest.param(rb"\x41\x5a", b"AZ", b"AZ", id="hexadecimal"),
    pytest.param(rb"\.\-\/\ \"", b'.-/ "', b'.-/ "', id="escaped punctuation is itself"),
    pytest.param(b"a{2}{2}", b"aaaaa", b"aaaa", id="an interval of an interval"),
    pytest.param(b"a+*b", b"aab", b"aab", id="a star of a plus"),
    pytest.param(b"ba{,2}", b"baaa", b"baa", id="an interval without a least"),
    pytest.param(b"ba{,}", b"baaa", b"baaa", id="an interval without either"),
    pytest.param(b"a{x}", b"a{x}", b"a{x}", id="a brace that begins no interval"),
    pytest.param(b"a{1,2", b"a{1,2", b"a{1,2", id="a brace that is not closed"),
    pytest.param(b'{"a":', b'{"a":', b'{"a":', id="a brace that begins the pattern"),
    pytest.param(b"a}]", b"a}]", b"a}]", id="closing braces and brackets alone"),
    pytest.param(b"fo)o", b"fo)o", b"fo)o", id="a closing parenthesis that closes nothing"),
    pytest.param(b"(a))*b", b"a))b", b"a))b", id="which can be repeated"),
    pytest.param(b"*)", b"*)", b")", id="or stand behind an idle star"),
    pytest.param(b"*a", b"*a", b"a", id="a star that begins a branch is passed over"),
    pytest.param(b"{2}a", b"aa", b"a", id="so is an interval"),
    pytest.param(b"x|(+{2}a)", b"aa", b"a", id="in a group, too"),
    pytest.param(b"^*ab", b"xab", b"ab", id="an optional anchor is nothing"),
    pytest.param(rb"\>*[^a]", b"ab", b"b", id="an optional boundary is nothing"),
    pytest.param(b"^{0,3}b", b"ab", b"b", id="an anchor in an interval from 0 is nothing"),
    pytest.param(b"^+?b", b"ab", b"b", id="the last quantifier counts"),
    pytest.param(b"(^)*b", b"ab", b"b", id="an anchor in an optional group"),
    pytest.param(b"(^|x)+b", b"xxb", b"xxb", id="an anchor in a repeated branch"),
    pytest.param(b"a$?b", b"ab", b"ab", id="an optional end of line"),
    pytest.param(rb"\_", b"a_", b"_", id="an escaped underscore"),
    pytest.param(rb"\x{41}\u0042", b"AB", b"AB", id="characters by number, of other programs"),
    pytest.param(rb"\h+b\z", b"a \tb", b" \tb", id="horizontal space, and the end of the text"),
    pytest.param(rb"(a)(b)\2\1", b"abba", b"abba", id="back-references"),
    pytest.param(rb"(a)\10", b"aa0", b"aa0", id="a back-reference is one digit"),
    pytest.param(b"()b(|c)d", b"bd", b"bd", id="empty groups and branches"),
    pytest.param(b"a$|b", b"a b", b"b", id="an end of line that is not one"),
    pytest.param(b"a.*?b", b"a1b2b", b"a1b2b", id="lazy, and yet the longest match"),
]


@pytest.mark.parametrize(("pattern", "line", "expected"), MATCHES)
def test_it_matches(pattern, line, expected) -> None:
    assert first_match(pattern, line) == expected


NO_MATCHES = [
    pytest.param(b"AKIA[0-9A-Z]{16}", KEY[:-1], id="one byte too few"),
    pytest.param(b"[[:alpha:]]", b"\xe9\xc3", id="no letter beyond ASCII"),
    pytest.param(rb"[\d]", b"1", id="no escape in brackets"),
    pytest.param(b"a", b"A", id="case matters"),
    pytest.param(b"(a|^b)c", b"xbc", id="an anchor in a branch"),
    pytest.param(b"a$", b"a\n", id="an end of line is not before a newline"),
    pytest.param(b"a.b", b"a\nb", id="dot matches no newline"),
    pytest.param(b"a[^x]b", b"a\nb", id="nor does a negated bracket"),
    pytest.param(rb"a\Wb", b"a\nb", id="nor does a non-word byte"),
    pytest.param(b"a*+ab", b"aaab", id="possessive gives nothing back"),
    pytest.param(rb"((a)|b)\2", b"bb", id="a group that took no part"),
    pytest.param(b"^+ab", b"*ab", id="a quantifier after an anchor is no byte"),
    pytest.param(b"^{2}ab", b"xab", id="a repeated anchor is the anchor"),
    pytest.param(rb"\b{1,3}b", b"ab", id="a boundary in an interval is the boundary"),
    pytest.param(rb"a(\>+|x)b", b"ab", id="a repeated boundary in a branch"),
]


@pytest.mark.parametrize(("pattern", "line"), NO_MATCHES)
def test_it_does_not_match(pattern, line) -> None:
    assert first_match(pattern, line) is None


def test_groups_keep_their_numbers_if_a_back_reference_needs_them() -> None:
    assert read(rb"(a)(b)\2").exact == rb"(a)(b)\g<2>"
    assert read(rb"(a)(b)").exact == rb"(?:a)(?:b)"


def test_a_long_pattern_does_not_need_a_deep_stack() -> None:
    long = b"|".join(b"key%d" % number for number in range(5000))
    assert read(long).exact == long
    assert len(read(b"a" * 50_000).exact) == 50_000


def test_groups_nested_to_the_limit_can_be_compiled() -> None:
    assert first_match(b"(x|" * 60 + b"a" + b"){1}" * 60, b"a") == b"a"


def test_reading_a_pattern_imports_no_slow_module() -> None:
    slow = {"re", "regex", "typing", "dataclasses", "enum", "warnings"}
    root = Path(git_secrets_py.__file__).parent.parent
    code = (
        f"import sys; before = set(sys.modules); sys.path.insert(0, {str(root)!r})\n"
        "from git_secrets_py.patterns import read; read(b'a[b-d]{2}')\n"
        f"print(sorted({slow!r} & (set(sys.modules) - before)))"
    )
    shown = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert shown.stdout == "[]\n", shown.stderr
