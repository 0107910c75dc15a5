"""Rule files that cannot be loaded, and the cached parts of others."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest
from rule_file_scans import rule

from git_secrets_py.content import RULE_FILE_LIMIT
from git_secrets_py.engine.hyperscan import PARSED, DatabaseCache, cache_name
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.rule_files import loading
from git_secrets_py.rule_files.own_format import FORMAT
from git_secrets_py.selection.named_files import NamedFile

ONE = rule("one", "one_[0-9]{8}").encode()


def load(content: bytes, extended: bytes | None = None) -> loading.Plain:
    return loading.load(NamedFile("rules.toml", content, extended=lambda path: extended))


@pytest.mark.parametrize(
    ("content", "extended", "message"),
    [
        (b"#" * (RULE_FILE_LIMIT + 1), None, r"larger than 1 MiB"),
        (b"[[rules]\n", None, r"invalid TOML: "),
        (b"a = " + b"[" * 10_000, None, r"invalid TOML: "),
        (b"a = '\xff'\n", None, r"it is not UTF-8"),
        (b"[extend]\npath = 'base.toml'\n", None, r"there is no file base\.toml in the repository"),
        (
            b"[extend]\npath = 'base.toml'\n" + ONE,
            b"format = '%b'\n" % FORMAT.encode(),
            r"a rule file can extend only a file of its own format",
        ),
    ],
    ids=["large", "TOML", "deep TOML", "UTF-8", "nothing extended", "another format"],
)
def test_a_file_that_cannot_be_loaded_is_an_error(
    content: bytes, extended: bytes | None, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        load(content, extended)


def test_a_chain_of_files_that_never_ends_is_an_error() -> None:
    numbers = iter(range(1_000))

    def extended(path: bytes) -> bytes:
        return b"[extend]\npath = 'base%d.toml'\n" % next(numbers)

    with pytest.raises(ConfigurationError, match="files extend each other"):
        loading.load(NamedFile("rules.toml", b"[extend]\npath = 'base.toml'\n", extended=extended))


def test_more_rules_than_the_limit_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_RULES", 0)
    with pytest.raises(ConfigurationError, match=r"^rules\.toml: more than 0 rules$"):
        load(ONE)


@pytest.mark.parametrize("stored", [b"", b"\xff", marshal.dumps(1)[:1]])
def test_what_another_version_of_python_has_cached_is_parsed_again(
    tmp_path: Path, stored: bytes
) -> None:
    cache = DatabaseCache(str(tmp_path))
    cache.store(cache_name((ONE,), PARSED), stored)
    assert loading.load(NamedFile("rules.toml", ONE), cache) == load(ONE)
