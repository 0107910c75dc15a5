"""Generated histories for the pack reader, and the matches that a reader of whole objects finds."""

from __future__ import annotations

import random
import re
import subprocess
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from git_secrets_py.audit import object_list
from git_secrets_py.audit.model import Workspace
from git_secrets_py.audit.pack_reading import open_packs, read_packs
from git_secrets_py.audit.reading import Reading
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository
from git_secrets_py.model import MatchedLine, Origin, Pattern
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.table import claim
from git_secrets_py.packs.walker import Walker

SECRET = rb"SECRET-[0-9]+"
Lines = list[bytes]
Change = Callable[[random.Random, Lines], Lines]
REPACKS = {
    "deep": ("repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=50"),
    "shallow": ("repack", "-q", "-a", "-d", "-f", "--depth=1", "--window=10"),
    "by ID": ("-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f"),
    "several packs": ("-c", "pack.packSizeLimit=1m", "repack", "-q", "-a", "-d", "-f"),
}


def line(chance: random.Random) -> bytes:
    """Return a line of text with its line end."""
    return b"%x %x" % (chance.getrandbits(64), chance.getrandbits(64)) + b"\n"


def place(chance: random.Random, lines: Lines) -> int:
    return chance.randrange(len(lines) + 1)


def grow(chance: random.Random, lines: Lines) -> Lines:
    at = place(chance, lines)
    return [*lines[:at], *(line(chance) for _ in range(chance.randrange(1, 8))), *lines[at:]]


def cut(chance: random.Random, lines: Lines) -> Lines:
    at = place(chance, lines)
    return [*lines[:at], *lines[at + chance.randrange(1, 5) :]]


def move(chance: random.Random, lines: Lines) -> Lines:
    one, two = sorted((place(chance, lines), place(chance, lines)))
    return [*lines[two:], *lines[one:two], *lines[:one]]


def repeat(chance: random.Random, lines: Lines) -> Lines:
    at = place(chance, lines)
    return [*lines, *lines[at : at + 30]]


def lose_line_end(chance: random.Random, lines: Lines) -> Lines:
    return [*lines[:-1], lines[-1].rstrip(b"\n")] if lines else lines


def plant(chance: random.Random, lines: Lines) -> Lines:
    at = place(chance, lines)
    return [*lines[:at], b"a SECRET-%d b\n" % chance.randrange(1000), *lines[at:]]


def plant_half(chance: random.Random, lines: Lines) -> Lines:
    at = place(chance, lines)
    half = chance.choice([b"SEC", b"SECRET", b"SECRET-", b"RET-1", b"-12"])
    return [*lines[:at], half + chance.choice([b"", b"\n"]), *lines[at:]]


def complete(chance: random.Random, lines: Lines) -> Lines:
    """Insert bytes within a line that may complete a half, or break a whole."""
    if not lines:
        return lines
    at = chance.randrange(len(lines))
    text = lines[at]
    inside = chance.randrange(len(text) + 1)
    piece = chance.choice([b"RET-1", b"-7", b"7", b"SECRET", b"\n", b"\r", b" "])
    return [*lines[:at], text[:inside] + piece + text[inside:], *lines[at + 1 :]]


def join(chance: random.Random, lines: Lines) -> Lines:
    """Remove a line end."""
    if not lines:
        return lines
    at = chance.randrange(len(lines))
    return [*lines[:at], lines[at].rstrip(b"\n"), *lines[at + 1 :]]


def remove_secrets(chance: random.Random, lines: Lines) -> Lines:
    return [one for one in lines if b"SECRET" not in one]


def become_binary(chance: random.Random, lines: Lines) -> Lines:
    at = place(chance, lines)
    return [*lines[:at], chance.choice([b"\0", b"\xff", b"\0" * 40 + b"\n"]), *lines[at:]]


def become_text(chance: random.Random, lines: Lines) -> Lines:
    return [one.translate(None, b"\0\xff") for one in lines]


def widen(chance: random.Random, lines: Lines) -> Lines:
    """Change the encoding to UTF-16, or back."""
    content = b"".join(lines)
    if content.startswith(b"\xff\xfe"):
        return [content[2:].decode("utf-16-le", "replace").encode()]
    return [b"\xff\xfe" + content.decode("latin-1").encode("utf-16-le")]


def empty(chance: random.Random, lines: Lines) -> Lines:
    return []


COMMON: tuple[Change, ...] = (grow, cut, move, repeat, complete, join, plant_half, lose_line_end)
RARE: tuple[Change, ...] = (plant, remove_secrets, become_binary, become_text, widen, empty)


def write_history(
    path: Path, seed: int, *, files: int = 6, versions: int = 25, branch: bytes = b"main"
) -> None:
    """Write a random history into the repository at ``path``."""
    importer = ["git", "-C", str(path), "fast-import", "--quiet"]
    stream = b"".join(_commits(random.Random(seed), files, versions, branch))
    subprocess.run(importer, input=stream, check=True)


def _commits(chance: random.Random, files: int, versions: int, branch: bytes) -> Iterator[bytes]:
    contents = [[line(chance) for _ in range(chance.choice([5, 80, 300]))] for _ in range(files)]
    for number in range(versions):
        message = b"Commit %d\n%s" % (number, b"SECRET-99\n" if chance.random() < 0.05 else b"")
        yield b"commit refs/heads/%b\n" % branch
        yield b"committer A B <a@example.com> %d +0000\n" % (1_000_000_000 + number)
        yield b"data %d\n%b\n" % (len(message), message)
        for which in range(files):
            if number and chance.random() < 0.5:
                continue
            changes = [*chance.choices(COMMON, k=2), *chance.choices(RARE, k=chance.random() < 0.2)]
            for change in changes if number else ():
                contents[which] = b"".join(change(chance, contents[which])).splitlines(
                    keepends=True
                )
            content = b"".join(contents[which])
            yield b"M 100644 inline d%d/f%d\ndata %d\n%b\n" % (
                which % 2,
                which,
                len(content),
                content,
            )


def secret_matcher() -> Matcher:
    return Matcher([Pattern(SECRET, Origin("config", "a test"))])


def read_compiled(path: Path, folder: Path, *, matcher: Matcher | None = None) -> Reading:
    """Read the database of the repository at ``path`` with the compiled reader."""
    repository = Repository(Git(str(path)))
    children = ProcessGroup(repository.git)
    workspace = Workspace(repository, children, str(folder), threads=2)
    matcher = matcher or secret_matcher()
    with object_list.listing_ids(children, repository) as ids, open_packs(repository) as packs:
        listed = str(folder / "listed")
        return read_packs(packs, ids, matcher, workspace, lambda progress: None, listed)


def matches_found(
    folder: Path, oids: Iterable[bytes], pattern: re.Pattern[bytes], *, budget: int, lines: int
) -> tuple[set[bytes], set[bytes]]:
    """Return the objects ``oids`` that match, and those left to git.

    They are in the packs of the object directory ``folder``.
    """
    found: set[bytes] = set()

    def judge(number: int, oid: bytes, kind: bytes, content: bytes) -> bool:
        if pattern.search(content):
            found.add(oid)
        return oid in found

    opened = OpenPacks([str(folder).encode()], 20)
    try:
        claim(opened.packs, bytes.fromhex(b"".join(sorted(oids)).decode()), 20)
        opened.link()
        walker = Walker(opened.packs, 1 << 16, budget, 4 << 20, lines)
        while (text := walker.next()) is not None:
            starts = walker.starts()
            places = (found.start() for found in pattern.finditer(text))
            walker.examine(
                {bisect_right(starts, at, 0, len(starts) - 1) - 1 for at in places}, judge
            )
        return found, {oid for pack in opened.packs for oid in pack.leftovers()}
    finally:
        opened.close()


def contents(path: Path) -> dict[bytes, bytes]:
    """Return all objects but trees, by ID."""
    command = ["git", "-C", str(path), "cat-file", "--batch-all-objects", "--batch", "--buffer"]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    found, at = {}, 0
    while at < len(output):
        header = output[at : output.index(b"\n", at)]
        oid, kind, size = header.split()
        start = at + len(header) + 1
        at = start + int(size) + 1
        if kind != b"tree":
            found[oid] = output[start : at - 1]
    return found


def read_naively(path: Path, *, matcher: Matcher | None = None) -> tuple[set[bytes], set[bytes]]:
    """Return the IDs of the objects that match, and of the binary ones, each read whole."""
    scanner = Scanner(matcher or secret_matcher())
    matched, binaries = set(), set()
    for oid, content in contents(path).items():
        items = list(scanner.scan([content]))
        matched |= {oid for item in items if isinstance(item, MatchedLine)}
        binaries |= {oid for item in items if not isinstance(item, MatchedLine)}
    return matched, binaries
