"""``git secrets --explain`` for content that cannot be read, and without patterns."""

from __future__ import annotations

import os

import pytest
from support import Ran, Repo


@pytest.fixture(autouse=True)
def patterns(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "foo+")


@pytest.mark.parametrize(
    ("content", "line", "lines"),
    [("one", "2", "1 line"), ("a\nb\n", "3", "2 lines"), ("", "0", "0 lines")],
)
def test_a_missing_line_is_refused(repo: Repo, content: str, line: str, lines: str) -> None:
    repo.write("a", content)
    assert repo.call("--explain", f"a:{line}") == Ran(
        1, b"", f"git secrets: a has no line {line}, only {lines}\n".encode()
    )


def test_a_missing_file_is_an_error(repo: Repo) -> None:
    assert repo.call("--explain", "no:1") == Ran(
        2, b"", b"git secrets: no:1: no such file or rule\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has other words for it")
def test_a_file_that_cannot_be_read_is_an_error(repo: Repo) -> None:
    repo.write("folder/a", "")
    assert repo.call("--explain", "folder") == Ran(2, b"", b"git secrets: folder: Is a directory\n")


def test_without_a_file_the_usage_is_shown(repo: Repo) -> None:
    ran = repo.call("--explain")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: --explain requires a file, '-' for standard input, or a rule\n\nusage: "
    )


def test_a_pattern_that_takes_too_long_is_an_error(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.explainer.TIME_LIMIT", 0.02)
    repo.git("config", "--add", "secrets.patterns", "(a|a)*b")
    repo.write("a", "a" * 40 + " b\nb\n")
    error = (
        b"git secrets: a: line 1: the pattern '(a|a)*b' from git config .git/config exceeded "
        b"the time limit of 0.02 s; simplify it\n"
    )
    assert repo.call("--explain", "a:1") == Ran(
        2, b"a:1: this is incomplete: a pattern took too long\n", error
    )
    ran = repo.call("--explain", "a")
    assert (ran.status, ran.err) == (2, error)


def test_without_any_rule_nothing_can_be_explained(repo: Repo) -> None:
    repo.git("config", "--unset", "secrets.patterns")
    repo.git("config", "secrets.rules", "none")
    repo.write("a", "")
    ran = repo.call("--explain", "a")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(b"git secrets: nothing was scanned: no prohibited pattern is active")
