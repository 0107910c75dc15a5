"""``git secrets --install --chain``: the hook that was there before is run first."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import SHELLS, Ran, Repo, run

from git_secrets_py.hook_install.scripts import hook_script

TELLS = '#!/bin/sh\necho "old $*" >>told\n'
INPUT_TELLS = '#!/bin/sh\necho "old $*" >>told\ncat >>told\n'
LINES = b"refs/heads/a 1 refs/heads/b 2\nrefs/tags/$HOME 3 `x` \\\\ 4\n"

INSTALLED = (
    b"Installed commit-msg hook to .git/hooks/commit-msg\n"
    b"Installed pre-commit hook to .git/hooks/pre-commit\n"
    b"%b"
    b"Installed prepare-commit-msg hook to .git/hooks/prepare-commit-msg\n"
)
CHAINED = (
    INSTALLED % b"It first runs the previous hook, now .git/hooks/pre-commit.before-git-secrets\n"
)


@pytest.fixture
def guarded(with_pattern: Repo) -> Repo:
    """A repository with a first commit and a pattern, and no hooks yet."""
    return with_pattern


def stage(repo: Repo, content: bytes = b"clean\n") -> None:
    repo.write("file", content)
    repo.add("file")


def output_of_chained(repo: Repo) -> str:
    """Return what the previous hook wrote."""
    path = repo.path / "told"
    return path.read_text() if path.exists() else ""


def test_the_previous_hook_is_kept_beside_ours(guarded: Repo) -> None:
    path = guarded.write_hook(TELLS)
    assert guarded.call("--install", "--chain") == Ran(0, CHAINED, b"")
    assert path.read_bytes() == hook_script("pre-commit", chained=True)
    assert path.with_name("pre-commit.before-git-secrets").read_text() == TELLS
    assert len(list(path.parent.iterdir())) == 4


def test_both_hooks_are_run(guarded: Repo, key: bytes) -> None:
    guarded.write_hook(TELLS)
    guarded.call("--install", "--chain")
    stage(guarded, key)
    ran = guarded.commit()
    assert (ran.status, ran.err.splitlines()[0]) == (1, b"file:1:" + key)
    assert output_of_chained(guarded) == "old \n"


def test_a_clean_commit_passes_both(guarded: Repo) -> None:
    guarded.write_hook(TELLS)
    guarded.call("--install", "--chain")
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert output_of_chained(guarded) == "old \n"


def test_a_chained_hook_that_fails_blocks_the_commit_and_ours_is_not_run(
    guarded: Repo, key: bytes
) -> None:
    guarded.write_hook("#!/bin/sh\necho no >&2\nexit 7\n")
    guarded.call("--install", "--chain")
    stage(guarded, key)
    assert guarded.commit() == Ran(1, b"", b"no\n")
    ran = run("sh", ".git/hooks/pre-commit", cwd=guarded.path)
    assert ran == Ran(7, b"", b"no\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_arguments_reach_the_chained_hook_unchanged(guarded: Repo, shell: str) -> None:
    guarded.write_hook('#!/bin/sh\nprintf "%s|" "$@" >told\n', "commit-msg")
    guarded.call("--install", "--chain")
    guarded.write("a message", "clean\n")
    words = ["sh"] if shell == "busybox" else []
    words += [".git/hooks/commit-msg", "a message", "*", "", "$HOME"]
    assert run(str(shutil.which(shell)), *words, cwd=guarded.path) == Ran(0, b"", b"")
    assert output_of_chained(guarded) == "a message|*||$HOME|"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("given", [LINES, b"", LINES * 5000], ids=["lines", "nothing", "much"])
@pytest.mark.parametrize("old", [INPUT_TELLS, TELLS], ids=["reads it", "does not read it"])
@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_both_hooks_read_standard_input(
    guarded: Repo,
    hook: str,
    old: str,
    given: bytes,
    shell: str,
) -> None:
    guarded.write_hook(old, hook + ".before-git-secrets")
    # In place of our hook: the fragment, and a program that prints its arguments and input.
    fragment = (Path(__file__).parents[2] / "hooks" / "chain").read_bytes()
    path = guarded.write_hook(b"#!/bin/sh\n" + fragment + b'echo "ours $*"\nexec cat\n', hook)
    words = ["sh", str(path)] if shell == "busybox" else [str(path)]
    ran = run(str(shutil.which(shell)), *words, "origin", "a b", cwd=guarded.path, input=given)
    assert ran == Ran(0, b"ours origin a b\n" + given, b"")
    expected = given.decode() if old is INPUT_TELLS else ""
    assert output_of_chained(guarded) == "old origin a b\n" + expected


def test_a_chained_hook_that_is_not_executable_is_not_run(guarded: Repo) -> None:
    guarded.write_hook(TELLS).chmod(0o644)
    assert guarded.call("--install", "--chain") == Ran(
        0,
        INSTALLED
        % b"It first runs the previous hook, now .git/hooks/pre-commit.before-git-secrets\n"
        b"The previous hook is not executable, so it is not run\n",
        b"",
    )
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert output_of_chained(guarded) == ""


def test_installing_again_chains_to_the_same_hook_and_never_to_itself(guarded: Repo) -> None:
    path = guarded.write_hook(TELLS)
    guarded.call("--install", "--chain")
    assert guarded.call("--install", "--chain") == Ran(0, INSTALLED % b"", b"")
    assert path.with_name("pre-commit.before-git-secrets").read_text() == TELLS
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert output_of_chained(guarded) == "old \n"


def test_forcing_a_chained_hook_keeps_the_chain(guarded: Repo) -> None:
    path = guarded.write_hook(TELLS)
    guarded.call("--install", "--chain")
    assert guarded.call("--install", "--force") == Ran(0, INSTALLED % b"", b"")
    assert path.read_bytes() == hook_script("pre-commit", chained=True)


def test_without_a_previous_hook_nothing_is_chained(guarded: Repo) -> None:
    assert guarded.call("--install", "--chain") == Ran(0, INSTALLED % b"", b"")
    assert (guarded.path / ".git/hooks/pre-commit").read_bytes() == hook_script("pre-commit")


def test_a_hook_that_replaced_ours_is_chained_and_the_older_one_kept(
    guarded: Repo,
) -> None:
    guarded.write_hook(TELLS)
    guarded.call("--install", "--chain")
    path = guarded.write_hook("#!/bin/sh\necho new >>told\n")
    assert guarded.call("--install", "--chain").out == INSTALLED % (
        b"It first runs the previous hook, now .git/hooks/pre-commit.before-git-secrets\n"
        b"The previous hook is kept as .git/hooks/pre-commit.backup\n"
    )
    assert path.with_name("pre-commit.backup").read_text() == TELLS
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert output_of_chained(guarded) == "new\n"


def test_the_hook_of_the_original_is_replaced_not_chained(guarded: Repo) -> None:
    original = '#!/usr/bin/env bash\ngit secrets --pre_commit_hook -- "$@"\n'
    path = guarded.write_hook(original)
    assert guarded.call("--install", "--chain").out == INSTALLED % (
        b"The previous hook is kept as .git/hooks/pre-commit.backup\n"
    )
    assert path.read_bytes() == hook_script("pre-commit")
    assert path.with_name("pre-commit.backup").read_text() == original


def test_our_hook_changed_by_hand_is_not_chained(guarded: Repo) -> None:
    changed = hook_script("pre-commit") + b"make lint\n"
    path = guarded.write_hook(changed)
    guarded.call("--install", "--chain")
    assert path.read_bytes() == hook_script("pre-commit")
    assert path.with_name("pre-commit.backup").read_bytes() == changed


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_hook_that_is_a_symbolic_link_stays_one(guarded: Repo) -> None:
    script = guarded.write("scripts/check", TELLS)
    script.chmod(0o755)
    hooks = guarded.path / ".git/hooks"
    hooks.mkdir()
    (hooks / "pre-commit").symlink_to("../../scripts/check")
    assert guarded.call("--install", "--chain") == Ran(0, CHAINED, b"")
    assert os.readlink(hooks / "pre-commit.before-git-secrets") == "../../scripts/check"
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert (output_of_chained(guarded), script.read_text()) == ("old \n", TELLS)


def test_a_hook_in_python_is_run_with_its_interpreter(guarded: Repo) -> None:
    guarded.write_hook(f"#!{sys.executable}\nopen('told', 'w').write('python')\n")
    guarded.call("--install", "--chain")
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert output_of_chained(guarded) == "python"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such program")
def test_a_binary_hook_is_run(guarded: Repo) -> None:
    guarded.write_hook(Path(str(shutil.which("false"))).read_bytes())
    guarded.call("--install", "--chain")
    stage(guarded)
    assert guarded.commit() == Ran(1, b"", b"")


def test_the_chained_hook_is_found_from_a_linked_worktree(guarded: Repo) -> None:
    guarded.write_hook(TELLS)
    guarded.call("--install", "--chain")
    guarded.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(guarded.path.parent / "linked")
    stage(linked)
    assert linked.commit() == Ran(0, b"", b"")
    assert output_of_chained(linked) == "old \n"


def test_a_chained_hook_that_is_renamed_does_not_run_itself(guarded: Repo) -> None:
    """The pre-commit framework renames an existing hook to ``<hook>.legacy`` and calls it."""
    calls_legacy = '#!/bin/sh\necho framework >>told\n"$0.legacy" || exit\n'
    path = guarded.write_hook(calls_legacy.replace("$0.", ".git/hooks/pre-commit."))
    guarded.write(".git/hooks/pre-commit.legacy", "#!/bin/sh\n").chmod(0o755)
    guarded.call("--install", "--chain")
    path.rename(path.with_name("pre-commit.legacy"))
    path.with_name("pre-commit.before-git-secrets").rename(path)
    stage(guarded)
    assert guarded.commit() == Ran(0, b"", b"")
    assert output_of_chained(guarded) == "framework\n"


def test_if_one_hook_cannot_be_chained_nothing_is_written(guarded: Repo) -> None:
    guarded.write_hook(TELLS)
    guarded.write(".git/hooks/prepare-commit-msg/file", "")
    assert guarded.call("--install", "--chain") == Ran(
        1, b"", b"git secrets: .git/hooks/prepare-commit-msg is a directory\n"
    )
    assert sorted(os.listdir(guarded.path / ".git/hooks")) == [
        "pre-commit",
        "prepare-commit-msg",
    ]


def test_in_a_d_directory_nothing_is_chained(guarded: Repo) -> None:
    guarded.write_hook(TELLS, "pre-commit.d/git-secrets")
    assert guarded.call("--install", "--chain") == Ran(
        1,
        b"",
        b"git secrets: .git/hooks/pre-commit.d/git-secrets is in a .d directory, where "
        b"nothing can be chained. Rename it\n",
    )
