"""Files that are given to a scan are read in groups, and only those that match one by one."""

from __future__ import annotations

import os
import threading

from support import Repo, fake_key

from git_secrets_py.content import CLEAN
from git_secrets_py.sources import files


def test_clean_files_are_filtered_with_their_paths_from_the_top(repo: Repo) -> None:
    repo.write("a/b/one", "x")
    repo.write("a/b/two", "x")
    given = os.fsencode(repo.path / "a")
    asked = []

    def clean(directory: bytes, paths: object) -> list[bool]:
        asked.append((directory, paths))
        return [True, False]

    top = os.fsencode(repo.path)
    found = list(files.from_top_unless_clean(files.walk(given), top, clean))
    assert asked == [(top, [b"a/b/one", b"a/b/two"])]
    assert (found[0] is CLEAN, found[1].path) == (True, b"a/b/two")


def test_a_named_pipe_is_opened_once(repo: Repo) -> None:
    repo.register_aws()
    repo.write("a", "clean")
    os.mkfifo(repo.path / "pipe")
    line = b"key = " + fake_key() + b"\n"
    thread = threading.Thread(target=(repo.path / "pipe").write_bytes, args=(line,))
    thread.start()
    ran = repo.run("--scan", "a", "pipe")
    thread.join()
    assert ran.status == 1
    assert b"pipe:1:" + line in ran.err
