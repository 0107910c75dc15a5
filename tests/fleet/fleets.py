"""Fleets for the tests: runs of ``--scan-fleet``, servers, and repositories with secrets."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from support import Ran, Repo, captured, fake_key, new_repo, wait_for, working_in

from git_secrets_py.cli.context import Context
from git_secrets_py.cli.parser import parse
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.fleet.command import scan_fleet
from git_secrets_py.fleet.tasks import Outcome, Setup, Target
from git_secrets_py.fleet.worker import Worker

Object = dict[str, Any]
RULES = "aws,generic"
# Workers that begin as copies of one process: to import Dask takes a second. By default they are
# processes of their own.
QUICK_START = {"DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD": "forkserver"}


class SequentialExecutor:
    """Runs one task after the other in this process."""

    def __init__(self, setup: Setup, on_step: Any) -> None:
        self._worker = Worker(setup)
        self._on_step = on_step
        self._waiting: deque[Target] = deque()

    @property
    def description(self) -> str:
        return "this process"

    @property
    def room(self) -> int:
        return 1 - len(self._waiting)

    def submit(self, target: Target) -> None:
        self._waiting.append(target)

    def completed(self, seconds: float) -> Iterator[Outcome]:
        while self._waiting:
            yield self._worker.run(self._waiting.popleft(), self._on_step)

    def cancel(self) -> None:
        self._worker.is_stopping = True

    def close(self) -> None:
        self._waiting.clear()


def sequential(context: Context, setup: Any, on_step: Any) -> SequentialExecutor:
    """Return the executor that needs no cluster."""
    return SequentialExecutor(setup, on_step)


def scan(directory: Path, *words: str, make_executor: Any = sequential) -> Ran:
    """Run ``--scan-fleet`` in ``directory``, in this process; the clones are there as well."""
    context = Context(parse(["--scan-fleet", "--clones", "clones", "--output", "out", *words]))
    with working_in(directory), captured() as (out, err):
        try:
            status = scan_fleet(context, make_executor)
        except GitSecretsError as error:
            context.notify(str(error))
            status = error.exit_status
        return Ran(status, out.getvalue(), err.getvalue())


def report(directory: Path, output: str = "out") -> Object:
    """Return ``fleet.json``."""
    content: Object = json.loads((directory / output / "fleet.json").read_bytes())
    return content


def repositories(directory: Path, output: str = "out") -> dict[str, Object]:
    """Return the repositories of ``fleet.json`` by name."""
    return {one["name"]: one for one in report(directory, output)["repositories"]}


def comparable(content: Object) -> Object:
    """Return ``fleet.json`` without times, and sizes, which depend on how a server packs."""
    repositories = [{**one, "seconds": 0, "size": 0} for one in content["repositories"]]
    summary = {**content["summary"], "bytes": 0}
    return {**content, "generated": "", "repositories": repositories, "summary": summary}


def write_list(directory: Path, *lines: str) -> str:
    """Write a list of repositories; return its name."""
    (directory / "list.txt").write_text("".join(line + "\n" for line in lines))
    return "list.txt"


def with_key(path: Path, number: int = 0, *, line: str = "key") -> Repo:
    """Make a repository with a fake key, in its HEAD."""
    repo = new_repo(path)
    repo.commit_file("settings.py", line.encode() + b' = "' + fake_key(number) + b'"\n')
    return repo


def git_before(monkeypatch: pytest.MonkeyPatch, directory: Path, script: str) -> None:
    """Let ``script`` run before each command of git, by a program of this name on PATH."""
    folder = directory / "bin"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\n{script}\nexec {shutil.which("git")} "$@"\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def daemon(base: Path) -> Iterator[str]:
    """Serve the repositories below ``base``; yield the address of the server."""
    port = free_port()
    command = ["git", "daemon", "--reuseaddr", "--export-all", "--listen=127.0.0.1"]
    command += [f"--port={port}", f"--base-path={base}", str(base)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: _accepts(port))
            yield f"git://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def silent_server() -> Iterator[str]:
    """Accept connections and never answer; yield the address of a repository there."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        one.listen(8)
        yield f"git://127.0.0.1:{one.getsockname()[1]}/hangs.git"


def _accepts(port: int) -> bool:
    with closing(socket.socket()) as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def descendants(pid: int) -> list[int]:
    """Return the processes that ``pid`` has started, directly or through others."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
