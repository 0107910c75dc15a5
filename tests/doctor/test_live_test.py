"""The live test of ``git secrets --doctor``: its results, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support import KEY_PATTERN, MakeRepo, Ran, Repo

from git_secrets_py.hook_install.scripts import COMMIT_HOOKS, KNOWN_HOOKS
from git_secrets_py.patterns.sample import samples

# One hook for each kind of input: a message, the index, a push.
INPUTS = ("commit-msg", "pre-commit", "pre-push")


def install(repo: Repo, hooks: tuple[str, ...]) -> Repo:
    repo.install_hooks("--hooks", ",".join(hooks))
    return repo


@pytest.fixture
def with_every_hook(with_pattern: Repo) -> Repo:
    """A repository with a first commit, a pattern and every hook, each of which starts Python."""
    with_pattern.install_hooks("--hooks", ",".join(KNOWN_HOOKS))
    return with_pattern


@pytest.fixture
def with_every_input(with_pattern: Repo) -> Repo:
    """As ``with_every_hook``, with a hook for each kind of input."""
    return install(with_pattern, INPUTS)


def live_test(repo: Repo) -> list[tuple[str, bool, bool]]:
    return results(repo.call("--doctor", "--format", "json"))


def results(ran: Ran) -> list[tuple[str, bool, bool]]:
    assert ran.err == b""
    tests: list[dict[str, Any]] = json.loads(ran.out)["live_test"]
    return [(one["hook"], one["blocks"], one["passes"]) for one in tests]


def passed(*hooks: str) -> list[tuple[str, bool, bool]]:
    return [(hook, True, True) for hook in hooks]


def everything(directory: Path) -> dict[str, tuple[int, bytes]]:
    """Return the modification time and the content of each file in ``directory``."""
    return {
        str(path.relative_to(directory)): (path.lstat().st_mtime_ns, path.read_bytes())
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_every_hook_is_tested_and_nothing_of_the_repository_changes(
    with_every_hook: Repo, tmp_path: Path
) -> None:
    with_every_hook.write("staged", "staged\n")
    with_every_hook.add("staged")
    with_every_hook.write("staged", "changed since\n")
    with_every_hook.write("untracked", "untracked\n")
    for setting in ("core.splitIndex", "core.untrackedCache", "core.logAllRefUpdates"):
        with_every_hook.git("config", setting, "true")
    with_every_hook.write_hook("#!/bin/sh\ntouch changed\n", "post-index-change")
    before = everything(with_every_hook.path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    ran = with_every_hook.run("--doctor", "--format", "json", env={"TMPDIR": str(temporary)})
    assert (ran.status, results(ran)) == (0, passed(*KNOWN_HOOKS))
    assert everything(with_every_hook.path) == before
    assert list(temporary.iterdir()) == []


def test_staged_and_committed_secrets_are_ignored(with_every_input: Repo, key: bytes) -> None:
    with_every_input.commit_file("committed", key)
    with_every_input.write("staged", key)
    with_every_input.add("staged")
    assert live_test(with_every_input) == passed(*INPUTS)


def test_an_unborn_branch(repo: Repo) -> None:
    repo.call("--add", KEY_PATTERN)
    install(repo, (*INPUTS, "pre-receive"))
    assert live_test(repo) == passed(*INPUTS, "pre-receive")


def test_a_linked_worktree_and_a_folder_below(with_every_input: Repo) -> None:
    with_every_input.git("worktree", "add", "--quiet", "../linked")
    below = with_every_input.path.parent / "linked" / "below"
    below.mkdir()
    assert live_test(Repo(below)) == passed(*INPUTS)


def test_a_sha256_repository(make_repo: MakeRepo) -> None:
    repo = make_repo("sha256", "--object-format=sha256")
    repo.commit_file("first", "first\n")
    repo.call("--add", KEY_PATTERN)
    install(repo, INPUTS)
    assert live_test(repo) == passed(*INPUTS)


@pytest.mark.parametrize("name", ['a:b "c"', "-f"])
def test_any_path_of_a_repository_works(make_repo: MakeRepo, name: str) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such names")
    repo = make_repo(name)
    repo.commit_file("first", "first\n")
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks("--hooks", "pre-commit")
    assert live_test(repo) == passed("pre-commit")


@pytest.mark.usefixtures("hostile")
def test_hostile_user_settings_change_nothing(with_pattern: Repo) -> None:
    hooks = (*INPUTS, "pre-receive")
    assert live_test(install(with_pattern, hooks)) == passed(*hooks)


def test_in_the_middle_of_a_merge(with_pattern: Repo) -> None:
    install(with_pattern, COMMIT_HOOKS)
    with_pattern.git("checkout", "--quiet", "-b", "other")
    with_pattern.commit_file("first", "other\n")
    with_pattern.git("checkout", "--quiet", "main")
    with_pattern.commit_file("first", "main\n")
    assert with_pattern.try_git("merge", "other").status == 1
    assert live_test(with_pattern) == passed(*COMMIT_HOOKS)


PATTERNS = [
    pytest.param(r"(foo|bar)-[0-9]+", id="a choice"),
    pytest.param(r"\<token=[^[:space:]]{20,}", id="a word boundary and a negated bracket"),
    pytest.param(r"^key: (a|b)\1$", id="anchors and a back-reference"),
    pytest.param(r"(?i)password\s*=\s*\S+", id="the syntax of the regex module"),
    pytest.param(r"(?<=id: )[0-9a-f]{8}", id="a lookaround, for which no sample can be made"),
    pytest.param("\\xe9t\\xe9", id="bytes that are not text"),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_kind_of_pattern_can_be_tested(repo: Repo, pattern: str) -> None:
    repo.git("config", "secrets.patterns", pattern)
    repo.install_hooks("--hooks", "pre-commit")
    assert live_test(repo) == passed("pre-commit")


def test_the_fake_secret_is_not_an_allowed_one(with_pattern: Repo) -> None:
    with_pattern.install_hooks("--hooks", "pre-commit")
    with_pattern.call("--add", "--allowed", next(samples(KEY_PATTERN.encode())).decode())
    assert live_test(with_pattern) == passed("pre-commit")


def test_a_hook_that_blocks_nothing_is_reported(with_every_input: Repo) -> None:
    with_every_input.git("config", "secrets.allowed", ".+")
    assert {(blocks, passes) for _, blocks, passes in live_test(with_every_input)} == {
        (False, True)
    }


def test_a_hook_that_blocks_everything_is_reported(with_every_input: Repo) -> None:
    with_every_input.git("config", "secrets.patterns", ".+")
    results = live_test(with_every_input)
    assert (False, True) not in {(blocks, passes) for _, blocks, passes in results}
    assert not all(passes for _, _, passes in results)


def test_hooks_that_fail_alike_are_one_problem(with_every_input: Repo) -> None:
    with_every_input.git("config", "--add", "secrets.patterns", "a(b")
    problems = json.loads(with_every_input.call("--doctor", "--format", "json").out)["problems"]
    error = "invalid pattern (from git config .git/config): unmatched ("
    assert [one for one in problems if one["about"] == "live test"] == [
        {
            "about": "live test",
            "problem": "the commit-msg, pre-commit and pre-push hooks do not pass clean content: "
            + error,
            "remedy": "fix the reported error",
        }
    ]


def test_settings_in_the_environment_stay_active(with_pattern: Repo) -> None:
    install(with_pattern, COMMIT_HOOKS)
    with_pattern.call("--remove", KEY_PATTERN)
    env = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "secrets.patterns",
        "GIT_CONFIG_VALUE_0": "(?<=id: )[0-9a-f]{8}",
    }
    ran = with_pattern.run("--doctor", env=env)
    assert (ran.status, ran.err) == (0, b"")


def test_relative_variables_name_the_same_repository_in_any_directory(
    with_every_input: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "../.git")
    monkeypatch.setenv("GIT_WORK_TREE", "..")
    below = with_every_input.path / "below"
    below.mkdir()
    assert live_test(Repo(below)) == passed(*INPUTS)
