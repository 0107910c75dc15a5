"""``git secrets --uninstall``: removed, restored and kept hooks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support import MakeRepo, Ran, Repo

from git_secrets_py.hook_install.scripts import HOOKS, hook_script

OLD = "#!/bin/sh\necho old\n"
REMOVED = b"Removed %b hook from .git/hooks/%b\n"
NOTHING = b"No git-secrets-py hook to remove in .git/hooks\n"
ALL_REMOVED = b"".join(REMOVED % (hook.encode(), hook.encode()) for hook in HOOKS)


def content(repo: Repo) -> dict[str, str]:
    return {path.name: path.read_text() for path in (repo.path / ".git/hooks").iterdir()}


def test_our_hooks_are_removed(repo: Repo) -> None:
    repo.call("--install")
    assert repo.call("--uninstall") == Ran(0, ALL_REMOVED, b"")
    assert content(repo) == {}


def test_without_our_hooks_that_is_reported(repo: Repo) -> None:
    assert repo.call("--uninstall") == Ran(0, NOTHING, b"")
    repo.call("--install")
    repo.call("--uninstall")
    assert repo.call("--uninstall") == Ran(0, NOTHING, b"")


def test_outside_a_repository_uninstall_fails(home: Path) -> None:
    assert Repo(home).call("--uninstall") == Ran(
        2, b"", b"git secrets: not a git repository (or any of the parent directories)\n"
    )


def test_only_the_chosen_hooks_are_removed(repo: Repo) -> None:
    repo.call("--install")
    ran = repo.call("--uninstall", "--hooks", "pre-commit")
    assert ran == Ran(0, REMOVED % (b"pre-commit", b"pre-commit"), b"")
    assert sorted(content(repo)) == [
        "applypatch-msg",
        "commit-msg",
        "pre-applypatch",
        "prepare-commit-msg",
    ]


def test_hooks_are_removed_from_a_target(repo: Repo, make_repo: MakeRepo) -> None:
    target = make_repo("target")
    repo.call("--install", "../target")
    assert repo.call("--uninstall", "../target").status == 0
    assert content(target) == {}


def test_hooks_are_removed_from_a_template_directory(repo: Repo) -> None:
    repo.call("--install", "template")
    assert repo.call("--uninstall", "template").status == 0
    assert os.listdir(repo.path / "template/hooks") == []


def test_a_chained_hook_is_restored(repo: Repo) -> None:
    path = repo.write_hook(OLD)
    repo.call("--install", "--chain")
    assert repo.call("--uninstall", "--hooks", "pre-commit") == Ran(
        0,
        REMOVED % (b"pre-commit", b"pre-commit")
        + b"The previous hook is restored from .git/hooks/pre-commit.before-git-secrets\n",
        b"",
    )
    assert path.read_text() == OLD
    assert os.access(path, os.X_OK)
    assert not path.with_name("pre-commit.before-git-secrets").exists()


def test_the_newest_backup_is_restored(repo: Repo) -> None:
    for number in range(1, 12):
        repo.write(".git/hooks/pre-commit", f"{number}")
        repo.call("--install", "-f")
    assert repo.call("--uninstall").out == ALL_REMOVED.replace(
        b"hooks/pre-commit\n",
        b"hooks/pre-commit\nThe previous hook is restored from .git/hooks/pre-commit.backup.11\n",
    )
    assert content(repo)["pre-commit"] == "11"
    assert "pre-commit.backup.10" in content(repo)


def test_a_restored_hook_is_not_removed_by_a_second_uninstall(repo: Repo) -> None:
    repo.write_hook(OLD)
    repo.call("--install", "--chain")
    repo.call("--uninstall")
    assert repo.call("--uninstall") == Ran(
        0, b"Kept .git/hooks/pre-commit: it is not a git-secrets-py hook\n" + NOTHING, b""
    )
    assert content(repo) == {"pre-commit": OLD}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_symbolic_link_is_restored_as_a_link(repo: Repo) -> None:
    repo.write("shared", OLD)
    (repo.path / ".git/hooks").mkdir()
    link = repo.path / ".git/hooks/pre-commit"
    link.symlink_to("../../shared")
    repo.call("--install", "--chain")
    repo.call("--uninstall")
    assert os.readlink(link) == "../../shared"


@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param(OLD.encode(), "it is not a git-secrets-py hook", id="somebody else's"),
        pytest.param(
            hook_script("pre-commit") + b"make lint\n",
            "it was changed by hand",
            id="ours with more in it",
        ),
        pytest.param(
            b'#!/usr/bin/env bash\ngit secrets --pre_commit_hook -- "$@"\n',
            "it was installed by the original git-secrets",
            id="the original's",
        ),
    ],
)
def test_a_hook_that_is_not_ours_or_changed_is_kept(repo: Repo, script: bytes, why: str) -> None:
    path = repo.write(".git/hooks/pre-commit", script)
    assert repo.call("--uninstall") == Ran(
        0, f"Kept .git/hooks/pre-commit: {why}\n".encode() + NOTHING, b""
    )
    assert path.read_bytes() == script


@pytest.mark.parametrize("chained", [False, True])
def test_our_hook_of_another_installation_is_removed(repo: Repo, chained: bool) -> None:
    script = hook_script("pre-commit", chained=chained)
    repo.write(
        ".git/hooks/pre-commit", script.replace(sys.executable.encode(), b"C:/gone/python.exe")
    )
    assert repo.call("--uninstall").out == REMOVED % (b"pre-commit", b"pre-commit")
    assert content(repo) == {}


def test_our_hook_of_another_version_is_removed(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from git_secrets_py.hook_install import scripts

    other = (
        b"#!/bin/sh\n# git-secrets-py, pre-commit hook: of another time.\n"
        b"python=@PYTHON@\nstart=@START@\nexec it\n"
    )
    with monkeypatch.context() as patch:
        patch.setattr(scripts, "_template", lambda hook: other)
        repo.call("--install", "--hooks", "pre-commit")
    assert b"exec it" in (repo.path / ".git/hooks/pre-commit").read_bytes()
    assert repo.call("--uninstall").out == REMOVED % (b"pre-commit", b"pre-commit")


def test_in_a_d_directory_only_our_hook_is_removed(repo: Repo) -> None:
    other = repo.write(".git/hooks/pre-commit.d/other", OLD)
    repo.call("--install")
    assert b"from .git/hooks/pre-commit.d/git-secrets\n" in repo.call("--uninstall").out
    assert list(other.parent.iterdir()) == [other]


def test_hooks_that_cannot_be_removed_are_reported(repo: Repo) -> None:
    if sys.platform == "win32" or os.geteuid() == 0:
        pytest.skip("nothing is forbidden here")
    repo.call("--install")
    hooks = repo.path / ".git/hooks"
    hooks.chmod(0o500)
    try:
        ran = repo.call("--uninstall")
    finally:
        hooks.chmod(0o700)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err == (b"git secrets: cannot remove .git/hooks/commit-msg: Permission denied\n")
