"""A scan or an audit that finds nothing to scan reports that, with the reason."""

from __future__ import annotations

import json

import pytest
from support import Repo

NO_INDEX = (
    "nothing is checked out, and there is no index; run 'git checkout' first, "
    "or 'git secrets --scan-history'"
)
UNTRACKED = "is tracked; add it with 'git add', or use --untracked"


@pytest.fixture
def empty(repo: Repo) -> Repo:
    """A repository without commits; the file in it is ignored."""
    (repo.path / "e").mkdir()
    repo.write("ignored", "text\n")
    repo.write(".git/info/exclude", "ignored\n")
    return repo


def reason(repo: Repo, *words: str) -> str:
    """Return the reason that ``words`` print; each is a warning, so the status is 0."""
    ran = repo.call(*words, "--rules", "aws")
    assert ran.status == 0
    before, _, after = ran.err.decode().partition("warning: nothing was scanned: ")
    assert before in ("git secrets: ", "git secrets: scanning all history\ngit secrets: ")
    return after.splitlines()[0]


@pytest.mark.parametrize("options", [[], ["--cached"], ["--untracked"], ["."]])
def test_a_clone_without_a_checkout(repo: Repo, options: list[str]) -> None:
    repo.commit_file("a", "text\n")
    repo.git("clone", "--quiet", "--no-checkout", ".", "../other")
    assert reason(Repo(repo.path.parent / "other"), "--scan", *options) == NO_INDEX


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--scan", f"no file {UNTRACKED}"),
        ("--scan e", f"no file in e {UNTRACKED}"),
        ("--scan --cached", "the index has no file"),
        ("--scan --untracked", "there is no file that is not ignored"),
        ("--scan -r e", "there is no file in e"),
        ("--scan --no-index e", "there is no file in e"),
        ("--scan-history", "this repository has no commits"),
        ("--ci", "this repository has no commits"),
    ],
)
def test_a_repository_without_files(empty: Repo, words: str, expected: str) -> None:
    assert reason(empty, *words.split()) == expected


def test_a_range_without_commits(repo: Repo) -> None:
    repo.commit_file("a", "text\n")
    assert reason(repo, "--scan-history", "HEAD..HEAD") == "no commit is in HEAD..HEAD"


def test_a_document_contains_the_warning(empty: Repo) -> None:
    ran = empty.call("--scan", "--rules", "aws", "--format", "json")
    message = f"nothing was scanned: no file {UNTRACKED}"
    assert json.loads(ran.out)["problems"] == [{"severity": "warning", "message": message}]


def test_an_empty_file_is_scanned(repo: Repo) -> None:
    repo.commit_file("a", "")
    assert repo.call("--scan", "--rules", "aws").err == b""


def test_a_misspelled_path_is_an_error_with_untracked_files(repo: Repo) -> None:
    repo.commit_file("a", "text\n")
    ran = repo.call("--scan", "--untracked", "a", "b", "--rules", "aws")
    assert (ran.status, ran.err) == (2, b"git secrets: b: No such file or directory\n")
