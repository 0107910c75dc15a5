"""The live proof of ``git secrets --doctor``: what it proves, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support import KEY_PATTERN, MakeRepo, Repo

from git_secrets_py.hook_install.scripts import HOOKS, KNOWN_HOOKS


@pytest.fixture
def guarded(with_pattern: Repo) -> Repo:
    """A repository with a first commit, a pattern and every hook."""
    assert with_pattern.call("--install", "--hooks", ",".join(KNOWN_HOOKS)).status == 0
    return with_pattern


def proof(repo: Repo) -> list[tuple[str, bool, bool]]:
    ran = repo.call("--doctor", "--format", "json")
    assert ran.err == b""
    proofs: list[dict[str, Any]] = json.loads(ran.out)["proof"]
    return [(one["hook"], one["blocks"], one["passes"]) for one in proofs]


def proven(*hooks: str) -> list[tuple[str, bool, bool]]:
    return [(hook, True, True) for hook in hooks]


def everything(directory: Path) -> dict[str, tuple[int, bytes]]:
    """Each file below, with the time of its last change and what it holds."""
    return {
        str(path.relative_to(directory)): (path.lstat().st_mtime_ns, path.read_bytes())
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_every_hook_is_proven(guarded: Repo) -> None:
    assert proof(guarded) == proven(*KNOWN_HOOKS)


def test_nothing_of_the_repository_changes(guarded: Repo, tmp_path: Path) -> None:
    guarded.write("staged", "staged\n")
    guarded.add("staged")
    guarded.write("staged", "changed since\n")
    guarded.write("untracked", "untracked\n")
    for setting in ("core.splitIndex", "core.untrackedCache", "core.logAllRefUpdates"):
        guarded.git("config", setting, "true")
    guarded.write_hook("#!/bin/sh\ntouch changed\n", "post-index-change")
    before = everything(guarded.path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    assert guarded.run("--doctor", env={"TMPDIR": str(temporary)}).status == 0
    assert everything(guarded.path) == before
    assert list(temporary.iterdir()) == []


def test_what_is_staged_does_not_count(guarded: Repo, key: bytes) -> None:
    guarded.write("leak", key)
    guarded.add("leak")
    assert proof(guarded) == proven(*KNOWN_HOOKS)


def test_secrets_of_the_past_do_not_count(guarded: Repo, key: bytes) -> None:
    guarded.commit_file("leak", key)
    assert proof(guarded) == proven(*KNOWN_HOOKS)


def test_an_unborn_branch(repo: Repo) -> None:
    repo.call("--add", KEY_PATTERN)
    repo.call("--install", "--hooks", ",".join(KNOWN_HOOKS))
    assert proof(repo) == proven(*KNOWN_HOOKS)


def test_a_linked_worktree_and_a_folder_below(guarded: Repo) -> None:
    guarded.git("worktree", "add", "--quiet", "../linked")
    below = guarded.path.parent / "linked" / "below"
    below.mkdir()
    assert proof(Repo(below)) == proven(*KNOWN_HOOKS)


def test_a_sha256_repository(make_repo: MakeRepo) -> None:
    repo = make_repo("sha256", "--object-format=sha256")
    repo.commit_file("first", "first\n")
    repo.call("--add", KEY_PATTERN)
    repo.call("--install", "--hooks", ",".join(KNOWN_HOOKS))
    assert proof(repo) == proven(*KNOWN_HOOKS)


@pytest.mark.parametrize("name", ["a:b", 'a"b', "with space", "-f"])
def test_the_path_of_a_repository_may_be_any(make_repo: MakeRepo, name: str) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such names")
    repo = make_repo(name)
    repo.commit_file("first", "first\n")
    repo.call("--add", KEY_PATTERN)
    repo.call("--install")
    assert proof(repo) == proven(*HOOKS)


@pytest.mark.usefixtures("hostile")
def test_settings_of_a_user_are_in_nobodys_way(guarded: Repo) -> None:
    assert proof(guarded) == proven(*KNOWN_HOOKS)


def test_in_the_middle_of_a_merge(guarded: Repo) -> None:
    guarded.git("checkout", "--quiet", "-b", "other")
    guarded.commit_file("first", "other\n")
    guarded.git("checkout", "--quiet", "main")
    guarded.commit_file("first", "main\n")
    assert guarded.try_git("merge", "other").status == 1
    assert proof(guarded) == proven(*KNOWN_HOOKS)


PATTERNS = [
    pytest.param(r"(foo|bar)-[0-9]+", id="a choice"),
    pytest.param(r"\<token=[^[:space:]]{20,}", id="a word boundary and a negated bracket"),
    pytest.param(r"^key: (a|b)\1$", id="anchors and a back-reference"),
    pytest.param(r"(?i)password\s*=\s*\S+", id="the syntax of the regex module"),
    pytest.param(r"(?<=id: )[0-9a-f]{8}", id="a lookaround, of which no sample can be made"),
    pytest.param("\\xe9t\\xe9", id="bytes that are no text"),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_secret_is_made_up_for_whatever_pattern_there_is(repo: Repo, pattern: str) -> None:
    repo.git("config", "secrets.patterns", pattern)
    repo.call("--install")
    assert proof(repo) == proven(*HOOKS)


def test_what_is_allowed_is_not_taken_for_the_proof(guarded: Repo) -> None:
    guarded.call("--add", "--allowed", "AKIA" + "Q" * 16)
    assert proof(guarded) == proven(*KNOWN_HOOKS)


def test_a_hook_that_lets_everything_pass_is_found_out(guarded: Repo) -> None:
    guarded.git("config", "secrets.allowed", ".+")
    assert {(blocks, passes) for _, blocks, passes in proof(guarded)} == {(False, True)}


def test_a_hook_that_lets_nothing_pass_is_found_out(guarded: Repo) -> None:
    guarded.git("config", "secrets.patterns", ".+")
    assert (False, True) not in {(blocks, passes) for _, blocks, passes in proof(guarded)}
    assert not all(passes for _, _, passes in proof(guarded))


def test_settings_that_came_by_the_environment_stay_in_force(guarded: Repo) -> None:
    guarded.call("--remove", KEY_PATTERN)
    env = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "secrets.patterns",
        "GIT_CONFIG_VALUE_0": "(?<=id: )[0-9a-f]{8}",
    }
    ran = guarded.run("--doctor", env=env)
    assert (ran.status, ran.err) == (0, b"")
