"""Caches that an audit must not use: damaged ones, those of others, and links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from auditing import audit, places, registry, secret
from support import Repo
from test_cache import caches, read

from git_secrets_py.audit.cache_file import user_key


def damage_first_byte(content: bytes) -> bytes:
    return b"x" + content[1:]


def damage_an_id(content: bytes) -> bytes:
    return content[:60] + bytes([content[60] ^ 1]) + content[61:]


def damage_by_cutting(content: bytes) -> bytes:
    return content[:-1]


def damage_by_emptying(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "damage", [damage_first_byte, damage_an_id, damage_by_cutting, damage_by_emptying]
)
def test_a_damaged_cache_is_ignored_and_replaced(repo: Repo, damage) -> None:  # type: ignore[no-untyped-def]
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    (cache,) = caches(repo)
    cache.write_bytes(damage(cache.read_bytes()))
    assert read(audit(repo.path)) == (1, 1, 0)
    assert read(audit(repo.path)) == (0, 0, 3)


def test_the_cache_of_another_user_is_ignored(
    repo: Repo, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / "another-user"))
    assert audit(repo.path).counts.from_cache == 0


def test_without_a_home_directory_nothing_is_cached(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.files.cache_directory", lambda: None)
    repo.commit_file("a.txt", secret(1))
    assert [place[3] for place in places(audit(repo.path))] == ["SECRET-1"]
    assert caches(repo) == []


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_repository_is_audited_without_a_cache(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    (repo.path / ".git").chmod(0o500)
    try:
        assert len(places(audit(repo.path))) == 1
    finally:
        (repo.path / ".git").chmod(0o700)


def test_an_audit_succeeds_if_the_cache_cannot_be_written(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    (repo.path / ".git/git-secrets-py").write_text("in the way")
    assert len(places(audit(repo.path))) == 1


def test_only_the_owner_can_read_key_and_cache(repo: Repo, home: Path) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    for file in (*caches(repo), *home.rglob("audit-key")):
        assert os.name == "nt" or file.stat().st_mode & 0o077 == 0


def test_a_cache_folder_that_is_a_link_is_neither_read_nor_written_nor_emptied(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit_file("a.txt", "clean")
    victim = tmp_path / "victim"
    victim.mkdir()
    for name in [*map(str, range(17)), "audit-0123456789abcdef", "audit-1.1.aa.new"]:
        (victim / name).write_text("precious")
    before = sorted(victim.iterdir())
    (repo.path / ".git/git-secrets-py").symlink_to(victim)
    assert read(audit(repo.path)) == read(audit(repo.path)) == (1, 1, 0)
    assert sorted(victim.iterdir()) == before


def test_files_of_others_in_the_cache_folder_stay(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    folder = repo.path / ".git/git-secrets-py"
    others = [*(f"{number}.txt" for number in range(9)), "audit-notes", "audit-key"]
    for name in others:
        (folder / name).write_text("precious")
        os.utime(folder / name, (1, 1))
    for number in range(6):
        audit(repo.path, patterns=registry(b"pattern-%d" % number))
    names = {file.name for file in folder.iterdir()}
    assert names > set(others)
    assert len(names - set(others)) == 4


def test_the_unfinished_cache_of_a_killed_audit_is_removed(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    (cache,) = caches(repo)
    unfinished = cache.with_name(f"{cache.name}.12345.0a1b2c3d.new")
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (1, 1))
    repo.commit_file("b.txt", "clean too")
    audit(repo.path)
    assert caches(repo) == [cache]


def test_a_cache_for_other_patterns_renamed_over_another_is_ignored(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    harmless = registry(b"harmless")
    audit(repo.path, patterns=harmless)
    (forged,) = caches(repo)
    audit(repo.path)
    (cache,) = set(caches(repo)) - {forged}
    forged.replace(cache)
    assert [place[3] for place in places(audit(repo.path))] == ["SECRET-1"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o606, 0o660, 0o622])
def test_a_key_that_others_may_write_is_replaced(repo: Repo, home: Path, mode: int) -> None:
    repo.commit_file("a.txt", "clean")
    key = user_key()
    assert key is not None
    audit(repo.path)
    (file,) = home.rglob("audit-key")
    file.write_bytes(b"p" * 32)
    file.chmod(mode)
    assert user_key() not in (None, key, b"p" * 32)
    assert audit(repo.path).counts.from_cache == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("place", ["repository", "home"])
def test_nothing_is_cached_in_a_folder_that_others_may_write_to(
    repo: Repo, home: Path, place: str
) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    (cache,) = caches(repo)
    (key,) = home.rglob("audit-key")
    {"repository": cache, "home": key}[place].parent.chmod(0o777)
    assert read(audit(repo.path)) == read(audit(repo.path)) == (1, 1, 0)
