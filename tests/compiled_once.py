"""Hyperscan databases that one test has compiled, for all others: a rule set takes a second."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Sequence
from hashlib import blake2b
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from git_secrets_py.engine import hyperscan as module
from git_secrets_py.engine.hyperscan import HyperscanFilter
from git_secrets_py.files import PrivateFolder

# Seconds of compiling; others are compiled faster than they are read.
LONG = 0.02
# Twice as many as one run compiles; the user's cache keeps fewer.
MOST = 200
SUFFIX = ".hs"


def compile_once(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``HyperscanFilter.compile`` compile the same patterns once.

    Those that take long are kept in ``shared``, for other processes and later runs, too. The name
    of each depends on the patterns, the module that compiles them and the version of Hyperscan.
    """
    compile = HyperscanFilter.compile
    folder = PrivateFolder(str(shared))
    code = inspect.getsource(module).encode()
    known: dict[tuple[bytes, ...], Any] = {}

    def load_or_compile(hyperscan: Any, sources: Sequence[bytes], once: Sequence[int]) -> Any:
        ingredients = code, module.processor(), hyperscan.__version__, sources, once
        name = blake2b(repr(ingredients).encode(), digest_size=16).hexdigest() + SUFFIX
        loaded = load(hyperscan, name)
        if loaded is not None:
            return loaded
        began = process_time()
        compiled = compile(hyperscan, sources, range(len(sources)), once)
        if process_time() - began > LONG:
            store(name, compiled.dump(hyperscan))
        return compiled

    def load(hyperscan: Any, name: str) -> HyperscanFilter | None:
        file = folder.open(name)
        if file is None:
            return None
        with file:
            try:
                return HyperscanFilter.load(hyperscan, file.read(), ())
            except hyperscan.error:
                return None  # damaged

    def store(name: str, serialized: bytes) -> None:
        folder.store(name, lambda file: file.write(serialized), sync=False)
        folder.prune("", SUFFIX, MOST)

    def once(
        hyperscan: Any,
        sources: Sequence[bytes],
        numbers: Sequence[int],
        single: Collection[int] = (),
    ) -> HyperscanFilter:
        places = [place for place, number in enumerate(numbers) if number in single]
        key = (*sources, b"once: %b" % repr(places).encode())
        if key not in known:
            known[key] = load_or_compile(hyperscan, sources, places)._database
        return HyperscanFilter(known[key], hyperscan.Scratch(known[key]), numbers)

    monkeypatch.setattr(HyperscanFilter, "compile", once)
