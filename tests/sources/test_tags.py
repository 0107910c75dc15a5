"""Tagged objects that are not in this clone."""

from __future__ import annotations

from pathlib import Path

from blobs import source_in
from support import Repo

from git_secrets_py.sources.push import tagged


def read(repo: Repo, *tags: str) -> list[tuple[object, object]]:
    """Return the blobs of ``tags``, without the texts of the tags themselves."""
    tips = {repo.git("rev-parse", tag).strip(): b"tag" for tag in tags}
    found = source_in(repo.path, lambda repository: tagged(repository.git, tips))
    return [one for one in found if ":(tag " not in str(one[0])]


def lose(repo: Repo, revision: str) -> str:
    oid = repo.git("rev-parse", revision).decode().strip()
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    return oid


def with_tagged_tree(repo: Repo) -> str:
    """Tag a tree with a folder and a file; return the ID of the tree."""
    repo.commit_file("folder/a", "1")
    repo.commit_file("z", "2")
    repo.git("tag", "-a", "-m", "of a tree", "tree", "HEAD^{tree}")
    return repo.git("rev-parse", "HEAD^{tree}").decode().strip()


def test_a_tagged_blob_that_is_lost_is_an_error(repo: Repo) -> None:
    with_tagged_tree(repo)
    repo.git("tag", "-a", "-m", "of a blob", "blob", "HEAD:z")
    lost = lose(repo, "HEAD:z")
    problem = f"{{}}: object {lost} is missing or damaged; run 'git fsck'"
    found = read(repo, "tree", "blob")
    assert [one for one in found if one[0] == "error"] == [
        ("error", problem.format("z")),
        ("error", problem.format("(tagged blob)")),
    ]
    assert len(found) == 3


def test_a_tagged_tree_without_a_part_is_an_error(repo: Repo) -> None:
    tree = with_tagged_tree(repo)
    lose(repo, "HEAD:folder")
    assert read(repo, "tree")[-1] == (
        "error",
        f"tagged tree {tree}: a part of it is missing; run 'git fsck'",
    )


def test_a_tagged_tree_of_which_only_the_remote_has_a_part_is_no_damage(
    repo: Repo, tmp_path: Path
) -> None:
    tree = with_tagged_tree(repo)
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", "--bare", "--filter=tree:1", repo.path.as_uri(), str(tmp_path / "c"))
    clone = Repo(tmp_path / "c")
    assert read(clone, "tree") == [
        ("error", f"tagged tree {tree}: its content is not in this clone")
    ]
