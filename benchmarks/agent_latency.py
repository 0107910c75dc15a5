"""Measure the time for one event of a coding agent, interpreter start included.

    python benchmarks/agent_latency.py [--rounds N] [--program PATH]

The event is a clean shell command, outside of a repository and in one, with ``recommended`` and 200
own secrets; the command is the line that ``--install --agent`` writes. All commands run in turn,
many times; the medians are compared, on the clock and of the processor time of all processes, which
depends less on other load. At the end, the result of a tool of 50 MB is scanned once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hook_latency import environment_of, write_stores

# Seconds, on the clock and of the processor.
Times = tuple[float, float]
_AGENT = "claude-code"
_LARGE = 50 << 20


def main() -> int:
    """Measure and print a table; return the exit status."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        environment = environment_of(home)
        write_stores(home)
        program = arguments.program
        for words in (
            ["git", "config", "--global", "secrets.local", "all"],
            ["git", "init", "--quiet", str(home / "repository")],
            [program, "--install", "--agent", _AGENT, "--global"],
        ):
            subprocess.run(words, cwd=home, env=environment, check=True, capture_output=True)
        command = ["sh", "-c", _installed(home / ".claude" / "settings.json")]
        cases = {
            "bare interpreter": ([sys.executable, "-I", "-S", "-c", ""], home),
            "outside of a repository": (command, home),
            "in a repository": (command, home / "repository"),
        }
        times: dict[str, list[Times]] = {name: [] for name in cases}
        for _ in range(arguments.rounds + 1):
            for name, (words, where) in cases.items():
                times[name].append(_time(words, where, environment, _call(where)))
        for name, found in times.items():
            # The first compiles the database.
            _print(name, [statistics.median(one) for one in zip(*found[1:], strict=True)])
        _print_large(command, home, environment)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=40, help="how often each command is run")
    beside = Path(sys.executable).with_name("git-secrets-py")
    parser.add_argument("--program", default=str(beside), help="our console script")
    return parser.parse_args()


def _installed(settings: Path) -> str:
    """Return the command line for ``PreToolUse`` in ``settings``."""
    hooks = json.loads(settings.read_text())["hooks"]
    command: str = hooks["PreToolUse"][0]["hooks"][0]["command"]
    return command


def _call(where: Path) -> Path:
    """Write an event in ``where`` to a file; return its path."""
    event = {
        "hook_event_name": "PreToolUse",
        "cwd": str(where),
        "tool_name": "Bash",
        "tool_input": {"command": "ls -la && cat README.md"},
    }
    path = where / "event"
    path.write_text(json.dumps(event))
    return path


def _time(words: list[str], where: Path, environment: dict[str, str], event: Path) -> Times:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with event.open("rb") as file:
        ran = subprocess.run(words, cwd=where, env=environment, stdin=file, capture_output=True)
    elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode or ran.stdout:
        raise SystemExit(f"unexpected answer: {ran}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return elapsed, cpu


def _print(name: str, times: list[float]) -> None:
    elapsed, cpu = (1000 * one for one in times)
    print(f"{name:<26}{elapsed:8.1f} ms {cpu:8.1f} ms of processor time")


def _print_large(command: list[str], home: Path, environment: dict[str, str]) -> None:
    line = "    self.assertEqual(answer('x'), 42)  # a line of code\\n"
    head = '{"hook_event_name": "PostToolUse", "cwd": "/", "tool_response": {"out": "'
    with (home / "event").open("w") as file:
        file.write(head)
        for _ in range(_LARGE // len(line)):
            file.write(line)
        file.write('"}}')
    _print("a result of 50 MB", list(_time(command, home, environment, home / "event")))
    # The memory of the largest process, in KiB on Linux.
    print(f"{'memory':<26}{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10:8} MiB")


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
