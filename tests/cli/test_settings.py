"""The list of settings is the one that the code reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from support import Ran, Repo

import git_secrets_py
from git_secrets_py.cli.settings import CONFIG_KEYS, ENVIRONMENT, KNOWN_KEYS, SettingHelp
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.git import Git, config
from git_secrets_py.git.config import INLINE_ALLOW_KEY
from git_secrets_py.git.repository import Repository

PACKAGE = Path(git_secrets_py.__file__).parent
SCRIPTS = PACKAGE.parent / "hooks"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "settings.py")
SOURCES = [path.read_bytes() for path in MODULES]

VARIABLES = [name for setting in ENVIRONMENT for name in setting.names]


def trees(pattern: bytes) -> Iterator[ast.Module]:
    """Yield the syntax trees of the modules in which ``pattern`` matches, since parsing is slow."""
    return (ast.parse(text) for text in SOURCES if re.search(pattern, text))


def constants(node: ast.AST) -> Iterator[str]:
    """Yield the texts below a node of a syntax tree; bytes are decoded."""
    for each in ast.walk(node):
        value = getattr(each, "value", None) if isinstance(each, ast.Constant) else None
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if isinstance(value, str):
            yield value


def keys_read() -> set[str]:
    """Return the lower-case config keys in the code."""
    texts = (text for tree in trees(rb'"(secrets\.|color\.ui)') for text in constants(tree))
    return {text.lower() for text in texts if re.fullmatch(r"secrets\.[A-Za-z]+|color\.ui", text)}


@cache
def variables_read() -> set[str]:
    """Return the environment variables in the code and in the hooks' scripts.

    A prefix that the code compares names with ends in ``*``.
    """
    found = set()
    for node in (node for tree in trees(b"environ|getenv") for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, method = ast.unparse(node.func.value), node.func.attr
            if method in ("get", "pop") and owner.endswith("environ"):
                found |= set(constants(node.args[0]))
            if method == "getenv":
                found |= set(constants(node.args[0]))
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            found |= set(constants(node.slice))
        elif isinstance(node, ast.Compare) and "environ" in ast.unparse(node.comparators[-1]):
            found |= set(constants(node.left))
        elif isinstance(node, ast.comprehension) and ast.unparse(node.iter).endswith("environ"):
            found |= {f"{text}*" for test in node.ifs for text in constants(test)}
    for script in SCRIPTS.iterdir():
        if script.is_file() and script.suffix != ".py":
            found |= set(re.findall(r"\$\{?(GIT_SECRETS_\w+)", script.read_text()))
    return {name for name in found if re.fullmatch(r"[A-Z][A-Z_]+\*?", name)}


def test_every_config_key_is_listed() -> None:
    assert keys_read() == {key.lower() for key in KNOWN_KEYS}


@pytest.mark.skipif(not SCRIPTS.is_dir(), reason="not a checkout")
def test_every_environment_variable_is_listed() -> None:
    read = variables_read()
    assert {"GIT_SECRETS_ENGINE", "PRE_COMMIT", "GITHEAD_*", "GIT_SECRETS_DOCTOR"} <= read
    unlisted = {
        name for name in read if not any(fnmatchcase(name, pattern) for pattern in VARIABLES)
    }
    assert unlisted == set()


@pytest.mark.skipif(not SCRIPTS.is_dir(), reason="not a checkout")
def test_every_listed_environment_variable_is_read() -> None:
    read = variables_read()
    unread = [
        pattern
        for pattern in VARIABLES
        if not any(fnmatchcase(name, pattern) for name in read)
        # git reads these; the sandbox and the doctor pass them on.
        and not any(pattern.encode() in text for text in SOURCES)
    ]
    assert unread == []


@pytest.mark.parametrize("settings", [CONFIG_KEYS, ENVIRONMENT], ids=["keys", "variables"])
def test_every_setting_is_documented(settings: tuple[SettingHelp, ...]) -> None:
    for setting in settings:
        assert setting.names
        assert setting.meaning.endswith("."), setting.names


def test_no_setting_is_listed_twice() -> None:
    assert len(set(KNOWN_KEYS)) == len(KNOWN_KEYS)
    assert len(set(VARIABLES)) == len(VARIABLES)


BOOLEANS = [
    *("true", "Yes", "ON", "1", "2", "-1", "1k", "0x10", "010", "2147483647"),
    *("false", "No", "off", "0", "00", "", "0m"),
    *("maybe", "tru", "2147483648", "3g", "1_0", "k", "1 2", "yes please"),
]


@pytest.mark.parametrize("value", BOOLEANS)
def test_a_boolean_is_read_as_git_reads_it(repo: Repo, value: str) -> None:
    repo.git("config", "secrets.inlineAllow", value)
    asked = repo.try_git("config", "--type=bool", "secrets.inlineAllow")
    if asked.status:
        with pytest.raises(ConfigurationError):
            Repository(Git(str(repo.path))).config.is_true(INLINE_ALLOW_KEY)
    else:
        read = Repository(Git(str(repo.path))).config.is_true(INLINE_ALLOW_KEY)
        assert asked.out.decode().strip() == str(read).lower()


def test_a_key_without_a_value_is_true(repo: Repo) -> None:
    with (repo.path / ".git/config").open("a") as config:
        config.write("[secrets]\n\tinlineAllow\n")
    assert Repository(Git(str(repo.path))).config.is_true(INLINE_ALLOW_KEY)


@pytest.mark.parametrize("key", ["inlineAllow", "redact", "serverAllowOnly"])
@pytest.mark.parametrize("words", [["--scan"], ["--pre_commit_hook"], ["--scan-history"]])
def test_a_setting_that_is_not_a_boolean_is_an_error(
    with_pattern: Repo, key: str, words: list[str]
) -> None:
    with_pattern.git("config", f"secrets.{key}", "maybe")
    assert with_pattern.call(*words) == Ran(
        2,
        b"",
        f"git secrets: secrets.{key.lower()} in .git/config is not a boolean: 'maybe'; "
        "set it to true or false\n".encode(),
    )


def test_every_key_is_documented() -> None:
    keys = {value for name, value in vars(config).items() if name.endswith("_KEY")}
    assert {name.lower().encode() for one in CONFIG_KEYS for name in one.names} >= keys
    booleans = {one.names[0].lower() for one in CONFIG_KEYS if one.values == "boolean"}
    assert booleans == {key.decode() for key in config.BOOLEAN_KEYS}
