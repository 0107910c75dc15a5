"""The filters: they may over-report, never under-report, and their work is linear."""

from __future__ import annotations

import pytest
from matching import scanner, spans

from git_secrets_py.engine import hyperscan, word_rule
from git_secrets_py.engine.filters import EveryLineFilter, RegexFilter, line_starts
from git_secrets_py.engine.filters.builder import FilterBuilder
from git_secrets_py.engine.hyperscan import MOST_HITS, HyperscanFilter, hyperscan_module
from git_secrets_py.engine.hyperscan.compiler import compile_filter
from git_secrets_py.patterns import Expression

HYPERSCAN = hyperscan_module()


def by_hyperscan(*sources, numbers=None):
    words = [word_rule.for_filter(source) for source in sources]
    return compile_filter(HYPERSCAN, words, numbers or range(len(sources)))


def by_regex(*sources, numbers=None, limit=2.0):
    words = [word_rule.for_filter(source) for source in sources]
    return RegexFilter(words, numbers or range(len(sources)), limit)


makers = [pytest.param(by_regex, id="regex")]
if HYPERSCAN is not None:
    makers.append(pytest.param(by_hyperscan, id="hyperscan"))


def lines_hit(filter_, data):
    """Return the (line number, pattern number) of all hits, each once."""
    hits = filter_.hits(data)
    return sorted({(data.count(b"\n", 0, offset) + 1, number) for number, offset in hits})


@pytest.mark.parametrize("make", makers)
def test_a_hit_has_the_line_and_the_number_of_the_pattern(make):
    data = b"an alpha\na beta\n\nbeta, alpha"
    found = lines_hit(make(b"alpha", b"beta", numbers=[3, 7]), data)
    assert found == [(1, 3), (2, 7), (4, 3), (4, 7)]


@pytest.mark.parametrize("make", makers)
def test_a_hit_beside_a_line_end_belongs_to_its_own_line(make):
    assert lines_hit(make(b"b"), b"a\nb\nc\n") == [(2, 0)]
    assert lines_hit(make(b"-"), b"a\n-\nc\n") == [(2, 0)]


@pytest.mark.parametrize("make", makers)
def test_a_text_with_a_word_byte_beside_it_is_not_a_hit(make):
    one = make(b"alpha")
    assert one.hits(b"alphabet xalpha alpha_ 1alpha") == []
    assert not one.may_match(b"alphabet xalpha alpha_ 1alpha")


@pytest.mark.parametrize("make", makers)
@pytest.mark.parametrize(
    "data", [b"alpha", b"-alpha-", b"\xe9alpha\xe9", b"\0alpha\0", b"\nalpha\n"]
)
def test_a_text_with_any_other_byte_beside_it_is_a_hit(make, data):
    one = make(b"alpha").for_thread()
    assert len(lines_hit(one, data)) == 1
    assert one.may_match(data)


@pytest.mark.parametrize("make", makers)
def test_empty_data_has_no_hits(make):
    assert make(b"alpha").hits(b"") == []
    assert not make(b"alpha").may_match(b"")


@pytest.mark.skipif(HYPERSCAN is None, reason="Hyperscan is not installed")
def test_too_many_hits_are_not_listed():
    # Two hits for each "a": up to the end of its line, and beyond.
    assert len(by_hyperscan(b"a").hits(b"a\n" * (MOST_HITS // 2))) == MOST_HITS
    assert by_hyperscan(b"a").hits(b"a\n" * (MOST_HITS // 2 + 1)) is None


ENDLESS = b"(?:a|a)*[bc]x"
ENDLESS_ON = b"a" * 60 + b"c\n\nx\n"


def test_a_search_that_times_out_hits_every_line():
    one = by_regex(ENDLESS, numbers=[5], limit=0.02)
    assert lines_hit(one, ENDLESS_ON) == [(1, 5), (2, 5), (3, 5)]
    assert one.may_match(ENDLESS_ON)


def test_after_three_timeouts_a_pattern_is_not_searched_again():
    one = by_regex(ENDLESS, b"x", limit=0.02)
    searches = _record_searches(one)
    for _ in range(5):
        assert lines_hit(one, ENDLESS_ON) == [(1, 0), (2, 0), (3, 0), (3, 1)]
        assert one.may_match(ENDLESS_ON)
    assert searches.count(ENDLESS_ON) == 3


def _record_searches(filter_):
    """Return the list of data that the first pattern of ``filter_`` is searched in from now on."""
    searched = []
    number, searcher = filter_._searchers[0]

    class Recording:
        def search(self, data, *given, **limits):
            searched.append(data)
            return searcher.search(data, *given, **limits)

    filter_._searchers[0] = (number, Recording())
    return searched


def test_a_pattern_without_a_filter_form_hits_every_line():
    one = EveryLineFilter([2, 4])
    assert sorted(one.hits(b"a\n\nb")) == [(2, 0), (2, 2), (2, 3), (4, 0), (4, 2), (4, 3)]
    assert one.may_match(b"a")
    assert not one.may_match(b"")


@pytest.mark.parametrize(
    ("data", "starts"),
    [(b"", []), (b"a", [0]), (b"a\n", [0]), (b"\n\n", [0, 1]), (b"a\nb", [0, 2])],
)
def test_a_line_starts_after_each_line_end_but_the_last(data, starts):
    assert list(line_starts(data)) == starts


class _Counting:
    """Filters that count their calls, and the bytes searched."""

    def __init__(self, inner):
        self.inner = inner
        self.calls = 0
        self.bytes = 0

    def hits(self, data):
        self.calls += 1
        self.bytes += len(data)
        return self.inner.hits(data)

    def encoded(self, data):
        return self.inner.encoded(data)


def work(lines, monkeypatch):
    """Return the matches, calls and bytes of a scan of ``lines`` lines that all match."""
    monkeypatch.setattr(hyperscan, "MOST_HITS", 100)
    one = scanner(b"ab", block_size=16_000, overlap=64, context=16)
    counting = _Counting(one._filters)
    one._filters = counting
    found = spans(one, b"-ab-\n" * lines)
    return len(found), counting.calls, counting.bytes


def test_the_work_is_linear_if_every_line_matches(monkeypatch):
    once = work(3_200, monkeypatch)
    four_times = work(12_800, monkeypatch)
    assert once[0] == 3_200
    assert four_times == tuple(4 * amount for amount in once)
    # Each halving looks at a block once more: 3,200 lines into parts of at most 100.
    assert once[2] <= 7 * 3_200 * len(b"-ab-\n")


@pytest.mark.parametrize(
    ("large", "match"),
    [
        (b"x([ab]{400}c){400}", b"x" + (b"ab" * 200 + b"c") * 400),
        (b"(x[ab]{0,20000}){2}c", b"xax" + b"ba" * 10_000 + b"c"),
        (b"[ab]{30000}", b"ab" * 15_000),
    ],
)
def test_a_pattern_with_large_repeats_is_filtered_without_their_bounds(large, match):
    """Hyperscan would take minutes to compile them as they are."""
    assert spans(scanner(large, b"key"), b"a key\n" + match) == [(1, 2, b"key"), (2, 0, match)]


@pytest.mark.skipif(HYPERSCAN is None, reason="Hyperscan is not installed")
def test_a_pattern_that_hyperscan_rejects_is_filtered_by_regex():
    sources = {0: b"key", 1: b"(?<!x)secret", 2: b"token"}
    builder = FilterBuilder(lambda number: Expression(b"", sources[number], posix=False), 2.0)
    by_hyperscan, by_regex = builder.build([0, 1, 2])
    assert isinstance(by_hyperscan, HyperscanFilter)
    assert isinstance(by_regex, RegexFilter)
    data = b"key\nsecret\ntoken"
    assert lines_hit(by_hyperscan, data) == [(1, 0), (3, 2)]
    assert lines_hit(by_regex, data) == [(2, 1)]


@pytest.mark.skipif(HYPERSCAN is None, reason="Hyperscan is not installed")
def test_of_many_patterns_few_that_hyperscan_rejects_are_filtered_by_regex():
    sources = {number: b"key%d" % number for number in range(40)} | {7: b"(?<!x)secret"}
    builder = FilterBuilder(lambda number: Expression(b"", sources[number], posix=False), 2.0)
    by_hyperscan, by_regex = builder.build(range(40))
    data = b"\n".join(sources.values()) + b"\nsecret"
    assert len(lines_hit(by_hyperscan, data)) == 39
    assert [number for _, number in lines_hit(by_regex, data)] == [7, 7]


MANY = (
    *(b"token%d[a-z]{3}" % number for number in range(30)),
    *(b"(same|same)[0-9]%d" % number for number in range(20)),
    *(b"^(a|b)(word)(s)?$", rb"(ab)\1cdef", b"(?i)CASED", b"(?:(?:deep)er)?x+y", b"(abcd){2}e"),
)


def test_many_patterns_are_filtered_by_a_text_in_each_match(monkeypatch):
    words = [b"token7abc", b"Token8abc", b"same01", b"bwords", b"ababcdef", b"caSED", b"xxy"]
    words += [b"deeperxy", b"abcdabcde", b"token11", b"xtok" + b"en9abcx", b"same119"]
    text = b"\n".join((*words, *(b"- %b." % word for word in words)))
    expected = spans(scanner(*MANY), text)
    monkeypatch.setattr("git_secrets_py.engine.filters.builder._MANY", 10)
    assert spans(scanner(*MANY), text) == expected
    assert len(expected) > 10
