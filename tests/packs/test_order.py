"""The order in which a pack is read: that of its objects, as far as their bases come first."""

from __future__ import annotations

import hashlib
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest
from deltas import delta, header, oid

from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.pack import Pack
from git_secrets_py.packs.table import claim
from git_secrets_py.packs.walker import Walker

BASE = b"base\n"
COUNT = 300


@contextmanager
def linked_pack(
    folder: Path, entries: Sequence[bytes], contents: Sequence[bytes]
) -> Iterator[Pack]:
    """Write a pack of ``entries``, which make the blobs ``contents``; open and link it."""
    pack = b"PACK" + (2).to_bytes(4, "big") + len(entries).to_bytes(4, "big") + b"".join(entries)
    folder.joinpath("pack").mkdir()
    path = folder / "pack" / "a.pack"
    path.write_bytes(pack + hashlib.sha1(pack).digest())
    subprocess.run(["git", "index-pack", str(path)], check=True, capture_output=True)
    opened = OpenPacks([str(folder).encode()], 20)
    try:
        ids = b"".join(sorted(map(oid, contents)))
        assert claim(opened.packs, bytes.fromhex(ids.decode()), 20) == []
        opened.link()
        yield opened.packs[0]
    finally:
        opened.close()


def whole(content: bytes) -> bytes:
    """Return the entry of a blob."""
    return header(3, len(content)) + zlib.compress(content)


def with_base(content: bytes, base: bytes) -> bytes:
    """Return the entry of a blob of ``base`` and more, as a delta that names ``base`` by its ID."""
    code, target = delta(base, [(0, len(base)), content[len(base) :]])
    assert target == content
    return header(7, len(code)) + bytes.fromhex(oid(base).decode()) + zlib.compress(code)


def text_of(pack: Pack) -> bytes:
    """Return the lines to filter of all blobs, which are small and so are filtered whole."""
    walker = Walker([pack], 1 << 20, 1 << 20, 1 << 20)
    text = walker.next()
    walker.examine((), lambda *_: False)
    assert walker.next() is None
    assert walker.kinds == {"commit": 0, "blob": pack.count, "tag": 0}
    assert text is not None
    return text


def test_objects_with_one_base_are_read_in_the_order_of_the_pack(tmp_path: Path) -> None:
    others = [BASE + b"%d\n" % number for number in range(COUNT)]
    entries = [whole(BASE), *(with_base(one, BASE) for one in others)]
    with linked_pack(tmp_path, entries, [BASE, *others]) as pack:
        assert text_of(pack) == BASE + b"".join(others)


@pytest.mark.parametrize("place", range(3))
def test_deltas_before_their_bases_are_read(tmp_path: Path, place: int) -> None:
    one, two = BASE + b"one\n", BASE + b"one\ntwo\n"
    entries = [with_base(two, one), with_base(one, BASE)]
    entries.insert(place, whole(BASE))
    with linked_pack(tmp_path, entries, [BASE, one, two]) as pack:
        assert text_of(pack) == BASE + one + two
        assert pack.leftovers() == []


def test_objects_can_be_claimed_after_they_are_linked(tmp_path: Path) -> None:
    contents = [BASE, BASE + b"one\n"]
    entries = [whole(BASE), with_base(contents[1], BASE)]
    with linked_pack(tmp_path, entries, contents) as before:
        opened = OpenPacks([str(tmp_path).encode()], 20)
        try:
            opened.link()
            (after,) = opened.packs
            assert (after.total, before.total) == (0, 2)
            claim([after], bytes.fromhex(oid(BASE).decode()), 20)
            assert after.leftovers() == [oid(BASE)]
        finally:
            opened.close()


def test_the_files_stay_open_until_the_objects_are_linked(tmp_path: Path) -> None:
    is_open: list[bool] = []

    class Slow(OpenPacks):
        """Packs whose objects are linked after the caller has lost interest."""

        def _link(self) -> None:
            sleep(0.1)
            super()._link()
            is_open.append(bool(self._files))

    with linked_pack(tmp_path, [whole(BASE)], [BASE]):
        with Slow([str(tmp_path).encode()], 20) as opened:
            assert opened.packs
        assert is_open == [True]


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("end", [b"", b"more\n"], ids=["whole", "delta"])
def test_an_object_as_large_as_the_limit_is_left_to_git(
    tmp_path: Path, end: bytes, more: int
) -> None:
    base, content = BASE * 50, BASE * 50 + end
    entries = [whole(base), with_base(content, base)] if end else [whole(base)]
    with linked_pack(tmp_path, entries, sorted({base, content})) as pack:
        walker = Walker([pack], 1 << 20, 1 << 20, len(content) + more)
        while walker.next() is not None:
            walker.examine((), lambda *_: False)
        assert pack.leftovers() == [oid(content)] * (1 - more)
