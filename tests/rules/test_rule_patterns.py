"""The matches of every built-in rule, in our pattern language and in GNU grep."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from grep import grep, needs_grep
from rule_samples import ALLOWED, OVERLAPS, SAMPLES

from git_secrets_py import patterns, rules

RULES_FOLDER = Path(rules.__file__).parent
RULES = {rule.name: rule for rule in rules.load("all").rules}

HITS = [
    pytest.param(name, text, id=f"{name}-{number}")
    for name, sample in SAMPLES.items()
    for number, text in enumerate(sample.hits)
]
MISSES = [
    pytest.param(name, text, id=f"{name}-{number}")
    for name, sample in SAMPLES.items()
    for number, text in enumerate(sample.misses)
]
EXAMPLES = [
    pytest.param(name, *pair, id=f"{name}-{number}")
    for name, pairs in ALLOWED.items()
    for number, pair in enumerate(pairs)
]


def grep_finds(source: bytes, text: bytes) -> bool:
    """Return whether GNU grep finds ``source`` in ``text``."""
    return grep(source, text, "-w") != b""


def our_matches(source: bytes, text: bytes, *, words: bool = True) -> bool:
    """Return whether ``source`` matches ``text``, by default under the word rule."""
    expression = patterns.read(source)
    body = rb"(?:" + expression.exact + rb")"
    if words:
        body = rb"(?<![A-Za-z0-9_])" + body + rb"(?![A-Za-z0-9_])"
    return regex.search(body, text) is not None


def rules_that_match(text: str) -> set[str]:
    return {name for name, rule in RULES.items() if our_matches(rule.source, text.encode())}


def test_every_rule_has_samples() -> None:
    assert set(RULES) == set(SAMPLES)


@pytest.mark.parametrize(("name", "text"), HITS)
def test_a_secret_is_matched_by_its_rule_only(name: str, text: str) -> None:
    assert rules_that_match(text) == {name} | OVERLAPS.get(name, set())


@pytest.mark.parametrize(("name", "text"), MISSES)
def test_a_near_miss_is_not_matched(name: str, text: str) -> None:
    assert not our_matches(RULES[name].source, text.encode())


@needs_grep
@pytest.mark.parametrize(("name", "text"), HITS)
def test_gnu_grep_matches_the_secret(name: str, text: str) -> None:
    assert grep_finds(RULES[name].source, text.encode())


@needs_grep
@pytest.mark.parametrize(("name", "text"), MISSES)
def test_gnu_grep_does_not_match_the_near_miss(name: str, text: str) -> None:
    assert not grep_finds(RULES[name].source, text.encode())


@pytest.mark.parametrize(("name", "allowed", "reported"), EXAMPLES)
def test_a_set_allows_a_documented_example_and_no_similar_text(
    name: str, allowed: str, reported: str
) -> None:
    rule_set = rules.load(name)
    for text, expected in ((allowed, True), (reported, False)):
        line = b"file:1:" + text.encode()
        assert any(our_matches(each.source, text.encode()) for each in rule_set.patterns)
        assert expected is any(
            our_matches(each.source, line, words=False) for each in rule_set.allowed
        )


def test_every_set_with_allowed_patterns_has_examples() -> None:
    counts = {name: len(rules.load(name).allowed) for name in rules.names()}
    assert {name for name, count in counts.items() if count} == set(ALLOWED)


@needs_grep
@pytest.mark.parametrize("folder", [RULES_FOLDER, Path(__file__).parent], ids=["rules", "tests"])
def test_no_rule_matches_the_source_of_the_rules_or_their_tests(folder: Path) -> None:
    sources = b"\n".join(rule.source for rule in RULES.values())
    allowed = b"\n".join(pattern.source for pattern in rules.load("all").allowed)
    files = sorted(folder.glob("*.py"))
    assert Path(__file__) in files or RULES_FOLDER / "generic.py" in files
    for path in files:
        matched = grep(sources, path.read_bytes(), "-w")
        assert grep(allowed, matched, "-v") == b"", path


@needs_grep
def test_the_joined_patterns_match_every_sample() -> None:
    """Check that grep reads the joined patterns as separate ones."""
    sources = b"\n".join(rule.source for rule in RULES.values())
    hits = [text for sample in SAMPLES.values() for text in sample.hits]
    content = "\n".join(hits).encode() + b"\n"
    assert grep(sources, b"clean\n" + content, "-w") == content
