"""Arguments of git rev-list limit an audit to the objects that these commits introduced."""

from __future__ import annotations

import pytest
from auditing import audit, places, problems, secret
from support import Repo

from git_secrets_py.audit.model import AuditResult, Options
from git_secrets_py.errors import GitError, UsageError


def audit_range(repo: Repo, *revisions: str) -> AuditResult:
    return audit(repo.path, Options(revisions=[word.encode() for word in revisions]))


@pytest.fixture
def history(repo: Repo) -> list[str]:
    """Four commits, each with a secret in a file and one in its message."""
    return [
        repo.commit_file(f"{number}.txt", secret(number), message=f"SECRET-1{number}")
        for number in range(4)
    ]


def findings_of(*commits: tuple[str, int]) -> list[tuple[str, str, int, str]]:
    """Return the expected findings of commits, each with its number in ``history``."""
    return [
        place
        for commit, number in commits
        for place in (
            (commit, "(commit message)", 1, f"SECRET-1{number}"),
            (commit, f"{number}.txt", 1, f"SECRET-{number}"),
        )
    ]


def test_an_audit_of_a_range_reads_the_objects_that_its_commits_introduced(
    repo: Repo, history: list[str]
) -> None:
    result = audit_range(repo, "HEAD~2..HEAD")
    assert places(result) == findings_of((history[2], 2), (history[3], 3))
    assert (result.counts.covered.commits, result.counts.covered.blobs) == (2, 2)


@pytest.mark.parametrize("words", [("HEAD", "^HEAD~2"), ("HEAD", "--not", "HEAD~2"), ("-2",)])
def test_any_arguments_of_rev_list_choose_commits(
    repo: Repo, history: list[str], words: tuple[str, ...]
) -> None:
    found = places(audit_range(repo, *words))
    assert found == findings_of((history[2], 2), (history[3], 3))


@pytest.mark.parametrize("limit", [["-n", "2"], ["-n2"], ["-2"], ["--max-count=2"], ["--skip=2"]])
def test_commits_are_counted_in_the_order_of_rev_list(repo: Repo, limit: list[str]) -> None:
    def commit(number: int, *parents: str) -> str:
        words = [word for parent in parents for word in ("-p", parent)]
        date = {"GIT_COMMITTER_DATE": f"{2_000_000_000 - number} +0000"}
        tree = repo.git("mktree").decode().strip()
        oid = repo.git("commit-tree", tree, *words, input=secret(number), env=date)
        return oid.decode().strip()

    # By a wrong clock, the parent is newer than one of its children, which rev-list prints later.
    parent = commit(2)
    tips = commit(1, parent), commit(3, parent)
    listed = repo.git("rev-list", *limit, *tips).decode().split()
    result = audit_range(repo, *limit, *tips)
    assert sorted(place[0] for place in places(result)) == sorted(listed)


def test_an_empty_range_is_clean(repo: Repo, history: list[str]) -> None:
    result = audit_range(repo, "HEAD..HEAD")
    assert (places(result), problems(result)) == ([], [])
    assert result.counts.covered.commits == 0


def test_a_glob_without_a_matching_branch_is_an_empty_range(repo: Repo, history: list[str]) -> None:
    assert places(audit_range(repo, "--branches=no-such/*")) == []


def test_without_a_revision_all_refs_are_searched(repo: Repo, history: list[str]) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-q", "-r", "-f", ".")
    later = {"GIT_AUTHOR_DATE": "2030-01-01T00:00:00", "GIT_COMMITTER_DATE": "2030-01-01T00:00:00"}
    repo.write("new.txt", secret(9))
    repo.add()
    repo.git("commit", "-q", "-m", "later", env=later)
    guilty = repo.head()
    repo.git("checkout", "-q", "main")
    assert places(audit_range(repo, "--since=2029-01-01")) == [(guilty, "new.txt", 1, "SECRET-9")]


def test_staged_blobs_are_not_in_a_range(repo: Repo, history: list[str]) -> None:
    repo.write("staged.txt", secret(9))
    repo.add()
    assert places(audit_range(repo, "HEAD~1..")) == findings_of((history[3], 3))


def test_a_range_includes_an_evil_merge_without_the_merged_commits(repo: Repo) -> None:
    repo.commit_file("a.txt", "base")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit_file("b.txt", secret(1))
    repo.git("checkout", "-q", "main")
    repo.commit_file("c.txt", secret(2))
    repo.git("merge", "-q", "--no-commit", "side")
    repo.write("evil.txt", secret(3))
    repo.add()
    repo.commit("merge")
    merge = repo.head()
    assert places(audit_range(repo, "HEAD^!")) == [(merge, "evil.txt", 1, "SECRET-3")]


def test_a_secret_that_a_range_only_moves_is_reported_there(repo: Repo) -> None:
    repo.commit_file("old.txt", secret(1))
    repo.git("mv", "old.txt", "new.txt")
    repo.commit("moved")
    moved = repo.head()
    assert places(audit_range(repo, "HEAD^!")) == [(moved, "new.txt", 1, "SECRET-1")]


def test_invalid_revisions_are_refused(repo: Repo, history: list[str]) -> None:
    with pytest.raises(GitError, match="no-such-branch"):
        audit_range(repo, "no-such-branch")


@pytest.mark.parametrize("words", [("a.txt",), ("HEAD", "a.txt"), ("./a.txt",)], ids=str)
def test_a_file_is_not_a_revision_and_does_not_limit_the_audit(
    repo: Repo, history: list[str], words: tuple[str, ...]
) -> None:
    repo.write("a.txt", "it exists")
    with pytest.raises(GitError, match=r"bad revision '(\./)?a\.txt'"):
        audit_range(repo, *words)


@pytest.mark.parametrize(
    "option", ["--objects", "--count", "--parents", "--format=%an", "--quiet", "--reverse"]
)
def test_options_that_change_the_output_are_refused(
    repo: Repo, history: list[str], option: str
) -> None:
    with pytest.raises(UsageError, match="choose commits"):
        audit_range(repo, option, "HEAD")


@pytest.fixture
def merged(repo: Repo) -> str:
    """A merge of a branch with a secret from 2001, and of an older commit with a secret."""

    def commit_in(year: int, name: str, content: bytes) -> None:
        env = {f"GIT_{who}_DATE": f"{year}-01-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")}
        repo.write(name, content)
        repo.add(name)
        repo.git("commit", "-q", "-m", name, env=env)

    commit_in(2000, "base", b"base")
    repo.git("checkout", "-q", "-b", "side")
    commit_in(2001, "side", secret(1))
    repo.git("checkout", "-q", "main")
    commit_in(2001, "main", secret(2))
    repo.git("merge", "-q", "--no-edit", "side")
    return repo.head()


@pytest.mark.parametrize(
    "words",
    [("--since=2020-01-01",), ("--since=2020-01-01", "HEAD"), ("-1", "HEAD"), ("--merges",)],
    ids=str,
)
def test_a_chosen_merge_counts_with_all_it_brought_if_its_parents_are_not_chosen(
    repo: Repo, merged: str, words: tuple[str, ...]
) -> None:
    assert places(audit_range(repo, *words)) == [(merged, "side", 1, "SECRET-1")]


def test_the_first_parents_count_with_all_that_their_merges_brought(
    repo: Repo, merged: str
) -> None:
    first = repo.git("rev-parse", "HEAD^1").decode().strip()
    assert places(audit_range(repo, "--first-parent", "HEAD")) == [
        (first, "main", 1, "SECRET-2"),
        (merged, "side", 1, "SECRET-1"),
    ]


@pytest.mark.parametrize(
    "words", [("HEAD", "^heads/side"), ("heads/side..HEAD",), ("HEAD", "--not", "heads/side")]
)
def test_a_merge_does_not_count_with_what_an_excluded_parent_has(
    repo: Repo, merged: str, words: tuple[str, ...]
) -> None:
    assert "SECRET-1" not in [found for *_, found in places(audit_range(repo, *words))]


def test_an_evil_merge_of_parents_that_are_not_chosen_is_found_once(
    repo: Repo, merged: str
) -> None:
    repo.write("evil", secret(3))
    repo.add("evil")
    repo.git("commit", "-q", "--amend", "--no-edit")
    result = audit_range(repo, "-1", "HEAD")
    assert places(result) == [
        (repo.head(), "evil", 1, "SECRET-3"),
        (repo.head(), "side", 1, "SECRET-1"),
    ]
    assert [found.further_count for found in result.findings] == [0, 0]


def test_an_octopus_merge_counts_with_every_parent(repo: Repo, merged: str) -> None:
    for number, name in enumerate(["one", "two"], 4):
        repo.git("checkout", "-q", "-b", name, merged)
        repo.commit_file(name, secret(number))
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-edit", "one", "two")
    found = places(audit_range(repo, "--first-parent", f"{merged}..HEAD"))
    assert found == [(repo.head(), "one", 1, "SECRET-4"), (repo.head(), "two", 1, "SECRET-5")]
