"""A damaged or inconsistent pack never crashes the reader; it leaves to git what it cannot read.

``-m soak`` tries a million packs; ``benchmarks/sanitized.sh`` runs this with sanitizers.
"""

from __future__ import annotations

import os
import random
import struct
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from deltas import delta, header, invalid_deltas
from histories import REPACKS, write_history

from git_secrets_py.packs.pack import Pack
from git_secrets_py.packs.table import DamagedPackError, claim
from git_secrets_py.packs.walker import Walker

WIDTH = 20
NAMES = 8 + 1024


class Packed(NamedTuple):
    """The content of a pack and of its index."""

    pack: bytes
    index: bytes


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> list[Packed]:
    """Small packs: with deltas by offset, and by ID."""
    found = []
    for seed, repack in enumerate((REPACKS["deep"], REPACKS["by ID"])):
        path = tmp_path_factory.mktemp("packs")
        subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True)
        write_history(path, seed, files=2, versions=8)
        subprocess.run(["git", "-C", str(path), *repack], check=True)
        (pack,) = (path / "objects/pack").glob("*.pack")
        found.append(Packed(pack.read_bytes(), pack.with_suffix(".idx").read_bytes()))
    return found


class Seen(NamedTuple):
    """The texts and the whole contents that the reader handed over, and what it left to git."""

    texts: list[bytes]
    wholes: list[bytes]
    left: list[bytes]


def read(
    packed: Packed, folder: Path, *, width: int = WIDTH, lines: int = 1, with_folds: bool = False
) -> Seen | None:
    """Read a pack to the end; ``None`` if it cannot be opened."""
    try:
        with open_pack(packed, folder, width) as pack:
            return walk(pack, packed.index, width, lines, with_folds)
    except DamagedPackError:
        return None


@contextmanager
def open_pack(packed: Packed, folder: Path, width: int = WIDTH) -> Iterator[Pack]:
    """Open a pack of files in ``folder``; raises ``DamagedPackError``."""
    files = [folder / "a.pack", folder / "a.idx"]
    for file, content in zip(files, packed, strict=True):
        file.write_bytes(content)
    descriptors = [os.open(file, os.O_RDONLY) for file in files]
    try:
        yield Pack(*descriptors, *map(len, packed), width)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def walk(pack: Pack, index: bytes, width: int, lines: int, with_folds: bool) -> Seen:
    ids = index[NAMES : NAMES + pack.count * width]
    claim([pack], ids[: len(ids) // width * width], width)
    pack.link()
    reader = Walker([pack], 1 << 16, 1 << 20, 4 << 20, lines, with_folds)
    texts, wholes = [], []

    def judge(number: int, oid: bytes, kind: bytes, content: bytes) -> bool:
        wholes.append(content)
        return len(content) % 2 == 0

    while (text := reader.next()) is not None:
        texts.append(text)
        starts = reader.starts()
        assert starts == sorted(starts)
        assert set(reader.small_ones_with(b"e", 1 << 10)) <= set(range(len(starts) - 1))
        assert starts[-1] == len(text)
        reader.examine(range(0, len(starts) - 1, 3), judge)
    return Seen(texts, wholes, pack.leftovers())


def mutated(chance: random.Random, packed: Packed) -> Packed:
    """Return a pack with some bytes changed, removed or inserted in one of its two files."""
    pack, index = bytearray(packed.pack), bytearray(packed.index)
    for _ in range(chance.choice([1, 1, 2, 5])):
        change = chance.choice(CHANGES)
        change(chance, pack, index)
    return Packed(bytes(pack), bytes(index))


def change_byte(chance: random.Random, pack: bytearray, index: bytearray) -> None:
    content = chance.choice([pack, index])
    if content:
        content[chance.randrange(len(content))] = chance.choice([0, 0x7F, 0x80, 0xFF, 0x10, 0x6F])


def cut(chance: random.Random, pack: bytearray, index: bytearray) -> None:
    content = chance.choice([pack, index])
    del content[chance.randrange(len(content) + 1) :]


def move_offset(chance: random.Random, pack: bytearray, index: bytearray) -> None:
    """Make an object begin elsewhere."""
    count = int.from_bytes(pack[8:12], "big")
    at = NAMES + count * (WIDTH + 4) + 4 * chance.randrange(max(count, 1))
    if at + 4 <= len(index):
        wild = chance.choice([0, 1, 11, 12, len(pack), 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
        index[at : at + 4] = struct.pack(">I", chance.choice([wild, chance.randrange(1 << 16)]))


def change_object(chance: random.Random, pack: bytearray, index: bytearray) -> None:
    """Change the content of an object or delta, and keep it a valid stream of zlib."""
    starts = list(offsets(pack, index))
    if not starts:
        return
    start = chance.choice(starts)
    at = pack.find(b"\x78", start, start + 30)
    if at < 0:
        return
    try:
        stream = zlib.decompressobj()
        content = bytearray(stream.decompress(bytes(pack[at:])))
    except zlib.error:
        return
    size = len(pack) - at - len(stream.unused_data)
    for _ in range(chance.choice([1, 3])):
        if content:
            content[chance.randrange(min(len(content), 200))] = chance.randrange(256)
    replaced = zlib.compress(bytes(content), chance.choice([0, 1, 9]))
    pack[at : at + size] = replaced[:size].ljust(size, b"\0")


def change_header(chance: random.Random, pack: bytearray, index: bytearray) -> None:
    """Change type, size or base of an object."""
    starts = list(offsets(pack, index))
    if starts:
        at = chance.choice(starts) + chance.randrange(4)
        if at < len(pack):
            pack[at] = chance.randrange(256)


def offsets(pack: bytearray, index: bytearray) -> Iterator[int]:
    count = min(int.from_bytes(pack[8:12], "big"), 1000)
    table = NAMES + count * (WIDTH + 4)
    for at in range(table, table + 4 * count, 4):
        yield int.from_bytes(index[at : at + 4], "big")


CHANGES = (change_byte, cut, move_offset, change_object, change_object, change_header)


def try_many(packs: list[Packed], folder: Path, seed: int, count: int) -> int:
    """Read ``count`` mutated packs; return how many could be opened."""
    chance = random.Random(seed)
    opened = 0
    for _ in range(count):
        packed = mutated(chance, chance.choice(packs))
        lines = chance.choice([1, 1, 3])
        opened += read(packed, folder, lines=lines, with_folds=lines > 1) is not None
    return opened


@pytest.mark.parametrize("seed", range(4))
def test_mutated_packs(packs: list[Packed], tmp_path: Path, seed: int) -> None:
    assert try_many(packs, tmp_path, seed, 1_000) > 100


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_a_million_mutated_packs(packs: list[Packed], tmp_path: Path, seed: int) -> None:
    assert try_many(packs, tmp_path, seed, 10_000) > 1_000


def test_an_undamaged_pack_is_read_wholly(packs: list[Packed], tmp_path: Path) -> None:
    for packed in packs:
        seen = read(packed, tmp_path)
        assert seen is not None
        assert b"".join(seen.texts)


FIRST, SECOND = b"\x11" * WIDTH, b"\x22" * WIDTH
TEXT = b"".join(b"line %d\n" % line for line in range(20))
MORE = b"one more\n"
INVALID = invalid_deltas(TEXT, MORE)


def pack_of(kind: int, base: bytes, code: bytes, size: int) -> Packed:
    """Return a pack of ``base`` and of the delta ``code``, whose header has ``size``."""
    start = b"PACK" + struct.pack(">II", 2, 2) + header(kind, len(base)) + zlib.compress(base)
    pack = start + header(7, size) + FIRST + zlib.compress(code) + bytes(WIDTH)
    counts = [(byte >= FIRST[0]) + (byte >= SECOND[0]) for byte in range(256)]
    index = b"\xfftOc" + struct.pack(">257I", 2, *counts) + FIRST + SECOND
    index += bytes(8) + struct.pack(">II", 12, len(start)) + bytes(2 * WIDTH)
    return Packed(pack, index)


@pytest.mark.parametrize("kind", INVALID)
def test_an_invalid_delta_is_left_to_git(tmp_path: Path, kind: str) -> None:
    seen = read(pack_of(3, TEXT, INVALID[kind], len(INVALID[kind])), tmp_path)
    assert seen is not None
    assert seen.left == [SECOND.hex().encode()]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_delta_of_another_size_than_its_header_is_left_to_git(tmp_path: Path, more: int) -> None:
    code, _ = delta(TEXT, [(0, len(TEXT)), MORE])
    seen = read(pack_of(3, TEXT, code, len(code) + more), tmp_path)
    assert seen is not None
    assert seen.left == ([SECOND.hex().encode()] if more else [])


CODE = delta(TEXT, [(0, len(TEXT)), MORE])[0]
WHOLE = pack_of(3, TEXT, CODE, len(CODE))
COUNT = NAMES - 4


@pytest.mark.parametrize(
    "index",
    [
        WHOLE.index[:COUNT] + b"\0\0\0\3" + WHOLE.index[NAMES:],
        WHOLE.index + bytes(4),
        WHOLE.index[:-1],
        WHOLE.index[:7] + b"\3" + WHOLE.index[8:],
    ],
    ids=["another number of objects", "four bytes more", "a byte less", "another version"],
)
def test_a_pack_with_an_unknown_index_is_left_to_git(tmp_path: Path, index: bytes) -> None:
    assert read(WHOLE, tmp_path) is not None
    assert read(WHOLE._replace(index=index), tmp_path) is None


@pytest.mark.parametrize("offset", [0, 11, 1 << 30, 0x7FFFFFFF, 1 << 31, 0xFFFFFFFF])
def test_an_object_at_an_impossible_place_is_left_to_git_alone(tmp_path: Path, offset: int) -> None:
    end = len(WHOLE.index) - 2 * WIDTH
    index = WHOLE.index[: end - 4] + struct.pack(">I", offset) + WHOLE.index[end:]
    seen = read(WHOLE._replace(index=index), tmp_path)
    assert seen is not None
    assert (seen.texts, seen.left) == ([TEXT], [SECOND.hex().encode()])
