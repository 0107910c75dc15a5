"""Where patterns are validated: an invalid one never passes, and a cached one is read once."""

from __future__ import annotations

import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE

import pytest
from support import Ran, Repo

from git_secrets_py import patterns
from git_secrets_py.engine.hyperscan import DatabaseCache, hyperscan_module
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import PatternError
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.pattern_files import TextError, decode
from git_secrets_py.registry import Registry

GOOD = Pattern(b"alpha", Origin("config", "good"))
BAD = Pattern(b"(beta", Origin("config", "bad"))
BAD_PRINTED = Pattern(b"(hidden", Origin("provider", "my-provider"))


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"x", 2, "is not UTF-16"),
        (BOM_UTF16_BE + b"\xd8\x00" + "a\n".encode("utf-16-be"), 1, "is not UTF-16"),
        (BOM_UTF32_LE + "a\n\n".encode("utf-32-le") + b"\xff" * 4, 3, "is not UTF-32"),
        (b"a\nb\0c", 2, "has a NUL byte; save it as UTF-8"),
    ],
)
def test_a_list_of_patterns_that_is_not_text_is_an_error(
    content: bytes, line: int, reason: str
) -> None:
    with pytest.raises(TextError) as error:
        decode(content)
    assert (error.value.line, error.value.reason) == (line, reason)


@pytest.fixture(params=["", "regex"], ids=["with Hyperscan", "with regex"])
def engine(request, monkeypatch):
    monkeypatch.setenv("GIT_SECRETS_ENGINE", request.param)
    return request.param


@pytest.fixture
def read_sources(monkeypatch):
    """The sources of the patterns that are read from now on."""
    sources = []
    read = patterns.read

    def recording(source):
        sources.append(source)
        return read(source)

    monkeypatch.setattr(patterns, "read", recording)
    return sources


def test_the_registry_validates_allowed_patterns():
    with pytest.raises(PatternError, match="from git config bad"):
        Registry([GOOD], [BAD])


def test_prohibited_patterns_are_left_to_the_matcher(read_sources):
    assert Registry([GOOD, BAD]).prohibited == [GOOD, BAD]
    assert read_sources == []


def test_valid_allowed_patterns_are_read_once_in_any_order(tmp_path, read_sources):
    cache = DatabaseCache(str(tmp_path / "cache"))
    other = Pattern(b"omega", Origin("file", ".gitallowed:1"))
    for allowed in ([GOOD, other], [other, GOOD]):
        Registry([], allowed, cache=cache)
    assert read_sources == [b"alpha", b"omega"]


def test_a_changed_list_of_allowed_patterns_is_read_again(tmp_path, read_sources):
    cache = DatabaseCache(str(tmp_path / "cache"))
    Registry([], [GOOD], cache=cache)
    for _ in range(2):
        with pytest.raises(PatternError, match="from git config bad"):
            Registry([], [GOOD, BAD], cache=cache)
    assert read_sources == [b"alpha", *[b"alpha", b"(beta"] * 2]


def test_a_valid_prohibited_pattern_does_not_make_an_allowed_one_valid(tmp_path, read_sources):
    cache = DatabaseCache(str(tmp_path / "cache"))
    Matcher([GOOD], cache=cache)
    Registry([GOOD], [GOOD], cache=cache)
    assert read_sources == [b"alpha", b"alpha"]


def test_without_a_cache_the_registry_touches_no_file(home, read_sources):
    before = sorted(home.rglob("*"))
    for _ in range(2):
        Registry([], [GOOD])
    assert read_sources == [b"alpha"] * 2
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("order", [[GOOD, BAD], [BAD, GOOD]])
def test_the_matcher_reports_an_invalid_pattern_with_its_origin(engine, tmp_path, order):
    cache = DatabaseCache(str(tmp_path / "cache"))
    Matcher([GOOD], cache=cache)
    for _ in range(2):
        with pytest.raises(PatternError) as raised:
            Matcher(order, cache=cache)
        assert raised.value.origin == "git config bad"


def test_the_matcher_does_not_show_an_invalid_pattern_of_a_provider(engine, tmp_path):
    cache = DatabaseCache(str(tmp_path / "cache"))
    for _ in range(2):
        with pytest.raises(PatternError) as raised:
            Matcher([GOOD, BAD_PRINTED], cache=cache)
        assert str(raised.value).startswith("invalid pattern (from provider my-provider): ")
        assert "hidden" not in str(raised.value)


@pytest.mark.skipif(hyperscan_module() is None, reason="without Hyperscan nothing is cached")
def test_a_cached_pattern_is_not_read_again(tmp_path, read_sources):
    cache = DatabaseCache(str(tmp_path / "cache"))
    Matcher([GOOD], cache=cache)
    assert read_sources == [b"alpha"]
    Matcher([GOOD], cache=cache)
    assert read_sources == [b"alpha"]


def test_a_providers_pattern_is_read_in_each_run(tmp_path, read_sources):
    printed = Pattern(b"printed", BAD_PRINTED.origin)
    for run in (1, 2):
        Matcher([GOOD, printed], cache=DatabaseCache(str(tmp_path / "cache")))
        assert read_sources.count(b"printed") == run


def stopped(ran: Ran, origin: str) -> bool:
    return ran.status == 2 and ran.err.startswith(
        f"git secrets: invalid pattern (from {origin}".encode()
    )


@pytest.fixture
def staged(repo: Repo) -> Repo:
    """A repository with a clean staged file and a pattern that is in the cache."""
    repo.call("--add", "alpha")
    repo.write("a", "clean\n")
    repo.add()
    assert repo.call("--pre_commit_hook") == Ran(0, b"", b"")
    return repo


@pytest.mark.parametrize(
    "words",
    [["--scan"], ["--scan", "--cached"], ["--scan-history"], ["--pre_commit_hook"]],
    ids=" ".join,
)
def test_a_run_reads_each_pattern_once(staged, monkeypatch, read_sources, words):
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")
    staged.git("config", "--add", "secrets.allowed", "omega")
    staged.call(*words)
    assert sorted(read_sources) == [b"alpha", b"omega"]
    staged.call(*words)
    assert read_sources.count(b"omega") == 1


@pytest.mark.parametrize("key", ["secrets.patterns", "secrets.allowed"])
@pytest.mark.parametrize("words", [["--scan"], ["--scan-history"], ["--explain", "a"]])
def test_an_invalid_pattern_stops_every_scan(engine, staged, words, key):
    staged.git("config", "--add", key, "(beta")
    for _ in range(2):
        assert stopped(staged.call(*words), "git config .git/config")


def test_an_invalid_pattern_beside_cached_ones_stops_every_hook(engine, staged):
    staged.git("config", "--add", "secrets.patterns", "(beta")
    for _ in range(2):
        assert stopped(staged.call("--pre_commit_hook"), "git config .git/config")


def test_an_invalid_line_of_gitprohibited_stops_the_hook_with_its_number(engine, staged):
    staged.write(".gitprohibited", "fine\n(beta\n")
    assert stopped(staged.call("--pre_commit_hook"), ".gitprohibited:2")


def test_an_invalid_allowed_pattern_stops_a_clean_hook(engine, staged):
    staged.write(".gitallowed", "(beta\n")
    assert stopped(staged.call("--pre_commit_hook"), ".gitallowed:1")


def test_an_invalid_pattern_of_a_provider_stops_a_clean_hook(engine, staged, tmp_path):
    provider = tmp_path / "provider.py"
    provider.write_text("print('(hidden')")
    staged.git("config", "secrets.providers", f"'{sys.executable}' '{provider}'")
    ran = staged.call("--pre_commit_hook")
    assert stopped(ran, "provider")
    assert b"hidden" not in ran.err
