"""The file of an audit cache: its key, and the IDs in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_secrets_py.audit.cache_file import CacheFile, Marked, compare, user_key
from git_secrets_py.audit.model import ObjectCounts

IDS = st.sets(st.binary(min_size=2, max_size=2))


def pieces(ids: set[bytes], size: int) -> list[bytes]:
    ordered = sorted(ids)
    return [b"".join(ordered[at : at + size]) for at in range(0, len(ordered), size)]


@pytest.mark.parametrize("few", [1, 2, 64])
@given(IDS, IDS, st.integers(1, 20), st.integers(1, 20))
def test_a_comparison_returns_new_and_removed_ids(
    few: int, present: set[bytes], cached: set[bytes], size: int, other_size: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("git_secrets_py.audit.cache_file._FEW_IDS", few)
        new, gone = compare(pieces(present, size), pieces(cached, other_size), 2)
    assert new == sorted(present - cached)
    assert gone == cached - present


@given(st.sets(st.binary(min_size=20, max_size=20)))
def test_stored_ids_are_loaded(tmp_path_factory: pytest.TempPathFactory, ids: set[bytes]) -> None:
    folder = os.fsencode(tmp_path_factory.mktemp("common"))
    cache = CacheFile(folder, b"k" * 32, "0a")
    ordered: Sequence[bytes] = sorted(ids)
    marked = Marked(ordered[:1], ordered[1:3], [b"t" * 20], ordered[1:2])
    counts = ObjectCounts(1, 2, 3, 1 << 40)
    assert cache.store(20, ordered, marked, counts)
    cached = cache.load()
    assert cached is not None
    assert b"".join(cached.ids()) == b"".join(ordered)
    assert (cached.count, cached.marked, cached.counts) == (len(ids), marked, counts)
    cached.close()
    assert CacheFile(folder, b"l" * 32, "0a").load() is None
    assert CacheFile(folder, b"k" * 32, "0b").load() is None


def test_the_key_stays_the_same(home: Path) -> None:
    assert user_key() == user_key()
    (file,) = home.rglob("audit-key")
    file.write_bytes(b"damaged")
    key = user_key()
    assert key is not None
    assert len(key) == 32
    assert user_key() == key
