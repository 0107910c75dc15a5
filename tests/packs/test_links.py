"""The compiled connectivity check misses no link to a missing object."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from deltas import delta, header, invalid_deltas, number
from histories import REPACKS
from test_damaged_packs import FIRST, INVALID, SECOND, WIDTH, Packed, mutated, open_pack, pack_of

sys.path.append(str(Path(__file__).parents[1] / "audit"))
from auditing import audit
from tangled_history import git, write_tangled

from git_secrets_py.audit import links, object_list, pack_filtering
from git_secrets_py.audit.links import follow
from git_secrets_py.audit.model import Workspace
from git_secrets_py.audit.pack_reading import open_packs
from git_secrets_py.audit.roots import Roots
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository
from git_secrets_py.packs.history import History
from git_secrets_py.packs.links import LinkChecker
from git_secrets_py.packs.objects import Objects
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.pack import Pack
from git_secrets_py.packs.table import DamagedPackError
from git_secrets_py.temporary import temporary_file

EMPTY_TREE = bytes.fromhex("4b825dc642cb6eb9a060e54bf8d69288fbee4904")
BLOB, TREE = 3, 2
NO_ROOTS = Roots({}, [], {}, [], [])


def listed(path: Path) -> list[bytes]:
    """Return the packed IDs of all objects, ascending."""
    repository = Repository(Git(str(path)))
    width = len(repository.empty_tree) // 2
    ids = b"".join(object_list.all_ids(ProcessGroup(repository.git), repository))
    return [ids[at : at + width] for at in range(0, len(ids), width)]


def closed(path: Path, folder: Path, ids: list[bytes]) -> bool:
    """Return the conclusion of an audit if ``ids`` are all objects."""
    repository = Repository(Git(str(path)))
    workspace = Workspace(repository, ProcessGroup(repository.git), str(folder), 2)
    (folder / "listed").write_bytes(b"".join(ids))
    with open_packs(repository) as packs:
        return follow(packs, workspace, str(folder / "listed"), {}, NO_ROOTS).are_complete


def check(
    packs: list[Pack], ids: list[bytes], blobs: set[bytes], at_once: int = 1 << 20
) -> Objects:
    """Check the links in ``packs``, which are linked, as if ``ids`` were all objects."""
    objects = Objects(b"".join(sorted(ids)), len(EMPTY_TREE), EMPTY_TREE, packs, at_once)
    for blob in blobs.intersection(ids):
        objects.record(blob, BLOB)
    visit(objects)
    return objects


def visit(objects: Objects, second: int = 0) -> list[bytes]:
    """Visit all objects; return the records of parts, commits and trees."""
    checker = LinkChecker(objects, 1 << 20, second)
    with ExitStack() as stack:
        files = [stack.enter_context(temporary_file()) for _ in range(3)]
        checker.record_to(*[file.fileno() for file in files])
        while checker.run():
            pass
        checker.flush()
        return [file.read() for file in files if file.seek(0) == 0]


def trace(pack: Pack, ids: list[bytes]) -> None:
    """Trace all blobs among the objects ``ids``, if that is possible."""
    objects = Objects(b"".join(ids), len(EMPTY_TREE), EMPTY_TREE, [pack])
    objects.want(ids)
    parts, commits, _ = visit(objects)
    if objects.spread(parts):
        _, _, trees = visit(objects, 7)
        try:
            history = History(objects, commits, trees)
            history.order(ids)
            history.changes()
            history.reached(ids, ids)
        except ValueError:
            pass  # history is not sound


@pytest.mark.parametrize(
    ("repack", "init"),
    [*((repack, ()) for repack in REPACKS), ("deep", ("--object-format=sha256",))],
)
def test_nothing_is_missing_from_a_whole_database(
    tmp_path: Path, repack: str, init: tuple[str, ...]
) -> None:
    write_tangled(tmp_path / "repo", 3, *init, commits=40)
    git(tmp_path / "repo", *REPACKS[repack])
    assert closed(tmp_path / "repo", tmp_path, listed(tmp_path / "repo"))


def test_loose_objects_count(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    write_tangled(path, 4, commits=5)
    blob = git(path, "hash-object", "-w", "--stdin", stdin=b"loose").strip()
    tree = git(path, "mktree", stdin=b"100644 blob %b\tname\n" % blob).strip()
    git(path, "commit-tree", "-m", "message", tree)
    ids = listed(path)
    assert closed(path, tmp_path, ids)
    for gone in blob, tree:
        assert not closed(path, tmp_path, [oid for oid in ids if oid.hex().encode() != gone])


def test_of_a_commit_only_the_header_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "repo"
    write_tangled(path, 4, commits=2)
    tree = git(path, "mktree").strip()
    parent = git(path, "commit-tree", "-m", "parent", tree).strip()
    git(path, "commit-tree", "-p", parent, "-m", "a long message\n" * 5_000, tree)
    ids = listed(path)
    monkeypatch.setattr(links, "_LARGEST", 1_000)
    assert closed(path, tmp_path, ids)
    assert not closed(path, tmp_path, [oid for oid in ids if oid.hex().encode() != parent])
    monkeypatch.setattr(links, "_LARGEST", 10)
    assert not closed(path, tmp_path, ids)


def wide_history(path: Path) -> None:
    """Write commits with a folder of 60 files, so that its trees are deltas."""
    chance = random.Random(5)
    stream, files = [], {number: number for number in range(60)}
    for commit in range(40):
        files[chance.randrange(70)] = chance.randrange(1000)
        files.pop(chance.randrange(70), None)
        stream.append(b"commit refs/heads/a\ncommitter A <a@b> %d +0000\ndata 1\nx\n" % commit)
        for name, content in sorted(files.items()):
            text = b"content %d" % content
            stream.append(b"M 100644 inline d/%d\ndata %d\n%b\n" % (name, len(text), text))
    git(path, "init", "-q", "--bare", str(path))
    git(path, "fast-import", "--quiet", stdin=b"".join(stream))
    git(path, *REPACKS["deep"])


def test_each_missing_object_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    wide_history(path)
    ids = listed(path)
    bases = git(path, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(deltabase)")
    assert (
        sum(
            line.startswith(b"tree ") and line[5:].strip(b"0") != b"" for line in bases.split(b"\n")
        )
        > 20
    )
    tip = bytes.fromhex(git(path, "rev-parse", "a").decode())
    opened = OpenPacks([os.fsencode(path / "objects")], 20)
    opened.link()
    try:
        assert check(opened.packs, ids, set()).is_complete
        assert check(opened.packs, ids, set()).unchecked() == []
        for gone in set(ids) - {tip}:
            assert not check(opened.packs, [oid for oid in ids if oid != gone], set()).is_complete
    finally:
        opened.close()


def tricky_id(chance: random.Random, start: int) -> bytes:
    """Return an ID that holds the beginning of an entry, so that trees can be read in two ways."""
    text = b"100644 %c\0" % chance.choice(b"abc")
    return (b"q" * start + text + bytes(chance.choices(b"uvwx", k=20)))[:20]


def entries(tree: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the offset and the ID of each entry; raises ``ValueError`` for an invalid tree."""
    at = 0
    while at < len(tree):
        nul = tree.index(b"\0", at)
        mode, space, name = tree[at:nul].partition(b" ")
        if not space or not name or not mode or mode.strip(b"01234567") or nul + 21 > len(tree):
            raise ValueError
        if len(mode) > 8:
            raise ValueError
        yield at, tree[nul + 1 : nul + 21]
        at = nul + 21


def random_tree(chance: random.Random, base: bytes) -> tuple[bytes, bytes]:
    """Return a delta with copies of any alignment, and the valid tree that it makes."""
    starts = [at for at in range(len(base)) if base[at : at + 7] == b"100644 "]
    while True:
        instructions, target = b"", b""
        for _ in range(chance.randrange(1, 5)):
            start = chance.choice([*starts, chance.randrange(len(base))])
            stop = chance.choice([*starts, len(base), start + 29, start + 58])
            stop = min(stop, len(base))
            if stop > start:
                size = stop - start
                instructions += b"\xbf" + start.to_bytes(4, "little") + size.to_bytes(2, "little")
                target += base[start:stop]
            if chance.random() < 0.4:
                text = b"100644 z\0" + tricky_id(chance, chance.randrange(3))
                text = text[: chance.choice([len(text), len(text), 7])]
                instructions += bytes([len(text)]) + text
                target += text
        try:
            if target and list(entries(target)):
                return number(len(base)) + number(len(target)) + instructions, target
        except ValueError:
            continue


def tree_id(content: bytes) -> bytes:
    return hashlib.sha1(b"tree %d\0" % len(content) + content).digest()


def write_trees(chance: random.Random, folder: Path) -> dict[bytes, bytes]:
    """Write a pack of a tree and of deltas in a chain; return all by ID."""
    names, start = b"abcdefghijkl", chance.randrange(3)
    base = b"".join(b"100644 %c\0" % name + tricky_id(chance, start) for name in names)
    contents, packed = [base], [header(TREE, len(base)) + zlib.compress(base)]
    for _ in range(6):
        delta, target = random_tree(chance, contents[-1])
        if target not in contents:
            packed.append(header(7, len(delta)) + tree_id(contents[-1]) + zlib.compress(delta))
            contents.append(target)
    pack = b"PACK" + (2).to_bytes(4, "big") + len(packed).to_bytes(4, "big") + b"".join(packed)
    folder.joinpath("pack").mkdir()
    path = folder / "pack" / "a.pack"
    path.write_bytes(pack + hashlib.sha1(pack).digest())
    subprocess.run(["git", "index-pack", str(path)], check=True, capture_output=True)
    return {tree_id(content): content for content in contents}


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_objects_are_numbered_in_shares_of_any_size(tmp_path: Path, at_once: int) -> None:
    trees = write_trees(random.Random(0), tmp_path)
    blobs = {oid for content in trees.values() for _, oid in entries(content)}
    opened = OpenPacks([os.fsencode(tmp_path)], 20)
    try:
        opened.link()
        numbered = check(opened.packs, [*trees, *blobs], blobs, at_once)
        assert (numbered.is_complete, numbered.unchecked()) == (True, [])
        assert numbered.without_type() == []
        for gone in blobs:
            rest = [*trees, *(blobs - {gone})]
            assert not check(opened.packs, rest, blobs, at_once).is_complete
    finally:
        opened.close()


@pytest.mark.parametrize("seed", range(20))
def test_no_entry_of_a_random_delta_is_missed(tmp_path: Path, seed: int) -> None:
    trees = write_trees(random.Random(seed), tmp_path)
    blobs = {oid for content in trees.values() for _, oid in entries(content)}
    opened = OpenPacks([os.fsencode(tmp_path)], 20)
    try:
        opened.link()
        (pack,) = opened.packs
        everything = check([pack], [*trees, *blobs], blobs)
        assert (everything.is_complete, everything.unchecked()) == (True, [])
        for gone in blobs:
            rest = [*trees, *(blobs - {gone})]
            assert not check([pack], rest, blobs).is_complete
    finally:
        opened.close()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> list[Packed]:
    """Small packs of trees, commits and tags."""
    found = []
    for seed, repack in enumerate((REPACKS["deep"], REPACKS["by ID"])):
        path = tmp_path_factory.mktemp("packs") / "repo"
        write_tangled(path, seed, commits=10)
        git(path, *repack)
        (pack,) = (path / "objects/pack").glob("*.pack")
        found.append(Packed(pack.read_bytes(), pack.with_suffix(".idx").read_bytes()))
    return found


def check_damaged(one: Packed, folder: Path) -> None:
    """Check the links of a pack, with the IDs of its index."""
    try:
        with open_pack(one, folder) as pack:
            pack.link()
            names = one.index[1032 : 1032 + 20 * pack.count]
            ids = sorted({names[at : at + 20] for at in range(0, len(names) // 20 * 20, 20)})
            check([pack], ids, set()).unchecked()
            trace(pack, ids)
    except DamagedPackError:
        pass


BLOBS = [bytes([number]) * WIDTH for number in (0x33, 0x44)]
FILES = [b"100644 %d\0" % number + blob for number, blob in enumerate(BLOBS)]


@pytest.mark.parametrize("kind", ["valid", *INVALID])
def test_an_invalid_delta_of_a_tree_is_unchecked(tmp_path: Path, kind: str) -> None:
    valid, _ = delta(FILES[0], [(0, len(FILES[0])), FILES[1]])
    code = {"valid": valid, **invalid_deltas(*FILES)}[kind]
    with open_pack(pack_of(TREE, FILES[0], code, len(code)), tmp_path) as pack:
        pack.link()
        objects = check([pack], [FIRST, SECOND, *BLOBS], set(BLOBS))
    assert objects.unchecked() == ([] if kind == "valid" else [SECOND])


def test_damaged_packs_never_crash(packed: list[Packed], tmp_path: Path) -> None:
    chance = random.Random(9)
    for _ in range(1_500):
        check_damaged(mutated(chance, chance.choice(packed)), tmp_path)


@pytest.mark.soak
def test_many_damaged_packs(packed: list[Packed], tmp_path: Path) -> None:
    chance = random.Random(10)
    for _ in range(500_000):
        check_damaged(mutated(chance, chance.choice(packed)), tmp_path)


def test_an_interruption_while_the_threads_start_ends_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tangled(tmp_path / "repo", 3, commits=5)
    git(tmp_path / "repo", *REPACKS["deep"])
    threads: list[threading.Thread] = []
    is_joined = threading.Event()

    class Interrupted(threading.Thread):
        def start(self) -> None:
            super().start()
            threads.append(self)
            raise KeyboardInterrupt

        def join(self, timeout: float | None = None) -> None:
            is_joined.set()
            super().join(timeout)

    def work(filtering: pack_filtering.PackFiltering, _: object) -> None:
        while not filtering._is_stopped:
            threading.Event().wait(0.001)
        is_joined.wait(10)

    monkeypatch.setattr(pack_filtering, "threading", SimpleNamespace(Thread=Interrupted))
    monkeypatch.setattr(pack_filtering.PackFiltering, "_work", work)
    assert not audit(tmp_path / "repo").complete
    assert [thread.is_alive() for thread in threads] == [False]
