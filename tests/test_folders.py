"""The directories of tests."""

from __future__ import annotations

import os
from pathlib import Path

from folders import Folders, Tree, remove
from support import Repo


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the mode, and the content or the target, of each name below ``folder``."""
    found = {}
    for path in folder.rglob("*"):
        is_file = path.is_file() and not path.is_symlink()
        content = path.read_bytes() if is_file else b""
        if path.is_symlink():
            content = os.fsencode(path.readlink())
        found[str(path.relative_to(folder))] = path.lstat().st_mode, content
    return found


def test_a_tree_is_written_as_it_was_read_over_what_is_there(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a/b", b"\0\r\n")
    repo.write_hook("#!/bin/sh\n")
    (repo.path / "empty").mkdir()
    (repo.path / "link").symlink_to("nowhere")
    (repo.path / "to folder").symlink_to("a")
    copy = Repo(tmp_path / "copy")
    copy.write(".git/config", b"longer than the other" * 100)
    for target in (copy, Repo(tmp_path / "new" / "copy")):
        Tree(repo.path).write(target.path)
        assert listing(target.path) == listing(repo.path)
    assert copy.git("status", "--porcelain") == b'?? link\n?? "to folder"\n'


def test_a_folder_is_removed_with_links_but_not_their_targets(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "file").touch()
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "link").symlink_to(tmp_path / "target")
    (folder / "below" / "file").touch()
    remove(folder)
    assert not folder.exists()
    assert (tmp_path / "target" / "file").exists()


def test_each_test_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    made = Folders(tmp_path)
    paths = [made.make("test_[a/b]"), made.make("test_[a/b]"), made.make("x" * 300)]
    assert len({path.name for path in paths}) == 3
    assert [path for path in paths if list(path.iterdir())] == []
    assert {path.parent for path in paths} == {tmp_path}


def test_names_of_folders_are_short_and_plain(tmp_path: Path) -> None:
    assert Folders(tmp_path).make("test_[a/b]" + "é" * 300).name == "test__a_b_" + "é" * 20 + "1"
