"""Audit repositories that are too large for the tests, and watch the memory.

    python benchmarks/soak.py FOLDER [--size GIB] [--commits N] [--cases NAME...]

Builds in FOLDER, unless they exist: a blob of 2 GiB in a single line, a blob of 2 GiB in short
lines, a smaller blob in which every line matches, and a history of 1,000,000 commits. Each is
audited once; the exit status is 1 if a fake secret is not found or our process takes more than
200 MiB. Needs about 10 GiB of disk space and, for the history, half an hour.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from audit import watched
from history import build, commit_head, fake_key, synthetic_commits

MOST_MEMORY = 200
PIECE = 1 << 20


def main() -> int:
    """Read the command line, build missing repositories, audit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=float, default=2, help="GiB in a blob")
    parser.add_argument("--commits", type=int, default=1_000_000)
    parser.add_argument("--cases", nargs="+", choices=["line", "lines", "matches", "commits"])
    options = parser.parse_args()
    size = int(options.size * (1 << 30))
    commits = options.commits
    cases: dict[str, tuple[Callable[[], Iterator[bytes]], int]] = {
        "line": (lambda: large_blob(size, b"nothing of interest "), 1),
        "lines": (lambda: large_blob(size, b"nothing of interest\n"), 1),
        "matches": (lambda: large_blob(size // 16, fake_key(1) + b"\n"), 2),
        "commits": (lambda: synthetic_commits(commits, 30, 10), 10),
    }
    options.folder.mkdir(exist_ok=True)
    chosen = options.cases or list(cases)
    return max([soak(options.folder / name, *cases[name]) for name in chosen])


def large_blob(size: int, filling: bytes) -> Iterator[bytes]:
    """Yield a commit with one file of ``size`` bytes that ends with a fake secret."""
    piece = filling * (PIECE // len(filling))
    end = b" " + fake_key(7)
    count = size // len(piece)
    yield commit_head(0, "A large file\n")
    yield b"M 100644 inline large.txt\ndata %d\n" % (count * len(piece) + len(end))
    for _ in range(count):
        yield piece
    yield end + b"\n"


def soak(repository: Path, stream: Callable[[], Iterator[bytes]], secrets: int) -> int:
    """Audit one repository; return 1 if the result or the memory is wrong."""
    if not repository.exists():
        build(repository, stream())
    command = [sys.executable, "-m", "git_secrets_py", "--scan-history", "--rules=aws"]
    started = time.monotonic()
    with (
        subprocess.Popen(
            [*command, "--no-cache"], cwd=repository, stderr=subprocess.PIPE, env=dict(os.environ)
        ) as process,
        watched(process.pid) as peak,
    ):
        _, err = process.communicate()
    seconds = time.monotonic() - started
    summary = err.decode("utf-8", "replace").splitlines()[-1]
    is_right = f"; {secrets} secret" in summary and peak[0] <= MOST_MEMORY
    print(f"{repository.name:8}{seconds:8.1f} s{peak[0]:7.0f} MiB  {summary}", flush=True)
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
