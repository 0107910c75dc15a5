"""Fixtures: a home directory and repositories, isolated from the user's configuration."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import settings
from support import KEY_PATTERN, MakeRepo, Repo, fake_key, new_repo

from git_secrets_py import rules
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import Origin, Pattern

# Every run generates the same cases, and a busy machine does not fail a test.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

# Otherwise, every process compiles all modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

NUMBERS = itertools.count()

DATE = "2024-05-06T07:08:09+00:00"

# Settings that change git's output.
HOSTILE_CONFIG = """\
[alias]
    ls-files = version
    diff-index = version
    config = version
[color]
    ui = always
[core]
    abbrev = 5
    attributesFile = %(home)s/attributes
    fsmonitor = false
    pager = false
    quotePath = true
[diff]
    external = false
    mnemonicPrefix = true
    noprefix = true
    orderFile = %(home)s/order
    relative = true
    renames = copies
[diff "nothing"]
    textconv = true
    binary = true
[grep]
    fallbackToNoIndex = true
    lineNumber = true
    patternType = fixed
[log]
    decorate = full
    showSignature = true
[status]
    relativePaths = true
    showUntrackedFiles = no
"""


FOREIGN_VARIABLES = (
    *("GIT_", "AWS_", "GITHEAD_", "PRE_COMMIT_", "GITHUB_"),
    *("CLICOLOR", "FORCE_COLOR"),
)


def configured(sources: Iterable[bytes]) -> list[Pattern]:
    """Return patterns as the git config has them."""
    return [Pattern(source, Origin("config", "a test")) for source in sources]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the compiled databases of the patterns that most tests use."""
    directory = tmp_path_factory.mktemp("databases")
    stored, _ = rules.registered()
    for patterns in (
        configured([KEY_PATTERN.encode()]),
        configured(stored),
        rules.load(rules.RECOMMENDED).patterns,
    ):
        Matcher(patterns, cache=DatabaseCache(str(directory)))
    return list(directory.iterdir())


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    databases: list[Path],
) -> Path:
    """Return the home directory of a user who has configured only a name.

    The user's cache holds ``databases``, since compiling them takes most of the time of a hook.
    """
    # Not mktemp, which lists the directories of all other tests.
    home = tmp_path_factory.getbasetemp() / f"home{next(NUMBERS)}"
    home.mkdir()
    for name in list(os.environ):
        if name == "CI" or name.startswith(FOREIGN_VARIABLES):
            monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "LOCALAPPDATA": str(home / "AppData"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": DATE,
        "GIT_COMMITTER_DATE": DATE,
        "GIT_EDITOR": "true",
        "GIT_TEMPLATE_DIR": str(home / "template"),
        "GIT_TERMINAL_PROMPT": "0",
    }.items():
        monkeypatch.setenv(name, value)
    (home / "template").mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n\tname = A Tester\n\temail = tester@example.com\n"
        '[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n'
        # A process after each commit that finds nothing to do.
        "[maintenance]\n\tauto = false\n"
        # Tests compare the raw lines; those of masks and advice use ``as_by_default``.
        "[secrets]\n\tredact = false\n"
    )
    cache = home / ".cache" / "git-secrets-py"
    cache.mkdir(mode=0o700, parents=True)
    for database in databases:
        (cache / database.name).hardlink_to(database)
    return home


@pytest.fixture
def as_by_default(home: Path) -> None:
    """Let hooks and CI jobs mask secrets, as they do unless it is configured otherwise."""
    config = home / ".gitconfig"
    config.write_text(config.read_text().replace("[secrets]\n\tredact = false\n", ""))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a new repository without commits."""
    return new_repo(tmp_path / "repo")


@pytest.fixture
def make_repo(tmp_path: Path) -> MakeRepo:
    """Return a function that creates more repositories, with options for ``git init``."""
    return lambda name, *options: new_repo(tmp_path / name, *options)


@pytest.fixture
def key() -> bytes:
    """Return a fake AWS access key ID, built at run time so that no scanner reports this file."""
    return fake_key()


@pytest.fixture
def guarded(repo: Repo, templates: Path) -> Repo:
    """Return a repository with one commit, the AWS patterns and installed hooks."""

    def prepare() -> None:
        repo.commit_file("README", "hello\n")
        repo.register_aws()
        assert repo.call("--install").status == 0

    return from_template(repo, templates / "guarded", prepare)


@pytest.fixture
def with_pattern(repo: Repo, templates: Path) -> Repo:
    """Return a repository with one commit and a pattern that matches ``key``, without hooks."""

    def prepare() -> None:
        repo.commit_file("first", "first\n")
        assert repo.call("--add", KEY_PATTERN).status == 0

    return from_template(repo, templates / "with_pattern", prepare)


@pytest.fixture
def with_hooks(with_pattern: Repo) -> Repo:
    """Return ``with_pattern`` with installed hooks."""
    assert with_pattern.call("--install").status == 0
    return with_pattern


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of the repositories that tests copy."""
    return tmp_path_factory.mktemp("templates")


def from_template(repo: Repo, template: Path, prepare: Callable[[], None]) -> Repo:
    """Copy ``template`` to ``repo``; the first test prepares it. A copy needs fewer processes."""
    if template.exists():
        shutil.copytree(template, repo.path, dirs_exist_ok=True)
        repo.git("update-index", "--refresh")
    else:
        prepare()
        shutil.copytree(repo.path, template)
    return repo


@pytest.fixture
def hostile(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a configuration and an environment that change git's output."""
    (home / "attributes").write_text("* -text -diff diff=nothing binary\n")
    (home / "order").write_text("z*\n")
    with (home / ".gitconfig").open("a") as config:
        config.write(HOSTILE_CONFIG % {"home": home.as_posix()})
    monkeypatch.setenv("GIT_PAGER", "false")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GREP_OPTIONS", "--invert-match")
    monkeypatch.setenv("GREP_COLORS", "mt=01;31")
