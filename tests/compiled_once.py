"""Hyperscan databases that one test has compiled, for all others: a rule set takes a second."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pytest

from git_secrets_py.engine.hyperscan import DatabaseCache, HyperscanFilter

# A small database is compiled faster than it is read.
LARGE = 40


def compile_once(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``HyperscanFilter.compile`` compile the same patterns once.

    Large databases are kept in ``shared``, for other processes, too. The name of each depends on
    the patterns, the code that compiles them and the version of Hyperscan.
    """
    compile = HyperscanFilter.compile
    cache = DatabaseCache(str(shared))
    known: dict[tuple[bytes, ...], Any] = {}

    def load_or_compile(
        hyperscan: Any, sources: Sequence[bytes], singles: Sequence[bool]
    ) -> HyperscanFilter:
        if any(singles):
            places = [place for place, single in enumerate(singles) if single]
            return compile(hyperscan, sources, range(len(sources)), places)
        numbers = range(len(sources))
        loaded = cache.load_filter(hyperscan, sources, numbers) if len(sources) > LARGE else None
        if loaded:
            return loaded[0]
        compiled = compile(hyperscan, sources, numbers)
        if len(sources) > LARGE:
            cache.store_filter(hyperscan, sources, (), compiled)
        return compiled

    def once(
        hyperscan: Any,
        sources: Sequence[bytes],
        numbers: Sequence[int],
        single: Collection[int] = (),
    ) -> HyperscanFilter:
        singles = [one in single for one in numbers]
        key = (*sources, *(b"%d" % one for one in singles))
        if key not in known:
            known[key] = load_or_compile(hyperscan, sources, singles)._database
        return HyperscanFilter(known[key], hyperscan.Scratch(known[key]), numbers)

    monkeypatch.setattr(HyperscanFilter, "compile", once)
