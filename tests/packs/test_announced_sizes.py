"""An object whose size is not the one that its header announces."""

from __future__ import annotations

import zlib
from importlib.util import find_spec

import pytest
from deltas import Entry, header, write_entries
from support import Repo

from git_secrets_py.errors import BlobError
from git_secrets_py.git import Git
from git_secrets_py.git.objects import ObjectContent, read_objects

IS_COMPILED = find_spec("git_secrets_py.packs.walker") is not None
ENGINES = ["compiled", "python"] if IS_COMPILED else ["python"]
TEXT = b"".join(b"line %d\n" % line for line in range(100))
NAME = b"\x11" * 20
# git streams objects of 512 MiB or more without a check of their size.
SIZES = [len(TEXT) - 1, len(TEXT) + 1, 1 << 30, 1 << 40, 1 << 59]


def write(repo: Repo, size: int) -> None:
    stored = header(3, size) + zlib.compress(TEXT)
    write_entries(repo.path / ".git/objects/pack", [Entry(NAME, stored)])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", SIZES)
def test_a_wrong_size_is_damage(
    repo: Repo, size: int, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", "clean\n")
    write(repo, size)
    monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
    result = repo.call("--scan-history", "--rules", "aws")
    problem = f"git secrets: object {NAME.hex()}: it is damaged; run 'git fsck'"
    assert (result.status, result.err.decode().splitlines()[0]) == (2, problem)


@pytest.mark.parametrize("count", [1, 199, 200, 500])
def test_the_objects_after_a_shorter_one_are_read(repo: Repo, count: int) -> None:
    for number in range(count):
        repo.write(f"{number}.txt", f"content {number}\n")
    repo.add()
    write(repo, 1 << 40)
    git = Git(str(repo.path))
    lines = repo.git("ls-files", "--stage").decode().splitlines()
    oids = [line.split()[1].encode() for line in lines]
    read: list[bytes] = []
    for answer in read_objects(git, [*oids, NAME.hex().encode(), *oids]):
        assert isinstance(answer, ObjectContent)
        try:
            content = b"".join(answer.chunks())
        except BlobError:
            content = b"damaged"
        read.append(content)
    contents = [(repo.path / line.split("\t")[1]).read_bytes() for line in lines]
    assert read == [*contents, b"damaged", *contents]
