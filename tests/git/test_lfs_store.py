"""The local store of Git LFS: content that is absent, damaged or cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lfs import pointer
from lfs import store as store_content
from support import WINDOWS, Repo, fingerprint

from git_secrets_py.content import Absent, Blob, NotScanned
from git_secrets_py.errors import BlobError
from git_secrets_py.git import Git
from git_secrets_py.git.lfs import LfsStore, content_id
from git_secrets_py.git.repository import Repository

CONTENT = b"a secret"
OID = fingerprint(CONTENT).encode()


@pytest.fixture
def store(repo: Repo) -> LfsStore:
    return LfsStore(Repository(Git(str(repo.path))))


def blob() -> Blob:
    return Blob(b"file", lambda: iter([pointer(CONTENT)]))


def test_absent_content_is_reported(store: LfsStore) -> None:
    assert not store.has(OID)
    assert isinstance(store.content(blob(), pointer(CONTENT)), Absent)


def test_content_is_read_and_its_hash_checked(repo: Repo, store: LfsStore) -> None:
    path = store_content(repo, CONTENT)
    found = store.content(blob(), pointer(CONTENT))
    assert isinstance(found, Blob)
    assert b"".join(found.chunks()) == CONTENT
    path.write_bytes(b"another")
    with pytest.raises(BlobError, match="is damaged; run 'git lfs fsck'"):
        list(found.chunks())
    path.unlink()
    with pytest.raises(BlobError, match="No such file"):
        list(found.chunks())


@pytest.mark.skipif(WINDOWS, reason="links need a permission there")
def test_a_store_that_cannot_be_read_is_an_error(repo: Repo, store: LfsStore) -> None:
    (repo.path / ".git/lfs").mkdir()
    os.symlink("objects", repo.path / ".git/lfs/objects")
    with pytest.raises(BlobError, match=r"Git LFS store, [0-9a-f]{64}: "):
        store.has(OID)
    problem = store.content(blob(), pointer(CONTENT))
    assert isinstance(problem, NotScanned)
    assert problem.message.startswith("file: its content in the Git LFS store, ")


def test_outside_of_a_repository_nothing_is_in_the_store(tmp_path: Path) -> None:
    assert not LfsStore(Repository(Git(str(tmp_path)))).has(OID)


def test_the_pointer_of_no_content_is_none() -> None:
    assert content_id(pointer(b"")) is None
    assert content_id(pointer(CONTENT)) == OID
