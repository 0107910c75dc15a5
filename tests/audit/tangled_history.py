"""Generated histories in which the same blobs come, go and move, over branches and merges."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from auditing import secret

BRANCHES = [b"refs/heads/a", b"refs/heads/b", b"refs/heads/c", b"refs/remotes/origin/a"]
_IDENTITY = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.com")
FOLDERS = [b"", b"d/", b"d/e/", b"f/"]
NAMES = [b"%b%b" % (folder, name) for folder in FOLDERS for name in (b"x", b"y", b"z")]
# A few contents, so that the same blob is at several paths and comes again.
CONTENTS = [secret(number) + b"\n" for number in range(6)] + [b"clean\n", b"plain\n"]


class Writer:
    """Writes a random history as a stream for ``git fast-import``."""

    def __init__(self, chance: random.Random, digits: int) -> None:
        """``digits`` is the length of an ID."""
        self._chance = chance
        self._submodules = [b"%0*x" % (digits, number) for number in (1, 2)]
        self._tips: dict[bytes, int] = {}
        self._trees: dict[int, dict[bytes, bytes]] = {}
        self.stream: list[bytes] = []

    def commit(self, number: int) -> None:
        """Add commit ``number`` on a random branch, often as a merge."""
        chance = self._chance
        branch = chance.choice(BRANCHES)
        others = [tip for name, tip in self._tips.items() if name != branch]
        merged = sorted({one for one in others if chance.random() < 0.15})
        first = [self._tips[branch]] if branch in self._tips else merged[:1]
        parents = list(dict.fromkeys([*first, *merged]))
        files = self._joined(parents)
        for _ in range(chance.choice([0, 0, 1, 1, 2, 4])):
            self._change(files)
        self._write(number, branch, parents, files)
        self._tips[branch] = number
        self._trees[number] = files

    def _joined(self, parents: list[int]) -> dict[bytes, bytes]:
        """Return the files of a merge: those of any parent."""
        files: dict[bytes, bytes] = {}
        for parent in parents:
            files.update(self._trees[parent])
        if len(parents) > 1 and self._chance.random() < 0.5:
            files = dict(self._trees[parents[0]])
        return files

    def _change(self, files: dict[bytes, bytes]) -> None:
        chance = self._chance
        kind = chance.randrange(5)
        if kind == 0 and files:
            del files[chance.choice(sorted(files))]
        elif kind == 1 and files:  # rename
            files[chance.choice(NAMES)] = files.pop(chance.choice(sorted(files)))
        elif kind == 2:  # move a folder
            moved = {name: one for name, one in files.items() if name.startswith(b"d/")}
            for name in moved:
                del files[name]
            files.update((b"moved/" + name, one) for name, one in moved.items())
        else:
            files[chance.choice(NAMES)] = chance.choice(CONTENTS)

    def _write(
        self, number: int, branch: bytes, parents: list[int], files: dict[bytes, bytes]
    ) -> None:
        message = b"message %d" % number
        if self._chance.random() < 0.1:
            message = secret(100 + number)
        self.stream.append(
            b"commit %b\nmark :%d\ncommitter A <a@example.com> %d +0000\ndata %d\n%b\n"
            % (branch, number, 10**9 + self._chance.randrange(50), len(message), message)
        )
        words = [b"from", *[b"merge"] * len(parents)]
        for word, parent in zip(words, parents, strict=False):
            self.stream.append(b"%b :%d\n" % (word, parent))
        self.stream.append(b"deleteall\n")
        for name, content in files.items():
            mode = self._chance.choice([b"100644"] * 9 + [b"100755"])
            self.stream.append(
                b"M %b inline %b\ndata %d\n%b\n" % (mode, name, len(content), content)
            )
        if self._chance.random() < 0.3:
            self.stream.append(b"M 160000 %b sub\n" % self._chance.choice(self._submodules))


def write_tangled(path: Path, seed: int, *init: str, commits: int = 30) -> random.Random:
    """Make a bare repository at ``path``; return the generator for more choices."""
    chance = random.Random(seed)
    writer = Writer(chance, 64 if "--object-format=sha256" in init else 40)
    for number in range(1, commits + 1):
        writer.commit(number)
    git(path, "init", "-q", "--bare", "-b", "a", *init, str(path))
    git(path, "fast-import", "--quiet", "--force", stdin=b"".join(writer.stream))
    heads = git(path, "for-each-ref", "--format=%(refname)").split()
    blobs = git(path, "rev-list", "--all", "--objects", "--filter=object:type=blob")
    name_something(path, chance, heads, [line.split()[0] for line in blobs.splitlines()])
    return chance


def name_something(
    path: Path, chance: random.Random, heads: list[bytes], blobs: list[bytes]
) -> None:
    """Tag a tree and a new blob, delete a branch, so that commits become unreachable."""
    git(path, "tag", "tree", heads[0] + b"^{tree}")
    blob = git(path, "hash-object", "-w", "--stdin", stdin=secret(50)).strip()
    git(path, "tag", "-a", "-m", "tagged " + secret(51).decode(), "blob", blob)
    git(path, "hash-object", "-w", "--stdin", stdin=secret(52))
    git(path, "tag", "known", chance.choice(blobs)) if blobs else None
    if len(heads) > 1:
        git(path, "update-ref", "-d", chance.choice(heads[1:]))
    staged = b"100644 %b\tstaged\n" % blob
    git(path, "update-index", "--add", "--index-info", stdin=staged)


def git(path: Path, *arguments: str | bytes, stdin: bytes = b"") -> bytes:
    """Run git in ``path``; return its output."""
    where = [] if arguments[0] == "init" else ["-C", str(path)]
    return subprocess.run(
        ["git", *where, *_IDENTITY, *arguments], input=stdin, stdout=subprocess.PIPE, check=True
    ).stdout
