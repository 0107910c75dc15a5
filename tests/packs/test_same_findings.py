"""The compiled reader, git's objects read one by one, and the Python reader find the same."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from compiled_readings import read_compiled
from histories import REPACKS, SECRET, read_naively, write_history

from git_secrets_py import memory
from git_secrets_py.audit import pack_reading
from git_secrets_py.audit.audit import run
from git_secrets_py.audit.model import AuditResult, Options
from git_secrets_py.audit.reader import Reader, ReaderPool
from git_secrets_py.findings.finding import Finding
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.registry import Registry


def history(path: Path, seed: int, repack: Sequence[str], *init: str, versions: int = 25) -> Path:
    """Return a repository with a random history, packed."""
    subprocess.run(["git", "init", "-q", "--bare", *init, str(path)], check=True)
    write_history(path, seed, versions=versions)
    subprocess.run(["git", "-C", str(path), *repack], check=True)
    return path


def compare(path: Path, folder: Path) -> set[bytes]:
    """Compare the readings of a repository; return the IDs of the objects that match."""
    matched, binaries = read_naively(path)
    reading = read_compiled(path, folder)
    assert (set(reading.matched), set(reading.binaries)) == (matched, binaries)
    assert (reading.unread, reading.missing, reading.is_complete) == ({}, [], True)
    return matched


def check(path: Path, folder: Path) -> None:
    assert compare(path, folder)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("repack", REPACKS)
def test_random_histories(tmp_path: Path, repack: str, seed: int) -> None:
    number = seed + 100 * list(REPACKS).index(repack)
    check(history(tmp_path / "repo", number, REPACKS[repack]), tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_many_random_histories(tmp_path: Path, seed: int) -> None:
    repack = list(REPACKS.values())[seed % len(REPACKS)]
    # Few of them have no match.
    compare(history(tmp_path / "repo", seed, repack, versions=40), tmp_path)


def test_a_sha256_repository(tmp_path: Path) -> None:
    path = history(tmp_path / "repo", 1, REPACKS["by ID"], "--object-format=sha256")
    check(path, tmp_path)


def test_packs_with_the_same_objects_and_loose_ones(tmp_path: Path) -> None:
    path = history(tmp_path / "repo", 2, ("repack", "-q", "-d"))
    pack = subprocess.check_output(
        ["git", "-C", str(path), "rev-list", "--objects", "-5", "main"], text=True
    )
    name = str(path / "objects/pack/pack")
    subprocess.run(
        ["git", "-C", str(path), "pack-objects", "-q", name], input=pack, text=True, check=True
    )
    with (path / "objects/pack" / "garbage.pack").open("wb") as file:
        file.write(b"PACK")
    write_history(path, 3, versions=3, branch=b"other")
    check(path, tmp_path)


def test_alternates(tmp_path: Path) -> None:
    lender = history(tmp_path / "lender", 4, REPACKS["deep"])
    path = tmp_path / "borrower"
    subprocess.run(["git", "clone", "-q", "--bare", "--shared", str(lender), path], check=True)
    check(path, tmp_path)


def test_few_threads_read_large_objects_from_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    init = ReaderPool.__init__

    def counted(pool: ReaderPool, readers: Sequence[Reader]) -> None:
        threads.append(len(readers))
        init(pool, readers)

    monkeypatch.setattr(ReaderPool, "__init__", counted)
    monkeypatch.setattr(pack_reading, "_MOST_READERS", 1)
    monkeypatch.setattr(memory, "OBJECTS", 2_000)
    check(history(tmp_path / "repo", 8, REPACKS["deep"]), tmp_path)
    assert threads == [1]


def audit(path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AuditResult:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
    registry = Registry([Pattern(SECRET, Origin("config", "a test"))], [])
    return run(Repository(Git(str(path))), registry, Options(use_cache=False))


def key(finding: Finding) -> tuple[object, ...]:
    return finding.commit, finding.path, finding.line.number, finding.secret


def shown(result: AuditResult) -> list[tuple[object, ...]]:
    """Return each finding as values that can be compared."""
    return [
        (*key(one.finding), one._replace(finding=None, further=list(one.further)))
        for one in result.findings
    ]


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_whole_audits_are_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    path = history(tmp_path / "repo", seed, REPACKS["deep"])
    compiled, python = (audit(path, engine, monkeypatch) for engine in ("compiled", "python"))
    assert shown(compiled) == shown(python) != []
    assert compiled.problems == python.problems == []
    assert sorted(compiled.binaries) == sorted(python.binaries)
    for name in ("covered", "read", "missing"):
        assert getattr(compiled.counts, name) == getattr(python.counts, name), name
