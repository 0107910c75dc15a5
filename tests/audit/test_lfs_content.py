"""An audit scans the content of Git LFS files, and attributes it to the commits of the pointers."""

from __future__ import annotations

import shutil

import pytest
from auditing import SECRET, audit, places, problems, registry, secret
from lfs import pointer, store
from support import Repo

from git_secrets_py.audit.model import AuditResult, Options

CONTENT = b"first\n" + secret(1) + b"\n"


@pytest.fixture
def guilty(repo: Repo) -> str:
    """Commit a pointer, then another version; return the first commit."""
    first = repo.commit_file("big.dat", pointer(CONTENT))
    repo.commit_file("big.dat", "replaced\n")
    return first


@pytest.mark.parametrize("options", [Options(), Options(revisions=[b"HEAD"])], ids=["all", "range"])
def test_content_is_found_in_the_commit_of_its_pointer(
    repo: Repo, guilty: str, options: Options
) -> None:
    store(repo, CONTENT)
    result = audit(repo.path, options)
    assert places(result) == [(guilty, "big.dat", 2, "SECRET-1")]
    assert not result.findings[0].in_head
    assert problems(result) == []


def test_content_is_found_below_many_objects(repo: Repo, guilty: str) -> None:
    for number in range(50):
        repo.write(f"file{number}", f"{number}\n" * 3000)
    repo.commit_file("x", "")
    repo.add()
    repo.git("commit", "-qnm", "many")
    repo.git("gc", "-q")
    store(repo, CONTENT)
    assert places(audit(repo.path)) == [(guilty, "big.dat", 2, "SECRET-1")]


def absent(result: AuditResult) -> str:
    assert not result.findings
    (problem,) = problems(result)
    return problem


def test_content_that_is_not_in_the_clone_is_counted_and_named(repo: Repo, guilty: str) -> None:
    oid = repo.git("rev-parse", f"{guilty}:big.dat").decode().strip()
    assert absent(audit(repo.path)) == (
        "warning: not scanned: the content of 1 Git LFS file, which is not in this clone: "
        f"the pointer {oid}; to scan it, run 'git lfs fetch --all' first"
    )
    assert absent(audit(repo.path, Options(require_lfs=True))).startswith("error: not scanned")


def test_content_of_a_staged_pointer_is_named_by_its_path(repo: Repo, guilty: str) -> None:
    for name in ("b", "a", "d", "c"):
        repo.write(name, pointer(name.encode()))
    repo.add()
    assert "of 5 Git LFS files, which is not in this clone: such as a, b, c;" in absent(
        audit(repo.path)
    )


def test_content_that_arrives_after_an_audit_is_scanned_by_the_next(
    repo: Repo, guilty: str
) -> None:
    audit(repo.path)
    assert absent(audit(repo.path)).startswith("warning: not scanned")
    store(repo, CONTENT)
    assert places(audit(repo.path)) == [(guilty, "big.dat", 2, "SECRET-1")]


def test_content_that_is_gone_after_it_was_found_is_named(repo: Repo, guilty: str) -> None:
    store(repo, CONTENT)
    assert len(audit(repo.path).findings) == 1
    shutil.rmtree(repo.path / ".git/lfs")
    assert absent(audit(repo.path)).startswith(
        "warning: not scanned: the content of 1 Git LFS file"
    )


def test_clean_content_is_not_read_again(repo: Repo) -> None:
    repo.commit_file("big.dat", pointer(b"clean\n"))
    path = store(repo, b"clean\n")
    assert problems(audit(repo.path)) == []
    path.unlink()
    assert problems(audit(repo.path)) == []
    assert problems(audit(repo.path, Options(use_cache=False))) != []


def test_two_pointers_to_one_content_are_both_attributed(repo: Repo) -> None:
    first = repo.commit_file("a.dat", pointer(CONTENT))
    repo.commit_file("b.dat", pointer(CONTENT).replace(b"\n", b"\r\n"))
    store(repo, CONTENT)
    result = audit(repo.path)
    assert places(result) == [(first, "a.dat", 2, "SECRET-1")]
    assert result.findings[0].further_count == 1


def test_damaged_content_is_an_error_in_every_audit(repo: Repo, guilty: str) -> None:
    store(repo, CONTENT).write_bytes(b"other\n")
    for _ in range(2):
        assert "is damaged; run 'git lfs fsck'" in absent(audit(repo.path))


def test_binary_content_is_counted(repo: Repo) -> None:
    content = b"\x89PNG\r\n\x1a\n\0\0\1" + b"\xfe\0\xff" * 1000
    repo.commit_file("big.dat", pointer(content))
    store(repo, content)
    result = audit(repo.path)
    assert (problems(result), len(result.binaries)) == ([], 1)


def test_content_that_arrives_after_an_audit_is_found_if_its_pointer_matched(
    repo: Repo, guilty: str
) -> None:
    rules = registry(SECRET, rb"size [0-9]+")
    assert [place[3] for place in places(audit(repo.path, patterns=rules))] == ["size 15"]
    store(repo, CONTENT)
    found = places(audit(repo.path, patterns=rules))
    assert (guilty, "big.dat", 2, "SECRET-1") in found
    assert len(found) == 2
