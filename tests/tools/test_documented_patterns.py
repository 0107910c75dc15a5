"""The tables of ``docs/patterns.md``: the program does what they say of each pattern."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import Repo

PAGE = Path(__file__).parents[2] / "docs" / "patterns.md"
WORD_RULE = "key-[0-9]{4}"
PLACE = "docs/a.md", b"\n" * 6 + b"use key-0000 or key-1234\n"

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="not a checkout")


def rows(*heading: str) -> list[list[str]]:
    """Return the cells of each row of the table with this ``heading``."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    table = page.partition(f"| {' | '.join(heading)} |\n")[2].partition("\n\n")[0]
    return [re.split(r" (?<!\\)\| ", row.strip("| ")) for row in table.splitlines()[1:]]


def codes(cell: str) -> list[str]:
    return [code.replace(r"\|", "|") for code in re.findall(r"`([^`]+)`", cell)]


def only_codes(cell: str) -> bool:
    return not re.sub(r"`[^`]+`", "", cell).strip(", ")


# The examples of patterns, in rows that describe no text in words.
SYNTAX = [
    (codes(cell)[0], example)
    for cell, text in rows("pattern", "matches")
    for example in codes(text)
    if " and " not in text
]
WARNED = [code for cell, _ in rows("pattern", "reason") if only_codes(cell) for code in codes(cell)]
LINES = [(codes(cell)[0], text) for cell, text in rows("line", "result")]
ALLOWED = [(codes(cell)[0], text) for cell, text in rows("allowed pattern", "allows")]


def found(repo: Repo, line: str) -> int:
    """Return the number of findings in ``line``."""
    return repo.call("--scan", "-", input=line.encode() + b"\n").err.count(b"(standard input):")


@pytest.mark.parametrize(("pattern", "example"), SYNTAX)
def test_a_pattern_of_the_syntax_table_matches_its_example(
    repo: Repo, pattern: str, example: str
) -> None:
    repo.call("--add", "--", pattern)
    assert found(repo, example) == 1


@pytest.mark.parametrize("pattern", WARNED)
def test_a_pattern_of_the_table_of_warnings_is_added_with_a_warning(
    repo: Repo, pattern: str
) -> None:
    ran = repo.call("--add", "--", pattern)
    assert (ran.status, ran.err.count(b"git secrets: warning: ")) == (0, 1)


@pytest.mark.parametrize(("line", "result"), LINES)
def test_a_line_of_the_table_of_the_word_rule_has_its_result(
    repo: Repo, line: str, result: str
) -> None:
    repo.call("--add", WORD_RULE)
    assert found(repo, line) == (result == "matches")


@pytest.mark.parametrize(("pattern", "text"), ALLOWED)
def test_a_pattern_of_the_table_of_the_allow_rule_allows_what_it_says(
    repo: Repo, pattern: str, text: str
) -> None:
    repo.call("--add", WORD_RULE)
    repo.write(*PLACE)
    repo.write(".gitallowed", pattern + "\n")
    left = {"nothing": ["key-0000", "key-1234"], "the first match": ["key-1234"]}
    report = repo.call("--scan", "--format", "json", "--show-secrets", PLACE[0]).out.decode()
    secrets = re.findall(r'"secret": "(key-[0-9]{4})"', report)
    assert secrets == left.get(text.partition(";")[0], [])


def test_each_table_has_rows() -> None:
    assert min(map(len, (SYNTAX, WARNED, LINES, ALLOWED))) > 3
