"""Helpers that test modules share: repositories, processes, and expected output."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from string import ascii_letters, digits
from typing import NamedTuple

import pytest
from direct_commits import (
    add_directly,
    add_remote_directly,
    commit_directly,
    commit_staged_directly,
    configure_directly,
    refer_directly,
    refresh_directly,
    resolve_directly,
)
from folders import Tree
from fork_server import fork_server

from git_secrets_py.cli import main

WINDOWS = sys.platform == "win32"
SHELLS = [shell for shell in ("sh", "dash", "bash", "busybox") if shutil.which(shell)]

# Matches the ``key`` fixture.
KEY_PATTERN = "AKIA[A-Z0-9]{16}"

# The end of every report of a blocked commit or push, up to the advice.
ERROR = b"\n[ERROR] Matched one or more prohibited patterns\n"

_DATE = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Ran(NamedTuple):
    """The exit status and the output of a process."""

    status: int
    out: bytes
    err: bytes


# Variables with which git writes traces, or warnings about them, to standard error.
TRACES = [
    *((name, "1") for name in ("GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE_SETUP")),
    *(("GIT_TRACE", value) for value in ("relative", "9", "/absent/trace")),
    ("GIT_TRACE2_PERF", "relative"),
]
SILENCE = Ran(0, b"", b"")
NO_LONGER_RECOMMENDED = (
    b"git secrets: now that a pattern is configured, the rule set 'recommended' is no longer "
    b"active; to keep it: git config secrets.rules recommended\n"
)
# The notice of the first ``--add``.
FIRST_ADDED = Ran(0, b"", NO_LONGER_RECOMMENDED)

MakeRepo = Callable[..., "Repo"]
DIRECTLY = (configure_directly, refer_directly, add_remote_directly)
_prepared: dict[Path, Tree] = {}


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

    def write_hook(self, script: bytes | str, hook: str = "pre-commit") -> Path:
        """Write an executable hook to ``.git/hooks``; return its path."""
        path = self.write(f".git/hooks/{hook}", script)
        path.chmod(0o755)
        return path

    def keep_hooks(self, *names: str) -> None:
        """Remove the hooks that have no part in a test: each takes more time than the rest."""
        for hook in (self.path / ".git" / "hooks").iterdir():
            if hook.name not in names:
                hook.unlink()

    def git(
        self, *words: str | bytes, input: bytes = b"", env: dict[str, str] | None = None
    ) -> bytes:
        """Run git, which has to succeed; return its standard output.

        A setting or a reference of the repository is written, and a reference is read, without a
        process.
        """
        if not (input or env):
            if any(one(self.path, words) for one in DIRECTLY):
                return b""
            if (resolved := resolve_directly(self.path, words)) is not None:
                return resolved
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
        if not add_directly(self.path, names):
            self.git("--literal-pathspecs", "add", *(("--", *names) if names else ("--all",)))

    def commit(self, message: str | bytes = "a commit", *options: str) -> Ran:
        """Commit what is staged, as far as the hooks let it."""
        if not options and commit_staged_directly(self.path, message):
            return SILENCE
        return self.try_git("commit", "--quiet", *options, "-m", message)

    def commit_file(self, name: str | bytes, content: bytes | str, message: str = "a file") -> str:
        """Write, stage and commit a file past the hooks; return the commit's id."""
        self.write(name, content)
        commit = commit_directly(self.path, name, message)
        if commit is None:
            self.add(name)
            self.git("-c", f"core.hooksPath={os.devnull}", "commit", "--quiet", "-m", message)
        return commit or self.head()

    def head(self) -> str:
        """Return the ID of the commit that is checked out, if possible without a process."""
        head = self.path / ".git" / "HEAD"
        reference = head.read_text().strip() if head.exists() else ""
        branch = head.parent / reference.removeprefix("ref: ")
        if reference.startswith("ref: ") and branch.is_file():
            return branch.read_text().strip()
        return self.git("rev-parse", "HEAD").decode().strip()

    def register_aws(self) -> None:
        """Add to the config what ``--register-aws`` adds, without its many processes."""
        git_dir = self.path / ".git"
        with ((git_dir if git_dir.is_dir() else self.path) / "config").open("ab") as config:
            config.write(_aws_settings())

    def install_hooks(self, *words: str) -> None:
        """Install hooks whose processes are copies, as those of ``run``."""
        assert self.call("--install", *words).status == 0
        git_dir = self.path / ".git"
        for hook in ((git_dir if git_dir.is_dir() else self.path) / "hooks").iterdir():
            hook.write_bytes(copying(hook.read_bytes()))

    def push(self, *words: str) -> Ran:
        """Push, as far as the hooks of both sides let it."""
        return self.try_git("push", "--quiet", *words)

    def gitallowed(self) -> bytes:
        """Return the content of ``.gitallowed`` with fixed dates; nothing if there is no file."""
        path = self.path / ".gitallowed"
        return _DATE.sub(b"DATE", path.read_bytes()) if path.exists() else b""

    def run(
        self, *words: str | bytes, input: bytes = b"", env: dict[str, str] | None = None
    ) -> Ran:
        """Run git-secrets as a process of its own."""
        environment = {**os.environ, **(env or {})}
        command = [os.fsdecode(word) for word in words]
        ran = fork_server.run(command, self.path, input, environment)
        return Ran(*ran) if ran else self.execute(*words, input=input, env=env)

    def execute(
        self, *words: str | bytes, input: bytes = b"", env: dict[str, str] | None = None
    ) -> Ran:
        """As ``run``, where the start of the program is the subject."""
        command = (sys.executable, "-m", "git_secrets_py")
        return run(*command, *words, cwd=self.path, input=input, env=env)

    def call(
        self, *words: str, input: bytes | None = None, env: dict[str, str] | None = None
    ) -> Ran:
        """Run git-secrets in this process, which is faster."""
        with (
            pytest.MonkeyPatch.context() as monkeypatch,
            working_in(self.path),
            standard_input(input),
            captured() as (out, err),
        ):
            for name, value in (env or {}).items():
                monkeypatch.setenv(name, value)
            try:
                status = main.run(words)
            finally:
                clear_alarm()
            return Ran(status, out.getvalue(), err.getvalue())


def clear_alarm() -> int:
    """Clear the time limit of a hook of agents, which would end the tests; return its seconds."""
    return signal.alarm(0) if hasattr(signal, "alarm") else 0


def run(
    *words: str | bytes, cwd: Path, input: bytes = b"", env: dict[str, str] | None = None
) -> Ran:
    """Run a process, with ``env`` over the environment of the test."""
    environment = {**os.environ, **(env or {})}
    done = subprocess.run(
        words, cwd=cwd, input=input, capture_output=True, env=environment, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def copying(script: bytes) -> bytes:
    """Return a script of a hook with a program in place of Python that gets its process copied."""
    client = fork_server.hook_client()
    return (
        re.sub(rb"(?m)^python=.*", b"python=%b" % os.fsencode(client), script) if client else script
    )


def program() -> str:
    """Return the words of a shell that run git-secrets, if possible as a copy of a process."""
    client = fork_server.hook_client()
    start = Path(main.__file__).parents[1] / "start.py"
    words = [client, "-E", "-S", str(start)] if client else [sys.executable, "-m", "git_secrets_py"]
    return shlex.join(words)


def run_unprivileged(repo: Repo, *words: str) -> Ran:
    """Run git-secrets as a process without the permission of root to read everything."""
    drop = ("setpriv", "--bounding-set=-all") if os.geteuid() == 0 else ()
    if drop and shutil.which("setpriv") is None:
        pytest.skip("root can read everything")
    return run(*drop, sys.executable, "-m", "git_secrets_py", *words, cwd=repo.path)


def restore_signals() -> None:
    """Let a child process take signals: a parent that ignores some, as nohup, passes this on."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)


def wait_for(holds: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait until ``holds()``; a busy machine may need long for what takes a second elsewhere."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    """Return whether a process has not ended; PID 1 may collect the status of one much later."""
    try:
        os.kill(pid, 0)
        if sys.platform != "linux":
            return True
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


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
def standard_input(content: bytes | None) -> Iterator[None]:
    """Let this process read ``content``, if there is one, from its standard input."""
    if content is None:
        yield
        return
    before, saved = sys.stdin, os.dup(0)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        os.dup2(file.fileno(), 0)
        sys.stdin = io.TextIOWrapper(file, "utf-8")
        try:
            yield
        finally:
            sys.stdin = before
            os.dup2(saved, 0)
            os.close(saved)


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


def new_repo(path: Path, *options: str) -> Repo:
    """Make a repository. git makes only the first of each kind: a copy needs no process."""
    path.mkdir(parents=True)
    repo = Repo(path)
    if "GIT_TEMPLATE_DIR" in os.environ:
        _empty_repository(options).write(path)
    else:  # then the template may be one that the test has configured
        repo.git("init", "--quiet", *options)
    return repo


def from_template(repo: Repo, template: Path, prepare: Callable[[], object]) -> Repo:
    """Copy ``template`` to ``repo``; the first test prepares it. A copy needs fewer processes.

    ``template`` names it: its content is kept in memory.
    """
    if template in _prepared:
        _prepared[template].write(repo.path)
        if (repo.path / ".git" / "index").exists() and not refresh_directly(repo.path):
            repo.git("update-index", "--refresh")
    else:
        prepare()
        _prepared[template] = Tree(repo.path)
    return repo


@cache
def _empty_repository(options: tuple[str, ...]) -> Tree:
    """Return what ``git init`` writes."""
    with tempfile.TemporaryDirectory() as directory:
        Repo(Path(directory)).git("init", "--quiet", *options)
        return Tree(Path(directory))


@cache
def _aws_settings() -> bytes:
    """Return what ``--register-aws`` appends to a config file."""
    with tempfile.TemporaryDirectory() as directory:
        repo = new_repo(Path(directory) / "repo")
        config = repo.path / ".git" / "config"
        before = config.read_bytes()
        assert repo.call("--register-aws").out == b"OK\n"
        return config.read_bytes().removeprefix(before)


def blocked(ran: Ran, *lines: bytes) -> bool:
    """Assert that a command was stopped for exactly the findings in ``lines``; return true."""
    assert ran.status not in (0, 2), ran
    findings, error, advice = ran.err.partition(ERROR)
    assert error, ran
    assert findings == b"".join(line + b"\n" for line in lines)
    assert b"What you can do:" in advice
    return True


def fake_key(number: int = 0) -> bytes:
    """Return a fake AWS access key ID that no filter takes for a placeholder.

    It is built at run time, so that no scanner reports the tests. As those that begin with AKIAJ,
    it has no account.
    """
    characters = Random(number).choices(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=13)
    return b"AKIAJ" + bytes(characters) + b"QQ"


def fake_token(prefix: str, length: int) -> str:
    """Return ``prefix`` and ``length`` random letters and digits, in whatever run the same."""
    return prefix + "".join(Random(prefix).choices(ascii_letters + digits, k=length))


def fingerprint(secret: bytes) -> str:
    """Return the SHA-256 of ``secret`` as ``.gitallowed`` holds it."""
    return sha256(secret).hexdigest()


def short_id(secret: bytes) -> str:
    """Return the short ID of ``secret`` as reports show it."""
    return fingerprint(secret)[:8]
