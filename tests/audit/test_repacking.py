"""Objects that ``git repack`` moves to another pack during an audit are read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from auditing import problems, registry, secret
from support import Repo, from_template

from git_secrets_py.audit import object_list
from git_secrets_py.audit.audit import begin, run
from git_secrets_py.audit.incremental import ReadingPlan, objects_to_read
from git_secrets_py.audit.model import Workspace
from git_secrets_py.errors import GitError
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository

# The list of so many does not fit into a pipe, so that git waits in the middle of it.
MANY = 15_000
_COMMIT = b"commit refs/heads/%b\ncommitter A <a@example.com> %d +0000\ndata 1\nx\n"


@pytest.fixture
def packed(repo: Repo, templates: Path) -> Repo:
    """A repository of a large pack, which git lists first, and a small one with a secret."""
    from_template(repo, templates / "two_packs", lambda: write_packs(repo))
    small = min(
        (repo.path / ".git/objects/pack").glob("*.pack"), key=lambda path: path.stat().st_size
    )
    os.utime(small, (1, 1))  # git lists the latest first
    return repo


def write_packs(repo: Repo) -> None:
    blobs = b"".join(b"blob\ndata <<END\n%d\nEND\n" % number for number in range(MANY))
    large = blobs + _COMMIT % (b"large", 1)
    small = _COMMIT % (b"small", 2) + b"M 100644 inline a.txt\ndata <<END\nSECRET-1\nEND\n"
    for stream in (small, large):
        repo.git("-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", input=stream)


def repository_of(repo: Repo) -> Repository:
    return Repository(Git(str(repo.path)))


def ids_in(repo: Repo) -> list[bytes]:
    """Return the IDs of all objects, ascending."""
    words = ("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
    return repo.git(*words).split()


def repack(repo: Repo) -> None:
    """Move all objects to one pack."""
    repo.git("repack", "-q", "-a", "-d", "-k")


def test_objects_that_are_moved_while_git_lists_them_are_listed(
    packed: Repo, tmp_path: Path
) -> None:
    before = ids_in(packed)
    repository = repository_of(packed)
    workspace = Workspace(repository, ProcessGroup(repository.git), str(tmp_path), threads=1)
    pieces = objects_to_read(ReadingPlan(None), workspace, str(tmp_path / "listed"))
    listed = next(pieces)
    repack(packed)
    listed += b"".join(pieces)
    assert sorted(line.split(b" ")[0] for line in listed.splitlines()) == before
    assert (tmp_path / "listed").read_bytes() == listed


def test_ids_are_listed_again_if_a_pack_is_removed(packed: Repo) -> None:
    before = ids_in(packed)
    repository = repository_of(packed)
    children = ProcessGroup(repository.git)
    with object_list.listing_ids(children, repository) as ids:
        repack(packed)
        assert b"".join(ids).hex().encode() == b"".join(before)


def test_packs_that_are_removed_during_the_last_listing_are_an_error(packed: Repo) -> None:
    repository = repository_of(packed)
    children = ProcessGroup(repository.git)
    with object_list.listing_ids(children, repository, 1) as ids:
        repack(packed)
        with pytest.raises(GitError) as caught:
            next(ids)
    assert str(caught.value) == (
        "packs are removed again and again; try it when nothing repacks them"
    )


def test_an_audit_that_fails_while_packs_are_replaced_looks_again(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit_file("a.txt", secret(1))
    repack(repo)
    packs = repo.path / ".git/objects/pack"
    packs.rename(tmp_path / "packs")
    repository = repository_of(repo)
    beginning = begin(repository, ())
    assert beginning.roots().problems
    (tmp_path / "packs").rename(packs)
    result = run(repository, registry(), beginning=beginning)
    assert (problems(result), [one.finding.path for one in result.findings]) == ([], [b"a.txt"])


def test_an_unreachable_object_that_is_removed_during_an_audit_is_left_out(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    oid = repo.git("hash-object", "-w", "--stdin", input=b"x").decode().strip()
    path = repo.path / ".git/objects" / oid[:2] / oid[2:]
    # The first call comes after git has listed the objects.
    result = run(
        repository_of(repo), registry(), on_progress=lambda _: path.unlink(missing_ok=True)
    )
    assert not path.exists()
    assert (problems(result), [one.finding.path for one in result.findings]) == ([], [b"a.txt"])


def test_an_audit_that_fails_for_good_reports_why(repo: Repo) -> None:
    commit = repo.commit_file("a.txt", secret(1))
    repack(repo)
    repository = repository_of(repo)
    beginning = begin(repository, ())
    beginning.roots()
    shutil.rmtree(repo.path / ".git/objects/pack")
    result = run(repository, registry(), beginning=beginning)
    named = f"object {commit}, which refs/heads/main names, is missing or damaged"
    assert f"error: {named}; run 'git fsck'" in problems(result)
