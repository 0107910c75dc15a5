"""The advice of a hook depends on the operation of git, which is not run here."""

from __future__ import annotations

import shutil

import pytest
from support import Repo, fingerprint, short_id

# The author of each commit of the tests; git passes that of HEAD to the hooks of an amended commit.
AUTHOR = {
    "GIT_AUTHOR_NAME": "A Tester",
    "GIT_AUTHOR_EMAIL": "tester@example.com",
    "GIT_AUTHOR_DATE": "@1714979289 +0000",
}
PATHS = "next-index-1.lock"
FIXUP = ["rebase-merge/current-fixups", "rebase-merge/message-fixup"]

pytestmark = pytest.mark.usefixtures("as_by_default")


@pytest.fixture
def staged(with_pattern: Repo, key: bytes) -> Repo:
    """A repository with a staged key, and a message with one."""
    with_pattern.write("leak", key + b"\n")
    with_pattern.add("leak")
    with_pattern.write("message", b"use " + key + b"\n")
    return with_pattern


def advised(repo: Repo, *words: str, env: dict[str, str] | None = None) -> list[str]:
    """Return the commands that the hook advises, but for the one that allows the secret."""
    ran = repo.call(*words, env=env)
    assert ran.status == 1, ran
    advice = ran.err.decode().partition("What you can do:")[2]
    lines = [line.strip() for line in advice.splitlines() if line.startswith("    ")]
    return [line for line in lines if not line.startswith("git secrets --allow ")]


def with_index(repo: Repo, name: str) -> dict[str, str]:
    """Return the environment of the hooks of a commit that has an index of its own."""
    index = repo.path / ".git" / name
    shutil.copy(repo.path / ".git" / "index", index)
    return {"GIT_INDEX_FILE": str(index)}


def test_of_all_changes_the_others_can_be_staged(staged: Repo) -> None:
    env = with_index(staged, "index.lock")
    assert advised(staged, "--pre_commit_hook", env=env) == [
        "git add --update",
        "git restore --staged -- leak",
        "git add .gitallowed",
    ]


def test_of_paths_the_file_with_the_allowance_has_to_be_one(staged: Repo) -> None:
    env = with_index(staged, PATHS)
    assert advised(staged, "--pre_commit_hook", env=env) == ["git add .gitallowed"]
    added = b"- Add .gitallowed to the paths of git commit.\n"
    assert added in staged.call("--pre_commit_hook", env=env).err


@pytest.mark.parametrize(
    ("author", "index", "command"),
    [
        ({}, "index", "git commit --edit --file message"),
        (AUTHOR, "index", "git commit --amend --edit --file message"),
        (
            {**AUTHOR, "GIT_AUTHOR_NAME": "Another"},
            "index.lock",
            "git commit --edit --file message --all",
        ),
        (AUTHOR, PATHS, "git commit --amend --edit --file message -- leak"),
    ],
)
def test_the_message_is_edited_in_the_same_kind_of_commit(
    staged: Repo, author: dict[str, str], index: str, command: str
) -> None:
    env = {**author, **(with_index(staged, index) if index != "index" else {})}
    assert advised(staged, "--commit_msg_hook", "message", env=env)[0] == command


def test_more_paths_than_fit_into_a_command_are_all_paths(staged: Repo) -> None:
    for number in range(20):
        staged.write(f"more{number}", "")
    staged.add()
    env = with_index(staged, PATHS)
    command = advised(staged, "--commit_msg_hook", "message", env=env)[0]
    assert command == "git commit --edit --file message -- ."


def test_a_cherry_pick_is_aborted_or_goes_on(staged: Repo) -> None:
    staged.write(".git/CHERRY_PICK_HEAD", f"{staged.head()}\n")
    assert advised(staged, "--prepare_commit_msg_hook", "message") == [
        "git cherry-pick --abort",
        "git add .gitallowed",
        "git cherry-pick --continue",
    ]


@pytest.mark.parametrize(
    ("states", "resume"),
    [
        (["CHERRY_PICK_HEAD"], ["git commit --no-edit", "git rebase --continue"]),
        (
            ["CHERRY_PICK_HEAD", "rebase-merge/stopped-sha"],
            ["git -c core.editor=true rebase --continue"],
        ),
        (FIXUP, ["git commit --amend --no-edit", "git rebase --continue"]),
    ],
    ids=["pick", "conflict", "fixup"],
)
def test_a_commit_that_a_rebase_repeats_is_made_before(
    staged: Repo, states: list[str], resume: list[str]
) -> None:
    for name in ("rebase-merge/drop_redundant_commits", *states):
        staged.write(f".git/{name}", f"{staged.head()}\n")
    assert advised(staged, "--prepare_commit_msg_hook", "message") == [
        "git rebase --abort",
        "git add .gitallowed",
        *resume,
    ]


def test_a_patch_is_applied_first_whose_message_was_stopped(staged: Repo) -> None:
    end = ["git am --abort", "git add .gitallowed", "git am --continue"]
    assert advised(staged, "--applypatch_msg_hook", "message") == end
    staged.write(".git/rebase-apply/applying", "")
    staged.write(".git/rebase-apply/apply-opt", " '-p2'\n")
    state = staged.path / ".git" / "rebase-apply"
    apply = f"git -C {staged.path} apply --3way '-p2' {state}/patch"
    assert advised(staged, "--applypatch_msg_hook", "message") == [*end[:2], apply, end[2]]
    assert advised(staged, "--pre_applypatch_hook") == end


@pytest.mark.parametrize(
    ("content", "first"), [(None, []), ("x\n", []), ("x", ["echo >> .gitallowed"])]
)
def test_in_the_framework_a_line_is_appended_without_the_program(
    staged: Repo, key: bytes, content: str | None, first: list[str]
) -> None:
    if content is not None:
        staged.write(".gitallowed", content)
    commands = advised(staged, "--pre_commit_hook", env={"PRE_COMMIT": "1"})
    line = f"echo 'sha256:{fingerprint(key)}' >> .gitallowed"
    assert commands[2:] == [*first, line, "git add .gitallowed"]


def test_below_the_top_of_the_work_tree_paths_begin_there(staged: Repo, key: bytes) -> None:
    assert advised(staged, "--pre_commit_hook", env={"GIT_PREFIX": "d/"}) == [
        "git add -- :/leak",
        "git restore --staged -- :/leak",
        "git add :/.gitallowed",
    ]


def test_before_the_first_commit_there_is_nothing_to_restore(repo: Repo, key: bytes) -> None:
    repo.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    repo.write("leak", key)
    repo.add()
    unstage = advised(repo, "--pre_commit_hook")[1]
    assert unstage == "git rm --cached --force -- leak"
    assert short_id(key).encode() in repo.call("--pre_commit_hook").err
    audit = repo.call("--scan-history", "--format", "pretty").err.decode()
    assert audit.partition("Or unstage the file:\n")[2].splitlines()[0].strip() == unstage
