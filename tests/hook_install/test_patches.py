"""The hooks of ``git am``, which runs none of the hooks of ``git commit``."""

from __future__ import annotations

import pytest
from support import KEY_PATTERN, MakeRepo, Repo


@pytest.fixture
def guarded(repo: Repo) -> Repo:
    """A repository with a first commit, a pattern, and the hooks that are installed by default."""
    repo.commit_file("first", "1\n2\n3\n4\n5\n")
    repo.call("--add", KEY_PATTERN)
    assert repo.call("--install").status == 0
    return repo


@pytest.fixture
def sender(guarded: Repo, make_repo: MakeRepo) -> Repo:
    """A clone without hooks, in which patches are made."""
    sender = make_repo("sender")
    sender.git("pull", "--quiet", str(guarded.path), "main")
    return sender


def patches(sender: Repo, number: int) -> bytes:
    """Return the last commits as a mailbox."""
    return sender.git("format-patch", "--stdout", f"-{number}")


def count(repo: Repo) -> int:
    return int(repo.git("rev-list", "--count", "HEAD"))


@pytest.mark.parametrize("options", [[], ["-3"], ["--signoff", "--keep-cr"]], ids=str)
def test_a_patch_that_introduces_a_secret_is_blocked(
    guarded: Repo, sender: Repo, key: bytes, options: list[str]
) -> None:
    sender.commit_file("leak", key + b"\n")
    ran = guarded.try_git("am", "--quiet", *options, input=patches(sender, 1))
    assert ran.status == 1
    assert ran.err.startswith(b"leak:1:" + key + b"\n\n[ERROR]")
    assert count(guarded) == 1


def test_a_patch_that_needs_a_merge_is_blocked(guarded: Repo, sender: Repo, key: bytes) -> None:
    sender.commit_file("first", b"1\n2\n3\n4\n5\n" + key + b"\n")
    mail = patches(sender, 1)
    guarded.commit_file("first", b"0\n1\n2\n3\nfour\n5\n")
    guarded.git("fetch", "--quiet", str(sender.path))
    ran = guarded.try_git("am", "--quiet", "-3", input=mail)
    assert ran.status != 0
    if b"Patch failed" in ran.err:
        guarded.write("first", b"0\n1\n2\n3\nfour\n5\n" + key + b"\n")
        guarded.add("first")
        ran = guarded.try_git("am", "--continue")
    assert b"first:7:" + key in ran.err
    assert count(guarded) == 2


def test_a_mailbox_is_applied_up_to_the_secret(guarded: Repo, sender: Repo, key: bytes) -> None:
    sender.commit_file("clean", "clean\n")
    sender.commit_file("leak", key + b"\n")
    sender.commit_file("more", "more\n")
    ran = guarded.try_git("am", "--quiet", input=patches(sender, 3))
    assert ran.status == 1
    assert ran.err.startswith(b"leak:1:" + key + b"\n")
    assert count(guarded) == 2
    guarded.git("am", "--skip")
    assert count(guarded) == 3


def test_a_secret_in_the_message_of_a_patch_is_blocked(
    guarded: Repo, sender: Repo, key: bytes
) -> None:
    sender.commit_file("clean", "clean\n", f"use\n\n# {key.decode()}")
    ran = guarded.try_git("am", "--quiet", input=patches(sender, 1))
    assert ran.status == 1
    assert ran.err.startswith(b".git/rebase-apply/final-commit:3:# " + key + b"\n")
    assert count(guarded) == 1


def test_a_clean_patch_is_applied(guarded: Repo, sender: Repo) -> None:
    sender.commit_file("clean", "clean\n")
    ran = guarded.try_git("am", "--quiet", input=patches(sender, 1))
    assert (ran.status, ran.err) == (0, b"")


def test_the_advice_for_a_patch_aborts_it(guarded: Repo, sender: Repo, key: bytes) -> None:
    sender.commit_file("leak", key + b"\n")
    guarded.try_git("am", "--quiet", input=patches(sender, 1))
    report = guarded.call("--pre_applypatch_hook", "--format", "pretty").err.decode()
    assert report.startswith("patch blocked: 1 secret in 1 file\n")
    assert "git am --abort\n" in report
    guarded.git("am", "--abort")
    assert guarded.git("status", "--porcelain") == b""
