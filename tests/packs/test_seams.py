"""The lines that a delta touches: insertions, and the lines at the seams of copied ranges."""

from __future__ import annotations

import base64
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from compiled_readings import read_compiled
from deltas import Instruction, oid, write_pack

from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine, Origin, Pattern
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.table import claim
from git_secrets_py.packs.walker import Walker
from git_secrets_py.providers.own_secret import OwnSecret
from git_secrets_py.rules.rule import Rule, RulePattern

# Lines of 20 bytes.
SIZE = 20
LINES = [b"%04d (old text) (+)\n" % number for number in range(4_000)]
BASE = b"".join(LINES)
ENDLESS = BASE[:-1]
WINDOWS = BASE.replace(b" (+)\n", b" (+\r\n")


def lines(first: int, last: int) -> tuple[int, int]:
    """Return the range from line ``first`` to before ``last``."""
    return first * SIZE, (last - first) * SIZE


def part(first: int, last: int) -> bytes:
    return b"".join(LINES[first:last])


def touched(
    folder: Path,
    base: bytes,
    instructions: Sequence[Instruction],
    window: int = 1,
    *,
    largest: int = 4 << 20,
) -> tuple[bytes, bytes]:
    """Return the object that a delta makes of ``base``, and its filtered parts."""
    contents = write_pack(folder, base, [instructions])
    opened = OpenPacks([str(folder).encode()], 20)
    try:
        ids = b"".join(sorted(map(oid, contents)))
        claim(opened.packs, bytes.fromhex(ids.decode()), 20)
        opened.link()
        walker = Walker(opened.packs, largest, 1 << 26, largest, window)
        text, starts = walker.next(), walker.starts()
    finally:
        opened.close()
    assert text is not None
    assert len(starts) == 3  # both objects are read, and an end
    assert text[: starts[1]].startswith(base)
    return contents[1], text[starts[1] :]


HALF = lines(10, 11)[0] + 12
OTHER = lines(20, 21)[0] + 12
REST = len(BASE) - OTHER
CASES: dict[str, tuple[bytes, list[Instruction], bytes]] = {
    "only lines deleted": (BASE, [lines(0, 10), lines(12, 4_000)], b""),
    "only the first line deleted": (BASE, [lines(1, 4_000)], b""),
    "only lines moved": (BASE, [lines(50, 4_000), lines(0, 50)], b""),
    "one long copy in two": (BASE, [(0, 0x10005), (0x10005, len(BASE) - 0x10005 - SIZE)], b""),
    "one long copy in two, the first without a size": (
        BASE,
        [(0, 0x10000), (0x10000, len(BASE) - 0x10000 - SIZE)],
        b"",
    ),
    "a line split over a seam": (
        BASE,
        [(0, HALF), (OTHER, REST)],
        LINES[10][:12] + LINES[20][12:],
    ),
    "completed within a line": (
        BASE,
        [(0, HALF), b"new", (HALF, len(BASE) - HALF)],
        LINES[10][:12] + b"new" + LINES[10][12:],
    ),
    "lines inserted": (BASE, [lines(0, 10), b"new\nnew\n", lines(10, 4_000)], b"new\nnew\n"),
    "inserted before a line end": (
        BASE,
        [(0, lines(0, 11)[1] - 1), b"!", (lines(0, 11)[1] - 1, len(BASE) - lines(0, 11)[1] + 1)],
        LINES[10][:-1] + b"!\n",
    ),
    "inserted at a line start": (
        BASE,
        [lines(0, 10), b"!", lines(10, 4_000)],
        b"!" + LINES[10],
    ),
    "the end of a line as a line": (
        BASE,
        [lines(0, 10), (HALF, len(BASE) - HALF)],
        LINES[10][12:],
    ),
    "the start of a line as a line": (
        BASE,
        [(0, HALF), b"\n", lines(11, 4_000)],
        LINES[10][:12] + b"\n",
    ),
    "the last line end lost": (BASE, [(0, len(BASE) - 1)], LINES[-1]),
    "the last line end gained": (ENDLESS, [(0, len(ENDLESS)), b"\n"], LINES[-1]),
    "no last line end, as before": (ENDLESS, [lines(1, 10), (400, len(ENDLESS) - 400)], b""),
    "the last line no longer last": (
        ENDLESS,
        [(400, len(ENDLESS) - 400), lines(5, 100)],
        LINES[-1][:-1] + LINES[5],
    ),
    "a carriage return lost": (
        WINDOWS,
        [(0, 218), (219, len(WINDOWS) - 219)],
        WINDOWS[200:218] + b"\n",
    ),
    "between carriage return and line end": (
        WINDOWS,
        [(0, 219), (319, len(WINDOWS) - 319)],
        WINDOWS[200:220],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_only_the_touched_lines_are_filtered(tmp_path: Path, case: str) -> None:
    base, instructions, expected = CASES[case]
    _, filtered = touched(tmp_path, base, instructions)
    assert filtered == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [(2, part(9, 10) + part(12, 13)), (3, part(8, 10) + part(12, 14))],
)
def test_lines_that_become_neighbors_are_filtered_with_those_beside_them(
    tmp_path: Path, window: int, expected: bytes
) -> None:
    _, filtered = touched(tmp_path, BASE, [lines(0, 10), lines(12, 4_000)], window)
    assert filtered == expected


def test_a_range_from_beyond_16_mib_of_the_base_is_copied(tmp_path: Path) -> None:
    base = b"x" * ((1 << 24) - 1) + b"\n" + part(0, 100)
    _, filtered = touched(tmp_path, base, [(1 << 24, 100 * SIZE), b"new\n"], largest=1 << 25)
    assert filtered == b"new\n"


def test_moved_lines_are_filtered_at_their_seam(tmp_path: Path) -> None:
    _, filtered = touched(tmp_path, BASE, [lines(50, 4_000), lines(0, 50)], 2)
    assert filtered == part(3_999, 4_000) + part(0, 1)


def test_an_insertion_is_filtered_with_the_lines_beside_it(tmp_path: Path) -> None:
    _, filtered = touched(tmp_path, BASE, [lines(0, 10), b"new\n", lines(10, 4_000)], 2)
    assert filtered == part(9, 10) + b"new\n" + part(10, 11)


SECRET = b"SECRET-" + bytes(random.Random(1).choices(b"abcdefghijkmnpqrstuvwxyz", k=120))
OWN = OwnSecret("aws", "AWS credentials file", "prod", SECRET)
RULE = Pattern(rb"SECRET-[a-z]{120}", Origin("config", "a test"))


@pytest.mark.parametrize(("width", "count"), [(23, 16), (64, 5), (75, 4), (76, 4)])
@pytest.mark.parametrize("pattern", [OWN, RULE], ids=["own", "rule"])
def test_an_encoded_secret_is_found_if_one_of_its_lines_changes(
    tmp_path: Path, width: int, count: int, pattern: Pattern
) -> None:
    encoded = base64.b64encode((b"password: " + SECRET).ljust(width * count * 3 // 4))
    folded = [encoded[at : at + width] + b"\n" for at in range(0, len(encoded), width)]
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    matcher = Matcher([pattern], decode=pattern is RULE)
    for number in range(count):
        broken = b"".join([*folded[:number], b"(nothing)\n", *folded[number + 1 :]])
        base = part(0, 100) + broken + part(100, 200)
        at = 100 * SIZE + sum(map(len, folded[:number]))
        instructions = [(0, at), folded[number], (at + 10, len(base) - at - 10)]
        (tmp_path / "objects/pack/a.idx").unlink(missing_ok=True)
        contents = write_pack(tmp_path / "objects", base, [instructions])
        wanted = {oid(content) for content in contents if matches(matcher, content)}
        assert wanted >= {oid(contents[1])}
        assert read_compiled(tmp_path, tmp_path, matcher=matcher).matched.keys() == wanted


def matches(matcher: Matcher, content: bytes) -> bool:
    return any(isinstance(item, MatchedLine) for item in Scanner(matcher).scan([content]))


def test_the_line_of_another_object_is_compared_whole(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    matcher = Matcher([Pattern(rb"TOKEN-[0-9]+", Origin("config", "a test"))])
    first = [lines(0, 10), b"TOKEN-12\n", lines(10, 4_000)]
    # Its only such line is no match by the word rule, and ends like one.
    second = [lines(0, 10), b"xTOKEN-12\n", (209, len(BASE) - lines(0, 10)[1])]
    third = [lines(0, 12), lines(20, 3_000)]
    contents = write_pack(tmp_path / "objects", BASE, [first, second, third])
    assert read_compiled(tmp_path, tmp_path, matcher=matcher).matched.keys() == {oid(contents[1])}


def test_a_rule_over_lines_matches_where_lines_become_neighbors(tmp_path: Path) -> None:
    rule = Rule("pair", rb"user=[a-z]+\n(?P<secret>v[0-9]+)", "A test.", lines=2, anchor=b"user=")
    matcher = Matcher([RulePattern(rule, Origin("rules", "test"), strict=False)], decode=True)
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    base = part(0, 100) + b"user=joe\n" + part(100, 101) + b"v123\n" + part(101, 300)
    at = 100 * SIZE + 9
    joined = [(0, at), (at + SIZE, len(base) - at - SIZE)]
    apart = [(0, at - 9), (at, len(base) - at - SIZE)]
    contents = write_pack(tmp_path / "objects", base, [joined, apart])
    assert read_compiled(tmp_path, tmp_path, matcher=matcher).matched.keys() == {oid(contents[1])}
