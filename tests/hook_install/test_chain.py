"""``git secrets --install --chain``: the existing hook is run first."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import SHELLS, Ran, Repo, run

from git_secrets_py.hook_install.scripts import hook_script

WRITES = '#!/bin/sh\necho "old $*" >>written\n'
WRITES_INPUT = '#!/bin/sh\necho "old $*" >>written\ncat >>written\n'
LINES = b"refs/heads/a 1 refs/heads/b 2\nrefs/tags/$HOME 3 `x` \\\\ 4\n"

INSTALLED = (
    b"Installed commit-msg hook to .git/hooks/commit-msg\n"
    b"Installed pre-commit hook to .git/hooks/pre-commit\n"
    b"%b"
    b"Installed prepare-commit-msg hook to .git/hooks/prepare-commit-msg\n"
    b"Installed applypatch-msg hook to .git/hooks/applypatch-msg\n"
    b"Installed pre-applypatch hook to .git/hooks/pre-applypatch\n"
)
CHAINED = (
    INSTALLED % b"It first runs the previous hook, now .git/hooks/pre-commit.before-git-secrets\n"
)


def stage(repo: Repo, content: bytes = b"clean\n") -> None:
    repo.write("file", content)
    repo.add("file")


def output_of_chained(repo: Repo) -> str:
    """Return the output of the previous hook."""
    path = repo.path / "written"
    return path.read_text() if path.exists() else ""


def test_the_previous_hook_is_kept_beside_ours(with_pattern: Repo) -> None:
    path = with_pattern.write_hook(WRITES)
    assert with_pattern.call("--install", "--chain") == Ran(0, CHAINED, b"")
    assert path.read_bytes() == hook_script("pre-commit", chained=True)
    assert path.with_name("pre-commit.before-git-secrets").read_text() == WRITES
    assert len(list(path.parent.iterdir())) == 6


def test_both_hooks_are_run(with_pattern: Repo, key: bytes) -> None:
    with_pattern.write_hook(WRITES)
    with_pattern.call("--install", "--chain")
    stage(with_pattern, key)
    ran = with_pattern.commit()
    assert (ran.status, ran.err.splitlines()[0]) == (1, b"file:1:" + key)
    assert output_of_chained(with_pattern) == "old \n"


def test_a_clean_commit_passes_both(with_pattern: Repo) -> None:
    with_pattern.write_hook(WRITES)
    with_pattern.call("--install", "--chain")
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == "old \n"


def test_a_chained_hook_that_fails_blocks_the_commit_and_ours_is_not_run(
    with_pattern: Repo, key: bytes
) -> None:
    with_pattern.write_hook("#!/bin/sh\necho no >&2\nexit 7\n")
    with_pattern.call("--install", "--chain")
    stage(with_pattern, key)
    assert with_pattern.commit() == Ran(1, b"", b"no\n")
    ran = run("sh", ".git/hooks/pre-commit", cwd=with_pattern.path)
    assert ran == Ran(7, b"", b"no\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_arguments_reach_the_chained_hook_unchanged(with_pattern: Repo, shell: str) -> None:
    with_pattern.write_hook('#!/bin/sh\nprintf "%s|" "$@" >written\n', "commit-msg")
    with_pattern.call("--install", "--chain")
    with_pattern.write("a message", "clean\n")
    words = ["sh"] if shell == "busybox" else []
    words += [".git/hooks/commit-msg", "a message", "*", "", "$HOME"]
    assert run(str(shutil.which(shell)), *words, cwd=with_pattern.path) == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == "a message|*||$HOME|"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("given", [LINES, b"", LINES * 5000], ids=["lines", "nothing", "much"])
@pytest.mark.parametrize("old", [WRITES_INPUT, WRITES], ids=["reads it", "does not read it"])
@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_both_hooks_read_standard_input(
    with_pattern: Repo,
    hook: str,
    old: str,
    given: bytes,
    shell: str,
) -> None:
    with_pattern.write_hook(old, hook + ".before-git-secrets")
    # In place of our hook: the fragment, and a program that prints its arguments and input.
    fragment = (Path(__file__).parents[2] / "hooks" / "chain").read_bytes()
    path = with_pattern.write_hook(b"#!/bin/sh\n" + fragment + b'echo "ours $*"\nexec cat\n', hook)
    words = ["sh", str(path)] if shell == "busybox" else [str(path)]
    ran = run(str(shutil.which(shell)), *words, "origin", "a b", cwd=with_pattern.path, input=given)
    assert ran == Ran(0, b"ours origin a b\n" + given, b"")
    expected = given.decode() if old is WRITES_INPUT else ""
    assert output_of_chained(with_pattern) == "old origin a b\n" + expected


def test_a_chained_hook_that_is_not_executable_is_not_run(with_pattern: Repo) -> None:
    with_pattern.write_hook(WRITES).chmod(0o644)
    assert with_pattern.call("--install", "--chain") == Ran(
        0,
        INSTALLED
        % b"It first runs the previous hook, now .git/hooks/pre-commit.before-git-secrets\n"
        b"The previous hook is not executable, so it is not run\n",
        b"",
    )
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == ""


def test_installing_again_chains_to_the_same_hook_and_never_to_itself(with_pattern: Repo) -> None:
    path = with_pattern.write_hook(WRITES)
    with_pattern.call("--install", "--chain")
    assert with_pattern.call("--install", "--chain") == Ran(0, INSTALLED % b"", b"")
    assert path.with_name("pre-commit.before-git-secrets").read_text() == WRITES
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == "old \n"


def test_forcing_a_chained_hook_keeps_the_chain(with_pattern: Repo) -> None:
    path = with_pattern.write_hook(WRITES)
    with_pattern.call("--install", "--chain")
    assert with_pattern.call("--install", "--force") == Ran(0, INSTALLED % b"", b"")
    assert path.read_bytes() == hook_script("pre-commit", chained=True)


def test_without_a_previous_hook_nothing_is_chained(with_pattern: Repo) -> None:
    assert with_pattern.call("--install", "--chain") == Ran(0, INSTALLED % b"", b"")
    assert (with_pattern.path / ".git/hooks/pre-commit").read_bytes() == hook_script("pre-commit")


def test_a_hook_that_replaced_ours_is_chained_and_the_older_one_kept(
    with_pattern: Repo,
) -> None:
    with_pattern.write_hook(WRITES)
    with_pattern.call("--install", "--chain")
    path = with_pattern.write_hook("#!/bin/sh\necho new >>written\n")
    assert with_pattern.call("--install", "--chain").out == INSTALLED % (
        b"It first runs the previous hook, now .git/hooks/pre-commit.before-git-secrets\n"
        b"The previous hook is kept as .git/hooks/pre-commit.backup\n"
    )
    assert path.with_name("pre-commit.backup").read_text() == WRITES
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == "new\n"


def test_the_hook_of_the_original_is_replaced_not_chained(with_pattern: Repo) -> None:
    original = '#!/usr/bin/env bash\ngit secrets --pre_commit_hook -- "$@"\n'
    path = with_pattern.write_hook(original)
    assert with_pattern.call("--install", "--chain").out == INSTALLED % (
        b"The previous hook is kept as .git/hooks/pre-commit.backup\n"
    )
    assert path.read_bytes() == hook_script("pre-commit")
    assert path.with_name("pre-commit.backup").read_text() == original


def test_our_hook_changed_by_hand_is_not_chained(with_pattern: Repo) -> None:
    changed = hook_script("pre-commit") + b"make lint\n"
    path = with_pattern.write_hook(changed)
    with_pattern.call("--install", "--chain")
    assert path.read_bytes() == hook_script("pre-commit")
    assert path.with_name("pre-commit.backup").read_bytes() == changed


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_hook_that_is_a_symbolic_link_stays_one(with_pattern: Repo) -> None:
    script = with_pattern.write("scripts/check", WRITES)
    script.chmod(0o755)
    hooks = with_pattern.path / ".git/hooks"
    hooks.mkdir()
    (hooks / "pre-commit").symlink_to("../../scripts/check")
    assert with_pattern.call("--install", "--chain") == Ran(0, CHAINED, b"")
    assert os.readlink(hooks / "pre-commit.before-git-secrets") == "../../scripts/check"
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert (output_of_chained(with_pattern), script.read_text()) == ("old \n", WRITES)


@pytest.mark.skipif(" " in sys.executable, reason="no interpreter line can name it")
def test_a_hook_in_python_is_run_with_its_interpreter(with_pattern: Repo) -> None:
    with_pattern.write_hook(f"#!{sys.executable}\nopen('written', 'w').write('python')\n")
    with_pattern.call("--install", "--chain")
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == "python"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such program")
def test_a_binary_hook_is_run(with_pattern: Repo) -> None:
    with_pattern.write_hook(Path(str(shutil.which("false"))).read_bytes())
    with_pattern.call("--install", "--chain")
    stage(with_pattern)
    assert with_pattern.commit() == Ran(1, b"", b"")


def test_the_chained_hook_is_found_from_a_linked_worktree(with_pattern: Repo) -> None:
    with_pattern.write_hook(WRITES)
    with_pattern.call("--install", "--chain")
    with_pattern.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(with_pattern.path.parent / "linked")
    stage(linked)
    assert linked.commit() == Ran(0, b"", b"")
    assert output_of_chained(linked) == "old \n"


def test_a_chained_hook_that_is_renamed_does_not_run_itself(with_pattern: Repo) -> None:
    """The pre-commit framework renames an existing hook to ``<hook>.legacy`` and calls it."""
    calls_legacy = '#!/bin/sh\necho framework >>written\n"$0.legacy" || exit\n'
    path = with_pattern.write_hook(calls_legacy.replace("$0.", ".git/hooks/pre-commit."))
    with_pattern.write(".git/hooks/pre-commit.legacy", "#!/bin/sh\n").chmod(0o755)
    with_pattern.call("--install", "--chain")
    path.rename(path.with_name("pre-commit.legacy"))
    path.with_name("pre-commit.before-git-secrets").rename(path)
    stage(with_pattern)
    assert with_pattern.commit() == Ran(0, b"", b"")
    assert output_of_chained(with_pattern) == "framework\n"


def test_if_one_hook_cannot_be_chained_nothing_is_written(with_pattern: Repo) -> None:
    with_pattern.write_hook(WRITES)
    with_pattern.write(".git/hooks/prepare-commit-msg/file", "")
    assert with_pattern.call("--install", "--chain") == Ran(
        1, b"", b"git secrets: .git/hooks/prepare-commit-msg is a directory\n"
    )
    assert sorted(os.listdir(with_pattern.path / ".git/hooks")) == [
        "pre-commit",
        "prepare-commit-msg",
    ]


def test_in_a_d_directory_nothing_is_chained(with_pattern: Repo) -> None:
    with_pattern.write_hook(WRITES, "pre-commit.d/git-secrets")
    assert with_pattern.call("--install", "--chain") == Ran(
        1,
        b"",
        b"git secrets: .git/hooks/pre-commit.d/git-secrets is in a .d directory, where "
        b"nothing can be chained. Rename it\n",
    )
