"""What an index says of the places of objects: in tables of any size, of 32 and of 64 bits."""

from __future__ import annotations

import hashlib
import os
import random
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from deltas import Entry, delta, header, write_entries

from git_secrets_py.packs.objects import Objects
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.pack import Pack
from git_secrets_py.packs.table import claim
from git_secrets_py.packs.walker import Walker

BLOB = 3
# More than the names, and the offsets, that are read at once.
COUNT = 5_000
EMPTY_TREE = bytes(20)


def name(number: int) -> bytes:
    return hashlib.sha1(b"%d" % number).digest()


def blob(number: int, content: bytes) -> Entry:
    return Entry(name(number), header(BLOB, len(content)) + zlib.compress(content))


@contextmanager
def opened(folder: Path, entries: Sequence[Entry], version: int = 2) -> Iterator[Pack]:
    """Write a pack of ``entries``; open and link it."""
    folder.joinpath("pack").mkdir()
    write_entries(folder / "pack", list(entries), version)
    packs = OpenPacks([os.fsencode(folder)], 20)
    try:
        packs.link()
        yield packs.packs[0]
    finally:
        packs.close()


def texts(pack: Pack, names: Sequence[bytes]) -> list[bytes]:
    """Return the lines to filter of the objects ``names``, sorted."""
    assert claim([pack], b"".join(sorted(names)), 20) == []
    walker = Walker([pack], 1 << 20, 1 << 20, 1 << 20)
    found = []
    while (text := walker.next()) is not None:
        found += text.splitlines(keepends=True)
        walker.examine((), lambda *_: False)
    assert pack.leftovers() == []
    return sorted(found)


@pytest.mark.parametrize("version", [2, 3], ids=["32 bits", "64 bits"])
def test_all_objects_are_read(tmp_path: Path, version: int) -> None:
    entries = [blob(number, b"%d\n" % number) for number in range(COUNT)]
    with opened(tmp_path, entries, version) as pack:
        expected = sorted(b"%d\n" % number for number in range(COUNT))
        assert texts(pack, [one.name for one in entries]) == expected


def test_all_objects_are_numbered(tmp_path: Path) -> None:
    entries = [blob(number, b"%d\n" % number) for number in range(COUNT)]
    with opened(tmp_path, entries) as pack:
        ids = b"".join(sorted(one.name for one in entries))
        assert Objects(ids, 20, EMPTY_TREE, [pack]).without_type() == []


def test_a_name_that_no_pack_has_is_unknown_and_those_after_it_are_not(tmp_path: Path) -> None:
    entries = [blob(number, b"%d\n" % number) for number in range(COUNT)]
    with opened(tmp_path, entries) as pack:
        names = sorted([*(one.name for one in entries), name(COUNT)])
        assert claim([pack], b"".join(names), 20) == [name(COUNT)]


@pytest.mark.parametrize("version", [2, 3], ids=["32 bits", "64 bits"])
def test_a_base_that_is_named_by_its_id_is_found(tmp_path: Path, version: int) -> None:
    base = b"base\n"
    code, _ = delta(base, [(0, len(base)), b"more\n"])
    entries = [blob(number, base) for number in range(9)]
    for number in range(9):
        stored = header(7, len(code)) + name(number) + zlib.compress(code)
        entries.append(Entry(name(100 + number), stored))
    with opened(tmp_path, entries, version) as pack:
        assert texts(pack, [one.name for one in entries]) == [base] * 18 + [b"more\n"] * 9


def test_ids_that_begin_alike_differ(tmp_path: Path) -> None:
    names = [bytes(19) + bytes([last]) for last in range(1, 9)]
    entries = [blob(number, b"%d\n" % number) for number in range(8)]
    entries = [Entry(new, one.stored) for new, one in zip(names, entries, strict=True)]
    with opened(tmp_path, entries[:-1]) as pack:
        objects = Objects(b"".join(names), 20, EMPTY_TREE, [pack])
        assert objects.without_type() == names[-1:]
        objects.record(names[-1], BLOB)
        assert objects.without_type() == []


def test_objects_of_one_share_are_sorted_by_their_place(tmp_path: Path) -> None:
    """Most objects of this pack are in a small part of it."""
    large = random.Random(1).randbytes(400_000)
    entries = [blob(number, b"%d\n" % number) for number in range(300)]
    entries.append(blob(300, large))
    with opened(tmp_path, entries) as pack:
        claim([pack], b"".join(sorted(one.name for one in entries)), 20)
        walker = Walker([pack], 1 << 20, 1 << 20, 1 << 20)
        text = walker.next()
        walker.examine((), lambda *_: False)
    assert text is not None
    assert text.startswith(b"".join(b"%d\n" % number for number in range(300)))
    assert pack.leftovers() == []


def test_a_pack_of_version_3_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    write_entries(folder, [blob(1, b"text\n")])
    (path,) = folder.glob("*.pack")
    pack = path.read_bytes()
    path.write_bytes(pack[:7] + b"\x03" + pack[8:])
    with OpenPacks([os.fsencode(tmp_path)], 20) as packs:
        packs.link()
        assert texts(packs.packs[0], [name(1)]) == [b"text\n"]
