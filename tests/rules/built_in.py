"""The built-in rules, and the spans that each finds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from templates import Format

from git_secrets_py import rules
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.pattern_sources import read_pattern

RULES = {rule.name: rule for rule in rules.load("all").rules}
PATTERNS = {pattern.name: pattern for pattern in rules.load("all").patterns}


def names(these: Iterable[Format]) -> list[str]:
    return [f"{one.rule}: {one.name}" for one in these]


@cache
def decider(name: str) -> Decider:
    pattern = PATTERNS[name]
    return Decider(read_pattern(pattern), word=False, limit=30)


def matches(name: str, text: str) -> bool:
    line = text.encode()
    found = decider(name).matches(line)
    return any(PATTERNS[name].accepts(line[slice(*span)]) for _, _, span in found)
