"""git's view of history may be wrong; every match is reported nevertheless."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditing import audit, places, problems, secret
from support import MakeRepo, Repo

from git_secrets_py.audit.loose_objects import misnamed_objects
from git_secrets_py.audit.model import Options
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.sources.commits import introduced


def oid(repo: Repo, revision: str) -> str:
    return repo.git("rev-parse", revision).decode().strip()


def replace(repo: Repo, revision: str, by: str) -> str:
    """Put the content of the loose object ``by`` under the ID of another; return this ID."""
    old = oid(repo, revision)
    path = file_of(repo, old)
    path.chmod(0o600)
    path.write_bytes(file_of(repo, oid(repo, by)).read_bytes())
    return old


def file_of(repo: Repo, name: str) -> Path:
    return repo.path / ".git" / "objects" / name[:2] / name[2:]


@pytest.fixture
def wrong_graph(repo: Repo) -> Repo:
    """Return a repository whose commit graph says that HEAD is a root."""
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", "clean\n")
    tree = oid(repo, "HEAD^{tree}")
    head = repo.head()
    repo.git("commit-graph", "write", "--reachable")
    graph = repo.path / ".git/objects/info/commit-graph"
    content = bytearray(graph.read_bytes())
    entry = content.index(bytes.fromhex(tree)) + 20
    content[entry : entry + 4] = (0x70000000).to_bytes(4, "big")  # "no parent"
    graph.chmod(0o600)
    graph.write_bytes(content)
    assert repo.git("rev-list", head).split() == [head.encode()]
    return repo


def test_an_audit_does_not_believe_the_commit_graph(wrong_graph: Repo) -> None:
    found = audit(wrong_graph.path)
    assert [place[1:] for place in places(found)] == [("a.txt", 1, "SECRET-1")]
    assert problems(found) == []


def test_a_push_does_not_believe_the_commit_graph(wrong_graph: Repo) -> None:
    git = Git(str(wrong_graph.path))
    blobs = list(introduced(git, [wrong_graph.head().encode()]))
    assert len([blob for blob in blobs if getattr(blob, "path", b"") == b"a.txt"]) == 2


@pytest.mark.parametrize(
    ("revision", "by"),
    [("HEAD^", "HEAD"), ("HEAD", "HEAD^"), ("HEAD:d", "HEAD^{tree}"), ("HEAD^:d/e", "HEAD^:d")],
)
def test_a_secret_is_found_though_a_commit_or_tree_has_another_content(
    repo: Repo, revision: str, by: str
) -> None:
    repo.write("d/e/a.txt", "clean\n")
    repo.write("d/f/b.txt", "clean\n")
    repo.write("x.txt", secret(1))
    repo.add()
    repo.commit()
    repo.commit_file("d/e/a.txt", "changed\n")
    blob = oid(repo, "HEAD:x.txt")
    damaged = replace(repo, revision, by)
    for _ in range(2):  # with and without a cache
        found = audit(repo.path)
        assert places(found) == [("(unattributed)", f"(object {blob})", 1, "SECRET-1")]
        wrong = f"error: object {damaged}: its content has another ID; run 'git fsck'"
        assert wrong in problems(found)
    assert problems(audit(repo.path, Options(revisions=[b"HEAD"]))) == [wrong]


@pytest.mark.parametrize("size", [20, 6 << 20], ids=["small", "streamed"])
def test_a_loose_blob_with_another_content_is_reported(repo: Repo, size: int) -> None:
    repo.commit_file("x.txt", secret(1) + b"x" * size)
    repo.commit_file("x.txt", b"clean".ljust(size))
    damaged = replace(repo, "HEAD^:x.txt", "HEAD:x.txt")
    wrong = f"error: object {damaged}: its content has another ID; run 'git fsck'"
    for options in (Options(), Options(), Options(revisions=[b"HEAD"])):
        found = audit(repo.path, options)
        assert (places(found), problems(found)) == ([], [wrong])


def test_a_loose_tag_with_another_content_is_reported(repo: Repo) -> None:
    repo.commit_file("x.txt", "clean\n")
    repo.git("tag", "-a", "-m", secret(1), "one")
    repo.git("tag", "-a", "-m", "clean", "two")
    damaged = replace(repo, "one", "two")
    wrong = f"error: object {damaged}: its content has another ID; run 'git fsck'"
    assert problems(audit(repo.path)) == [wrong]


def test_a_loose_blob_that_matches_is_reported_though_it_has_another_id(repo: Repo) -> None:
    repo.commit_file("x.txt", "clean\n")
    repo.commit_file("x.txt", secret(1))
    damaged = replace(repo, "HEAD^:x.txt", "HEAD:x.txt")
    found = audit(repo.path)
    assert [where[1:] for where in places(found)] == [("x.txt", 1, "SECRET-1")]
    assert problems(found) == [
        f"error: object {damaged}: its content has another ID; run 'git fsck'"
    ]


def test_a_secret_is_found_though_packed_history_is_a_ring(repo: Repo) -> None:
    """git verifies no ID in a pack either; its index says which object has which."""
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "clean\n")
    blob, second, first = oid(repo, "HEAD:a.txt"), repo.head(), oid(repo, "HEAD^")
    repo.git("rm", "-q", "a.txt")
    repo.commit()
    repo.git("repack", "-q", "-a", "-d")
    index = next((repo.path / ".git/objects/pack").glob("*.idx"))
    copy_offset(index, second, first)
    found = audit(repo.path)
    assert places(found) == [("(unattributed)", "a.txt", 1, "SECRET-1")]
    assert problems(found) == [
        f"error: history is damaged: no commit introduces 1 object, such as {blob}; run 'git fsck'"
    ]


def copy_offset(index: Path, one: str, other: str) -> None:
    """Give ``other`` the content of ``one`` in a pack; see gitformat-pack(5)."""
    content = bytearray(index.read_bytes())
    number = int.from_bytes(content[8 + 255 * 4 : 8 + 256 * 4], "big")
    names = [content[1032 + 20 * at : 1052 + 20 * at].hex() for at in range(number)]
    offsets = 1032 + number * 24
    spans = [offsets + 4 * names.index(name) for name in (one, other)]
    content[spans[1] : spans[1] + 4] = content[spans[0] : spans[0] + 4]
    index.chmod(0o600)
    index.write_bytes(content)


@pytest.mark.parametrize("format", ["sha1", "sha256"])
def test_sound_loose_objects_are_not_misnamed(make_repo: MakeRepo, format: str) -> None:
    repo = make_repo("sound", f"--object-format={format}")
    repo.commit_file("a.txt", "one\n")
    for number in range(300):
        repo.write(f"d/{number}.txt", f"{number}\n")
    repo.add()
    repo.commit("a message " * 5_000)
    assert list(misnamed_objects(Repository(Git(str(repo.path))))) == []


def test_misnamed_objects_of_an_alternate_are_found(repo: Repo, make_repo: MakeRepo) -> None:
    repo.commit_file("a.txt", "one\n")
    repo.commit_file("a.txt", "two\n")
    borrower = make_repo("borrower")
    borrower.write(".git/objects/info/alternates", str(repo.path / ".git/objects") + "\n")
    damaged = replace(repo, "HEAD^", "HEAD")
    assert list(misnamed_objects(Repository(Git(str(borrower.path))))) == [damaged.encode()]
