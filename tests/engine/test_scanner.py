"""The scanner: the findings depend neither on chunks nor on filters."""

from __future__ import annotations

import pytest
from grep import grep_matches, needs_grep
from hypothesis import given, settings
from hypothesis import strategies as st
from matching import cut, matcher, named_spans, scanned, scanner, spans

from git_secrets_py.engine.blocks import LONGEST_MATCH
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.engine.scanner import Scanner

KEY = b"AKIA" + b"Q" * 16
ENGINES = ["regex"] if hyperscan_module() is None else ["hyperscan", "regex"]

SOURCES = (
    b"AKIA[A-Z0-9]{16}",
    b"ab+",
    b"a[^c]*b",
    b"^a",
    b"b$",
    b"^ab$",
    b"(a|b)+-",
    b"-a|b-",
    b"-|--",
    b"a-|a(-b)*-",
    rb"\<ab",
    rb"(a|b) \1",
    b"a.b",
    b"[[:space:]]b",
    b"a{2,3}",
    b"(?i)A-b",
    b"(?<=-)b+",
    b"b(?=-)",
)
# With fewer kinds of bytes than patterns, so that most texts match some of them.
PIECES = [b"a", b"b", b"ab", b"-", b" ", b"_", b"c", b"\n", b"\xe9", b"\r", KEY]
# Each example compiles patterns anew, which takes longer than to scan with them.
few_examples = settings(max_examples=40)
texts = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
some_sources = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=5, unique=True)


@pytest.fixture(params=ENGINES)
def engine(request, monkeypatch):
    """Each of the installed filters."""
    if request.param == "regex":
        monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")
    else:
        monkeypatch.delenv("GIT_SECRETS_ENGINE", raising=False)
    return request.param


@few_examples
@given(texts, some_sources, st.integers(1, 9))
def test_the_findings_do_not_depend_on_the_chunks(text, sources, chunk_size):
    one = scanner(*sources)
    at_once = named_spans(one, text)
    assert named_spans(one, text, 1) == at_once
    assert named_spans(one, text, 2) == at_once
    assert named_spans(one, text, chunk_size) == at_once


@few_examples
@given(texts, some_sources, st.integers(1, 60))
def test_the_findings_do_not_depend_on_the_size_of_blocks(text, sources, more):
    small = scanner(*sources, block_size=64 + 4 + more, overlap=64, context=4)
    expected = spans(scanner(*sources), text)
    assert sorted(set(spans(small, text))) == sorted(set(expected))


@few_examples
@given(texts, some_sources, st.randoms(use_true_random=False))
def test_the_findings_do_not_depend_on_the_order_of_patterns(text, sources, random):
    permuted = list(sources)
    random.shuffle(permuted)
    assert spans(scanner(*permuted), text) == spans(scanner(*sources), text)


@pytest.mark.skipif(len(ENGINES) < 2, reason="there is but one filter")
@few_examples
@given(texts, some_sources)
def test_both_filters_lead_to_the_same_findings(text, sources):
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GIT_SECRETS_ENGINE", raising=False)
        by_hyperscan = named_spans(scanner(*sources), text)
        patch.setenv("GIT_SECRETS_ENGINE", "regex")
        assert named_spans(scanner(*sources), text) == by_hyperscan


@few_examples
@given(texts, some_sources)
def test_surely_clean_text_has_no_findings(text, sources):
    one = scanner(*sources)
    if one.surely_clean(text):
        assert named_spans(one, text) == []


def test_plain_text_without_a_match_is_surely_clean(engine):
    assert scanner(b"alpha").surely_clean(b"beta\nalphabet\n")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"an alpha", id="it matches"),
        pytest.param("alpha".encode("utf-16"), id="it is to be transcoded"),
        pytest.param(b"\0", id="it is binary"),
    ],
)
def test_content_is_not_surely_clean_if(engine, content):
    assert not scanner(b"alpha").surely_clean(content)


def _in_the_text(found, text):
    """Return ``spans`` with offsets in the text, not in their lines."""
    starts = [0]
    for line in text.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return [(number, starts[number - 1] + start, secret) for number, start, secret in found]


POSIX = [source for source in SOURCES if b"(?" not in source]
# To grep a \r before the end of a line is part of the line; to us it is not.
unix_texts = texts.map(lambda text: text.replace(b"\r", b""))


@needs_grep
@pytest.mark.parametrize("source", POSIX)
@settings(max_examples=20)
@given(text=unix_texts)
def test_lines_and_spans_are_those_of_gnu_grep(source, text):
    found = spans(scanner(source), text)
    assert _in_the_text(found, text) == list(grep_matches(source, text, "-w"))


@pytest.mark.parametrize("source", [b"b$", b"^ab$", b"a.*b$", b"(?i)AB$"])
@settings(max_examples=20)
@given(text=unix_texts)
def test_windows_line_ends_do_not_change_the_findings(source, text):
    one = scanner(source)
    assert spans(one, text.replace(b"\n", b"\r\n")) == spans(one, text)


def test_only_the_carriage_return_right_before_a_line_end_is_removed(engine):
    (line,) = scanned(scanner(b"ab"), b"\rab\r\r\n")
    assert line.content == b"\rab\r"


def test_a_match_does_not_cross_a_line(engine):
    assert spans(scanner(rb"a[[:space:]]*b", b"a[^c]b", rb"a\sb"), b"a\nb\na\r\nb\n") == []


def test_a_match_at_the_very_beginning_and_end_is_found(engine):
    assert spans(scanner(b"ab"), b"ab\nab") == [(1, 0, b"ab"), (2, 0, b"ab")]


def test_all_matches_of_a_line_are_reported_in_order(engine):
    (line,) = scanned(scanner(b"b+", b"a+"), b"a-b-aa-bb")
    assert [(match.start, match.end) for match in line.matches] == [(0, 1), (2, 3), (4, 6), (7, 9)]


def test_the_longest_match_at_a_place_is_the_match(engine):
    assert spans(scanner(b"-|--"), b" -- ") == [(1, 1, b"--")]


def test_a_span_of_two_patterns_is_reported_once_with_the_first(engine):
    assert named_spans(scanner(b"a[b]", b"ab"), b"ab") == [(1, 0, b"ab", b"a[b]")]


BLOCK = 200
BOUNDARY = {"block_size": BLOCK, "overlap": 64, "context": 8}


@pytest.mark.parametrize("before", range(BLOCK - 25, BLOCK + 2))
def test_a_key_across_the_boundary_of_a_block_is_found(engine, before):
    content = b"x" * (before - 1) + b"\n" + KEY + b"\nand more\n"
    assert spans(scanner(b"AKIA[A-Z0-9]{16}", **BOUNDARY), content) == [(2, 0, KEY)]


@pytest.mark.parametrize("before", range(BLOCK - 64 - 10, BLOCK + 2))
def test_a_key_across_the_boundary_of_a_piece_is_found_once(engine, before):
    content = b"-" * before + KEY + b"-" * 500 + b"\nlast " + KEY
    expected = [(1, before, KEY), (2, 5, KEY)]
    assert spans(scanner(b"AKIA[A-Z0-9]{16}", **BOUNDARY), content) == expected


@pytest.mark.parametrize("before", range(BLOCK - 64 - 10, BLOCK + 2))
def test_a_key_in_a_word_across_the_boundary_of_a_piece_is_not_found(engine, before):
    content = b"-" * before + b"x" + KEY + b"-" * 500
    assert spans(scanner(b"AKIA[A-Z0-9]{16}", **BOUNDARY), content) == []


@pytest.mark.parametrize("before", range(BLOCK - 64 - 10, BLOCK + 2))
def test_a_pattern_may_look_back_across_the_boundary_of_a_piece(engine, before):
    content = b"-" * before + b"key: " + KEY + b"-" * 500
    one = scanner(b"(?<=key: )[A-Z]{20}", **BOUNDARY)
    assert spans(one, content) == [(1, before + 5, KEY)]


def test_the_beginning_of_a_piece_is_not_the_beginning_of_its_line(engine):
    assert spans(scanner(b"^-", **BOUNDARY), b" " + b"-" * 1000) == []


def test_anchors_hold_at_the_ends_of_a_long_line(engine):
    content = b"AB" + b"-" * 1000 + b"CD\r\n"
    one = scanner(b"^AB", b"CD$", **BOUNDARY)
    assert spans(one, content) == [(1, 0, b"AB"), (1, 1002, b"CD")]


@pytest.mark.parametrize("before", range(8))
def test_matches_in_a_long_line_do_not_overlap(engine, before):
    content = b"-" * before + b"a-" * 600
    assert spans(scanner(b"a-a", **BOUNDARY), content) == spans(scanner(b"a-a"), content)


def test_a_long_line_after_another_is_scanned_from_its_beginning(engine):
    content = b"-" * 800 + b" ab\n" + b"ab " + b"-" * 800
    assert spans(scanner(b"ab", **BOUNDARY), content) == [(1, 801, b"ab"), (2, 0, b"ab")]


def test_of_a_long_line_only_the_surroundings_of_a_match_are_kept(engine):
    content = b"<" * 500 + KEY + b">" * 500
    (line,) = scanned(
        scanner(b"AKIA[A-Z0-9]{16}", block_size=300, overlap=150, context=100), content
    )
    assert line.content == b"<" * 100 + KEY + b">" * 100
    assert line.offset == 400


def test_a_match_of_64_kib_across_a_boundary_is_found_whole(engine):
    secret = b"A" + b"B" * (LONGEST_MATCH - 2) + b"C"
    size = 3 * LONGEST_MATCH
    for start in (size - LONGEST_MATCH - 1, size - LONGEST_MATCH, size - 5):
        content = b"-" * start + secret + b"-" * size
        one = scanner(b"AB*C", block_size=size)
        assert spans(one, content, 1 << 16) == [(1, start, secret)]


def test_lines_after_a_long_one_keep_their_numbers(engine):
    content = b"-" * 1000 + b"\n" + b"-" * 1000 + b"\nab\n"
    assert spans(scanner(b"ab", **BOUNDARY), content) == [(3, 0, b"ab")]


def test_a_stream_without_chunks_has_no_findings(engine):
    assert list(scanner(b"ab").scan([])) == []


def test_empty_chunks_change_nothing(engine):
    chunks = [b"", b"a", b"", b"b", b""]
    (line,) = scanner(b"ab").scan(chunks)
    assert (line.number, line.content) == (1, b"ab")


def test_a_scanner_scans_one_stream_after_another(engine):
    one = scanner(b"ab", **BOUNDARY)
    long = b"-" * 1000 + b"ab"
    for content in (long, b"ab", long, b"x\nab"):
        assert [line.number for line in one.scan(cut(content, 7))] == [content.count(b"\n") + 1]


def test_a_matcher_serves_several_scanners_at_once(engine):
    one = matcher(b"ab")
    first, second = Scanner(one).scan([b"ab\n" * 2]), Scanner(one).scan([b"-ab\n" * 2])
    assert [line.content for pair in zip(first, second, strict=True) for line in pair] == [
        b"ab",
        b"-ab",
        b"ab",
        b"-ab",
    ]
