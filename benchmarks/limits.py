"""Measure the worst cases: every line matches, very large inputs, very many patterns.

    python benchmarks/limits.py [--full] [--cases WORD...] [--lines N...]

For each case the time, the processor time of our process and of its children, that time for each
line, and the peak of the anonymous memory of our process are printed. The time for each line must
not grow with the number of lines, and be at most 10 µs in the text format; the memory at most 200
MiB. ``--full`` measures the sizes for which these limits hold: a million lines, a blob of 2 GiB, a
message of 200 MB, a tree of a million entries, 10,000 patterns, a line of 32 MB. ``--cases``
selects the cases whose names contain one of the words.

Other programs on the machine also slow down the processor itself. "idle µs" is therefore the
processor time divided by that of a fixed loop, which runs now and then during the case, and
multiplied by the time of the loop on an idle machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

FORMATS = ("text", "json", "sarif", "github", "pretty", "html")
RULES = ("aws", "recommended")
OURS = [sys.executable, "-m", "git_secrets_py"]
PIECE = 1 << 20
# The fixed loop: its rounds, and the seconds of each on an idle machine (2 cores, 2.5 GHz).
ROUNDS, ROUND_SECONDS = 10_000, 0.105e-6


class Case(NamedTuple):
    """A command in a repository that ``prepare`` fills; ``units`` are the units of its input."""

    name: str
    words: Sequence[str]
    prepare: Callable[[Path], None]
    units: int


def main() -> int:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="the sizes for which the limits hold")
    parser.add_argument("--cases", nargs="+", default=[""], metavar="WORD")
    parser.add_argument("--lines", nargs="+", type=int, metavar="N")
    options = parser.parse_args()
    lines = options.lines or ([10_000, 100_000, 1_000_000] if options.full else [1_000, 10_000])
    print(f"{'':58}{'seconds':>9}{'cpu':>9}{'cpu µs/unit':>13}{'idle µs/unit':>14}{'MiB':>7}")
    for case in cases(lines, 200 if options.full else 1):
        if any(word in case.name for word in options.cases):
            measure(case)
    return 0


def cases(lines: Sequence[int], scale: int) -> Iterator[Case]:
    """Yield the cases; ``scale`` is 200 for those of the full size."""
    for verb in ("--scan", "--scan-history"):
        for rules in RULES:
            for number in lines:
                yield matching(verb, rules, "text", number)
        for format in FORMATS[1:]:
            yield matching(verb, "aws", format, lines[-1])
            yield matching(verb, "aws", format, lines[-1], same=True)
    yield from one_line(min(lines[-1], 40_000))
    for verb in ("--scan", "--scan-history"):
        size = scale * (1 << 30) // 100
        for name, filling in (("one line", b"nothing of interest "), ("lines", b"of interest\n")):
            title = f"{verb}, a blob of {size >> 20} MiB, {name}"
            content = repeated(filling, size)
            words = [verb, "--rules=aws", *no_cache(verb)]
            yield Case(title, words, committed(content), size // len(filling))
            if verb == "--scan":
                title = f"pre-commit hook, a blob of {size >> 20} MiB, {name}"
                hook = ["--pre_commit_hook", "--"]
                yield Case(title, hook, staged(content), size // len(filling))
    size = scale * 160_000
    title = f"--scan, all rules, one line of {size // 1_000_000} MB"
    yield Case(title, ["--scan", "--rules=all"], committed(code(size)), size // 100)
    size = scale * 1_000_000
    words = ["--scan-history", "--rules=aws", "--no-cache"]
    title = f"--scan-history, a message of {size // 1_000_000} MB"
    yield Case(title, words, message(size), size // 20)
    entries = scale * 5_000
    title = f"--scan-history, a tree of {entries:,} matching entries"
    yield Case(title, words, tree(entries), entries)
    yield from allowances(lines[-1])
    yield from rule_files(lines[-1])
    patterns = scale * 50
    for run in ("first", "second"):
        title = f"--scan, {patterns:,} patterns, {run} run"
        yield Case(title, ["--scan", "--no-index", "."], with_patterns(patterns), patterns)


def one_line(secrets: int) -> Iterator[Case]:
    """Yield the cases that one line has all secrets: plain, allowed in part, or encoded."""

    def plain() -> Iterator[bytes]:
        yield b" ".join(map(fake_key, range(secrets))) + b"\n"

    def encoded() -> Iterator[bytes]:
        yield b64encode(b"".join(plain())) + b"\n"

    for format in FORMATS:
        words = ["--scan", "--rules=aws", f"--format={format}"]
        yield Case(
            f"--scan, {format}, a line of {secrets:,} secrets", words, committed(plain), secrets
        )
    words = ["--scan", "--rules=aws"]
    title = f"--scan, a line of {secrets:,} secrets, a third of them allowed"
    yield Case(title, words, committed(plain, [b"AKIA[A-J]"]), secrets)
    title = f"--scan, a line of {secrets:,} secrets in base64"
    yield Case(title, words, committed(encoded), secrets)


def allowances(lines: int) -> Iterator[Case]:
    """Yield the cases that secrets are allowed, and that many of the lines with them are."""
    words = ["--scan-history", "--allow-all", "--reason=measured", "--rules=aws", "--no-cache"]
    title = f"--scan-history --allow-all, {lines:,} lines with a secret"
    yield Case(title, words, committed(keys(lines, lines)), lines)
    for kind, entry in (("fingerprints", fingerprint), ("patterns", fake_key)):
        allowed = min(lines, 10_000)
        title = f"--scan, {lines:,} lines with a secret, {allowed:,} allowed {kind}"
        prepare = committed(keys(lines, lines), map(entry, range(allowed)))
        yield Case(title, ["--scan", "--rules=aws"], prepare, lines)


def fingerprint(number: int) -> bytes:
    """Return the entry of ``.gitallowed`` for a fake key."""
    return b"sha256:" + sha256(fake_key(number)).hexdigest().encode()


RULES_OF_FILES = {
    "git-secrets-py": """format = "git-secrets-py/1"
[[rules]]
id = "key"
description = "A key."
advice = "Revoke it."
pattern = '''AKIA[A-Z2-7]{16}'''
""",
    "gitleaks": """[[rules]]
id = "key"
description = "A key."
regex = '''\\bAKIA[A-Z2-7]{16}\\b'''
keywords = ["akia"]
""",
}


def rule_files(lines: int) -> Iterator[Case]:
    """Yield the cases that a rule of a rule file matches every line."""
    for format, text in RULES_OF_FILES.items():
        title = f"--scan, a rule in the format of {format}, {lines:,} lines with a secret"
        words = ["--scan", "--rules-file=../rules.toml"]
        yield Case(title, words, with_rules(text, committed(keys(lines, lines))), lines)


def with_rules(text: str, prepare: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return ``prepare`` with a rule file beside the repository."""

    def both(repository: Path) -> None:
        (repository.parent / "rules.toml").write_text(text)
        prepare(repository)

    return both


def matching(verb: str, rules: str, format: str, lines: int, *, same: bool = False) -> Case:
    """Return the case that every line of a file has a secret, or the same secret."""
    secrets = "the same secret" if same else "a secret"
    title = f"{verb}, {rules}, {format}, {lines:,} lines with {secrets}"
    words = [verb, f"--rules={rules}", f"--format={format}", *no_cache(verb)]
    return Case(title, words, committed(keys(1 if same else lines, lines)), lines)


def no_cache(verb: str) -> list[str]:
    return ["--no-cache"] if verb == "--scan-history" else []


def keys(secrets: int, lines: int) -> Callable[[], Iterator[bytes]]:
    """Return the content of a file of ``lines`` with so many different fake keys."""

    def content() -> Iterator[bytes]:
        for first in range(0, lines, 1_000):
            numbers = range(first, min(lines, first + 1_000))
            yield b"".join(b'key = "%b"\n' % fake_key(number % secrets) for number in numbers)

    return content


def fake_key(number: int) -> bytes:
    """Return a fake AWS key ID, different for each number."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    number = number * 0x9E3779B97F4A7C15BF58476D % (1 << 80)
    return b"AKIA" + bytes(alphabet[number >> shift & 31] for shift in range(0, 80, 5))


def repeated(filling: bytes, size: int) -> Callable[[], Iterator[bytes]]:
    """Return a content of about ``size`` bytes."""
    piece = filling * (min(PIECE, size) // len(filling))

    def content() -> Iterator[bytes]:
        for _ in range(size // len(piece)):
            yield piece

    return content


def code(size: int) -> Callable[[], Iterator[bytes]]:
    """Return a line of ``size`` bytes of generated code, with an assignment in each hundred."""
    chance = Random(1)
    names = ("key", "token", "password", "secret_key", "name", "url", "data", "value")

    def content() -> Iterator[bytes]:
        for number in range(size // 100):
            text = f'{chance.choice(names)}:"{chance.getrandbits(160):x}",{chance.random()}|'
            yield b"%b%b;" % (fake_key(number) if not number % 50 else b"", text.encode().ljust(99))

    return content


def staged(
    content: Callable[[], Iterable[bytes]], allowed: Iterable[bytes] = ()
) -> Callable[[Path], None]:
    """Return the function that stages a file with ``content``, and ``.gitallowed``."""

    def prepare(repository: Path) -> None:
        with (repository / "file").open("wb") as file:
            file.writelines(content())
        (repository / ".gitallowed").write_bytes(b"".join(b"%b\n" % line for line in allowed))
        git(repository, "add", "file", ".gitallowed")

    return prepare


def committed(
    content: Callable[[], Iterable[bytes]], allowed: Iterable[bytes] = ()
) -> Callable[[Path], None]:
    """As ``staged``, and commit them."""

    def prepare(repository: Path) -> None:
        staged(content, allowed)(repository)
        git(repository, "commit", "-q", "-m", "a file")

    return prepare


def message(size: int) -> Callable[[Path], None]:
    """Return the function that makes a commit with a message of ``size`` bytes."""

    def prepare(repository: Path) -> None:
        text = repository.parent / "message"
        with text.open("wb") as file:
            file.writelines(repeated(b"words of a message\n", size)())
        git(repository, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", str(text))

    return prepare


def tree(entries: int) -> Callable[[Path], None]:
    """Return the function that commits a secret in files of ``entries`` names."""

    def prepare(repository: Path) -> None:
        (repository / "file").write_bytes(fake_key(1) + b"\n")
        oid = git(repository, "hash-object", "-w", "file").strip()
        listing = b"".join(b"100644 blob %b\t%07d\n" % (oid, number) for number in range(entries))
        made = git(repository, "mktree", input=listing).strip().decode()
        commit = git(repository, "commit-tree", "-m", "a tree", made).strip().decode()
        git(repository, "update-ref", "HEAD", commit)

    return prepare


def with_patterns(number: int) -> Callable[[Path], None]:
    """Return the function that configures this many patterns."""

    def prepare(repository: Path) -> None:
        lines = (f"\tpatterns = prefix{one}_[0-9a-f]{{32}}\n" for one in range(number))
        with (repository / ".git/config").open("a") as config:
            config.write("[secrets]\n")
            config.writelines(lines)

    return prepare


def git(repository: Path, *words: str, input: bytes | None = None) -> bytes:
    """Run git in ``repository``."""
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *words]
    ran = subprocess.run(command, cwd=repository, check=True, stdout=subprocess.PIPE, input=input)
    return ran.stdout


# The folder of a case is kept for the second run.
_LAST: dict[str, tempfile.TemporaryDirectory[str]] = {}


def measure(case: Case) -> None:
    """Run ``case`` and print a line."""
    key = case.name.replace("second", "first")
    if key not in _LAST:
        _LAST.clear()
        _LAST[key] = tempfile.TemporaryDirectory()
        folder = Path(_LAST[key].name)
        (folder / "repository").mkdir()
        git(folder / "repository", "init", "-q", "-b", "main")
        case.prepare(folder / "repository")
    folder = Path(_LAST[key].name)
    environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    environment["GIT_CONFIG_GLOBAL"] = str(folder / "config")
    started = time.monotonic()
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            [*OURS, *case.words],
            cwd=folder / "repository",
            stdout=out,
            stderr=err,
            env=environment,
        )
        with watched(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
    process.returncode = status = os.waitstatus_to_exitcode(status)
    seconds, processor = time.monotonic() - started, used.ru_utime + used.ru_stime
    each = processor / case.units * 1e6
    failed = f"  status {status}" if status not in (0, 1) else ""
    print(
        f"{case.name:58}{seconds:9.2f}{processor:9.2f}{each:13.2f}{each / watch.slowness:14.2f}"
        f"{watch.peak:7.0f}{failed}",
        flush=True,
    )


class Watch:
    """The observation of a process: its peak memory in MiB, and the slowness of the processor."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._loops = [loop_seconds()]

    def look(self, pid: int, number: int) -> None:
        """Look at process ``pid``, for the time ``number``."""
        self.peak = max(self.peak, anonymous(pid))
        if number % 50 == 0:
            self._loops.append(loop_seconds())

    @property
    def slowness(self) -> float:
        """The time of the fixed loop, divided by that on an idle machine."""
        return statistics.median(self._loops) / (ROUNDS * ROUND_SECONDS)


@contextmanager
def watched(pid: int) -> Iterator[Watch]:
    """Watch process ``pid`` (Linux)."""
    watch, stop = Watch(), threading.Event()

    def look() -> None:
        number = 0
        while not stop.wait(0.01):
            number += 1
            watch.look(pid, number)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()


def loop_seconds() -> float:
    """Return the processor time of the fixed loop in this thread."""
    started = time.thread_time()
    seen: dict[int, int] = {}
    key = 0
    for number in range(ROUNDS):
        key = (key * 31 + number) & 0xFFFF
        seen[key] = number
    return time.thread_time() - started


def anonymous(pid: int) -> float:
    """Return the anonymous memory of a process in MiB; 0 if it is unknown."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines() if line.startswith("RssAnon:"))
    return next((int(words[1]) / 1024 for words in lines), 0.0)


if __name__ == "__main__":
    sys.exit(main())
