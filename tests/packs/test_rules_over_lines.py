"""Rules that look at several consecutive lines: deltas that only delete or move lines count."""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_right
from pathlib import Path

import pytest
from histories import REPACKS, write_history

from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.walker import Walker, claim

# Lines that follow each other only after some change of the generated files.
PATTERNS = {
    1: re.compile(rb"^[0-9a-f]*7e[0-9a-f]* ", re.MULTILINE),
    2: re.compile(rb"^.*a\n3.*$", re.MULTILINE),
    3: re.compile(rb"^.*[a-c]\n[a-f].*\n[0-3].*$", re.MULTILINE),
}


def contents(path: Path) -> dict[bytes, bytes]:
    """Return all objects but trees, by ID."""
    command = ["git", "-C", str(path), "cat-file", "--batch-all-objects", "--batch", "--buffer"]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    found, at = {}, 0
    while at < len(output):
        header = output[at : output.index(b"\n", at)]
        oid, kind, size = header.split()
        start = at + len(header) + 1
        at = start + int(size) + 1
        if kind != b"tree":
            found[oid] = output[start : at - 1]
    return found


def packed(oids: list[bytes]) -> bytes:
    return bytes.fromhex(b"".join(sorted(oids)).decode())


def all_ids(path: Path) -> list[bytes]:
    line = "--batch-check=%(objectname)"
    command = ["git", "-C", str(path), "cat-file", "--batch-all-objects", line]
    return subprocess.check_output(command).split()


@pytest.mark.parametrize("lines", PATTERNS)
@pytest.mark.parametrize("budget", [1 << 24, 1 << 14])
def test_a_match_within_the_window_is_never_missed(tmp_path: Path, lines: int, budget: int) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    write_history(tmp_path, 50 + lines, versions=40)
    subprocess.run(["git", "-C", str(tmp_path), *REPACKS["deep"]], check=True)
    everything, pattern = contents(tmp_path), PATTERNS[lines]
    wanted = {oid for oid, content in everything.items() if pattern.search(content)}
    opened = OpenPacks([str(tmp_path / "objects").encode()], 20)
    try:
        claim(opened.packs, packed(all_ids(tmp_path)), 20)
        (pack,) = opened.packs
        pack.link()
        walker = Walker([pack], 1 << 16, budget, lines)
        while (text := walker.next()) is not None:
            starts = walker.starts()
            for match in pattern.finditer(text):
                walker.hit(bisect_right(starts, match.start(), 0, len(starts) - 1) - 1)
        read = pack.leftovers()
        found = {oid for oid in read if pattern.search(everything[oid])}
        pack.mark_descendants(packed(list(found)))
        again = pack.leftovers()
    finally:
        opened.close()
    assert found | {oid for oid in again if pattern.search(everything[oid])} == wanted
    assert 0 < len(wanted) < len(everything)
    assert not set(read) & set(again)
