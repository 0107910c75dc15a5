"""A hook whose process is a copy ends as one that starts Python."""

from __future__ import annotations

import shutil

import pytest
from support import Ran, Repo, copying, run

from git_secrets_py.hook_install.scripts import hook_script

pytestmark = pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")


def of_hook(repo: Repo, script: bytes, *words: str, **environment: str) -> Ran:
    path = repo.write_hook(script, "commit-msg")
    return run(str(path), *words, cwd=repo.path, env=environment)


@pytest.mark.parametrize("environment", [{}, {"TZ": "Asia/Tokyo"}], ids=["copied", "refused"])
def test_a_copied_hook_has_the_output_and_the_status_of_the_hook(
    with_pattern: Repo, key: bytes, environment: dict[str, str]
) -> None:
    script = hook_script("commit-msg")
    copied = copying(script)
    assert copied != script
    for message in (b"clean\n", key):
        path = str(with_pattern.write("a message", message))
        expected = of_hook(with_pattern, script, path, **environment)
        assert expected.status == (message == key)
        assert of_hook(with_pattern, copied, path, **environment) == expected


def test_a_copied_hook_reads_standard_input(with_pattern: Repo, key: bytes) -> None:
    head = with_pattern.commit_file("leak", key)
    line = b"refs/heads/main %b refs/heads/main %b\n" % (head.encode(), b"0" * 40)
    path = with_pattern.write_hook(copying(hook_script("pre-push")), "pre-push")
    ran = run(str(path), "origin", "elsewhere", cwd=with_pattern.path, input=line)
    assert ran.status == 1
    assert ran.err.startswith(head[:7].encode())
