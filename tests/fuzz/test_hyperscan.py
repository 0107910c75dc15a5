"""Databases of random patterns: they report every match that ``regex`` finds.

How Hyperscan skips depends on all patterns in a database, and a fault shows only in long texts.

The same seed each time; the soak draws from a new one.
"""

from __future__ import annotations

import os
import time
from random import Random

import pytest
import regex

from git_secrets_py.engine import word_rule
from git_secrets_py.engine.hyperscan.compiler import compile_filter
from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import read

hyperscan = pytest.importorskip("hyperscan")

# Each with a text that it matches.
HEADS = [(b"[=:]", b"="), (b"[\"']", b"'"), (b"[0-9]", b"4"), (b"[a-z]", b"b"), (b"k", b"k")]
HEADS += [(rb"\s", b"\t"), (b"[^ ]", b"+"), (b"key", b"key"), (b"(=>|:)", b"=>"), (b"[xy]?", b"")]
GAPS = [(b".*", b""), (b".{0,20}", b""), (b"[^;]*", b""), (rb"\s*", b""), (b"(ab)?", b"ab")]
TAILS = [(b"secret", b"secret"), (b"pass[a-z]", b"passw"), (b"_END", b"_END"), (b"[0-9]{2}", b"42")]
TAILS += [(b"[a-z]{3}KEY", b"abcKEY"), (b"[=:][\"']", b"='"), (b"", b"")]
FILLERS = [b".", b" ", b"b", b"=", b"4", b"\n"]


def pattern(chance: Random) -> tuple[bytes, bytes]:
    """Return a filter expression, and a text that it matches."""
    parts = [*chance.choices(HEADS, k=chance.randint(1, 3)), chance.choice(GAPS)]
    if chance.random() < 0.3:
        parts += [*chance.choices(HEADS, k=2), chance.choice(GAPS)]
    parts.append(chance.choice(TAILS))
    try:
        source = read(b"".join(one for one, _ in parts)).filter
    except PatternError:  # it matches the empty string
        return pattern(chance)
    assert source is not None
    is_word = chance.random() < 0.2
    return word_rule.for_filter(source) if is_word else source, b"".join(one for _, one in parts)


def check_database(chance: Random) -> None:
    """Compare one database with ``regex``."""
    patterns = [pattern(chance) for _ in range(chance.choice([1, 1, 1, 2, 8]))]
    sources = [source for source, _ in patterns]
    database = compile_filter(hyperscan, sources, range(len(sources)))
    for number, (source, text) in enumerate(patterns):
        exact = regex.compile(source, regex.MULTILINE)
        for before in (3, 14, 15, 20, 31, 40, 64, 100):
            after = chance.choice([b"", b" ", b"x" * 40])
            content = chance.choice(FILLERS) * before + text + after
            hits = database.hits(content)
            if hits is not None and number not in dict(hits):
                assert not exact.search(content), (sources, number, content)


def test_random_databases_report_every_match() -> None:
    chance = Random(1)
    for _ in range(15):
        check_database(chance)


@pytest.mark.soak
def test_the_same_for_a_long_time() -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)
    chance = Random(seed)
    end = time.monotonic() + float(os.environ.get("GIT_SECRETS_SOAK_SECONDS", "300"))
    while time.monotonic() < end:
        check_database(chance)
