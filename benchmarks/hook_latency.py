"""Measure the latency of the pre-commit hook, as ratios.

    python benchmarks/hook_latency.py [--rounds N] [--program PATH]

One file is staged in a new repository with the AWS patterns registered. All programs run in turn,
many times, so that other load on the machine affects all of them equally; the medians are compared.
"hook" is the hook file that ``--install`` writes, "verb" the command in it, run by hand. The
floors are the times of an empty process, of an empty Python script, and of the one git command
that every such hook needs.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

Command = list[str]
_RATIOS = (
    ("our hook", "the original's hook"),
    ("our verb", "the original's verb"),
    ("our verb, recommended rules", "our verb"),
    ("our verb, every rule set", "our verb"),
    ("our verb, 200 own secrets", "our verb, recommended"),
    ("our verb, 200 own secrets", "the original's verb"),
)
_VERB = "--pre_commit_hook"


def main() -> int:
    """Measure and print a table; return the exit status."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        environment = _environment(home)
        _write_stores(home)
        repository = _repository(home / "repository", environment)
        commands = _commands(arguments.program)
        times = _interleaved(commands, arguments.rounds, repository, environment)
    _print(times)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=40, help="how often each program is run")
    beside = Path(sys.executable).with_name("git-secrets-py")
    parser.add_argument("--program", default=str(beside), help="our console script")
    return parser.parse_args()


def _environment(home: Path) -> dict[str, str]:
    """Return an environment without the user's settings, which could slow a program down."""
    inherited = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def _repository(directory: Path, environment: dict[str, str]) -> Path:
    directory.mkdir()

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=directory, env=environment, check=True)

    git("init", "--quiet")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    git("commit", "--quiet", "--allow-empty", "--message", "Begin")
    for verb in ("--register-aws", "--install"):
        program = [sys.executable, "-m", "git_secrets_py", verb]
        subprocess.run(program, cwd=directory, env=environment, check=True, capture_output=True)
    (directory / "module.py").write_text("def answer():\n    return 42\n" * 500)
    git("add", "module.py")
    return directory


def _commands(program: str) -> dict[str, Command]:
    commands: dict[str, Command] = {
        "/bin/true": ["/bin/true"],
        "bare interpreter": [sys.executable, "-I", "-S", "-c", ""],
        "interpreter with site": [sys.executable, "-c", ""],
        "git diff-index": ["git", "diff-index", "--cached", "--raw", "-z", "HEAD"],
        "our hook": [".git/hooks/pre-commit"],
        "our verb": [program, _VERB],
        "our verb, recommended rules": [program, _VERB, "--rules", "recommended"],
        "our verb, every rule set": [program, _VERB, "--rules", "all"],
        "our verb, recommended": [program, _VERB, "--rules", "recommended"],
        "our verb, 200 own secrets": _with_own_secrets([program, _VERB, "--rules", "recommended"]),
    }
    original = _original()
    if original:
        commands["the original's hook"] = ["bash", "-c", f"git secrets {_VERB}", "hook"]
        commands["the original's verb"] = [original, _VERB]
    return commands


def _with_own_secrets(command: Command) -> Command:
    """Return ``command`` with all credential stores enabled."""
    setting = ("GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=secrets.local", "GIT_CONFIG_VALUE_0=all")
    return ["env", *setting, *command]


def _write_stores(home: Path) -> None:
    """Write 200 secrets to the credential stores of ``home``."""
    formats = {
        ".git-credentials": "https://me:{}@host.example.org\n",
        ".npmrc": "//host.example.org/:_authToken={}\n",
        ".netrc": "machine host.example.org password {}\n",
        ".pypirc": "password = {}\n",
    }
    for name, entry in formats.items():
        tokens = [secrets.token_urlsafe(30) for _ in range(50)]
        (home / name).write_text("".join(map(entry.format, tokens)))


def _original() -> str | None:
    """Return the path of git-secrets by AWS Labs, a bash script, or ``None``."""
    for directory in os.environ.get("PATH", "").split(os.pathsep):
        path = shutil.which("git-secrets", path=directory)
        if path and Path(path).read_bytes()[:50].startswith(b"#!/usr/bin/env bash"):
            return path
    return None


def _interleaved(
    commands: dict[str, Command], rounds: int, directory: Path, environment: dict[str, str]
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            seconds = _seconds(command, directory, environment)
            if number:  # the first round fills the caches
                times[name].append(seconds)
    return times


def _seconds(command: Command, directory: Path, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{command} exited with {done.returncode}: {done.stderr!r}")
    return seconds


def _print(times: dict[str, list[float]]) -> None:
    medians = {name: statistics.median(each) for name, each in times.items()}
    print(f"{'program':<28}{'median':>10}{'best':>10}")
    for name, median in medians.items():
        print(f"{name:<28}{median * 1000:>7.1f} ms{min(times[name]) * 1000:>7.1f} ms")
    for above, below in _RATIOS:
        if above in medians and below in medians:
            print(f"{above} / {below}: {medians[above] / medians[below]:.2f}")


if __name__ == "__main__":
    sys.exit(main())
