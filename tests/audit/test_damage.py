"""Objects that are missing or damaged: named, the rest scanned, and nothing passes silently."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from auditing import audit, places, problems, secret
from support import Repo

from git_secrets_py.audit.model import Options


def object_file(repo: Repo, revision: str) -> Path:
    """Return the file of a loose object."""
    oid = repo.git("rev-parse", revision).decode().strip()
    return repo.path / ".git" / "objects" / oid[:2] / oid[2:]


def oid_of(path: Path) -> str:
    return path.parent.name + path.name


def test_a_missing_blob_is_counted(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "to be lost")
    repo.commit_file("b.txt", "not lost")
    lost = object_file(repo, "HEAD^:b.txt")
    lost.unlink()
    result = audit(repo.path)
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert problems(result) == [
        f"error: not scanned: 1 object missing here, such as {oid_of(lost)}; 'git fsck' tells more"
    ]
    assert result.summary.missing == 1


@pytest.mark.parametrize("revision", ["HEAD^", "HEAD^^{tree}", "HEAD"])
def test_missing_commits_and_trees_are_noticed(repo: Repo, revision: str) -> None:
    repo.commit_file("a.txt", "one")
    repo.commit_file("a.txt", "two")
    repo.commit_file("a.txt", secret(1))
    object_file(repo, revision).unlink()
    result = audit(repo.path)
    assert [place[3] for place in places(result)] == ["SECRET-1"]
    assert problems(result)
    assert all(problem.startswith("error: ") for problem in problems(result))


def test_a_missing_blob_of_the_index_is_counted(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    repo.write("new.txt", "staged and lost")
    repo.add()
    lost = object_file(repo, ":new.txt")
    lost.unlink()
    assert problems(audit(repo.path)) == [
        f"error: not scanned: 1 object missing here, such as {oid_of(lost)}; 'git fsck' tells more"
    ]


def test_a_ref_to_nothing_is_named(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    nothing = "1" * 40
    (repo.path / ".git/refs/heads/broken").write_text(nothing + "\n")
    assert problems(audit(repo.path)) == [
        f"error: object {nothing}, which refs/heads/broken names, is missing or damaged"
    ]


def test_a_ref_that_is_none_is_told(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    (repo.path / ".git/refs/heads/broken").write_text("nonsense\n")
    assert problems(audit(repo.path)) == [
        "error: git for-each-ref: warning: ignoring broken ref refs/heads/broken"
    ]


@pytest.mark.parametrize("garbage", [b"", b"nonsense", b"x\x9cnonsense"])
def test_a_damaged_loose_object_is_named_and_the_rest_scanned(repo: Repo, garbage: bytes) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "to be damaged")
    damaged = object_file(repo, "HEAD:b.txt")
    damaged.chmod(0o600)
    damaged.write_bytes(garbage)
    result = audit(repo.path)
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert f"error: object {oid_of(damaged)}: it is damaged" in problems(result)[0]


def test_a_loose_object_damaged_behind_its_head_is_named(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "".join(chr(33 + number % 90) * 3 for number in range(9999)))
    repo.commit_file("c.txt", secret(2))
    damaged = object_file(repo, "HEAD:b.txt")
    damaged.chmod(0o600)
    content = damaged.read_bytes()
    damaged.write_bytes(content[: len(content) // 2])
    result = audit(repo.path)
    assert places(result)[0] == (guilty, "a.txt", 1, "SECRET-1")
    assert {place[3] for place in places(result)} == {"SECRET-1", "SECRET-2"}
    assert f"error: object {oid_of(damaged)}: it is damaged" in problems(result)[0]


def test_damaged_packed_objects_are_named_and_the_rest_scanned(repo: Repo) -> None:
    for number in range(40):
        repo.write(f"{number}.txt", f"{number}".encode() * 3000 + b"\n" + secret(number))
    repo.add()
    repo.commit("many")
    repo.git("config", "core.compression", "0")
    repo.git("repack", "-q", "-a", "-d", "-F", "--depth=0")
    (pack,) = (repo.path / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o600)
    content = bytearray(pack.read_bytes())
    at = content.index(b"17" * 100)
    content[at : at + 10] = b"x" * 10
    pack.write_bytes(content)
    result = audit(repo.path)
    damaged = repo.git("rev-parse", "HEAD:17.txt").decode().strip()
    found = {place[3] for place in places(result)}
    assert found == {f"SECRET-{number}" for number in range(40)} - {"SECRET-17"}
    assert len(problems(result)) == 1
    assert f"object {damaged}: it is damaged" in problems(result)[0]


def test_what_could_not_be_read_is_tried_again(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    damaged = object_file(repo, "HEAD:a.txt")
    whole = damaged.read_bytes()
    damaged.chmod(0o600)
    damaged.write_bytes(b"")
    assert problems(audit(repo.path))
    assert problems(audit(repo.path))
    damaged.write_bytes(whole)
    result = audit(repo.path)
    assert ([place[3] for place in places(result)], problems(result)) == (["SECRET-1"], [])


def test_what_is_lost_after_an_audit_is_noticed_by_the_next(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    repo.commit_file("a.txt", "two")
    assert problems(audit(repo.path)) == []
    object_file(repo, "HEAD^:a.txt").unlink()
    for _ in range(2):
        assert "1 object missing" in problems(audit(repo.path))[0]


def test_a_shallow_clone_is_scanned_as_far_as_it_goes(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", secret(2))
    latest = repo.commit_file("b.txt", "more")
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(shallow))
    result = audit(shallow)
    assert places(result) == [(latest, "a.txt", 1, "SECRET-2")]
    assert problems(result) == []
    assert result.summary.is_shallow


def test_a_partial_clone_is_never_fetched_into(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    latest = repo.commit_file("a.txt", secret(2))
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(partial))
    before = repo.git("-C", str(partial), "count-objects", "-v")
    result = audit(partial)
    assert places(result) == [(latest, "a.txt", 1, "SECRET-2")]
    assert re.fullmatch(
        "error: not scanned: 1 object missing here, such as [0-9a-f]{40}; this is a partial "
        "clone, and an audit fetches nothing",
        problems(result)[0],
    )
    assert repo.git("-C", str(partial), "count-objects", "-v") == before
    assert (result.summary.is_partial, result.summary.missing) == (True, 1)
    allowed = audit(partial, Options(allow_missing=True))
    assert problems(allowed)[0].startswith("warning: not scanned: 1 object")


def test_a_range_of_a_partial_clone_tells_what_it_lacks(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", secret(2))
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(partial))
    result = audit(partial, Options(revisions=[b"HEAD"]))
    assert [place[3] for place in places(result)] == ["SECRET-2"]
    assert "1 object missing" in problems(result)[0]
    assert result.summary.missing == 1


def test_a_partial_clone_without_a_work_tree_lacks_all_its_index_holds(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit_file("a.txt", secret(1), message="SECRET-2")
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    words = ("--filter=blob:none", "--no-checkout", f"file://{repo.path}", str(partial))
    repo.git("clone", "-q", *words)
    repo.git("-C", str(partial), "read-tree", "HEAD")
    result = audit(partial)
    assert [place[3] for place in places(result)] == ["SECRET-2"]
    assert len(problems(result)) == 1
    assert "1 object missing" in problems(result)[0]


def test_alternates_are_read(repo: Repo, tmp_path: Path) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    borrower = tmp_path / "borrower"
    repo.git("clone", "-q", "--shared", str(repo.path), str(borrower))
    assert places(audit(borrower)) == [(guilty, "a.txt", 1, "SECRET-1")]
    shutil.rmtree(repo.path)
    assert any("missing" in problem for problem in problems(audit(borrower)))
