"""Paths as they are given: allowed patterns and reports use those from the top."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support import Ran, Repo


@pytest.fixture
def docs(with_pattern: Repo, key: bytes) -> Repo:
    """A repository with a key in ``docs/a`` and in ``below/docs/a``; the former is allowed."""
    for name in ("docs/a", "below/docs/a"):
        with_pattern.write(name, key)
    with_pattern.write(".gitallowed", "^docs/\n")
    with_pattern.add()
    return with_pattern


def json_paths(ran: Ran) -> list[str]:
    report = json.loads(ran.out or ran.err)
    return [found["path"] for found in report["findings"]]


GIVEN = [
    (".", ["docs/a"]),
    (".", ["./docs/a"]),
    (".", ["below/../docs/a"]),
    (".", ["docs//a"]),
    (".", ["docs"]),
    (".", ["./docs/"]),
    (".", ["-r", "docs"]),
    (".", ["-r", "./docs/."]),
    (".", ["--untracked", "./docs"]),
    (".", ["--cached", "./docs/a"]),
    (".", ["--no-index", "./docs"]),
    ("below", ["../docs/a"]),
    ("below", ["-r", "../docs"]),
    ("below", ["--cached", "../docs/a"]),
    ("docs", ["a"]),
    ("docs", ["--no-index"]),
    ("docs", ["-r", "."]),
]


@pytest.mark.parametrize(("directory", "words"), GIVEN)
def test_an_allowed_path_applies_however_it_is_given(
    docs: Repo, directory: str, words: list[str]
) -> None:
    assert Repo(docs.path / directory).call("--scan", *words) == Ran(0, b"", b"")


def test_an_allowed_path_applies_from_outside_of_the_work_tree(
    docs: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(docs.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(docs.path))
    outside = Repo(docs.path.parent)
    for words in (["repo/docs/a"], ["-r", "repo/docs"], ["--no-index", "repo/docs"]):
        assert outside.call("--scan", *words) == Ran(0, b"", b"")
    ran = outside.call("--scan", "--untracked", "repo/docs")
    message = f"git secrets: not in the work tree {docs.path}; run this command there\n"
    assert ran == Ran(2, b"", message.encode())


def test_an_allowed_path_applies_to_absolute_paths(docs: Repo) -> None:
    assert docs.call("--scan", str(docs.path / "docs/a")).status == 0
    assert docs.call("--scan", "-r", str(docs.path / "docs")).status == 0
    assert docs.call("--pre_commit_hook", "--", str(docs.path / "docs/a")).status == 0


def test_an_allowed_path_applies_through_a_link_to_the_top(docs: Repo, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(docs.path)
    assert docs.call("--scan", str(link / "docs/a")).status == 0
    assert Repo(link).run("--scan", str(link / "docs/a")).status == 0


@pytest.mark.parametrize("words", [["docs/a"], ["-r", "."], ["docs"], ["--cached", "docs/a"], []])
def test_an_allowed_path_does_not_apply_to_another_folder_of_that_name(
    docs: Repo, words: list[str]
) -> None:
    ran = Repo(docs.path / "below").call("--scan", "--format", "json", *words)
    assert (ran.status, json_paths(ran)) == (1, ["below/docs/a"])


def test_the_text_format_shows_the_path_as_it_is_given(docs: Repo, key: bytes) -> None:
    for given in ("./below/docs/a", str(docs.path / "below/docs/a")):
        ran = docs.call("--scan", given)
        assert ran.err.startswith(given.encode() + b":1:" + key + b"\n\n[ERROR]")


def test_a_file_elsewhere_keeps_its_path(docs: Repo, key: bytes, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    outside = tmp_path / "docs/a"
    outside.write_bytes(key)
    ran = docs.call("--scan", "--format", "json", str(outside))
    assert (ran.status, json_paths(ran)) == (1, [str(outside)])
    assert docs.call("--scan", os.path.relpath(outside, docs.path)).status == 1


def test_a_tracked_link_keeps_its_own_path(docs: Repo) -> None:
    (docs.path / "docs/link").symlink_to("../below/docs/a")
    assert docs.call("--scan", "docs/link").status == 0


def test_a_directory_means_its_tracked_files(docs: Repo, key: bytes) -> None:
    docs.write("below/new\nfile", key)
    docs.write("below/other", key)
    ran = docs.call("--scan", "below")
    assert ran.status == 1
    assert ran.err.startswith(b"below/docs/a:1:" + key)
    docs.git("rm", "--quiet", "--cached", "below/docs/a")
    docs.write(".gitignore", "below/other\n")
    ran = docs.call("--scan", "below")
    assert ran.status == 0
    assert b"untracked, not scanned: below/docs/a, below/new" in ran.err


def test_a_directory_elsewhere_is_skipped_with_a_warning(docs: Repo, tmp_path: Path) -> None:
    assert docs.call("--scan", str(tmp_path)) == Ran(
        0,
        b"",
        f"git secrets: warning: {tmp_path}: is a directory, skipped; use -r to scan it\n".encode(),
    )


def test_outside_of_a_repository_the_option_that_needs_none_is_named(home: Path) -> None:
    assert Repo(home).call("--scan") == Ran(
        2,
        b"",
        b"git secrets: not a git repository (or any of the parent directories); "
        b"to scan this directory without git: git secrets --scan --no-index\n",
    )
