"""The word rule: the boundaries of grep -w, and escapes before the match."""

from __future__ import annotations

import re
import subprocess
from random import Random

import pytest
from grep import gnu_grep
from matching import scanner, spans

from git_secrets_py.engine.hyperscan import hyperscan_module

KEY = b"AK" + b"IA" + b"Q" * 16
PATTERN = b"AK" + b"IA[A-Z0-9]{16}"
ENGINES = ["regex"] if hyperscan_module() is None else ["hyperscan", "regex"]

ESCAPES = [
    *(rb"\n", rb"\t", rb"\r", rb"\"", rb"\'", rb"\0", rb"\012", rb"\x3d", rb"\x3D"),
    *(rb"\u003d", rb"\U0000003d", rb"\u{3d}", rb"\e", rb"\\n"),
    *(b"%3D", b"%3d", b"%253D", b"%25253D", b"&quot;", b"&#61;", b"&#x3D;", b"&amp;"),
    *(b"=3D", b"=0A", b"=C2=A0"),
    *(b"\x1b[0m", b"\x1b[1;31m", b"\x1b[m", b"\x1b[01;31m\x1b[K", rb"\e[0m", rb"\033[1;31m"),
    *(rb"\x1b[31m", rb"\x1B[31m", rb"\u001b[31m", rb"\33[m"),
]
NO_ESCAPES = [b"n", b"x", b"_", b"9", b"%D", b"%3Dx", rb"\nx", rb"\x3dx", b"3D", b"[0m", b"&quot"]
NO_ESCAPES += [b"=20", b"=3d", b"=3Dx", b"=A"]


@pytest.fixture(params=ENGINES)
def engine(request, monkeypatch):
    """Each of the installed filters."""
    monkeypatch.delenv("GIT_SECRETS_ENGINE", raising=False)
    if request.param == "regex":
        monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")


def lines_with(befores):
    return b"\n".join(b'"X=1' + before + KEY + b'"' for before in befores)


def test_an_escape_before_a_match_is_a_boundary(engine):
    found = spans(scanner(PATTERN), lines_with(ESCAPES))
    expected = [(i, 4 + len(before), KEY) for i, before in enumerate(ESCAPES, start=1)]
    assert found == expected


def test_another_word_byte_before_a_match_is_not_a_boundary(engine):
    assert spans(scanner(PATTERN), lines_with(NO_ESCAPES)) == []


@pytest.mark.parametrize("after", [b"x", b"_", b"9"])
def test_an_escape_does_not_change_the_boundary_after_a_match(engine, after):
    assert spans(scanner(PATTERN), rb"\n" + KEY + after) == []


def test_a_folder_whose_name_begins_like_an_escape_is_a_boundary_too(engine):
    assert spans(scanner(PATTERN), rb"C:\n" + KEY) == [(1, 4, KEY)]


def test_an_escape_inside_a_match_is_part_of_it(engine):
    assert spans(scanner(rb"key=[^ ]+"), rb"a\nkey=b\nc d") == [(1, 3, rb"key=b\nc")]


def test_a_pattern_may_begin_with_the_escape(engine):
    assert spans(scanner(rb"\\nkey"), rb"\nkey") == [(1, 0, rb"\nkey")]


# A reference: the definition, tried at each place.

WORD = re.compile(rb"[A-Za-z0-9_]")
TABLE = re.compile(
    rb"(?:\\[A-Za-z]|\\[0-7]{1,3}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
    rb"|%(?:25)*[0-9A-Fa-f]{2}"
    rb"|(?:\x1b|\\e|\\E|\\0?33|\\x1[bB]|\\u001[bB])\[[0-9;:]*[mK])\Z"
)


def reference(source, line, *, escapes=True):
    """Yield the (start, end) of the longest match at each place that is not in another match."""
    pattern = re.compile(source)
    start = 0
    while start < len(line):
        end = _longest(pattern, line, start, escapes=escapes)
        if end:
            yield start, end
        start = end or start + 1


def _longest(pattern, line, start, *, escapes):
    if WORD.fullmatch(line[start - 1 : start] if start else b""):
        ends = escapes and any(TABLE.match(line[:start], at) for at in range(start))
        if not ends:
            return 0
    for end in range(len(line), start, -1):
        if not WORD.fullmatch(line[end : end + 1]) and pattern.fullmatch(line, start, end):
            return end
    return 0


SOURCES = [b"ab+", b"(a|b)+", b"a[^c]*b", b"a-|a(-b)*-", b"[ab3m]{2,3}", b"n?ab?", b".b", b"b"]
PIECES = [
    *(b"a", b"b", b"ab", b"-", b" ", b"_", b"c", b"\\", b"n", b"%", b"25", b"3D", b"3"),
    *(b"x3d", b"u00e9", b"U0001F511", b"\x1b", b"[", b"1;31", b"m", b"[K", b"e", b"033", b"\\n"),
]


def random_line(chance):
    return b"".join(chance.choice(PIECES) for _ in range(chance.randrange(14)))


@pytest.mark.parametrize("source", SOURCES)
def test_the_matches_are_those_of_the_reference(source, engine):
    chance = Random(1)
    lines = [random_line(chance) for _ in range(400)]
    found = spans(scanner(source), b"\n".join(lines))
    expected = [
        (number, start, line[start:end])
        for number, line in enumerate(lines, start=1)
        for start, end in reference(source, line)
    ]
    assert found == expected


@pytest.mark.skipif(gnu_grep() is None, reason="there is no grep to compare with")
@pytest.mark.parametrize("source", SOURCES)
def test_without_escapes_the_reference_finds_what_grep_finds(source):
    chance = Random(2)
    lines = [random_line(chance) for _ in range(400)]
    output = subprocess.run(
        [gnu_grep(), "-w", "-a", "-E", "-n", "-e", source],
        input=b"\n".join(lines) + b"\n",
        stdout=subprocess.PIPE,
        check=False,
        env={"LC_ALL": "C", "PATH": ""},
    ).stdout
    by_grep = [int(line.split(b":", 1)[0]) for line in output.split(b"\n")[:-1]]
    numbered = enumerate(lines, start=1)
    assert [n for n, line in numbered if any(reference(source, line, escapes=False))] == by_grep
    assert set(by_grep) <= {number for number, *_ in spans(scanner(source), b"\n".join(lines))}
