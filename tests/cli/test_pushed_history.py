"""The rewrites that remove a secret from pushed commits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from support import Repo

from git_secrets_py.cli.pushed_history import Pushed
from git_secrets_py.git import Git
from git_secrets_py.sources.push import Update

MAIN = Update(b"main", b"", b"refs/heads/main", b"refs/heads/main")
TOPIC = Update(b"topic", b"", b"refs/heads/topic", b"refs/heads/topic")
TAG = Update(b"v1", b"", b"refs/tags/v1", b"refs/tags/v1")
# A commit, whether it is the first one, and the branch; or a tag and its object.
Shown = tuple[str, bool, str, str]


@pytest.fixture
def history(repo: Repo) -> dict[str, str]:
    """Return the commits of ``main``, which is checked out, and of ``topic``, which forks there."""
    commits = {"root": repo.commit_file("a", "1\n")}
    repo.git("branch", "topic")
    commits["second"] = repo.commit_file("a", "2\n")
    commits["third"] = repo.commit_file("a", "3\n")
    repo.git("checkout", "--quiet", "topic")
    commits["fork"] = repo.commit_file("b", "1\n")
    repo.git("checkout", "--quiet", "main")
    return commits


def rewrites(
    repo: Repo, updates: Sequence[Update], commits: Sequence[str], *, is_own_clone: bool = True
) -> list[Shown]:
    pushed = Pushed(Git(str(repo.path)), updates, is_own_clone=is_own_clone)
    found = pushed.rewrites([one.encode() for one in commits])
    return [
        (one.commit.decode(), one.is_root, one.branch.decode(), one.tag.decode()) for one in found
    ]


def test_a_branch_is_rewritten_from_its_oldest_commit_on(
    repo: Repo, history: dict[str, str]
) -> None:
    second, third = history["second"], history["third"]
    assert rewrites(repo, [MAIN], [third, second]) == [(second, False, "", "")]


def test_each_branch_is_rewritten_and_named_unless_it_is_checked_out(
    repo: Repo, history: dict[str, str]
) -> None:
    second, fork = history["second"], history["fork"]
    assert rewrites(repo, [MAIN, TOPIC], [second, fork]) == [
        (second, False, "", ""),
        (fork, False, "topic", ""),
    ]


def test_the_first_commit_is_a_root(repo: Repo, history: dict[str, str]) -> None:
    assert rewrites(repo, [MAIN], [history["root"]]) == [(history["root"], True, "", "")]


def test_a_commit_that_is_pushed_by_its_id_is_rewritten_on_a_branch_that_has_it(
    repo: Repo, history: dict[str, str]
) -> None:
    fork = history["fork"]
    update = Update(fork.encode(), b"", b"refs/heads/new", fork.encode())
    for updates in ([update], [MAIN, update]):
        assert rewrites(repo, updates, [fork]) == [(fork, False, "topic", "")]
    repo.git("branch", "--quiet", "-D", "topic")
    assert rewrites(repo, [update], [fork]) == [(fork, False, fork, "")]


def test_on_a_server_no_branch_of_its_own_is_named(repo: Repo, history: dict[str, str]) -> None:
    fork = history["fork"]
    repo.git("tag", "v1", fork)
    assert rewrites(repo, [TAG, TOPIC], [fork], is_own_clone=False) == [(fork, False, "", "")]


def test_a_pushed_tag_whose_history_changes_is_created_again(
    repo: Repo, history: dict[str, str]
) -> None:
    second = history["second"]
    repo.git("tag", "v1")
    assert rewrites(repo, [MAIN, TAG], [second]) == [
        (second, False, "", ""),
        ("", False, "", "v1"),
    ]


def test_a_tag_with_a_secret_in_its_message_is_created_again_on_its_commit(
    repo: Repo, history: dict[str, str]
) -> None:
    repo.git("tag", "-m", "a message", "v1", "main")
    tag = repo.git("rev-parse", "v1").decode().strip()
    assert rewrites(repo, [TAG], [tag]) == [(history["third"], False, "", "v1")]


def test_a_missing_object_is_not_rewritten(repo: Repo, history: dict[str, str]) -> None:
    assert rewrites(repo, [MAIN], ["1" * 40]) == []
