"""Measure the history audit relative to the time in which git itself prints the objects.

    python benchmarks/audit.py REPOSITORY... [--runs N] [--peers] [--limit SECONDS]

Every round runs all contenders once, one after the other, so that other load on the machine
affects all of them. For each contender the median is printed, and its ratio to the unit, "git
cat-file of all blobs, split", in the same round: of the wall-clock time, and of the processor time
of all processes together, which depends less on other load. ``--peers`` adds other tools that are
on PATH.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
BASELINE = "git cat-file of all blobs, split"
# The cost of printing an object beyond its bytes, in bytes.
OBJECT_COST = 1_000
AUDIT = """
import sys
from git_secrets_py.audit.audit import run
from git_secrets_py.audit.model import Options
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.registry.collector import Collector
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository
collector = Collector()
if sys.argv[2]:
    collector.add_rules([sys.argv[2]])
else:
    collector.prohibited.append(Pattern(b"nothing-[0-9]{20}-matches", Origin(Origin.OPTION, "")))
options = Options(threads=int(sys.argv[3]), use_cache=sys.argv[4] == "cache")
result = run(Repository(Git(sys.argv[1])), collector.registry(), options)
print(len(result.findings), [problem.message for problem in result.problems][:3])
"""


class Measured(NamedTuple):
    """One run: wall-clock seconds, processor seconds, peak memory in MiB."""

    clock: float
    processor: float
    memory: float


class Contender(NamedTuple):
    """A command to measure; ``prepare`` is not measured."""

    name: str
    run: Callable[[], Measured]
    prepare: Callable[[], None] = lambda: None


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repositories", nargs="+", type=Path, metavar="REPOSITORY")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="other tools on PATH as well")
    parser.add_argument("--limit", type=float, default=600, help="time limit of a peer in seconds")
    options = parser.parse_args()
    for repository in options.repositories:
        with tempfile.TemporaryDirectory() as folder, isolated(Path(folder)):
            place = repository.resolve()
            contenders = [*baselines(place, Path(folder)), *audits(place)]
            if options.peers:
                contenders += peers(place, options.limit)
            report(place, measure(contenders, options.runs))


@contextmanager
def isolated(folder: Path) -> Iterator[None]:
    """Hide the user's configuration and caches, and let Python cache bytecode, as pip does."""
    before = dict(os.environ)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.update(HOME=str(folder), XDG_CACHE_HOME=str(folder / "cache"))
    os.environ["GIT_CONFIG_GLOBAL"] = str(folder / "config")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def measure(contenders: Sequence[Contender], rounds: int) -> dict[str, list[Measured]]:
    """Run every contender once a round; the first round is a warm-up and is ignored."""
    results: dict[str, list[Measured]] = {one.name: [] for one in contenders}
    for number in range(rounds + 1):
        for one in contenders:
            one.prepare()
            measured = one.run()
            if number:
                results[one.name].append(measured)
    return results


def report(repository: Path, results: dict[str, list[Measured]]) -> None:
    """Print one line for each contender."""
    print(f"\n{repository.name}, {CORES} cores, median of {len(results[BASELINE])} rounds")
    print(f"{'':34}{'seconds':>9}{'ratio':>8}{'cpu ratio':>11}{'MiB':>7}")
    base = results[BASELINE]
    for name, runs in results.items():
        clock = median(one.clock / each.clock for one, each in zip(runs, base, strict=True))
        used = median(one.processor / each.processor for one, each in zip(runs, base, strict=True))
        memory = max(one.memory for one in runs)
        seconds = median(one.clock for one in runs)
        print(f"{name:34}{seconds:9.2f}{clock:8.2f}{used:11.2f}{memory:7.0f}")


def baselines(repository: Path, folder: Path) -> list[Contender]:
    """Return git alone: all objects on one core, and all blobs in equal parts."""
    read = ["git", "-C", str(repository), "cat-file", "--batch", "--buffer"]
    everything = [*read, "--batch-all-objects", "--unordered"]
    # The proof that no object is missing, without the compiled reader.
    walk = ["git", "-C", str(repository), "rev-list", "--objects", "--quiet", "--all"]
    parts = [folder / f"part-{number}" for number in range(CORES)]
    write_parts(repository, parts)
    return [
        Contender("git cat-file, one core", lambda: run_together([everything])),
        Contender(BASELINE, lambda: run_together([read] * CORES, parts)),
        Contender("git rev-list --objects", lambda: run_together([walk])),
    ]


def write_parts(repository: Path, parts: Sequence[Path]) -> None:
    """Write the IDs of all blobs in pack order, in parts of about equal work."""
    line = "--batch-check=%(objectname) %(objectsize) %(objecttype)"
    command = ["git", "-C", str(repository), "cat-file", "--batch-all-objects", "--unordered", line]
    rows = subprocess.check_output(command).splitlines()
    objects = [row.split()[:2] for row in rows if row.endswith(b" blob")]
    total = sum(int(size) + OBJECT_COST for _, size in objects)
    done = 0
    lists: list[list[bytes]] = [[] for _ in parts]
    for oid, size in objects:
        lists[min(done * len(parts) // total, len(parts) - 1)].append(oid)
        done += int(size) + OBJECT_COST
    for part, oids in zip(parts, lists, strict=True):
        part.write_bytes(b"\n".join(oids) + b"\n")


def audits(repository: Path) -> list[Contender]:
    """Return the audits: first and second, with all rules, with fewer and more threads."""

    def audit(rules: str, threads: int, cache: str, engine: str = "") -> Callable[[], Measured]:
        chosen = ["env", f"GIT_SECRETS_ENGINE={engine}", sys.executable]
        words = [*chosen, "-c", AUDIT, str(repository), rules, str(threads), cache]
        return lambda: run_together([words])

    def forget() -> None:
        place = subprocess.check_output(
            ["git", "-C", str(repository), "rev-parse", "--absolute-git-dir"], text=True
        )
        shutil.rmtree(Path(place.strip()) / "git-secrets-py", ignore_errors=True)

    return [
        Contender("first audit, AWS rules", audit("aws", CORES, "cache"), forget),
        Contender("second audit, AWS rules", audit("aws", CORES, "cache")),
        Contender("first audit, no match", audit("", CORES, "cache"), forget),
        Contender("second audit, no match", audit("", CORES, "cache")),
        Contender("first audit, recommended", audit("recommended", CORES, "no-cache")),
        Contender("first audit, all rules", audit("all", CORES, "no-cache")),
        *(
            Contender(f"{rules or 'no match'}, {engine}", audit(rules, CORES, "no-cache", engine))
            for engine in ("compiled", "python")
            for rules in ("", "aws", "recommended")
        ),
        *(
            Contender(f"no cache, AWS rules, {count} threads", audit("aws", count, "no-cache"))
            for count in (1, 2 * CORES)
        ),
    ]


def peers(repository: Path, limit: float) -> list[Contender]:
    """Return the other tools that are on PATH."""
    commands = {
        "git-secrets": ["git", "-C", str(repository), "secrets", "--scan-history"],
        "gitleaks": ["gitleaks", "git", "--no-banner", str(repository)],
        "betterleaks": ["betterleaks", "git", str(repository)],
        "kingfisher": [
            *("kingfisher", "scan", str(repository), "--no-validate", "--no-update-check")
        ],
    }
    found = {name: words for name, words in commands.items() if shutil.which(name)}
    if "git-secrets" in found:
        subprocess.run(["git", "secrets", "--register-aws", "--global"], check=True)
    return [
        Contender(f"{name} (at most {limit:.0f} s)", partial(run_together, [words], limit=limit))
        for name, words in found.items()
    ]


def run_together(
    commands: Sequence[list[str]], inputs: Sequence[Path] = (), limit: float | None = None
) -> Measured:
    """Run ``commands`` concurrently, each with its input."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    processes = []
    for number, command in enumerate(commands):
        with open(inputs[number] if inputs else os.devnull, "rb") as stdin:
            processes.append(
                subprocess.Popen(
                    command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
    with watched(processes[0].pid) as peak:
        for process in processes:
            try:
                process.wait(limit)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    clock = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(clock, processor, peak[0])


@contextmanager
def watched(pid: int) -> Iterator[list[float]]:
    """Watch the memory of process ``pid`` (Linux); yield a list with its peak in MiB."""
    peak = [0.0]
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            peak[0] = max(peak[0], memory_peak(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def memory_peak(pid: int) -> float:
    """Return the peak memory of a process so far in MiB; 0 if it is unknown."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return next((int(words[1]) / 1024 for words in lines), 0.0)


if __name__ == "__main__":
    main()
