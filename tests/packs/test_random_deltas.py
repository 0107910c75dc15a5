"""Deltas of random instructions: the seams are anywhere, which git's own deltas avoid."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from compiled_readings import matches_found
from deltas import Instruction, delta, oid, write_pack

PATTERNS = {
    1: re.compile(rb"^.*a.?b.?c.*$", re.MULTILINE),
    2: re.compile(rb"^a.*\nb.*$", re.MULTILINE),
    3: re.compile(rb"^a.*\n.*c\n.*b$", re.MULTILINE),
}


def random_instructions(chance: random.Random, base: bytes) -> list[Instruction]:
    instructions: list[Instruction] = []
    size = 0
    while size < 2_000 or chance.random() < 0.7:
        start = chance.randrange(len(base))
        if chance.random() < 0.5:  # at a line start
            start = base.rfind(b"\n", 0, start) + 1
        count = min(chance.randrange(1, 1_000), len(base) - start)
        if chance.random() < 0.5:  # to a line end
            count = max(base.rfind(b"\n", start, start + count) + 1 - start, 1)
        instructions.append((start, count))
        if chance.random() < 0.3:
            instructions.append(chance.choice([b"a", b"b", b"c", b"\n", b"\na", b"x\n"]))
        size += count
    return instructions


def write_chain(chance: random.Random, folder: Path) -> dict[bytes, bytes]:
    """Write a pack of a base without a match and deltas in a chain; return all by ID."""
    base = b"".join(bytes(chance.choices(b"abcdxyz  ", k=4)) + b"\n" for _ in range(500))
    for pattern in PATTERNS.values():
        while pattern.search(base):
            base = pattern.sub(b"xxxx", base)
    chain, last = [], base
    for _ in range(20):
        chain.append(random_instructions(chance, last))
        last = delta(last, chain[-1])[1]
    return {oid(content): content for content in write_pack(folder, base, chain)}


@pytest.mark.parametrize("lines", PATTERNS)
@pytest.mark.parametrize("seed", range(16))
def test_no_match_is_missed(tmp_path: Path, seed: int, lines: int) -> None:
    everything, pattern = write_chain(random.Random(seed), tmp_path), PATTERNS[lines]
    wanted = {one for one, content in everything.items() if pattern.search(content)}
    found, left = matches_found(tmp_path, everything, pattern, budget=1 << 24, lines=lines)
    assert (found, left) == (wanted, set())
