"""Chained hooks for pushes, run by a real ``git push``: both read standard input."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import KEY_PATTERN, MakeRepo, Repo

ROOT = Path(__file__).parents[2]
WRITES = '#!/bin/sh\ncat >"{written}"\n'


@pytest.fixture
def server(make_repo: MakeRepo) -> Repo:
    return make_repo("server.git", "--bare")


@pytest.fixture
def clone(repo: Repo, server: Repo) -> Repo:
    """A repository with one commit and a remote."""
    repo.commit_file("first", "first\n")
    repo.git("remote", "add", "origin", str(server.path))
    return repo


def chain(repo: Repo, hook: str, written: Path) -> None:
    """Install ``hook`` in front of one that writes its standard input to ``written``."""
    git_dir = Path(repo.git("rev-parse", "--absolute-git-dir").decode().strip())
    path = git_dir / "hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_text(WRITES.format(written=written.as_posix()))
    path.chmod(0o755)
    repo.git("config", "secrets.patterns", KEY_PATTERN)
    repo.install_hooks("--chain", "--hooks", hook)


@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_a_clean_push_passes_both(clone: Repo, server: Repo, tmp_path: Path, hook: str) -> None:
    chain(clone if hook == "pre-push" else server, hook, tmp_path / "written")
    assert clone.push("origin", "main").status == 0
    head = clone.head()
    words = (tmp_path / "written").read_text().split()
    assert (head in words, "refs/heads/main" in words) == (True, True)


@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_a_secret_is_blocked_after_the_chained_hook_has_read_its_input(
    clone: Repo, server: Repo, tmp_path: Path, key: bytes, hook: str
) -> None:
    chain(clone if hook == "pre-push" else server, hook, tmp_path / "written")
    leak = clone.commit_file("leak", key + b"\n")
    ran = clone.push("origin", "main")
    assert ran.status == 1
    assert b"leak:1:" + key in ran.err
    assert leak in (tmp_path / "written").read_text()
    assert server.git("for-each-ref") == b""


def test_a_chained_pre_push_hook_that_fails_blocks_the_push(clone: Repo, server: Repo) -> None:
    clone.write_hook("#!/bin/sh\necho no >&2\nexit 3\n", "pre-push")
    clone.install_hooks("--chain", "--hooks", "pre-push")
    ran = clone.push("origin", "main")
    assert (ran.status, ran.err.splitlines()[0]) == (1, b"no")
    assert server.git("for-each-ref") == b""
