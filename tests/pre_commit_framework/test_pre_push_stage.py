"""``git push`` with our hook in the pre-commit framework, which passes the range in variables."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from framework import pre_commit
from support import ERROR, from_template, program

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"

pytestmark = pytest.mark.skipif(not HOOKS.exists(), reason="not a checkout")


@pytest.fixture
def clone(repo, make_repo, home, templates, monkeypatch):
    """A clone with our hook in the framework's pre-push stage, and a remote without commits.

    The hook is that of ``.pre-commit-hooks.yaml``, run from where the tests run.
    """
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home / "pre-commit"))
    monkeypatch.setenv("PRE_COMMIT_COLOR", "never")
    make_repo("remote.git", "--bare")
    return from_template(repo, templates / "pre_push_stage", lambda: install(repo))


def install(repo) -> None:
    (hook,) = [one for one in yaml.safe_load(HOOKS.read_text()) if one["id"].endswith("pre-push")]
    hook["language"] = "system"
    hook["entry"] = hook["entry"].replace("git-secrets-py", program())
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    repo.commit_file(".pre-commit-config.yaml", yaml.safe_dump(config))
    assert pre_commit(repo, "install", "-t", "pre-push").status == 0
    repo.git("remote", "add", "origin", "../remote.git")


def shows(ran, line) -> bool:
    """Whether a push was blocked with ``line`` as the only one that is found."""
    return ran.status == 1 and b"\n" + line + b"\n" + ERROR in ran.out + ran.err


def test_the_first_push_of_all_is_scanned(clone, key) -> None:
    commit = clone.commit_file("b", key)
    clone.commit_file("b", "clean\n")
    assert shows(clone.push("origin", "main"), f"{commit}:b:1:".encode() + key)


def test_a_clean_push_passes_and_the_next_one_is_scanned_from_there(clone, key) -> None:
    assert clone.push("origin", "main").status == 0
    commit = clone.commit_file("b", key)
    assert shows(clone.push("origin", "main"), f"{commit}:b:1:".encode() + key)


def test_a_new_branch_is_scanned(clone, key) -> None:
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.git("checkout", "--quiet", "-b", "topic")
    commit = clone.commit_file("b", key)
    assert shows(clone.push("origin", "topic"), f"{commit}:b:1:".encode() + key)


def test_a_manual_run_without_a_range_scans_commits_that_no_remote_has(clone, key) -> None:
    clone.commit_file("b", key)
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    by_hand = ("run", "--hook-stage", "pre-push", "--all-files")
    assert pre_commit(clone, *by_hand).status == 0
    commit = clone.commit_file("c", key)
    assert shows(pre_commit(clone, *by_hand), f"{commit}:c:1:".encode() + key)


def test_a_manual_run_with_a_range_scans_it(clone, key) -> None:
    commit = clone.commit_file("b", key)
    clone.commit_file("c", "clean\n")
    by_hand = ("run", "--hook-stage", "pre-push", "--to-ref", "HEAD", "--from-ref")
    assert pre_commit(clone, *by_hand, "HEAD~1").status == 0
    ran = pre_commit(clone, *by_hand, "HEAD~2")
    assert shows(ran, f"{commit}:b:1:".encode() + key)
    clone.commit_file("d", key)
    assert pre_commit(clone, *by_hand[:3], "--to-ref", "HEAD~1", "--from-ref", "HEAD~2").status == 0
