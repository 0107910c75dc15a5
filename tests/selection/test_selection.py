"""A hook finds the database of its patterns by their origins; it never finds a wrong one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import Ran, Repo

import git_secrets_py
from git_secrets_py.engine.hyperscan import DatabaseCache, hyperscan_module
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.pattern_sources import public_sources
from git_secrets_py.git.config import Config, Setting
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.providers.own_secret import OwnSecret
from git_secrets_py.registry.collector import read_registry
from git_secrets_py.selection import Selection
from git_secrets_py.selection.active_files import ActiveFile
from git_secrets_py.selection.named_files import NamedFile

pytestmark = pytest.mark.skipif(hyperscan_module() is None, reason="nothing is compiled")

SECRET = "zulu-" + "q" * 16
PACKAGE = os.path.dirname(git_secrets_py.__file__)


@pytest.fixture
def staged(with_pattern: Repo) -> Repo:
    """A repository whose staged file was scanned, so that the patterns of its hook are cached."""
    with_pattern.write("a", SECRET + "\n")
    with_pattern.add()
    assert hook(with_pattern) == Ran(0, b"", b"")
    return with_pattern


def hook(repo: Repo) -> Ran:
    return repo.call("--pre_commit_hook")


@pytest.mark.parametrize(
    "change",
    [
        lambda repo: repo.git("config", "--add", "secrets.patterns", "zulu.*"),
        lambda repo: repo.git("config", "secrets.patterns", "zulu.*"),
        lambda repo: repo.git("config", "--add", "secrets.patterns", "other\nzulu.*"),
        lambda repo: (repo.write(".gitprohibited", "zulu.*\n"), repo.add(".gitprohibited")),
    ],
)
def test_a_pattern_is_active_as_soon_as_it_is_named(staged: Repo, change) -> None:
    change(staged)
    assert (hook(staged).status, hook(staged).status) == (1, 1)


def test_a_pattern_that_is_removed_is_no_longer_active(staged: Repo) -> None:
    staged.git("config", "--add", "secrets.patterns", "zulu.*")
    assert hook(staged).status == 1
    staged.git("config", "--unset", "secrets.patterns", "zulu")
    assert hook(staged) == Ran(0, b"", b"")


def test_an_allowed_pattern_is_validated_beside_a_cached_database(staged: Repo) -> None:
    staged.git("config", "secrets.allowed", "(")
    assert (hook(staged).status, hook(staged).status) == (2, 2)


@pytest.mark.parametrize("setting", [("rules", "no-such-set"), ("redact", "perhaps")])
def test_an_invalid_setting_is_an_error_beside_a_cached_database(
    staged: Repo, setting: tuple[str, str]
) -> None:
    staged.git("config", f"secrets.{setting[0]}", setting[1])
    assert (hook(staged).status, hook(staged).status) == (2, 2)


def test_what_a_provider_prints_is_never_taken_from_the_cache(staged: Repo, tmp_path) -> None:
    printed = tmp_path / "printed"
    program = f"'{sys.executable}' -c 'print(open(\"{printed}\").read())'"
    staged.git("config", "secrets.providers", program)
    for text, status in (("other", 0), ("zulu.*", 1), ("other", 0), ("(", 2)):
        printed.write_text(text)
        assert hook(staged).status == status


def selection(*settings: tuple[bytes, bytes | None], **others) -> Selection:
    return Selection(Config(Setting(key, value, "here") for key, value in settings), **others)


PATTERN = (b"secrets.patterns", b"foo+")


@pytest.fixture
def cache(tmp_path: Path) -> DatabaseCache:
    """A cache with the database of ``selection(PATTERN)``."""
    cache = DatabaseCache(str(tmp_path / "cache"))
    prepare(selection(PATTERN), cache)
    return cache


def prepare(one: Selection, cache: DatabaseCache) -> None:
    """Store the database of ``one``, as a run does."""
    patterns = read_registry(one).prohibited
    Matcher(patterns, cache=cache)
    one.remember(cache, public_sources(patterns))


def test_the_filters_of_a_selection_are_those_of_its_patterns(cache: DatabaseCache) -> None:
    filters = selection(PATTERN).remembered(cache).filters
    assert filters is not None
    assert filters.surely_clean(b"nothing")
    assert not filters.surely_clean(b"a foo")


def test_the_users_own_secrets_are_searched_for_beside_the_database(cache: DatabaseCache) -> None:
    own = OwnSecret("netrc", "~/.netrc", "", SECRET.encode())
    filters = selection(PATTERN, own=[own]).remembered(cache).filters
    assert filters is not None
    assert filters.surely_clean(b"nothing")
    assert not filters.surely_clean(SECRET.encode())
    assert not filters.surely_clean(b"a foo")


@pytest.mark.parametrize(
    "other",
    [
        selection(),
        selection((b"secrets.patterns", b"foo")),
        selection(PATTERN, PATTERN),
        selection((b"secrets.patterns", None)),
        selection((b"secrets.allowed", b"foo+")),
        selection(PATTERN, (b"secrets.inlineallow", None)),
        selection(PATTERN, rules=["aws"]),
        selection(PATTERN, recommended=True),
        selection(PATTERN, decode=True),
        selection(PATTERN, server_only=True),
        selection(PATTERN, (b"secrets.minseverity", b"high")),
        selection(PATTERN, (b"secrets.unknown", b"names a file")),
        selection(PATTERN, provided=[Pattern(b"bar", Origin("provider", "a command"))]),
    ],
)
def test_another_selection_has_no_filters(cache: DatabaseCache, other: Selection) -> None:
    assert other.remembered(cache) is None


def prohibited(content: bytes, name: bytes = b".gitprohibited") -> dict[str, object]:
    return {"files": [ActiveFile(name, "index", content)]}


def ruled(regex: str) -> dict[str, object]:
    content = f"[[rules]]\nid = 'one'\nregex = '{regex}'\n".encode()
    return {"rule_files": [NamedFile("rules.toml", content, b"rules.toml")]}


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        (prohibited(b"bar"), prohibited(b"baz")),
        (prohibited(b"bar"), prohibited(b"bar", b".gitallowed")),
        (ruled("bar"), ruled("baz")),
    ],
    ids=["content", "name", "rules"],
)
def test_another_file_has_no_filters(
    cache: DatabaseCache, stored: dict[str, object], other: dict[str, object]
) -> None:
    prepare(selection(PATTERN, **stored), cache)
    assert selection(PATTERN, **stored).remembered(cache) is not None
    assert selection(PATTERN, **other).remembered(cache) is None


def test_a_setting_without_a_value_is_not_an_empty_one(cache: DatabaseCache) -> None:
    prepare(selection(PATTERN, (b"secrets.inlineallow", b"")), cache)
    assert selection(PATTERN, (b"secrets.inlineallow", None)).remembered(cache) is None


def test_settings_of_other_programs_do_not_matter(cache: DatabaseCache) -> None:
    assert selection((b"user.name", b"A"), PATTERN).remembered(cache) is not None


@pytest.mark.parametrize(
    "name", ["pattern_files", "rules/sets/aws", "engine/word_rule", "patterns/ere"]
)
def test_after_a_change_of_the_code_there_are_no_filters(
    cache: DatabaseCache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """As after an edit in an editable install, or in another build of the same version."""
    package = tmp_path / "git_secrets_py"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr("git_secrets_py.files.__file__", str(package / "files.py"))
    monkeypatch.setattr("git_secrets_py.engine.hyperscan._marks", [])
    one = selection(PATTERN)
    prepare(one, cache)
    assert one.remembered(cache) is not None
    os.utime(package / f"{name}.py", ns=(0, 0))
    # The next process.
    monkeypatch.setattr("git_secrets_py.engine.hyperscan._marks", [])
    assert one.remembered(cache) is None


def test_nothing_is_remembered_of_code_that_cannot_be_identified(
    cache: DatabaseCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a zip file, where another version of a rule may have the same name."""
    monkeypatch.setattr("git_secrets_py.engine.hyperscan._marks", [b""])
    prepare(selection(PATTERN), cache)
    assert selection(PATTERN).remembered(cache) is None
