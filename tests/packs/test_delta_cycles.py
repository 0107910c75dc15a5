"""A pack whose deltas form a cycle ends an audit; git would follow them forever."""

from __future__ import annotations

import shutil
import zlib
from importlib.util import find_spec

import pytest
from deltas import Entry, delta, header, write_entries
from histories import REPACKS, write_history
from support import Repo

from git_secrets_py.git import Git, delta_cycles
from git_secrets_py.git.delta_cycles import Watch, cyclic_object
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository
from git_secrets_py.git.spawn import PIPE

IS_COMPILED = find_spec("git_secrets_py.packs.walker") is not None
ENGINES = ["compiled", "python"] if IS_COMPILED else ["python"]
FIRST, SECOND, THIRD = b"\x11" * 20, b"\x22" * 20, b"\x33" * 20
TEXT = b"".join(b"line %d\n" % line for line in range(100))
CODE, _ = delta(TEXT, [(0, len(TEXT)), b"more\n"])


def by_id(name: bytes, base: bytes) -> Entry:
    return Entry(name, header(7, len(CODE)) + base + zlib.compress(CODE))


def by_distance(name: bytes, distance: int) -> Entry:
    code = (
        bytes([distance]) if distance < 128 else bytes([distance - 128 >> 7 | 128, distance & 127])
    )
    return Entry(name, header(6, len(CODE)) + bytes(code) + zlib.compress(CODE))


WHOLE = Entry(THIRD, header(3, len(TEXT)) + zlib.compress(TEXT))
CYCLES = {
    "on itself": [WHOLE, by_id(FIRST, FIRST)],
    "of two": [by_id(FIRST, SECOND), by_id(SECOND, FIRST), WHOLE],
    "below": [by_id(FIRST, SECOND), by_id(SECOND, SECOND), WHOLE],
    "with a distance": [
        by_id(FIRST, SECOND),
        by_distance(SECOND, len(by_id(FIRST, SECOND).stored)),
        WHOLE,
    ],
}
CHAINS = {
    "a chain": [by_id(FIRST, SECOND), by_id(SECOND, THIRD), WHOLE],
    "no base": [by_id(FIRST, SECOND), WHOLE],
    "a distance of 0": [by_id(FIRST, SECOND), by_distance(SECOND, 0), WHOLE],
    "a distance beyond the start": [by_id(FIRST, SECOND), by_distance(SECOND, 16000), WHOLE],
}


def found_in(repo: Repo) -> bytes:
    return cyclic_object(Repository(Git(str(repo.path))))


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("kind", CYCLES)
def test_a_cycle_is_found(repo: Repo, kind: str, version: int) -> None:
    write_entries(repo.path / ".git/objects/pack", CYCLES[kind], version)
    assert found_in(repo) == FIRST.hex().encode()


def test_the_search_ends_once_it_is_moot(repo: Repo) -> None:
    write_entries(repo.path / ".git/objects/pack", [WHOLE, by_id(FIRST, FIRST)])
    assert cyclic_object(Repository(Git(str(repo.path))), lambda: True) == b""


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("kind", CHAINS)
def test_a_chain_that_ends_is_no_cycle(repo: Repo, kind: str, version: int) -> None:
    write_entries(repo.path / ".git/objects/pack", CHAINS[kind], version)
    assert found_in(repo) == b""


@pytest.mark.parametrize("repack", REPACKS)
def test_packs_of_git_have_no_cycle(repo: Repo, repack: str) -> None:
    write_history(repo.path, 1)
    repo.git(*REPACKS[repack])
    assert found_in(repo) == b""


def test_a_damaged_pack_or_index_does_no_harm(repo: Repo) -> None:
    folder = repo.path / ".git/objects/pack"
    for file in ("pack", "idx"):
        write_entries(folder, CYCLES["of two"])
        (path,) = folder.glob(f"*.{file}")
        content = path.read_bytes()
        for size in range(0, len(content), 7):
            path.write_bytes(content[:size])
            found_in(repo)


def test_a_search_in_a_repository_that_has_been_removed_ends(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delta_cycles, "_PATIENCE", 0.01)
    git = Git(str(repo.path))
    with ProcessGroup(git).start("cat-file", "--batch", stdin=PIPE) as silent:
        shutil.rmtree(repo.path / ".git")
        watch = Watch(git, silent)
        watch.run()
        watch.check()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", CYCLES)
def test_a_cycle_ends_an_audit(
    repo: Repo, kind: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", "clean\n")
    write_entries(repo.path / ".git/objects/pack", CYCLES[kind])
    monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
    monkeypatch.setattr(delta_cycles, "_PATIENCE", 0.1)
    result = repo.call("--scan-history", "--rules", "aws")
    name = FIRST.hex()
    assert (result.status, result.err) == (
        2,
        f"git secrets: object {name}: its deltas form a cycle; run 'git fsck'\n".encode(),
    )
