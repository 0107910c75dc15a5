"""What one test has compiled, for all others: a rule set takes a second."""

from __future__ import annotations

import inspect
import pickle
import sys
from collections.abc import Callable, Collection, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import regex

from git_secrets_py import patterns, rules
from git_secrets_py.audit import examination
from git_secrets_py.engine.hyperscan import HyperscanFilter, processor, vectorscan_repair
from git_secrets_py.engine.hyperscan import compiler as hyperscan_compiler
from git_secrets_py.files import PrivateFolder
from git_secrets_py.patterns import steps
from git_secrets_py.rules import filter_form

# More files than two runs make, and the seconds of compiling above which a run makes one; others
# are compiled about as fast as they are read.
DATABASES, DATABASE = 800, 0.005
REGEXES, REGEX = 3_000, 0.002


class Kept:
    """What is compiled, by the ingredients: in files that processes share, and later runs."""

    def __init__(self, folder: PrivateFolder, suffix: str, most: int, long: float) -> None:
        self._folder = folder
        self._suffix = suffix
        self._most = most
        self._long = long

    def get(
        self,
        ingredients: object,
        compile: Callable[[], Any],
        dump: Callable[[Any], bytes],
        load: Callable[[bytes], Any],
    ) -> Any:
        """Return what ``load`` makes of the file; if that is ``None``, what is compiled."""
        name = blake2b(repr(ingredients).encode(), digest_size=16).hexdigest() + self._suffix
        loaded = self._read(name, load)
        if loaded is not None:
            return loaded
        began = process_time()
        compiled = compile()
        if process_time() - began > self._long:
            self._folder.store(name, lambda file: file.write(dump(compiled)), sync=False)
        return compiled

    def _read(self, name: str, load: Callable[[bytes], Any]) -> Any:
        file = self._folder.open(name)
        if file is None:
            return None
        with file:
            return load(file.read())

    def prune(self) -> None:
        """Remove the oldest files."""
        self._folder.prune("", self._suffix, self._most)


def compile_once(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Compile the same patterns once; return a function that removes old files from ``shared``."""
    folder = PrivateFolder(str(shared))
    databases = Kept(folder, ".hs", DATABASES, DATABASE)
    regexes = Kept(folder, ".regex", REGEXES, REGEX)
    monkeypatch.setattr(hyperscan_compiler, "compile_filter", _databases_once(databases))
    _compile_regexes_once(regexes, monkeypatch)
    monkeypatch.setattr(filter_form, "filter_form", cache(filter_form.filter_form))
    # A process of the program loads a rule set once, and reads a pattern, and the times of its
    # modules, once.
    monkeypatch.setattr(rules, "load", cache(rules.load))
    monkeypatch.setattr(patterns, "read", cache(patterns.read))
    monkeypatch.setattr(steps, "_read", cache(steps._read))
    monkeypatch.setattr(examination, "code_mark", cache(examination.code_mark))

    def prune() -> None:
        databases.prune()
        regexes.prune()

    return prune


def _databases_once(kept: Kept) -> Callable[..., HyperscanFilter]:
    """Return a function as ``hyperscan_compiler.compile_filter``.

    The file of a database depends on the patterns, the modules that compile them and the version
    of Hyperscan.
    """
    compile = hyperscan_compiler.compile_filter
    modules = hyperscan_compiler, vectorscan_repair
    code = "".join(map(inspect.getsource, modules)).encode()
    known: dict[tuple[bytes, ...], Any] = {}

    def load_or_compile(hyperscan: Any, sources: Sequence[bytes], once: Sequence[int]) -> Any:
        def load(serialized: bytes) -> HyperscanFilter | None:
            try:
                return HyperscanFilter.load(hyperscan, serialized, ())
            except hyperscan.error:
                return None  # damaged

        return kept.get(
            (code, processor(), hyperscan.__version__, sources, once),
            lambda: compile(hyperscan, sources, range(len(sources)), once),
            lambda compiled: compiled.dump(hyperscan),
            load,
        )

    def compile_or_copy(
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

    return compile_or_copy


def _compile_regexes_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``regex``, whose compiler is written in Python, compile the same pattern once."""
    compiler = sys.modules[regex.compile.__module__]
    compile = vars(compiler)["_compile"]
    known: dict[tuple[object, ...], Any] = {}

    def compile_or_copy(pattern: Any, flags: int, *rest: Any) -> Any:
        if rest != (False, {}, True):
            return compile(pattern, flags, *rest)
        key = pattern, type(pattern), int(flags)
        if key not in known:
            known[key] = kept.get(
                (regex.__version__, *key),
                lambda: compile(pattern, flags, *rest),
                pickle.dumps,
                pickle.loads,
            )
        return known[key]

    monkeypatch.setattr(compiler, "_compile", compile_or_copy)
