"""Measure the latency of the pre-commit hook and of a whole commit, as ratios.

    python benchmarks/hook_latency.py [--rounds N] [--program PATH] [--original PATH]

One file is staged in a new repository with the AWS patterns registered. All programs run in turn,
many times, so that other load on the machine affects all of them equally; the medians are compared,
and those of the processor time of all processes, which depends less on other load. "hook" is the
hook file that ``--install`` writes, in the environment that git gives it, "verb" the command in it,
run by hand. The floors are the times of an empty process, of an empty Python script, and of the one
git command that every such hook needs. The original is git-secrets by AWS Labs, by default that on
PATH.
"""

from __future__ import annotations

import argparse
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

Command = list[str]
# Seconds: on the clock, and of the processor.
Times = tuple[float, float]
_RATIOS = (
    ("our hook", "the original's hook"),
    ("our hook, recommended rules", "our hook"),
    ("our hook, every rule set", "our hook"),
    ("our hook, 200 own secrets", "our hook, recommended rules"),
    ("our hook, 200 own secrets", "the original's hook"),
    ("our verb", "our hook"),
)
_DIFFERENCES = (
    ("git commit, AWS patterns", "git commit, no hooks"),
    ("git commit, recommended rules", "git commit, no hooks"),
)
_VERB = "--pre_commit_hook"
_HOOK = ".git/hooks/pre-commit"
# The variables that git sets for the hooks of a commit.
_OF_A_HOOK = {"GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": "", "GIT_EDITOR": ":"}
_RECOMMENDED = {"secrets.rules": "recommended"}


def main() -> int:
    """Measure and print a table; return the exit status."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        environment = environment_of(home)
        write_stores(home)
        repository = _repository(home / "repository", environment, arguments.program)
        commands = _commands(arguments.program, arguments.original or _original())
        times = _interleaved(commands, arguments.rounds, repository, {**environment, **_OF_A_HOOK})
    _print(times)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=40, help="how often each program is run")
    beside = Path(sys.executable).with_name("git-secrets-py")
    parser.add_argument("--program", default=str(beside), help="our console script")
    parser.add_argument("--original", help="git-secrets by AWS Labs, a bash script")
    return parser.parse_args()


def environment_of(home: Path) -> dict[str, str]:
    """Return an environment without the user's settings, which could slow a program down."""
    inherited = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def _repository(directory: Path, environment: dict[str, str], program: str) -> Path:
    directory.mkdir()

    def run(*words: str) -> None:
        subprocess.run(words, cwd=directory, env=environment, check=True, capture_output=True)

    run("git", "init", "--quiet")
    run("git", "config", "user.name", "A")
    run("git", "config", "user.email", "a@example.org")
    run("git", "commit", "--quiet", "--allow-empty", "--message", "Begin")
    run("git", "config", "gc.auto", "0")
    for verb in ("--register-aws", "--install"):
        run(program, verb)
    (directory / "module.py").write_text("def answer():\n    return 42\n" * 500)
    run("git", "add", "module.py")
    return directory


def _commands(program: str, original: str | None) -> dict[str, Command]:
    commit = ["git", "commit", "--quiet", "--message", "A change"]
    commands: dict[str, Command] = {
        "/bin/true": ["/bin/true"],
        "bare interpreter": [sys.executable, "-I", "-S", "-c", ""],
        "git diff-index": ["git", "diff-index", "--cached", "--raw", "-z", "HEAD"],
        "our hook": [_HOOK],
        "our hook, recommended rules": _with(_RECOMMENDED, [_HOOK]),
        "our hook, every rule set": _with({"secrets.rules": "all"}, [_HOOK]),
        "our hook, 200 own secrets": _with({**_RECOMMENDED, "secrets.local": "all"}, [_HOOK]),
        "our verb": [program, _VERB],
        "git commit, no hooks": _with({"core.hooksPath": os.devnull}, commit),
        "git commit, AWS patterns": commit,
        "git commit, recommended rules": _with(_RECOMMENDED, commit),
    }
    if original:
        beside = f"PATH={os.path.dirname(original)}{os.pathsep}{os.environ.get('PATH', '')}"
        # The hook file that it installs.
        hook = ["bash", "-c", f"git secrets {_VERB} --", "hook"]
        commands["the original's hook"] = ["env", beside, *hook]
    return commands


def _with(settings: dict[str, str], command: Command) -> Command:
    """Return ``command`` with ``settings`` of git, beside those of the repository."""
    variables = [f"GIT_CONFIG_COUNT={len(settings)}"]
    for number, (key, value) in enumerate(settings.items()):
        variables += [f"GIT_CONFIG_KEY_{number}={key}", f"GIT_CONFIG_VALUE_{number}={value}"]
    return ["env", *variables, *command]


def write_stores(home: Path) -> None:
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
) -> dict[str, list[Times]]:
    times: dict[str, list[Times]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            measured = _times(command, directory, environment)
            if "commit" in command:  # stage the same file for the next command
                _run(["git", "reset", "--quiet", "--soft", "HEAD~"], directory, environment)
            if number:  # the first round fills the caches
                times[name].append(measured)
    return times


def _run(command: Command, directory: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{command} exited with {done.returncode}: {done.stderr!r}")


def _times(command: Command, directory: Path, environment: dict[str, str]) -> Times:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    _run(command, directory, environment)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _print(times: dict[str, list[Times]]) -> None:
    print(f"{'program':<30}{'median':>10}{'best':>10}{'processor':>12}")
    medians: dict[str, Times] = {}
    for name, each in times.items():
        clock, processor = ([one[number] * 1000 for one in each] for number in (0, 1))
        medians[name] = statistics.median(clock), statistics.median(processor)
        median, used = medians[name]
        print(f"{name:<30}{median:>7.1f} ms{min(clock):>7.1f} ms{used:>9.1f} ms")
    for above, below in _RATIOS:
        if above in medians and below in medians:
            ratio, used = (a / b for a, b in zip(medians[above], medians[below], strict=True))
            print(f"{above} / {below}: {ratio:.2f}, processor {used:.2f}")
    for above, below in _DIFFERENCES:
        more, used = (a - b for a, b in zip(medians[above], medians[below], strict=True))
        print(f"{above} - {below}: {more:.0f} ms, processor {used:.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
