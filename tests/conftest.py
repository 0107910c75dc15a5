"""Real repositories, and the program run in them, cut off from whoever runs the tests."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from git_secrets_py.cli import main

# The same cases on every run, and none of them judged by how busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

DATE = "2024-05-06T07:08:09+00:00"

# What a user may have configured, to the harm of a program that reads what git prints.
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


class Ran(NamedTuple):
    """What came of a process."""

    status: int
    out: bytes
    err: bytes


MakeRepo = Callable[..., "Repo"]


class Repo:
    """A repository in which tests work as its user would."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str | bytes, content: bytes | str) -> Path:
        """Write a file of the work tree, with the directories above it; return its path."""
        path = self.path / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def git(
        self, *words: str | bytes, input: bytes = b"", env: dict[str, str] | None = None
    ) -> bytes:
        """Run git, which has to succeed; return its standard output."""
        ran = self.try_git(*words, input=input, env=env)
        assert ran.status == 0, (words, ran)
        return ran.out

    def try_git(
        self, *words: str | bytes, input: bytes = b"", env: dict[str, str] | None = None
    ) -> Ran:
        """Run git."""
        return run("git", *words, cwd=self.path, input=input, env=env)

    def add(self, *names: str | bytes) -> None:
        """Stage files, by default all of them."""
        self.git("--literal-pathspecs", "add", *(("--", *names) if names else ("--all",)))

    def commit(self, message: str | bytes = "a commit", *options: str) -> Ran:
        """Commit what is staged, as far as the hooks let it."""
        return self.try_git("commit", "--quiet", *options, "-m", message)

    def commit_file(self, name: str | bytes, content: bytes | str, message: str = "a file") -> str:
        """Write, stage and commit a file past the hooks; return the commit's id."""
        self.write(name, content)
        self.add(name)
        self.git("commit", "--quiet", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD").decode().strip()

    def run(
        self, *words: str | bytes, input: bytes = b"", env: dict[str, str] | None = None
    ) -> Ran:
        """Run git-secrets as a process of its own."""
        command = (sys.executable, "-m", "git_secrets_py")
        return run(*command, *words, cwd=self.path, input=input, env=env)

    def call(self, *words: str) -> Ran:
        """Run git-secrets in this process, which is faster."""
        with working_in(self.path), captured() as (out, err):
            status = main.run(words)
            return Ran(status, out.getvalue(), err.getvalue())


def run(
    *words: str | bytes, cwd: Path, input: bytes = b"", env: dict[str, str] | None = None
) -> Ran:
    """Run a process, with ``env`` over the environment of the test."""
    environment = {**os.environ, **(env or {})}
    done = subprocess.run(
        words, cwd=cwd, input=input, capture_output=True, env=environment, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def working_in(path: Path) -> Iterator[None]:
    """Change the current directory for a while."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def captured() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Yield what is written to standard output and to standard error meanwhile."""
    before = sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    # A wrapper closes what it wraps when it goes, so both have to outlive the use of it.
    wrappers = [io.TextIOWrapper(stream, "utf-8", write_through=True) for stream in (out, err)]
    sys.stdout, sys.stderr = wrappers
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = before


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home directory of a user who has configured nothing but a name."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("GIT_", "AWS_", "GITHEAD_", "PRE_COMMIT_")):
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
    )
    return home


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A new repository without commits."""
    return new_repo(tmp_path / "repo")


@pytest.fixture
def make_repo(tmp_path: Path) -> MakeRepo:
    """Make further repositories, with options for ``git init``."""
    return lambda name, *options: new_repo(tmp_path / name, *options)


def new_repo(path: Path, *options: str) -> Repo:
    """Make a repository."""
    path.mkdir(parents=True)
    repo = Repo(path)
    repo.git("init", "--quiet", *options)
    return repo


@pytest.fixture
def key() -> bytes:
    """What looks like an AWS access key id, put together here so that nothing finds this file."""
    return b"AKIA" + b"Q" * 16


@pytest.fixture
def hostile(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user and an environment that make git print other things, or nothing."""
    (home / "attributes").write_text("* -text -diff diff=nothing binary\n")
    (home / "order").write_text("z*\n")
    with (home / ".gitconfig").open("a") as config:
        config.write(HOSTILE_CONFIG % {"home": home.as_posix()})
    monkeypatch.setenv("GIT_PAGER", "false")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GREP_OPTIONS", "--invert-match")
    monkeypatch.setenv("GREP_COLORS", "mt=01;31")
