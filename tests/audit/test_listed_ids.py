"""The IDs of the objects that an audit reads, as lines or packed, without those left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from git_secrets_py.audit import listed_ids
from git_secrets_py.audit.listed_ids import ListedLines, PackedIds


@pytest.fixture(params=[20, 32])
def ids(request: pytest.FixtureRequest) -> list[bytes]:
    """Return random IDs, ascending, of either size."""
    chance = Random(request.param)
    return sorted(chance.randbytes(request.param) for _ in range(1_000))


def packed(path: Path, ids: list[bytes]) -> PackedIds:
    path.write_bytes(b"".join(ids))
    return PackedIds(str(path), len(ids[0]))


def lines(path: Path, ids: list[bytes]) -> ListedLines:
    shuffled = Random(0).sample(ids, len(ids))
    path.write_text("".join(f"{oid.hex()} blob 7\n" for oid in shuffled))
    return ListedLines(str(path))


@pytest.mark.parametrize("listed", [packed, lines])
@pytest.mark.parametrize("left_out", [0, 1, 999, 1_000])
@pytest.mark.parametrize("at_once", [1, 7, 100_000])
def test_ids_are_listed_in_order_without_those_left_out(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    ids: list[bytes],
    listed: Callable[[Path, list[bytes]], PackedIds | ListedLines],
    left_out: int,
    at_once: int,
) -> None:
    monkeypatch.setattr(listed_ids, "_IDS_AT_ONCE", at_once)
    monkeypatch.setattr(listed_ids, "_SORTED_AT_ONCE", at_once)
    one = listed(tmp_path / "ids", ids)
    without = set(Random(left_out).sample(ids, left_out))
    found = b"".join(one.ascending({oid.hex().encode() for oid in without}))
    assert found == b"".join(oid for oid in ids if oid not in without)
    assert (one.count(), one.width()) == (len(ids), len(ids[0]))
