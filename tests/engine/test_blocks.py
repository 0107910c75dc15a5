"""Cutting a stream into blocks: where the cuts are depends on the content, not on the chunks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching import cut

from git_secrets_py.engine.blocks import Blocks


def blocks_of(content, size, *, overlap=0, context=0, chunk_size=None):
    blocks = Blocks(size, overlap, context)
    made = []
    for chunk in cut(content, chunk_size):
        made += blocks.feed(chunk)
    return made + list(blocks.finish())


def shown(block):
    """Return the attributes of a block."""
    return {name: getattr(block, name) for name in block.__slots__}


def whole(block):
    return (block.first_line, block.data)


def piece(block):
    """Return a piece as (line, bytes before it, bytes to look back, its own, to look ahead)."""
    data = block.data
    own = (data[: block.start], data[block.start : block.stop], data[block.stop :])
    return (block.first_line, block.offset, *own)


def test_lines_that_fit_into_a_block_are_one_block():
    (block,) = blocks_of(b"a\nb\nc", 10)
    assert whole(block) == (1, b"a\nb\nc")
    assert not block.is_piece


def test_a_block_ends_at_the_last_line_end_that_fits():
    blocks = blocks_of(b"one\ntwo\nthree\nfour\n", 10)
    assert [whole(block) for block in blocks] == [
        (1, b"one\ntwo\n"),
        (3, b"three\n"),
        (4, b"four\n"),
    ]
    assert not any(block.is_piece for block in blocks)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_an_empty_stream_has_no_blocks(size):
    assert blocks_of(b"", size) == []


def test_a_line_longer_than_a_block_is_cut_into_overlapping_pieces():
    blocks = blocks_of(b"0123456789abcdef\nrest\n", 10, overlap=3, context=2)
    assert [piece(block) for block in blocks[:-1]] == [
        (1, 0, b"", b"0123456", b"789"),
        (1, 5, b"56", b"789ab", b"cde"),
        (1, 10, b"ab", b"cdef\n", b""),
    ]
    assert [block.is_last for block in blocks] == [False, False, True, True]
    assert whole(blocks[-1]) == (2, b"rest\n")


def test_a_long_line_without_an_end_ends_with_the_stream():
    blocks = blocks_of(b"0123456789abc", 10, overlap=3, context=2)
    assert [piece(block) for block in blocks] == [
        (1, 0, b"", b"0123456", b"789"),
        (1, 5, b"56", b"789abc", b""),
    ]


def test_a_line_of_exactly_one_block_with_its_end_is_not_cut():
    (block,) = blocks_of(b"012345678\n", 10, overlap=3, context=2)
    assert whole(block) == (1, b"012345678\n")
    assert not block.is_piece


def test_a_line_end_right_after_a_piece_ends_the_line():
    blocks = blocks_of(b"0123456789\nx", 10, overlap=3, context=2)
    assert [piece(block) for block in blocks[:-1]] == [
        (1, 0, b"", b"0123456", b"789"),
        (1, 5, b"56", b"789\n", b""),
    ]
    assert whole(blocks[-1]) == (2, b"x")


def test_two_consecutive_long_lines_share_no_piece():
    blocks = blocks_of(b"0123456789ab\n0123456789ab\n", 10, overlap=3, context=2)
    own = [(block.first_line, block.data[block.start : block.stop]) for block in blocks]
    assert own == [(1, b"0123456"), (1, b"789ab\n"), (2, b"0123456"), (2, b"789ab\n")]


def test_a_block_not_larger_than_overlap_and_context_is_rejected():
    with pytest.raises(ValueError, match="a block must be larger than overlap and context"):
        Blocks(5, overlap=3, context=2)


contents = st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b"0123456789"]), max_size=30)
sizes = st.integers(1, 12)


@given(contents.map(b"".join), sizes, st.integers(0, 4), st.integers(0, 4), st.integers(1, 15))
def test_the_blocks_do_not_depend_on_the_chunks(content, more, overlap, context, chunk_size):
    settings = {"overlap": overlap, "context": context}
    at_once = blocks_of(content, overlap + context + more, **settings)
    in_chunks = blocks_of(content, overlap + context + more, chunk_size=chunk_size, **settings)
    assert list(map(shown, in_chunks)) == list(map(shown, at_once))


@given(contents.map(b"".join), sizes, st.integers(0, 4), st.integers(0, 4))
def test_every_byte_belongs_to_exactly_one_block(content, more, overlap, context):
    blocks = blocks_of(content, overlap + context + more, overlap=overlap, context=context)
    assert b"".join(block.data[block.start : block.stop] for block in blocks) == content


@given(contents.map(b"".join), sizes, st.integers(0, 4), st.integers(0, 4))
def test_every_block_has_its_line_number_and_offset(content, more, overlap, context):
    size = overlap + context + more
    lines = content.split(b"\n")
    for block in blocks_of(content, size, overlap=overlap, context=context):
        assert len(block.data) <= size
        rest = b"\n".join(lines[block.first_line - 1 :])
        assert rest[block.offset :].startswith(block.data)
        assert block.is_piece or not block.offset
        assert not block.is_piece or b"\n" not in block.data[:-1]
