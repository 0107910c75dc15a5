"""Generated histories for the pack reader, and the matches that a reader of whole objects finds."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine, Origin, Pattern

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
