"""More files and commits than fit into the arguments of one command.

The original hands all their names to git grep, which the system refuses to start.
"""

from __future__ import annotations

import os

import pytest
from support import ERROR, SILENCE

FILES = 10_000
COMMITS = 50_000


def stage_many(repo, last):
    """Stage 10,000 files with long names; the last of them holds ``last``."""
    clean, secret = (
        repo.git("hash-object", "-w", "--stdin", input=content).strip()
        for content in (b"clean\n", last)
    )
    folder = b"a-long-name-" * 20
    names = [b"%b/%05d" % (folder, number) for number in range(FILES)]
    assert sum(map(len, names)) > 2 << 20  # the most that Linux takes as arguments
    entries = [b"100644 %b\t%b" % (clean, name) for name in names[:-1]]
    entries.append(b"100644 %b\t%b" % (secret, names[-1]))
    repo.git("update-index", "--add", "--index-info", input=b"\n".join(entries) + b"\n")
    return names[-1]


def test_10_000_staged_files_without_and_with_a_secret_in_the_last(guarded, key):
    guarded.keep_hooks("pre-commit")
    path = stage_many(guarded, key)
    ran = guarded.commit()
    assert ran.status == 1
    assert ran.err.partition(ERROR)[0] == path + b":1:" + key + b"\n"
    guarded.git("update-index", "--force-remove", os.fsdecode(path))
    assert guarded.commit() == SILENCE


def import_many(repo, branch, contents, start):
    """Make a commit with each of ``contents`` on a new branch."""
    stream = []
    for number, content in enumerate(contents):
        stream.append(
            b"commit refs/heads/%b\ncommitter A <a@example.com> %d +0000\ndata 9\na message\n%b"
            b"M 100644 inline a\ndata %d\n%b\n"
            % (branch, 10**9 + number, b"" if number else start, len(content), content)
        )
    fast = ("-c", "core.compression=0", "fast-import", "--depth=0")
    repo.git(*fast, "--quiet", input=b"".join(stream))


def many_contents(key):
    """The contents of a file in 50,000 commits, of which one in the middle holds ``key``."""
    for number in range(COMMITS):
        yield b"secret %b\n" % key if number == COMMITS // 2 else b"line %d\n" % number


def test_a_history_of_50_000_commits(guarded, key):
    import_many(guarded, b"long", many_contents(key), b"")
    commit = guarded.git("rev-parse", f"long~{COMMITS - 1 - COMMITS // 2}").strip()
    ran = guarded.call("--scan-history")
    assert ran.status == 1
    assert ran.err.partition(ERROR)[0] == commit + b":a:1:secret " + key + b"\n"


@pytest.mark.soak
def test_a_merge_of_50_000_commits(guarded, key):
    import_many(guarded, b"long", many_contents(key), b"from refs/heads/main^0\n")
    commit = guarded.git("rev-parse", f"long~{COMMITS - 1 - COMMITS // 2}").strip()
    guarded.commit_file("b", "clean\n")
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "long")
    assert ran.status != 0
    assert commit + b":a:1:secret " + key + b"\n" in ran.err.partition(ERROR)[0]
