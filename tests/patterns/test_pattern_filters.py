"""Filters: each reports at least the lines that the exact form matches."""

from __future__ import annotations

from random import Random

import pytest
import regex
from random_patterns import Draw, lines, native_pattern, pattern

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import Expression, read

AS_WORD = b"(?<![A-Za-z0-9_])(?:%b)(?![A-Za-z0-9_])"
FILTER_AS_WORD = b"(?:^|[^A-Za-z0-9_])(?:%b)(?:[^A-Za-z0-9_]|$)"
ANYWHERE = b"%b"
LINES = 40
PATTERNS = 150


def exact_lines(expression: Expression, content: list[bytes], rule: bytes) -> set[int]:
    """Return the numbers, from 0, of the lines that match."""
    flags = regex.POSIX if expression.posix else 0
    compiled = regex.compile(rule % expression.exact, flags)
    return {number for number, line in enumerate(content) if compiled.search(line)}


def by_regex(source: bytes, block: bytes) -> list[int]:
    """Return the offset of the last byte of each match."""
    return [match.end() - 1 for match in regex.finditer(source, block, regex.MULTILINE)]


def by_hyperscan(source: bytes, block: bytes) -> list[int] | None:
    """Return the same; ``None`` if Hyperscan does not support ``source``."""
    hyperscan = pytest.importorskip("hyperscan")
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    try:
        database.compile(
            expressions=[source], ids=[0], elements=1, flags=hyperscan.HS_FLAG_MULTILINE
        )
    except hyperscan.error:
        return None
    found: list[int] = []
    database.scan(block, match_event_handler=lambda number, start, end, *_: found.append(end - 1))
    return found


def joined(content: list[bytes], seed: int) -> tuple[bytes, list[int]]:
    """Return lines joined with random line ends, and the line number of each byte."""
    ends = [b"\r\n" if seed >> number % 24 & 1 else b"\n" for number in range(len(content))]
    ends[-1] = [b"", b"\n", b"\r\n", b"\r"][seed % 4]
    pieces = [line + end for line, end in zip(content, ends, strict=True)]
    owners = [number for number, piece in enumerate(pieces) for _ in piece]
    return b"".join(pieces), owners


def check(expression: Expression, content: list[bytes], seed: int, find) -> int | None:
    """Compare both forms, with the word rule and without; return how many lines matched.

    ``None`` if ``find`` does not support the filter.
    """
    block, owners = joined(content, seed)
    matched = 0
    for rule, filter_rule in ((AS_WORD, FILTER_AS_WORD), (ANYWHERE, ANYWHERE)):
        reported = find(filter_rule % expression.filter, block)
        if reported is None:
            return None
        expected = exact_lines(expression, content, rule)
        missed = expected - {owners[offset] for offset in reported if offset < len(owners)}
        assert not missed, (expression.filter, [content[number] for number in missed])
        matched += len(expected)
    return matched


def run(draw: Draw, find, capsys, label: str) -> None:
    chance = Random(1)
    compared = matches = 0
    while compared < PATTERNS:
        source, content = draw(chance), lines(chance, LINES)
        try:
            expression = read(source)
        except PatternError:
            continue
        assert expression.filter is not None
        matched = check(expression, content, chance.getrandbits(32), find)
        if matched is not None:
            compared += 1
            matches += matched
    with capsys.disabled():
        print(f"\n{label}: {compared} filters, {matches} matching lines found")
    assert matches > 3 * PATTERNS


ENGINES = pytest.mark.parametrize("find", [by_regex, by_hyperscan], ids=["regex", "hyperscan"])


@ENGINES
def test_the_filter_of_an_extended_expression_misses_nothing(find, capsys) -> None:
    run(pattern, find, capsys, find.__name__)


@ENGINES
def test_the_filter_of_a_native_pattern_misses_nothing(find, capsys) -> None:
    run(native_pattern, find, capsys, "native " + find.__name__)


CASES = [
    pytest.param(rb"a$", [b"a"], id="an end of line, with or without \\r"),
    pytest.param(rb"a$\>", [b"a"], id="a boundary behind the end of a line is not behind its \\r"),
    pytest.param(rb"-(\b(a|$)){3}", [b"-a"], id="nor is a repeated boundary"),
    pytest.param(rb"-\B", [b"-"], id="neither a line end nor \\r is a word byte"),
    pytest.param(rb"(x|^b)c", [b"bc", b"xc"], id="an anchor in one branch only"),
    pytest.param(rb"(a|b)\1", [b"aa", b"bb"], id="a back-reference may match anything"),
    pytest.param(rb"(a*)b\1", [b"b", b"aba"], id="or the empty string, if its group may be empty"),
    pytest.param(rb"(a)|b(c)\2", [b"a", b"bcc"], id="a back-reference in one branch only"),
    pytest.param(rb"x(a){0}", [b"x"], id="a group repeated zero times"),
    pytest.param(rb"(\n|a)b", [b"ab"], id="a newline matches in no line"),
    pytest.param(rb"a*+b", [b"aab"], id="a possessive quantifier is greedy at least"),
    pytest.param(rb"(?i)k[^b]", [b"ka", b"KA"], id="without case"),
    pytest.param(rb"(?:x(?!y)(?<=x)z)$", [b"xz"], id="lookaround only restricts"),
    pytest.param("(?i)\\\u00e9".encode("latin-1"), [b"\xe9"], id="an escaped byte beyond ASCII"),
]


@pytest.mark.parametrize(("source", "content"), CASES)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@ENGINES
def test_the_filter_reports_every_line_that_matches(source, content, end, find) -> None:
    expression = read(source)
    assert exact_lines(expression, content, AS_WORD) == set(range(len(content)))
    for line in content:
        block = b"\n" + line + end + b"\n"
        reported = find(FILTER_AS_WORD % expression.filter, block)
        assert reported is None or {1 <= at <= len(line + end) for at in reported} == {True}


@pytest.mark.parametrize(
    "source",
    [
        b"[^a]b",
        rb"\Wb",
        rb"\Sb",
        rb"\sb",
        b".b",
        rb"(\n|x)b",
        rb"(?:\n|x)b",
        rb"\Db",
        b"[^[:alpha:]]b",
        rb"(a)\1b",
        rb"(?:[^a]b)",
        rb"(?:\sb)",
    ],
)
def test_no_filter_crosses_a_line(source) -> None:
    expression = read(source)
    assert by_regex(expression.filter, b"\nb\n") == []
    assert by_hyperscan(expression.filter, b"\nb\n") in ([], None)


@pytest.mark.parametrize(
    "source", [b"^foo", b"foo$", b"(^| )foo( |$)", rb"\bfoo\b", rb"^(a)b\1$", b"(?i)^foo$"]
)
def test_hyperscan_accepts_anchors_with_the_word_rule(source) -> None:
    assert by_hyperscan(FILTER_AS_WORD % read(source).filter, b"-foo aba\nfoo\r\naba") is not None
