"""Rules that are tried on whole contents: large, binary, and such that take too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from rule_file_scans import matcher_of, rule

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.engine.whole_content import WholeContents
from git_secrets_py.model import MatchedLine, Origin, Pattern

RULES = rule("span", "BEGIN_[0-9]+\\s[^~]*?_END") + rule("line", "acme_[0-9]{4}")
# Each match is in several lines, and some windows end within one.
CONTENT = b"".join(
    b"first\nBEGIN_%d\nother " % number + b"x" * (number % 23) + b"\n_END acme_%04d\n" % number
    for number in range(100)
)
Item = MatchedLine | NotScanned


def scanned(matcher: Matcher, window: int, overlap: int, size: int) -> list[Item]:
    """Return the results of a scan of ``CONTENT`` in chunks of ``size`` bytes."""
    contents = WholeContents(matcher, matcher.filters(), window, overlap)
    chunks = (CONTENT[start : start + size] for start in range(0, len(CONTENT), size))
    return list(contents.scan(chunks, Scanner(matcher)._scan_lines_of))


def found(items: Iterable[Item]) -> Iterator[tuple[int, bytes, list[str]]]:
    """Yield the number, the text and the rules of each line."""
    for one in items:
        if isinstance(one, MatchedLine):
            yield one.number, one.content, sorted(match.pattern.name for match in one.matches)


@pytest.mark.parametrize("size", [50, 1_000, 100_000])
@pytest.mark.parametrize("own", [(), (b"acme_[0-9]+",)], ids=["rules alone", "beside a pattern"])
def test_windows_that_overlap_have_the_matches_of_the_whole(
    size: int, own: tuple[bytes, ...]
) -> None:
    matcher = matcher_of(RULES, [Pattern(one, Origin("config", "a test")) for one in own])
    whole = scanned(matcher, len(CONTENT), 0, size)
    in_windows = scanned(matcher, 1_000, 300, size)
    assert len(whole) == 200
    assert list(found(in_windows)) == list(found(whole))
    problems = [one.message for one in in_windows if isinstance(one, NotScanned)]
    assert problems == [
        "larger than 0 MiB: not fully scanned for the rules of rule files, whose matches may span "
        "any number of lines"
    ]


def test_a_rule_that_exceeds_the_time_limit_is_reported() -> None:
    endless = matcher_of(rule("slow", "(a|a)*b\\s[^~]*?_END")).patterns
    content = b"a" * 40 + b" b\nand_END"
    (problem,) = Scanner(Matcher(endless, time_limit=0.02)).scan([content])
    assert isinstance(problem, NotScanned)
    assert problem.message == (
        "line 1: the pattern '(a|a)*b\\s[^~]*?_END' from rules.toml exceeded the time limit of "
        "0.02 s; simplify it"
    )


def test_binary_content_is_searched_on_request() -> None:
    matcher = Matcher(matcher_of(RULES).patterns, scan_binary=True)
    items = Scanner(matcher).scan([b"\0\1\2\3" * 99 + b"\n" + CONTENT])
    assert len(list(found(items))) == 200
