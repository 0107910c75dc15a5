"""Build the histories that ``audit.py`` measures.

    python benchmarks/history.py releases REPOSITORY PACKAGE[:COUNT]... [--hunks]
    python benchmarks/history.py synthetic REPOSITORY [--commits N] [--words N] [--secrets N]

``releases`` commits each release of packages on PyPI, so that blobs, deltas and trees are those of
real projects. With ``--hunks``, each hunk of the difference between two releases of a file is a
commit of its own, about as developers made them. ``synthetic`` generates a history of any length
from words. Both write a bare repository with ``git fast-import``.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import hashlib
import itertools
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
FILES = 2_000
# Eight bytes each: 12 KB a file, about the average in the history of large projects.
WORDS_IN_A_FILE = 1_500


def main() -> int:
    """Read the command line and build the repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    modes = parser.add_subparsers(dest="mode", required=True)
    releases = modes.add_parser("releases")
    releases.add_argument("repository", type=Path)
    releases.add_argument("packages", nargs="+", metavar="PACKAGE[:COUNT]")
    releases.add_argument("--hunks", action="store_true", help="commit each hunk by itself")
    synthetic = modes.add_parser("synthetic")
    synthetic.add_argument("repository", type=Path)
    synthetic.add_argument("--commits", type=int, default=100_000)
    synthetic.add_argument("--words", type=int, default=WORDS_IN_A_FILE, help="in each file")
    synthetic.add_argument("--secrets", type=int, default=0, help="fake keys, evenly spread")
    options = parser.parse_args()
    if options.mode == "releases":
        commits = hunk_commits if options.hunks else release_commits
        build(options.repository, commits(options.packages))
        # Without -f, git keeps the objects that fast-import stored without a delta.
        subprocess.run(["git", "-C", options.repository, "repack", "-adfq"], check=True)
    else:
        stream = synthetic_commits(options.commits, options.words, options.secrets)
        build(options.repository, stream)
    return 0


def build(repository: Path, stream: Iterable[bytes]) -> None:
    """Create a bare repository from a fast-import stream."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", repository], check=True)
    command = ["git", "-C", str(repository), "fast-import", "--quiet", "--depth=20"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as importer:
        assert importer.stdin is not None
        importer.stdin.writelines(stream)
        importer.stdin.close()
        if importer.wait():
            raise SystemExit("git fast-import failed")


def commit_head(number: int, message: str) -> bytes:
    """Return the header of commit ``number``, dated one hour after the previous one."""
    text = message.encode()
    when = 1_000_000_000 + 3_600 * number
    return b"commit refs/heads/main\ncommitter A B <a@example.com> %d +0000\ndata %d\n%s\n" % (
        when,
        len(text),
        text,
    )


def file_change(path: str, content: bytes) -> bytes:
    """Return the change that sets the file ``path``."""
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)


def release_commits(packages: list[str]) -> Iterator[bytes]:
    """Yield a commit for each release of each package, oldest first, alternating packages."""
    for number, (wheel, package) in enumerate(all_wheels(packages)):
        yield commit_head(number, f"Release {wheel.name}\n")
        yield b"D %s\n" % package.encode()
        for path, content in wheel_files(wheel, package):
            yield file_change(path, content)


def hunk_commits(packages: list[str]) -> Iterator[bytes]:
    """Yield a commit for each hunk in which a file differs from the previous release.

    Files that appear, disappear or are not text change in the commit of the release.
    """
    before: dict[str, dict[str, bytes]] = {}
    number = 0
    for wheel, package in all_wheels(packages):
        old, new = before.get(package, {}), dict(wheel_files(wheel, package))
        before[package] = new
        for path in sorted(old.keys() & new.keys()):
            for content in steps(old[path], new[path]):
                yield commit_head(number, f"Change {path}\n")
                yield file_change(path, content)
                number += 1
        yield commit_head(number, f"Release {wheel.name}\n")
        yield from (b"D %s\n" % path.encode() for path in sorted(old.keys() - new.keys()))
        for path in sorted(path for path in new if new[path] != old.get(path)):
            yield file_change(path, new[path])
        number += 1


def steps(old: bytes, new: bytes) -> Iterator[bytes]:
    """Yield the contents between ``old`` and ``new`` that have one more hunk each."""
    if old == new or b"\0" in old + new:
        return
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, before, after)
    for tag, _, end, _, until in matcher.get_opcodes():
        if tag != "equal":
            yield b"".join(after[:until] + before[end:])


def all_wheels(packages: list[str]) -> Iterator[tuple[Path, str]]:
    """Yield the wheels of ``packages``, oldest first and alternating, and their packages."""
    with tempfile.TemporaryDirectory() as folder:
        queues = [wheels(*wanted(package), Path(folder)) for package in packages]
        rounds = itertools.zip_longest(*queues)
        for wheel in (wheel for one in rounds for wheel in one if wheel is not None):
            yield wheel, wheel.name.split("-")[0]
            wheel.unlink()


def wanted(package: str) -> tuple[str, int]:
    """Split ``PACKAGE[:COUNT]``."""
    name, _, count = package.partition(":")
    return name, int(count or 1_000_000)


def wheels(name: str, count: int, folder: Path) -> Iterator[Path]:
    """Download the latest ``count`` releases of ``name``, oldest first, one at a time."""
    listing = subprocess.check_output([*PIP, "index", "versions", name], text=True)
    found = re.search(r"Available versions: (.*)", listing)
    versions = found.group(1).split(", ") if found else []
    for version in reversed(versions[:count]):
        target = folder / f"{name}-{version}"
        get = ["download", "-q", "--no-deps", "--only-binary=:all:", "--ignore-requires-python"]
        done = subprocess.run([*PIP, *get, "-d", target, f"{name}=={version}"], check=False)
        if done.returncode == 0:
            yield next(target.glob("*.whl"))


def wheel_files(wheel: Path, package: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the folder ``package``, and the content, of each file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield f"{package}/{entry.filename}", archive.read(entry)


def synthetic_commits(commits: int, size: int, secrets: int) -> Iterator[bytes]:
    """Yield ``commits`` commits, each of which changes one word in one of ``FILES`` files.

    A file has ``size`` words. The same arguments give the same history.
    """
    chance = random.Random(1)
    words = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(5_000)]
    files: dict[int, list[bytes]] = {}
    every = commits // secrets if secrets else commits + 1
    for number in range(commits):
        which = chance.randrange(FILES)
        text = files.get(which) or files.setdefault(which, chance.choices(words, k=size))
        text[chance.randrange(size)] = chance.choice(words)
        lines = [b" ".join(text[at : at + 10]) for at in range(0, size, 10)]
        if number % every == every - 1:
            lines.append(fake_key(number))
        yield commit_head(number, f"Change {number}\n")
        yield file_change(f"d{which // 100}/f{which}", b"\n".join(lines))


def fake_key(number: int) -> bytes:
    """Return a fake AWS access key ID, built at run time so that no scanner reports this file."""
    letters = base64.b32encode(hashlib.sha256(b"%d" % number).digest())
    return b"key = " + b"AKIA" + letters[:16]


if __name__ == "__main__":
    sys.exit(main())
