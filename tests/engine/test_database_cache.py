"""The database cache: private, never wrong, and without secrets of providers."""

from __future__ import annotations

import os
import stat

import pytest
from matching import PROVIDER, named_spans, patterns

from git_secrets_py.engine.hyperscan import DatabaseCache, cache_name, hyperscan_module
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.files import cache_directory

pytestmark = pytest.mark.skipif(hyperscan_module() is None, reason="nothing is compiled")


@pytest.fixture
def directory(tmp_path):
    return str(tmp_path / "cache")


@pytest.fixture
def find(directory):
    """Scan a text for patterns with the cache."""

    def find(text, *public, literals=()):
        every = [*patterns(*public), *patterns(*literals, origin=PROVIDER)]
        return named_spans(Scanner(Matcher(every, cache=DatabaseCache(directory))), text)

    return find


def files(directory, suffix=(".hs", ".valid")):
    names = sorted(name for name in os.listdir(directory) if name.endswith(suffix))
    return [os.path.join(directory, name) for name in names]


def only_file(directory):
    (path,) = files(directory)
    return path


def test_a_second_run_loads_the_database_of_the_first(find, directory):
    find(b"", b"alpha")
    first = os.stat(only_file(directory))
    assert find(b"an alpha", b"alpha") == [(1, 3, b"alpha", b"alpha")]
    assert os.stat(only_file(directory)).st_ino == first.st_ino


def test_a_pattern_that_hyperscan_rejects_leaves_the_others_in_the_cache(find, directory):
    public = [b"alpha", rb"(?:(b+)-\1)", b"gamma"]
    text = b"an alpha\nbb-bb\na gamma"
    expected = [(1, 3, b"alpha", b"alpha"), (2, 0, b"bb-bb", public[1]), (3, 2, b"gamma", b"gamma")]
    assert find(text, *public) == expected
    first = os.stat(only_file(directory))
    assert find(text, *public) == expected
    assert os.stat(only_file(directory)).st_ino == first.st_ino


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_may_read_a_database_or_its_directory(find, directory):
    before = os.umask(0)
    try:
        find(b"", b"alpha")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(only_file(directory)).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(directory).st_mode) == 0o700


def test_a_database_of_other_code_of_the_same_version_is_not_used(find, directory, monkeypatch):
    find(b"", b"alpha")
    monkeypatch.setattr("git_secrets_py.engine.hyperscan._marks", [b"another build"])
    find(b"", b"alpha")
    assert len(files(directory)) == 2


def test_other_patterns_have_another_file(find, directory):
    find(b"", b"alpha")
    find(b"", b"alpha", b"beta")
    find(b"", b"beta", b"alpha")
    assert len(files(directory)) == 3


def test_patterns_with_the_same_concatenation_have_different_files(find, directory):
    find(b"", b"ab", b"c")
    find(b"", b"a", b"bc")
    assert len(files(directory)) == 2


def _cut_short(content):
    return content[: len(content) // 2]


def _one_bit_flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES = [
    pytest.param(_cut_short, id="cut short, as by a full disk"),
    pytest.param(_one_bit_flipped, id="one bit flipped"),
    pytest.param(lambda content: b"", id="empty, as after a power failure"),
    pytest.param(lambda content: b"something else", id="not one of ours"),
    pytest.param(lambda content: content + b"x", id="with bytes appended"),
    pytest.param(lambda content: content[:70] + b"x" + content[71:], id="in the header"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_compiled_again(find, directory, damage):
    find(b"", b"alpha")
    path = only_file(directory)
    whole = _read(path)
    _write(path, damage(whole))
    assert find(b"an alpha", b"alpha") == [(1, 3, b"alpha", b"alpha")]
    assert _read(only_file(directory)) == whole


def test_a_database_that_hyperscan_cannot_load_is_compiled_again(find, directory):
    cache = DatabaseCache(directory)
    find(b"", b"alpha")
    path = only_file(directory)
    whole = _read(path)
    cache.store(os.path.basename(path), b"", b"not a database, behind a right checksum")
    assert find(b"an alpha", b"alpha") == [(1, 3, b"alpha", b"alpha")]
    assert _read(path) == whole


def test_a_database_renamed_over_another_is_ignored(find, directory):
    find(b"", b"alpha")
    other = only_file(directory)
    find(b"", b"beta")
    (path,) = set(files(directory)) - {other}
    os.replace(other, path)
    assert find(b"an alpha, a beta", b"beta") == [(1, 12, b"beta", b"beta")]


def test_a_list_of_valid_patterns_renamed_over_another_is_ignored(directory):
    cache = DatabaseCache(directory)
    cache.store_valid([b"alpha"])
    assert cache.proves_valid([b"alpha"])
    os.replace(only_file(directory), os.path.join(directory, cache_name([b"beta"], ".valid")))
    assert not cache.proves_valid([b"beta"])


def test_only_the_newest_databases_are_kept(directory, monkeypatch):
    monkeypatch.setattr("git_secrets_py.engine.hyperscan._MOST", {".hs": 3, ".valid": 2})
    cache = DatabaseCache(directory)
    for number in range(5):
        cache.store(cache_name([b"%d" % number], ".hs"), b"content")
        cache.store_valid([b"%d" % number])
    names = list(map(os.path.basename, files(directory)))
    assert sorted(name.partition(".")[2] for name in names) == ["hs"] * 3 + ["valid"] * 2
    assert cache.proves_valid([b"4"])
    assert not cache.proves_valid([b"0"])


def test_a_cache_that_cannot_be_written_does_not_change_the_findings(find, tmp_path):
    (tmp_path / "cache").write_text("a file stands where the directory should be")
    assert find(b"an alpha", b"alpha") == [(1, 3, b"alpha", b"alpha")]
    assert find(b"an alpha", b"alpha") == [(1, 3, b"alpha", b"alpha")]


def test_patterns_of_a_provider_are_never_written_to_disk(find, directory):
    literal = b"wJalr" + b"q" * 35
    assert find(b"= " + literal, b"alpha", literals=[literal]) == [(1, 2, literal, literal)]
    assert literal not in b"".join(map(_read, files(directory, "")))
    assert len(files(directory)) == 1


def test_no_file_is_written_if_all_patterns_are_a_providers(find, directory):
    find(b"", literals=[b"only this"])
    assert not os.path.exists(directory)


def test_patterns_of_providers_do_not_change_the_file_read(find, directory):
    find(b"", b"alpha", literals=[b"one"])
    find(b"", b"alpha", literals=[b"two", b"three"])
    assert len(files(directory)) == 1


@pytest.mark.parametrize("literals", [(), (b"one",), (b"one", b"two", b"three")])
def test_a_cached_database_serves_other_patterns_between_its_own(directory, literals):
    def find(between):
        every = [*patterns(b"alpha"), *patterns(*between, origin=PROVIDER), *patterns(b"omega")]
        one = Matcher(every, cache=DatabaseCache(directory))
        return named_spans(Scanner(one), b"omega and alpha")

    expected = [(1, 0, b"omega", b"omega"), (1, 10, b"alpha", b"alpha")]
    assert find([b"one", b"two"]) == expected
    assert find(literals) == expected


@pytest.mark.skipif(os.name == "nt", reason="Windows has its own place")
def test_the_cache_directory_is_that_of_the_user(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_directory() == "/home/somebody/.cache/git-secrets-py"
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert cache_directory() == "/elsewhere/git-secrets-py"


def test_a_relative_cache_directory_is_ignored(monkeypatch):
    """A repository must not be able to provide its own databases."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert cache_directory() is None


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _write(path, content):
    with open(path, "wb") as file:
        file.write(content)
