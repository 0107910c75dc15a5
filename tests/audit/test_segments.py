"""Segments and batches hold every object of the list exactly once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from auditing import audit, places
from hypothesis import given
from hypothesis import strategies as st
from support import Repo

from git_secrets_py.audit import segments
from git_secrets_py.audit.commits import read_changes
from git_secrets_py.audit.segments import SegmentWriter, batches, sizes_of

SIZES = st.lists(st.one_of(st.integers(0, 50), st.integers(0, 100_000_000)))


def lines_for(sizes: list[int]) -> list[bytes]:
    return [b"%040x blob %d\n" % (number, size) for number, size in enumerate(sizes)]


def answer_for(lines: list[bytes]) -> bytes:
    """Return git's answer for objects whose content is dots."""
    return b"".join(
        line + b"." * size + b"\n" for line, size in zip(lines, sizes_of(lines), strict=True)
    )


@given(st.lists(SIZES))
def test_segments_hold_every_line_once_and_in_order(pieces: list[list[int]]) -> None:
    lines = lines_for([size for piece in pieces for size in piece])
    with tempfile.TemporaryDirectory() as folder:
        paths: list[str] = []
        writer = SegmentWriter(folder, paths.append)
        start = 0
        for piece in pieces:
            writer.add(lines[start : start + len(piece)])
            start += len(piece)
        writer.flush()
        written = b"".join(Path(path).read_bytes() for path in paths)
        assert all(Path(path).stat().st_size for path in paths)
    assert written == b"".join(lines)


def test_segments_grow_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_LARGEST_SEGMENT", 4 << 20)
    paths: list[str] = []
    writer = SegmentWriter(str(tmp_path), paths.append)
    writer.add(lines_for([100_000] * 300))
    writer.flush()
    counts = [Path(path).read_bytes().count(b"\n") for path in paths]
    assert counts[:-1] == sorted(counts[:-1])
    assert counts[0] == 21
    assert max(counts) == 42


@given(SIZES, st.integers(1, 500))
def test_groups_hold_every_line_once_and_in_order(sizes: list[int], limit: int) -> None:
    lines = lines_for(sizes)
    found = list(batches(lines, limit))
    assert [line for batch in found for line in batch.lines] == lines
    for batch in found:
        expected = sum(map(len, batch.lines)) + sum(batch.sizes) + len(batch.lines)
        assert batch.size == expected
        assert batch.size <= limit + len(batch.lines) or len(batch.lines) == 1


@given(st.lists(st.integers(0, 50), min_size=1))
def test_a_group_finds_its_objects_in_the_answer(sizes: list[int]) -> None:
    lines = lines_for(sizes)
    (batch,) = batches(lines)
    answer = answer_for(lines)
    assert batch.agrees(answer)
    contents = batch.contents(answer)
    assert contents is not None
    assert [answer[start:end] for _, start, end in contents] == [b"." * size for size in sizes]


def test_a_group_rejects_the_answer_to_other_objects() -> None:
    lines = lines_for([5, 50, 7])
    (batch,) = batches(lines)
    missing = answer_for(lines[:1]) + b"%040x missing\n" % 1 + answer_for(lines[2:])
    assert not batch.agrees(missing)
    assert batch.contents(missing + b"." * 50) is None


def test_changes_exclude_submodules_and_paths_may_start_with_a_colon() -> None:
    zeros, one, two = b"0" * 40, b"1" * 40, b"2" * 40
    fields = [
        b"c" * 40,
        b":000000 160000 %b %b A" % (zeros, one),
        b"sub",
        b":000000 100644 %b %b A" % (zeros, two),
        b":odd",
        b"d" * 40,
        b"::100644 100644 100644 %b %b %b MM" % (one, two, zeros),
        b"merged",
    ]
    changes = [
        (change.commit[:1], change.path, list(change.old), change.new)
        for change in read_changes(iter(fields))
    ]
    assert changes == [(b"c", b":odd", [zeros], two), (b"d", b"merged", [one, two], zeros)]


@pytest.mark.parametrize("whole", [1_000, 1 << 20])
def test_large_objects_are_streamed_among_small_ones(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.reader.LARGEST_WHOLE", whole)
    for number in range(5):
        repo.write(f"small-{number}.txt", f"small {number} SECRET-1{number}")
        repo.write(f"large-{number}.txt", f"large {number}\n" * 300_000 + f"SECRET-2{number}")
        repo.write(f"large-{number}.bin", b"\0" + bytes(range(256)) * 9_000)
    repo.add()
    repo.commit("sizes")
    result = audit(repo.path)
    assert {place[3] for place in places(result)} == {
        f"SECRET-{kind}{number}" for kind in (1, 2) for number in range(5)
    }
    assert result.counts.binaries == 1


@pytest.mark.parametrize(
    "size", [10 << 20, pytest.param(300 << 20, marks=pytest.mark.soak)], ids=["10 MiB", "300 MiB"]
)
def test_a_single_line_of_any_length_is_read_to_its_end(repo: Repo, size: int) -> None:
    repo.git("config", "core.compression", "1")
    with (repo.path / "line.txt").open("wb") as file:
        file.write(b"SECRET-1 ")
        for _ in range(size // 1_000):
            file.write(b"nothing here" + b" and on" * 141 + b".")
        file.write(b" SECRET-2")
    repo.add()
    repo.commit("a line")
    head = repo.head()
    result = audit(repo.path)
    assert places(result) == [
        (head, "line.txt", 1, "SECRET-1"),
        (head, "line.txt", 1, "SECRET-2"),
    ]
    assert all(len(one.finding.line.content) < 500 for one in result.findings)
