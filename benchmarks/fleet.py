"""Measure ``--scan-fleet``: repositories a second, overhead, the second run, and memory.

    python benchmarks/fleet.py [--repositories N] [--commits N] [--results N]

The repositories are served by ``git daemon`` on the loopback address. Other work on the machine
disturbs the clock more than the processor time, so both are printed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from history import build, synthetic_commits

from git_secrets_py.fleet import run as fleet_run
from git_secrets_py.fleet.dask_executor import DaskExecutor, dask_executor
from git_secrets_py.fleet.program import program_digest
from git_secrets_py.fleet.reports import write_reports
from git_secrets_py.fleet.results import OutputDirectory
from git_secrets_py.fleet.tasks import AUDITED, Listed, Outcome, Setup, Target, TaskStep
from git_secrets_py.fleet.view import QuietView

# The number of words in the files of a repository.
WORDS = 200


@dataclass(frozen=True)
class Run:
    """One run of the command: its seconds, those of its tasks, and processor seconds."""

    clock: float
    processor: float
    tasks: float
    audits: float
    repositories: int

    @property
    def overhead(self) -> float:
        """The milliseconds of a task beyond its own audit."""
        return (self.tasks - self.audits) / self.repositories * 1e3


def main() -> int:
    """Read the command line, measure, and print the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repositories", type=int, default=500)
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--results", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        if options.repositories:
            measure_runs(top, options.repositories, options.commits)
        if options.results:
            measure_memory(top, options.results)
    return 0


def measure_runs(top: Path, repositories: int, commits: int) -> None:
    """Print the figures of runs with one and two workers."""
    (top / "server").mkdir()
    make_repositories(top / "server", repositories, commits)
    print(f"{repositories} repositories of {commits} commits")
    with served(top / "server") as address:
        names = (f"{address}/{number}.git\n" for number in range(repositories))
        (top / "list.txt").write_text("".join(names))
        alone = measured(top, 1, "first run, 1 worker")
        shutil.rmtree(top / "clones")
        pair = measured(top, 2, "first run, 2 workers")
        again = measured(top, 2, "second run, 2 workers")
    print(
        f"efficiency of the second worker: {alone.clock / pair.clock / 2:.2f} by the clock, ",
        end="",
    )
    print(f"processor time {pair.processor / alone.processor:.2f} of that of one worker")
    print(f"second run: {again.clock / pair.clock:.3f} of the first by the clock, ", end="")
    print(f"{again.processor / pair.processor:.3f} of its processor time")
    paths = [str(top / "server" / f"{number}.git") for number in range(repositories)]
    (top / "list.txt").write_text("".join(path + "\n" for path in paths))
    at_paths = measured(top, 1, "at paths, 1 worker")
    print(f"overhead of a repository at a path beyond its audit: {at_paths.overhead:.1f} ms")


def make_repositories(folder: Path, number: int, commits: int) -> None:
    """Make bare repositories: copies of ten different ones."""
    for one in range(number):
        path = folder / f"{one}.git"
        if one < 10:
            build(path, synthetic_commits(commits, WORDS, 1))
        else:
            shutil.copytree(folder / f"{one % 10}.git", path)


@contextlib.contextmanager
def served(base: Path) -> Iterator[str]:
    """Run ``git daemon``; yield its address."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = ["git", "daemon", "--reuseaddr", "--export-all", "--listen=127.0.0.1"]
    command += [f"--port={port}", f"--base-path={base}", str(base)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as daemon:
        time.sleep(1)
        try:
            yield f"git://127.0.0.1:{port}"
        finally:
            daemon.terminate()


def measured(top: Path, workers: int, title: str) -> Run:
    """Run the command over the list in ``top``; print and return the figures."""
    words = [
        sys.executable,
        "-m",
        "git_secrets_py",
        "--scan-fleet",
        "--quiet",
        "--clones",
        "clones",
    ]
    words += ["--output", "out", "--workers", str(workers), "list.txt"]
    before, started = processor_seconds(), time.monotonic()
    status = subprocess.run(words, cwd=top, capture_output=True, check=False).returncode
    clock, processor = time.monotonic() - started, processor_seconds() - before
    lines = (top / "out" / "journal.jsonl").read_bytes().splitlines()
    entries = [one for one in map(json.loads, lines) if "key" in one]
    run = Run(
        clock,
        processor,
        sum(one["seconds"] for one in entries),
        sum(one["audit_seconds"] for one in entries),
        len(entries),
    )
    audited = sum(one["status"] == AUDITED for one in entries)
    print(f"{title}: {clock:.1f} s, {len(entries) / clock:.1f} repositories a second, ", end="")
    print(f"processor {processor:.1f} s, status {status}, {audited} audited")
    return run


def processor_seconds() -> float:
    """Return the processor seconds of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class SimulatedExecutor(DaskExecutor):
    """Sends the result of an audit back from a worker, instead of an audit."""

    def submit(self, target: Target) -> None:
        """Take a task."""
        key = f"repository-{target.key}-x"
        future = self._client.submit(simulated, target, key=key, pure=False)
        self._futures[target.key] = future
        self._completed.add(future)


def simulated(target: Target) -> Outcome:
    """Return an outcome with five secrets, of which one is in many repositories."""
    number = int(target.name)
    secrets = [f"{number * 5 + one:064x}" for one in range(4)] + [f"{number % 50:064x}"]
    report = {"findings": [finding(one) for one in secrets]}
    content = zlib.compress(json.dumps(report).encode(), 1)
    return Outcome(key=target.key, status=AUDITED, secrets=5, size=10_000, report=content)


def finding(fingerprint: str) -> dict[str, object]:
    """Return a finding as in the JSON report."""
    commit = fingerprint[:40]
    place = {
        "path": f"src/{fingerprint[-4:]}.py",
        "line": 3,
        "column": 7,
        "end": 27,
        "commit": commit,
    }
    return {
        **place,
        "fingerprint": fingerprint,
        "rule": "aws-access-key-id",
        "description": "An AWS access key ID. " * 8,
        "severity": "high",
        "encoding": None,
        "guessable": False,
        "secret": "AKIA" + "*" * 14 + "QQ",
        "line_text": "key = 'AKIA" + "*" * 14 + "QQ'  # a comment of some length",
        "further_count": 2,
        "further": [place, place],
        "history": {
            "author": "Ada Lovelace <ada@example.org>",
            "time": "2021-03-04T05:06:07+01:00",
            "summary": "Add the settings of the service",
            "in_head": True,
            "on_remote": False,
            "reachable": True,
            "last_commit": commit,
            "removed_by": None,
            "removed_time": None,
        },
    }


def measure_memory(top: Path, results: int) -> None:
    """Print the peak memory of this process, which is client and scheduler."""
    listed = [
        Listed(Target(str(number), f"https://example.com/{number}.git", is_path=False))
        for number in range(results)
    ]
    stored = OutputDirectory(str(top / "simulated"))
    stored.begin("")
    run = fleet_run.Run(listed, stored, QuietView(print))
    setup = Setup(digest=program_digest())
    started = time.monotonic()
    executor = dask_executor({"--workers": "1"}, setup, nothing)
    executor.__class__ = SimulatedExecutor
    try:
        run.audit(executor)
    finally:
        executor.close()
    between = time.monotonic()
    document = run.report()
    write_reports(stored, document)
    run.finish(document)
    stored.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{results:,} simulated results: {between - started:.1f} s, ", end="")
    print(f"reports {time.monotonic() - between:.1f} s, ", end="")
    print(f"peak memory of client and scheduler {peak:.0f} MiB")


def nothing(step: TaskStep) -> None:
    """Take the progress of a task."""


if __name__ == "__main__":
    raise SystemExit(main())
