"""Every file and pipe is closed: ``python -X dev`` warns of none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support import Repo


@pytest.mark.parametrize(
    "words",
    [
        ("--scan",),
        ("--scan", "--cached"),
        ("--scan-history",),
        ("--add", "other"),
        ("--uninstall",),
        ("--pre_commit_hook", "--"),
        ("--prepare_commit_msg_hook", "--", "message", "message"),
    ],
    ids=" ".join,
)
def test_no_file_or_pipe_is_left_open(with_pattern: Repo, key: bytes, words: tuple[str]) -> None:
    with_pattern.commit_file("a", b"one\n")
    with_pattern.write("a", key)
    with_pattern.add()
    with_pattern.write("message", "subject\n")
    command = [sys.executable, "-X", "dev", "-m", "git_secrets_py", *words]
    ran = subprocess.run(command, cwd=with_pattern.path, env=os.environ, capture_output=True)
    assert ran.returncode in (0, 1)
    assert b"ResourceWarning" not in ran.stderr
