"""Work of git that tests let libgit2 do in its place."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from direct_commits import (
    add_directly,
    add_remote_directly,
    commit_staged_directly,
    configure_directly,
    refer_directly,
    refresh_directly,
    resolve_directly,
)
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


def test_values_are_added_as_git_adds_them(make_repo: MakeRepo) -> None:
    pytest.importorskip("pygit2", "1.15")
    direct, by_git = make_repo("direct"), make_repo("by git")
    for value in ("plain", "plain", "", " a ", 'a "b" #; \\d', "a\nb\tc", b"\xff\r", "é"):
        words = "config", "--add", "secrets.patterns", value
        run("git", *words, cwd=by_git.path)
        assert configure_directly(direct.path, words)
    listed = "config", "--local", "--null", "--list"
    assert direct.git(*listed) == by_git.git(*listed)


def committed(repo: Repo, commit: Callable[[str], object]) -> bytes:
    """Stage and commit by ``commit`` twice; return all that git shows of it, and the message."""
    for name, message in (("a", "first"), ("b", "a subject\n\na paragraph")):
        repo.write(name, message)
        repo.git("add", name)
        commit(message)
    log = repo.git("log", "--raw", "--no-abbrev", "--format=raw")
    status = repo.git("status", "--porcelain") + repo.git("reflog", "--format=%gs")
    return log + status + (repo.path / ".git/COMMIT_EDITMSG").read_bytes()


def test_what_is_committed_without_hooks_is_what_git_commits(make_repo: MakeRepo) -> None:
    pytest.importorskip("pygit2", "1.15")
    direct, by_git = make_repo("direct"), make_repo("by git")

    def commit(message: str) -> None:
        assert commit_staged_directly(direct.path, message)

    words = "git", "commit", "--quiet", "-m"
    expected = committed(by_git, lambda message: run(*words, message, cwd=by_git.path))
    assert committed(direct, commit) == expected


def test_a_commit_without_a_date_in_the_environment_is_of_now(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pygit2", "1.15")
    monkeypatch.delenv("GIT_AUTHOR_DATE")
    repo.write("a", "1")
    repo.add()
    began = int(time.time())
    assert commit_staged_directly(repo.path, "now")
    author, zone, committer = repo.git(
        "log", "-1", "--format=%at %ad %ct", "--date=format:%z"
    ).split()
    assert began <= int(author) <= time.time()
    assert zone.decode() == time.strftime("%z")
    assert int(committer) < began


def test_an_empty_first_commit_is_left_to_git(repo: Repo) -> None:
    assert not commit_staged_directly(repo.path, "empty")


@pytest.mark.parametrize(
    ("message", "prepare"),
    [
        ("of no change", lambda repo: repo.commit_file("a", "1")),
        ("", lambda repo: repo.add()),
        ("a \nb", lambda repo: repo.add()),
        ("a\n\n\nb", lambda repo: repo.add()),
        ("with a hook", lambda repo: repo.add() or repo.write_hook("true", "commit-msg")),
        (b"in bytes", lambda repo: repo.add()),
        ("signed", lambda repo: repo.add() or repo.git("config", "commit.gpgSign", "true")),
        ("intended", lambda repo: repo.git("add", "--intent-to-add", "a")),
        ("detached", lambda repo: repo.add() or repo.git("checkout", "-q", "--detach")),
    ],
)
def test_a_commit_that_only_git_can_make_is_left_to_it(
    repo: Repo, message: str, prepare: Callable[[Repo], object]
) -> None:
    repo.commit_file("first", "1")
    repo.write("a", "1")
    prepare(repo)
    assert not commit_staged_directly(repo.path, message)


@pytest.mark.parametrize("options", [(), ("--bare",)])
def test_a_remote_is_added_as_git_adds_it(make_repo: MakeRepo, options: tuple[str, ...]) -> None:
    pytest.importorskip("pygit2", "1.15")
    direct, by_git = make_repo("direct", *options), make_repo("by git", *options)
    for words in (("remote", "add", "origin", "../a b.git"), ("remote", "add", "x-1", "file:///#")):
        run("git", *words, cwd=by_git.path)
        assert add_remote_directly(direct.path, words)
    listed = "config", "--local", "--null", "--list"
    assert direct.git(*listed) == by_git.git(*listed)
    assert not add_remote_directly(direct.path, ("remote", "add", "origin", "twice"))


REFERENCES = [
    ("branch", "a/topic"),
    ("tag", "v1"),
    ("checkout", "--quiet", "-b", "other"),
    ("branch", "next"),
    ("checkout", "-q", "-b", "b/last"),
]


def references(repo: Repo, create: Callable[[tuple[str, ...]], object]) -> dict[str, bytes]:
    """Create ``REFERENCES``; return HEAD, all references and their logs, without times."""
    repo.commit_file("a", "1")
    for words in REFERENCES:
        create(words)
    paths = [repo.path / ".git/HEAD", *(repo.path / ".git").glob("refs/**/*")]
    paths += (repo.path / ".git").glob("logs/**/*")
    return {
        str(path.relative_to(repo.path)): re.sub(rb"> \d+ [+-]\d+\t", b">", path.read_bytes())
        for path in paths
        if path.is_file()
    }


def test_references_and_their_logs_are_those_of_git(make_repo: MakeRepo) -> None:
    pytest.importorskip("pygit2", "1.15")
    direct, by_git = make_repo("direct"), make_repo("by git")
    expected = references(by_git, lambda words: run("git", *words, cwd=by_git.path))
    assert len(expected) == 13

    def create(words: tuple[str, ...]) -> None:
        assert refer_directly(direct.path, words)

    assert references(direct, create) == expected


@pytest.mark.parametrize("command", ["git checkout -q --detach", "git pack-refs --all", "true"])
def test_a_revision_is_the_one_of_git(repo: Repo, command: str) -> None:
    pytest.importorskip("pygit2", "1.15")
    for content in ("1", "2"):
        repo.commit_file("a/b", content)
    for words in (("branch", "topic"), ("tag", "-a", "v1", "-m", "1"), ("tag", "v2")):
        repo.try_git(*words)
    assert run("sh", "-c", command, cwd=repo.path).status == 0
    for one in ("HEAD", "HEAD~", "HEAD^{tree}", "topic~1", "v1", "v1^{commit}", "main^{tree}"):
        by_git = run("git", "rev-parse", one, cwd=repo.path)
        assert resolve_directly(repo.path, ("rev-parse", one)) == by_git.out


@pytest.mark.parametrize("name", ["absent", "HEAD^2", "both", "--git-dir", ":a", "HEAD:a", "abcd"])
def test_what_may_be_something_else_than_a_branch_or_a_tag_is_left_to_git(
    repo: Repo, name: str
) -> None:
    repo.commit_file("a", "1")
    for kind in ("branch", "tag"):
        repo.git(kind, "both")
    assert resolve_directly(repo.path, ("rev-parse", name)) is None


@pytest.mark.parametrize(
    "prepare",
    [
        lambda repo: repo.git("branch", "topic"),
        lambda repo: repo.git("branch", "topic/below"),
        lambda repo: repo.git("checkout", "--quiet", "--detach"),
        lambda repo: repo.git("config", "core.hooksPath", "other"),
        lambda repo: repo.write_hook("true", "post-checkout"),
    ],
)
def test_a_reference_that_only_git_can_create_is_left_to_it(
    repo: Repo, prepare: Callable[[Repo], object]
) -> None:
    repo.commit_file("a", "1")
    prepare(repo)
    assert not refer_directly(repo.path, ("checkout", "--quiet", "-b", "topic"))
