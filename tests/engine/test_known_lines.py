"""The hits that are left once lines are known to match nothing."""

from __future__ import annotations

from base64 import encodebytes

import pytest

from git_secrets_py import memory
from git_secrets_py.content import NotScanned
from git_secrets_py.engine import known_lines
from git_secrets_py.engine.known_lines import NewHits
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MOST_TIMEOUTS, Origin, Pattern

ORIGIN = Origin("config", "a test")
# The filters do not look ahead, so that they hit "key0", too.
KEY, TOKEN = Pattern(b"key(?!0)[0-9]", ORIGIN), Pattern(b"token(?!0)[0-9]", ORIGIN)
SLOW = Pattern(b"(a|a)*b(?!-)", ORIGIN)
CLEAN, MATCHING = b"key0 token0\n", b"key0 token1\r\n"


@pytest.fixture(autouse=True)
def _few_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_lines, "_MANY_PATTERNS", 0)


def new_hits(*patterns: Pattern, limit: float = 1.0) -> tuple[NewHits, Matcher]:
    matcher = Matcher(patterns, time_limit=limit)
    filters = matcher.filters()
    return NewHits(matcher, filters, Scanner(matcher, filters=filters)), matcher


@pytest.mark.parametrize("again", [1, 2])
@pytest.mark.parametrize(
    ("before", "line"),
    [
        (b"", CLEAN),
        (b"clean\n", MATCHING),
        # The start or the end of a long line is not searched for.
        (b"clean\n", b"x " * known_lines._LONGEST + CLEAN),
        (b"clean\n", CLEAN[:-1] + b" x" * known_lines._LONGEST + b"\n"),
    ],
)
def test_only_lines_without_any_match_are_left_out(before: bytes, line: bytes, again: int) -> None:
    new, matcher = new_hits(KEY, TOKEN)
    data = before + CLEAN + line * 2
    for _ in range(again):
        hits = new.hits(data)
    last = matcher.filters().hits(data[len(before + CLEAN) :])
    assert last and hits is not None
    expected = [] if line == CLEAN else [(n, at + len(before + CLEAN)) for n, at in last]
    assert sorted(hits) == sorted(expected)


class OfTwoLines(Pattern):
    """A pattern whose matches may span two lines."""

    has_boundaries = True
    filter = b"key0"
    lines = 2


class Whole(Pattern):
    """A pattern that is tried on whole contents."""

    is_whole = True


class Own(Pattern):
    """A literal secret of the user, which may be encoded, and folded."""

    literal = bytes(range(33, 123))


@pytest.mark.parametrize(
    ("pattern", "data"),
    [
        (OfTwoLines(rb"key0[^\n]*\nkey1", ORIGIN), CLEAN),
        (Whole(b"key0(?! )", ORIGIN), CLEAN),
        (Own(Own.literal, ORIGIN), encodebytes(Own.literal)),
    ],
)
def test_a_hit_of_a_pattern_that_depends_on_more_than_its_line_is_left_to_the_scan(
    pattern: Pattern, data: bytes
) -> None:
    new, matcher = new_hits(pattern)
    expected = matcher.filters().hits(data)
    assert new.hits(data) == new.hits(data) == expected != []


class OfRuleFile(OfTwoLines):
    """A rule of a rule file, whose filter may span lines."""

    filter = rb"key0\ntoken0"
    rule = "a rule"


@pytest.mark.parametrize(
    ("pattern", "data"),
    [
        (Own(Own.literal, ORIGIN), encodebytes(Own.literal)),
        (OfRuleFile(rb"key0\ntoken0", ORIGIN), b"key0\ntoken0\n"),
    ],
)
def test_a_hit_over_several_lines_is_found_in_known_lines(pattern: Pattern, data: bytes) -> None:
    new, matcher = new_hits(pattern)
    for line in data.splitlines(keepends=True):
        assert new.hits(line) == []
    assert new.hits(data) == matcher.filters().hits(data) != []


def test_the_hits_of_the_gate_are_searched_where_those_of_the_filters_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matcher = Matcher([KEY, TOKEN], decode=True)
    filters = matcher.filters()
    new = NewHits(matcher, filters, Scanner(matcher, filters=filters))
    data = CLEAN + b"x = " + encodebytes(b"some encoded text, which is printable")
    assert new.hits(CLEAN) == new.encoded(CLEAN) == []
    monkeypatch.setattr(known_lines, "MOST_HITS", 0)
    assert new.hits(data) == []
    assert new.encoded(data) == filters.encoded(data) != []


def test_known_lines_are_not_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    new, _ = new_hits(KEY, TOKEN)
    first = new.hits(CLEAN + MATCHING)
    monkeypatch.setattr(Scanner, "located_lines", lambda *_, **__: pytest.fail("decided again"))
    assert new.hits(CLEAN + MATCHING) == first


def test_a_known_line_is_left_to_the_scan_for_a_pattern_not_decided_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new, _ = new_hits(KEY, TOKEN)
    for number, left in ((0, []), (1, [(1, 5)])):
        monkeypatch.setattr(new, "_all_hits", lambda data, number=number: [(number, 5)])
        assert new.hits(CLEAN) == left


def test_lines_over_which_patterns_time_out_are_left_to_the_scan_of_their_objects() -> None:
    new, matcher = new_hits(SLOW, limit=0.01)
    line = b"a" * 60 + b"b-\n"
    for _ in range(MOST_TIMEOUTS + 1):
        assert new.hits(line) == matcher.filters().hits(line) != []
        assert not matcher.timeouts


def test_no_hit_is_left_out_once_a_pattern_has_timed_out() -> None:
    new, matcher = new_hits(SLOW, KEY, limit=0.01)
    assert new.hits(CLEAN) == []
    list(Scanner(matcher).scan([b"a" * 60 + b"b-\n"]))
    assert matcher.timeouts
    assert new.hits(CLEAN) == matcher.filters().hits(CLEAN) != []


@pytest.mark.parametrize(("threads", "is_known"), [(1, True), (4, False)])
def test_all_threads_share_the_memory_for_lines(
    monkeypatch: pytest.MonkeyPatch, threads: int, *, is_known: bool
) -> None:
    monkeypatch.setattr(memory, "KNOWN_LINES", 2_000)
    matcher = Matcher([KEY])
    filters = matcher.filters()
    new = NewHits(matcher, filters, Scanner(matcher, filters=filters), threads)
    for number in range(4):
        assert new.hits(b"key0 %d\n" % number) == []
    assert (b"key0 0" in new._known) is is_known


def test_a_tentative_decision_never_gives_a_pattern_up() -> None:
    matcher = Matcher([SLOW, KEY], time_limit=0.01)
    scanner = Scanner(matcher)
    lines = b"\n" + b"a" * 60 + b"b-\nkey1\n"
    assert [scanner.first_match(lines) for _ in range(MOST_TIMEOUTS + 1)] == [b""] * 4
    assert not matcher.timeouts
    found = [item for item in scanner.scan([lines]) if isinstance(item, NotScanned)]
    assert [item.message.partition(" from")[0] for item in found] == [
        "line 2: the pattern '(a|a)*b(?!-)'"
    ]


def test_the_lines_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KNOWN_LINES", 1_000)
    new, _ = new_hits(KEY)
    for number in range(20):
        assert new.hits(b"key0 %d\n" % number) == []
        assert len(new._known) <= 5
