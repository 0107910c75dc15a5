"""Deltas of random instructions: the seams are anywhere, which git's own deltas avoid."""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import zlib
from pathlib import Path

import pytest
from histories import matches_found

PATTERNS = {
    1: re.compile(rb"^.*a.?b.?c.*$", re.MULTILINE),
    2: re.compile(rb"^a.*\nb.*$", re.MULTILINE),
    3: re.compile(rb"^a.*\n.*c\n.*b$", re.MULTILINE),
}


def number(value: int) -> bytes:
    """Return ``value`` in groups of seven bits."""
    groups = [value >> shift & 127 for shift in range(0, max(value.bit_length(), 1), 7)]
    return bytes([*(group | 128 for group in groups[:-1]), groups[-1]])


def header(kind: int, size: int) -> bytes:
    first = kind << 4 | size & 15
    return bytes([first | 128]) + number(size >> 4) if size > 15 else bytes([first])


def random_delta(chance: random.Random, base: bytes) -> tuple[bytes, bytes]:
    """Return a delta, and the content that it makes of ``base``."""
    instructions, target = b"", b""
    while len(target) < 2_000 or chance.random() < 0.7:
        start = chance.randrange(len(base))
        if chance.random() < 0.5:  # at a line start
            start = base.rfind(b"\n", 0, start) + 1
        size = min(chance.randrange(1, 1_000), len(base) - start)
        if chance.random() < 0.5:  # to a line end
            size = max(base.rfind(b"\n", start, start + size) + 1 - start, 1)
        instructions += b"\xbf" + start.to_bytes(4, "little") + size.to_bytes(2, "little")
        target += base[start : start + size]
        if chance.random() < 0.3:
            text = chance.choice([b"a", b"b", b"c", b"\n", b"\na", b"x\n"])
            instructions += bytes([len(text)]) + text
            target += text
    return number(len(base)) + number(len(target)) + instructions, target


def write_pack(chance: random.Random, folder: Path) -> dict[bytes, bytes]:
    """Write a pack of a base without a match and deltas in a chain; return all by ID."""
    base = b"".join(bytes(chance.choices(b"abcdxyz  ", k=4)) + b"\n" for _ in range(500))
    for pattern in PATTERNS.values():
        while pattern.search(base):
            base = pattern.sub(b"xxxx", base)
    contents, entries = [base], [header(3, len(base)) + zlib.compress(base)]
    for _ in range(20):
        delta, target = random_delta(chance, contents[-1])
        ref = oid(contents[-1])
        entries.append(header(7, len(delta)) + bytes.fromhex(ref.decode()) + zlib.compress(delta))
        contents.append(target)
    pack = b"PACK" + (2).to_bytes(4, "big") + len(entries).to_bytes(4, "big") + b"".join(entries)
    folder.joinpath("pack").mkdir()
    path = folder / "pack" / "a.pack"
    path.write_bytes(pack + hashlib.sha1(pack).digest())
    subprocess.run(["git", "index-pack", str(path)], check=True, capture_output=True)
    return {oid(content): content for content in contents}


def oid(content: bytes) -> bytes:
    blob = b"blob %d\0" % len(content) + content
    return hashlib.sha1(blob).hexdigest().encode()


@pytest.mark.parametrize("lines", PATTERNS)
@pytest.mark.parametrize("seed", range(16))
def test_no_match_is_missed(tmp_path: Path, seed: int, lines: int) -> None:
    everything, pattern = write_pack(random.Random(seed), tmp_path), PATTERNS[lines]
    wanted = {one for one, content in everything.items() if pattern.search(content)}
    found, left = matches_found(tmp_path, everything, pattern, budget=1 << 24, lines=lines)
    assert (found, left) == (wanted, set())
