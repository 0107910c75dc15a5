"""Commits by libgit2, which tests make in place of those by git."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import MakeRepo, Repo


def history(repo: Repo) -> bytes:
    """Commit twice; return all that git shows of it."""
    repo.commit_file("a", "first\r\n")
    repo.commit_file("b/é", b"\xff\0", "a subject\n\na paragraph")
    return repo.git("log", "--raw", "--no-abbrev", "--format=raw")


def test_they_are_those_of_git_whatever_the_developer_has_configured(
    make_repo: MakeRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pygit2 = pytest.importorskip("pygit2", "1.15")
    # libgit2 has looked up this directory before the test has set variables.
    pygit2.settings.search_path[pygit2.enums.ConfigLevel.XDG] = str(tmp_path)
    (tmp_path / "config").write_text("[core]\n\tautocrlf = input\n")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2024-05-06T07:08:09+02:30")
    direct = history(make_repo("direct"))
    monkeypatch.setattr("direct_commits.pygit2", None)
    assert history(make_repo("by git")) == direct
