"""Compiled regular expressions in the cache: loaded as they were compiled, or compiled again."""

from __future__ import annotations

import os

import pytest
from matching import PROVIDER, patterns

from git_secrets_py.engine import compiled as module
from git_secrets_py.engine.compiled import compiled
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher

SOURCE = rb"(?P<secret>a|ab)(?=c)"


@pytest.fixture
def cache(tmp_path):
    return DatabaseCache(str(tmp_path))


@pytest.fixture
def never(monkeypatch):
    """Return a function from whose call on nothing is compiled."""

    def fail(source, posix):
        raise AssertionError(f"{source!r} is compiled")

    return lambda: monkeypatch.setattr(module, "_compile", fail)


@pytest.mark.parametrize(("source", "posix", "span"), [
    (rb"a|ab", False, (1, 2)),
    (rb"a|ab", True, (1, 3)),
    (SOURCE, False, (1, 3)),
    (rb"(?i)(?<=X)AB", False, (1, 3)),
])  # fmt: skip
def test_an_expression_is_loaded_as_it_was_compiled(cache, never, source, posix, span):
    compiled(source, posix=not posix, cache=cache)
    first = compiled(source, posix=posix, cache=cache)
    never()
    loaded = compiled(source, posix=posix, cache=cache)
    assert loaded is not first
    assert loaded.groupindex == first.groupindex
    assert [one.search(b"xabc").span() for one in (first, loaded)] == [span, span]


@pytest.mark.parametrize("content", [b"", b"no values", b"(\x01\x00\x00\x00N"])
def test_what_cannot_be_loaded_is_compiled_again(cache, tmp_path, never, content):
    compiled(SOURCE, cache=cache)
    (path,) = tmp_path.iterdir()
    cache.store(path.name, content)
    assert compiled(SOURCE, cache=cache).search(b"abc").span() == (0, 2)
    never()
    assert compiled(SOURCE, cache=cache).search(b"abc").span() == (0, 2)


def test_an_expression_renamed_over_another_is_not_loaded(cache, tmp_path):
    compiled(b"other", cache=cache)
    (other,) = tmp_path.iterdir()
    compiled(SOURCE, cache=cache)
    (path,) = set(tmp_path.iterdir()) - {other}
    os.replace(other, path)
    assert compiled(SOURCE, cache=cache).search(b"abc").span() == (0, 2)


def test_an_expression_of_another_release_of_regex_is_not_loaded(cache, tmp_path, monkeypatch):
    compiled(SOURCE, cache=cache)
    monkeypatch.setattr(module, "_marks", [b"another release"])
    compiled(SOURCE, cache=cache)
    assert len(list(tmp_path.iterdir())) == 2


def test_of_a_provider_only_the_patterns_of_others_are_stored(cache, tmp_path):
    every = [*patterns(b"alpha"), *patterns(b"beta", origin=PROVIDER)]
    matcher = Matcher(every, cache=cache)
    assert len(list(matcher.decide(b"alpha beta", 1, (0, 1)))) == 2
    (path,) = tmp_path.glob("*.regex")
    assert b"alpha" in path.read_bytes()
