"""Work of git that tests let libgit2 do in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from direct_commits import add_directly, configure_directly, refresh_directly
from support import MakeRepo, Repo, run


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


def staged(repo: Repo, add: Callable[[], object]) -> bytes:
    """Change files of each kind, and stage them by ``add``; return all that git shows of them."""
    for name in ("changed", "deleted", "directory/changed", "to link"):
        repo.write(name, "old\n")
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "-m", "old")
    for name in (b"changed", b"new", b"directory/deep/\xff", b"a: b", b"ignored"):
        repo.write(name, b"new\r\n\0")
    repo.write(".gitignore", "ignored\n")
    repo.write("program", "#!/bin/sh\n").chmod(0o755)
    for name in ("deleted", "to link"):
        (repo.path / name).unlink()
    (repo.path / "to link").symlink_to("nowhere")
    add()
    return repo.git("status", "--porcelain", "-z") + repo.git("ls-files", "--stage", "-z")


def test_what_is_staged_is_what_git_stages(make_repo: MakeRepo) -> None:
    pytest.importorskip("pygit2", "1.15")
    direct, by_git = make_repo("direct"), make_repo("by git")
    expected = staged(by_git, lambda: by_git.git("add", "--all"))
    assert staged(direct, lambda: add_directly(direct.path, [])) == expected


@pytest.mark.parametrize("name", ["ignored", b"\xff", "missing"])
def test_a_file_that_only_git_can_stage_is_left_to_it(repo: Repo, name: str | bytes) -> None:
    for one in ("ignored", b"\xff", "named"):
        repo.write(one, "x")
    repo.write(".gitignore", "ignored\n")
    assert not add_directly(repo.path, ["named", name])
    assert repo.git("ls-files", "-z") == b""


def test_a_named_file_is_staged_alone(repo: Repo) -> None:
    pytest.importorskip("pygit2", "1.15")
    for name in ("é", "other"):
        repo.write(name, name)
    assert add_directly(repo.path, ["é"])
    assert repo.git("ls-files", "-z") == "é\0".encode()


@pytest.mark.parametrize("name", [".gitattributes", "in/.gitattributes", "in/.git/HEAD", "in/pipe"])
def test_files_that_git_treats_in_its_own_way_are_left_to_it(repo: Repo, name: str) -> None:
    path = repo.write(name, "x")
    if path.name == "pipe":
        path.unlink()
        os.mkfifo(path)
    assert not add_directly(repo.path, [])


def test_a_refreshed_index_has_the_times_of_the_files(repo: Repo) -> None:
    pytest.importorskip("pygit2", "1.15")
    repo.commit_file("a", "a\n")
    path = repo.path / "a"
    os.utime(path, (1, 1))
    assert repo.git("diff-files", "--name-only") == b"a\n"
    assert refresh_directly(repo.path)
    assert repo.git("diff-files", "--name-only") == b""


@pytest.mark.parametrize(
    "value", ["", "plain", " spaces ", 'a "quoted" #; \\ word', "a\nb\tc", "é"]
)
def test_a_setting_is_the_one_that_git_writes(make_repo: MakeRepo, value: str) -> None:
    pytest.importorskip("pygit2", "1.15")
    direct, by_git = make_repo("direct"), make_repo("by git")
    for key in ("secrets.providers", "remote.a Name.url"):
        run("git", "config", key, value, cwd=by_git.path)
        assert configure_directly(direct.path, ("config", key, value))
    listed = "config", "--local", "--null", "--list"
    assert direct.git(*listed) == by_git.git(*listed)


def test_a_setting_replaces_the_only_value_and_several_are_left_to_git(repo: Repo) -> None:
    for value in ("old", "new"):
        repo.git("config", "secrets.patterns", value)
    assert repo.git("config", "--get-all", "secrets.patterns") == b"new\n"
    repo.git("config", "--add", "secrets.patterns", "other")
    assert not configure_directly(repo.path, ("config", "secrets.patterns", "one"))
