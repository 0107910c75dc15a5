"""The operation in progress, seen by a hook that blocks it, and the command that undoes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import KEY_PATTERN, Repo, from_template

from git_secrets_py.git.operation import COMMIT, operation

# Each command as it introduces a secret, and the end of the report's advice.
BLOCKED = {
    "merge --no-ff --no-edit leak": ("merge", "git merge --abort"),
    "cherry-pick leak": ("cherry-pick", "git cherry-pick --abort"),
    "cherry-pick main..leak": ("cherry-pick", "git cherry-pick --abort"),
    "revert --no-edit gone": ("revert", "git reset --merge"),
    "revert --edit gone": ("revert", "git reset --merge"),
    "revert --reference --no-edit gone": ("revert", "git reset --merge"),
    "revert --no-edit gone~2..gone": ("revert", "git revert --abort"),
    "rebase main leak": ("rebase", "git rebase --abort"),
    "rebase --apply main leak": ("rebase", "git rebase --abort"),
    "rebase --interactive main leak": ("rebase", "git rebase --abort"),
}


@pytest.fixture
def history(repo: Repo, key: bytes, templates: Path) -> Repo:
    """A repository whose branch ``leak`` has a secret, and whose ``gone`` removed one."""
    return from_template(repo, templates / "operations", lambda: write_history(repo, key))


def write_history(repo: Repo, key: bytes) -> None:
    repo.commit_file("first", "first\n")
    repo.git("checkout", "--quiet", "-b", "leak")
    repo.commit_file("clean", "clean\n")
    repo.commit_file("leak", key + b"\n")
    repo.git("checkout", "--quiet", "-b", "gone")
    repo.git("rm", "--quiet", "leak")
    repo.commit("remove it")
    repo.git("checkout", "--quiet", "main")
    repo.commit_file("more", "more\n")
    repo.git("config", "sequence.editor", "sed -i -e 2s/pick/fixup/")
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks()


@pytest.mark.parametrize("command", BLOCKED)
def test_the_report_names_the_operation_and_its_advice_undoes_it(
    history: Repo, command: str
) -> None:
    name, abort = BLOCKED[command]
    words = command.split()
    if words[0] == "revert":
        history.git("checkout", "--quiet", "gone")
    before = history.head()
    hook = history.path / ".git/hooks"
    for script in ("prepare-commit-msg", "pre-applypatch"):
        text = (hook / script).read_text()
        (hook / script).write_text(text.replace("_hook --", "_hook --format pretty --"))
    ran = history.try_git(*words)
    assert ran.status != 0
    report = ran.err.decode()
    assert f"{name} blocked: 1 secret in 1 file\n" in report
    assert f"{abort}\n" in report
    history.git(*abort.split()[1:])
    assert history.git("status", "--porcelain") == b""
    assert operation(str(history.path / ".git").encode()) == COMMIT
    assert before in history.git("rev-parse", "main", "leak", "gone").decode().split()


def test_the_text_report_names_the_operation_to_repeat(history: Repo) -> None:
    ran = history.try_git("cherry-pick", "leak")
    assert b"git -c core.hooksPath=/dev/null cherry-pick ...\n" in ran.err


def test_a_commit_that_concludes_nothing_is_a_commit(history: Repo, key: bytes) -> None:
    history.write("leak", key)
    history.add()
    assert b"--no-verify\n" in history.commit().err
