"""The hints of ``--install`` on other programs that manage hooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import Ran, Repo

INSTALLED = b"Installed pre-commit hook to %b/pre-commit\n"
HUSKY = b"""\
hint: Husky manages the hooks here. Add a line to each file:
    .husky/pre-commit: git secrets --pre_commit_hook -- "$@"
    .husky/commit-msg: git secrets --commit_msg_hook -- "$@"
"""
LEFTHOOK = b"""\
hint: lefthook manages the hooks here. Add to lefthook.yml:
    pre-commit:
      commands:
        git-secrets:
          run: git secrets --pre_commit_hook
    commit-msg:
      commands:
        git-secrets:
          run: git secrets --commit_msg_hook {0}
    pre-push:
      commands:
        git-secrets:
          run: git secrets --pre_push_hook {0}
          use_stdin: true
"""
FRAMEWORK = b"""\
hint: the pre-commit framework manages the hooks here. Add to .pre-commit-config.yaml:
    default_install_hook_types: [pre-commit, commit-msg]
    repos:
    - repo: https://github.com/git-secrets-py/git-secrets-py
      # rev: v1.0.0 works from the first release on. Until then, write the ID from
      # git ls-remote https://github.com/git-secrets-py/git-secrets-py.git HEAD
      rev: v1.0.0
      hooks:
      - id: git-secrets-py
      - id: git-secrets-py-commit-msg
Then run 'pre-commit install' again.
"""


def husky(repo: Repo) -> Path:
    """Lay Husky 9 out: git calls ``.husky/_/<hook>``, which calls ``.husky/<hook>`` by its name."""
    repo.git("config", "core.hooksPath", ".husky/_")
    repo.write(".husky/pre-commit", "echo theirs\n")
    path = repo.write(".husky/_/pre-commit", '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n')
    path.chmod(0o755)
    return path


def refused(hint: bytes) -> Ran:
    return Ran(
        1,
        b"",
        b"git secrets: .husky/_/pre-commit already exists. Use -f to force; a backup is kept. "
        b"Use --chain to keep it and run it before the new hook\n" + hint,
    )


def test_with_husky_the_refusal_shows_the_lines_to_add(repo: Repo) -> None:
    husky(repo)
    assert repo.call("--install", "--hooks", "pre-commit,commit-msg") == refused(HUSKY)


def test_a_hook_of_husky_is_never_chained(repo: Repo) -> None:
    path = husky(repo)
    before = path.read_bytes()
    ran = repo.call("--install", "--chain", "--hooks", "pre-commit,commit-msg")
    assert ran == Ran(
        1,
        b"",
        b"git secrets: .husky/_/pre-commit depends on its file name, so it cannot be renamed "
        b"and chained. Make it call git secrets instead\n" + HUSKY,
    )
    assert path.read_bytes() == before


def test_husky_is_named_before_it_is_enabled(repo: Repo) -> None:
    repo.write(".husky/pre-commit", "npm test\n")
    ran = repo.call("--install", "--hooks", "pre-commit,commit-msg")
    assert ran == Ran(
        0,
        INSTALLED % b".git/hooks" + b"Installed commit-msg hook to .git/hooks/commit-msg\n" + HUSKY,
        b"",
    )


def test_a_hook_of_overcommit_is_never_chained(repo: Repo) -> None:
    repo.write(".git/hooks/pre-commit", "#!/usr/bin/env ruby\nrequire 'overcommit'\n")
    ran = repo.call("--install", "--chain")
    assert (ran.status, ran.out) == (1, b"")
    assert b"depends on its file name" in ran.err


def test_the_hint_for_lefthook_shows_its_yaml(repo: Repo) -> None:
    repo.write("lefthook.yml", "")
    repo.write(".git/hooks/pre-commit", "#!/bin/sh\n# lefthook\n")
    ran = repo.call("--install", "--hooks", "pre-commit,commit-msg,pre-push")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.endswith(b"run it before the new hook\n" + LEFTHOOK)


@pytest.mark.parametrize("name", [".lefthook.yaml", "lefthook.toml", ".config/lefthook.json"])
def test_each_config_file_of_lefthook_is_recognized(repo: Repo, name: str) -> None:
    repo.write(name, "")
    ran = repo.call("--install")
    assert f"hint: lefthook manages the hooks here. Add to {name}:\n".encode() in ran.out


def test_the_hint_for_the_pre_commit_framework_shows_its_yaml(repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    ran = repo.call("--install", "--hooks", "pre-commit,commit-msg")
    assert ran.status == 0
    assert ran.out.endswith(FRAMEWORK)


def test_managers_are_looked_for_in_the_target(repo: Repo) -> None:
    repo.write("lefthook.yml", "")
    repo.git("init", "--quiet", "target")
    assert b"hint" not in repo.call("--install", "target").out
    repo.write("target/lefthook.yml", "")
    assert b"hint: lefthook" in repo.call("--install", "-f", "target").out


def test_hooks_in_a_tracked_directory_become_part_of_the_repository(repo: Repo) -> None:
    repo.commit_file(".githooks/README", "hooks\n")
    repo.git("config", "core.hooksPath", ".githooks")
    assert repo.call("--install", "--hooks", "pre-commit") == Ran(
        0,
        INSTALLED
        % b".githooks"
        + b"hint: .githooks is tracked, so the hooks become part of the repository. On machines "
        b"without this installation they search PATH for git-secrets-py.\n",
        b"",
    )


def test_a_hint_names_the_config_that_shares_hooks_among_repositories(
    repo: Repo, home: Path, tmp_path: Path
) -> None:
    repo.git("config", "--global", "core.hooksPath", str(tmp_path / "hooks"))
    assert repo.call("--install", "--hooks", "pre-commit") == Ran(
        0,
        INSTALLED % str(tmp_path / "hooks").encode()
        + f"hint: core.hooksPath is set in {home}/.gitconfig: these hooks run in every repository "
        "to which this setting applies, and in none that sets another value.\n".encode(),
        b"",
    )
