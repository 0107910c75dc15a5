"""``--recurse-submodules`` audits the submodules that are checked out, each by its own rules."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from auditing import secret, without_times
from support import MakeRepo, Repo

SUBMODULE = ("-c", "protocol.file.allow=always", "submodule", "--quiet")
AUDIT = ("--scan-history", "--recurse-submodules")


@pytest.fixture
def outer(repo: Repo, make_repo: MakeRepo) -> Repo:
    """A repository with a pattern and a submodule with another one, each with a secret."""
    inner, middle = make_repo("inner"), make_repo("middle")
    inner.commit_file("a.txt", secret(1))
    middle.commit_file("b.txt", secret(2))
    add_submodule(middle, inner, "deep/inner")
    repo.git("config", "--add", "secrets.patterns", "SECRET-[0-9]+")
    add_submodule(repo, middle, "middle")
    repo.git(
        "-c", "protocol.file.allow=always", "submodule", "-q", "update", "--init", "--recursive"
    )
    return repo


def add_submodule(repo: Repo, other: Repo, path: str) -> None:
    allowed = ("-c", "protocol.file.allow=always")
    repo.git(*allowed, "submodule", "--quiet", "add", str(other.path), path)
    repo.commit(f"add {path}")


def found(repo: Repo, status: int) -> list[str]:
    ran = repo.call(*AUDIT, "--format", "json")
    assert ran.status == status
    return [one["path"] for one in json.loads(ran.out)["findings"]]


def test_findings_have_the_path_of_the_submodule(outer: Repo) -> None:
    assert found(outer, 1) == ["middle/b.txt", "middle/deep/inner/a.txt"]
    assert outer.call("--scan-history").status == 0
    lines = outer.call(*AUDIT).err.decode().splitlines()
    assert [line.partition(":")[2] for line in lines if line.endswith("SECRET-1")] == [
        "middle/deep/inner/a.txt:1:SECRET-1"
    ]


def test_the_counts_are_those_of_all_repositories(outer: Repo) -> None:
    summary = json.loads(outer.call(*AUDIT, "--format", "json").out)["summary"]
    assert (summary["commits"], summary["blobs"]) == (4, 4)


def test_a_submodule_that_is_not_checked_out_is_named_once(outer: Repo) -> None:
    outer.git(*SUBMODULE, "deinit", "-f", "middle")
    ran = outer.call(*AUDIT)
    assert (ran.status, without_times(ran.err).splitlines()[0]) == (
        0,
        "git secrets: warning: not scanned: 1 submodule not checked out: middle; "
        "run 'git submodule update --init --recursive'",
    )


def test_a_submodule_allows_its_own_secrets(outer: Repo) -> None:
    middle = Repo(outer.path / "middle")
    short_id = json.loads(outer.call(*AUDIT, "--format", "json").out)["findings"][0]["id"]
    middle.git("config", "--add", "secrets.patterns", "SECRET-[0-9]+")
    assert middle.call("--allow", short_id).status == 0
    assert found(outer, 1) == ["middle/deep/inner/a.txt"]


def test_a_submodule_without_its_repository_is_an_error(outer: Repo) -> None:
    shutil.rmtree(outer.path / ".git/modules/middle/modules")
    ran = outer.call(*AUDIT)
    assert ran.status == 2
    assert b"SECRET-2" in ran.err
    assert b"submodule middle/deep/inner: " in ran.err


def test_a_folder_behind_a_link_is_not_checked_out(outer: Repo, make_repo: MakeRepo) -> None:
    other = make_repo("other")
    other.commit_file("c.txt", secret(3))
    shutil.rmtree(outer.path / "middle")
    (outer.path / "middle").symlink_to(other.path)
    assert found(outer, 0) == []


@pytest.mark.parametrize("more", [("main",), ("--allow-all",)])
def test_what_does_not_go_with_submodules_is_refused(outer: Repo, more: tuple[str, ...]) -> None:
    ran = outer.call(*AUDIT, *more)
    assert ran.status == 1
    assert b"--recurse-submodules" in ran.err


@pytest.mark.parametrize("below", [".", "below"])
def test_variables_name_only_the_outermost_repository(
    outer: Repo, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    folder = outer.path / below
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("GIT_DIR", os.path.relpath(outer.path / ".git", folder))
    monkeypatch.setenv("GIT_WORK_TREE", os.path.relpath(outer.path, folder))
    assert found(Repo(folder), 1) == ["middle/b.txt", "middle/deep/inner/a.txt"]
