"""Rules that look at several consecutive lines: deltas that only delete or move lines count."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from compiled_readings import matches_found, read_compiled
from histories import REPACKS, contents, read_naively, write_history

from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import Origin, Pattern

# Lines that follow each other only after some change of the generated files.
PATTERNS = {
    1: re.compile(rb"^[0-9a-f]*7e[0-9a-f]* ", re.MULTILINE),
    2: re.compile(rb"^.*a\n3.*$", re.MULTILINE),
    3: re.compile(rb"^.*[a-c]\n[a-f].*\n[0-3].*$", re.MULTILINE),
}


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
    found, left = matches_found(
        tmp_path / "objects", all_ids(tmp_path), pattern, budget=budget, lines=lines
    )
    assert found | {oid for oid in left if pattern.search(everything[oid])} == wanted
    assert 0 < len(wanted) < len(everything)


class FarPattern(Pattern):
    """A pattern whose match may end up to ten lines after the line that its filter hits."""

    has_boundaries = True
    filter = rb"^7"
    lines = 12

    def __init__(self) -> None:
        source = rb"(?m:^7[0-9a-f]* [^\n]*\n(?:[^\n]*\n){4,9}[^\n]*2e$)"
        super().__init__(source, Origin("rules", "a test"))


@pytest.mark.parametrize("seed", range(4))
def test_a_pattern_that_looks_far_is_tried_on_whole_objects(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "repo"
    subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True)
    write_history(path, 70 + seed, files=12, versions=30)
    subprocess.run(["git", "-C", str(path), *REPACKS["deep"]], check=True)
    matched, _ = read_naively(path, matcher=Matcher([FarPattern()]))
    reading = read_compiled(path, tmp_path, matcher=Matcher([FarPattern()]))
    assert (set(reading.matched), reading.unread) == (matched, {})
    assert 0 < len(matched) < sum(reading.kinds.values())
