"""Missing and damaged objects are reported, and the other objects are scanned."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from auditing import audit, places, problems, secret
from support import TRACES, Repo

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
        f"error: not scanned: 1 object missing, such as {oid_of(lost)}; run 'git fsck'"
    ]
    assert result.counts.missing == 1


@pytest.mark.parametrize("revision", ["HEAD^", "HEAD^^{tree}", "HEAD"])
def test_missing_commits_and_trees_are_reported(repo: Repo, revision: str) -> None:
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
        f"error: not scanned: 1 object missing, such as {oid_of(lost)}; run 'git fsck'"
    ]


def test_a_ref_to_a_missing_object_is_named(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    nothing = "1" * 40
    (repo.path / ".git/refs/heads/broken").write_text(nothing + "\n")
    assert problems(audit(repo.path)) == [
        f"error: object {nothing}, which refs/heads/broken names, is missing or damaged; "
        "run 'git fsck'"
    ]


def test_a_broken_ref_is_reported(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    (repo.path / ".git/refs/heads/broken").write_text("nonsense\n")
    assert problems(audit(repo.path)) == [
        "error: git for-each-ref: warning: ignoring broken ref refs/heads/broken"
    ]


@pytest.mark.parametrize(("name", "value"), TRACES)
def test_traces_of_git_are_no_problems(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    repo.commit_file("a.txt", "one")
    (repo.path / ".git/refs/heads/broken").write_text("nonsense\n")
    untraced = problems(audit(repo.path))
    monkeypatch.setenv(name, value)
    assert problems(audit(repo.path)) == untraced != []


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


def test_a_truncated_loose_object_is_named(repo: Repo) -> None:
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


def test_an_unreadable_object_is_read_again_by_the_next_audit(repo: Repo) -> None:
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


def test_an_object_lost_after_an_audit_is_reported_by_the_next(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    repo.commit_file("a.txt", "two")
    assert problems(audit(repo.path)) == []
    object_file(repo, "HEAD^:a.txt").unlink()
    for _ in range(2):
        assert "1 object missing" in problems(audit(repo.path))[0]


def test_the_present_history_of_a_shallow_clone_is_scanned(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", secret(2))
    latest = repo.commit_file("b.txt", "more")
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(shallow))
    result = audit(shallow)
    assert places(result) == [(latest, "a.txt", 1, "SECRET-2")]
    assert problems(result) == []
    assert result.counts.is_shallow


def test_nothing_is_fetched_into_a_partial_clone(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    latest = repo.commit_file("a.txt", secret(2))
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(partial))
    before = repo.git("-C", str(partial), "count-objects", "-v")
    result = audit(partial)
    assert places(result) == [(latest, "a.txt", 1, "SECRET-2")]
    assert re.fullmatch(
        "error: not scanned: 1 object that only the remote of this partial clone has: "
        "[0-9a-f]{40}; run 'git fetch --refetch --no-filter origin', or pass --allow-partial",
        problems(result)[0],
    )
    assert repo.git("-C", str(partial), "count-objects", "-v") == before
    assert (result.counts.is_partial, result.counts.missing) == (True, 1)
    for allowing in (Options(allow_missing=True), Options(allow_partial=True)):
        assert problems(audit(partial, allowing))[0].startswith("warning: not scanned: 1 object")


def test_missing_objects_in_a_range_of_a_partial_clone_are_counted(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", secret(2))
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(partial))
    result = audit(partial, Options(revisions=[b"HEAD"]))
    assert [place[3] for place in places(result)] == ["SECRET-2"]
    assert "1 object that only the remote" in problems(result)[0]
    assert result.counts.missing == 1


@pytest.mark.parametrize("revisions", [[], [b"HEAD"]])
def test_a_clone_without_trees_is_audited_as_far_as_possible(
    repo: Repo, tmp_path: Path, revisions: list[bytes]
) -> None:
    repo.commit_file("a.txt", "1\n")
    repo.commit_file("a.txt", "2\n", message="SECRET-1")
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = Repo(tmp_path / "partial")
    repo.git("clone", "-q", "--filter=tree:0", f"file://{repo.path}", str(partial.path))
    latest = partial.commit_file("b.txt", secret(2))
    result = audit(partial.path, Options(revisions=revisions, allow_partial=True))
    assert ("SECRET-2", "b.txt") in {(found, path) for _, path, _, found in places(result)}
    assert latest in {commit for commit, *_ in places(result)}
    assert len(places(result)) == 2
    (problem,) = problems(result)
    assert problem.startswith("warning: not scanned: ")
    assert "only the remote of this partial clone" in problem


def test_staged_blobs_missing_from_a_partial_clone_are_counted(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1), message="SECRET-2")
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    words = ("--filter=blob:none", "--no-checkout", f"file://{repo.path}", str(partial))
    repo.git("clone", "-q", *words)
    repo.git("-C", str(partial), "read-tree", "HEAD")
    result = audit(partial)
    assert [place[3] for place in places(result)] == ["SECRET-2"]
    assert len(problems(result)) == 1
    assert "1 object that only the remote" in problems(result)[0]


def test_alternates_are_read(repo: Repo, tmp_path: Path) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    borrower = tmp_path / "borrower"
    repo.git("clone", "-q", "--shared", str(repo.path), str(borrower))
    assert places(audit(borrower)) == [(guilty, "a.txt", 1, "SECRET-1")]
    shutil.rmtree(repo.path)
    assert any("missing" in problem for problem in problems(audit(borrower)))
