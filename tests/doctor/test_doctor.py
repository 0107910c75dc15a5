"""``git secrets --doctor``: whole outputs, and each kind of problem."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from support import Ran, Repo

from git_secrets_py.doctor import machine

posix = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")

HEALTHY = """\
git            <version>
repository     {top}
engine         <engine>
cache          {home}/.cache/git-secrets-py (writable, private)
hooks          {top}/.git/hooks
  commit-msg: git-secrets-py, {python}
  pre-commit: git-secrets-py, {python}
  prepare-commit-msg: git-secrets-py, {python}
  applypatch-msg: git-secrets-py, {python}
  pre-applypatch: git-secrets-py, {python}
patterns       1 prohibited, 0 allowed
  git config .git/config: 1 prohibited, 0 allowed
rules          <rules>
live test      with a fake secret for an active pattern
  commit-msg: blocks the secret, passes clean content
  pre-commit: blocks the secret, passes clean content
  prepare-commit-msg: blocks the secret, passes clean content
  applypatch-msg: blocks the secret, passes clean content
  pre-applypatch: blocks the secret, passes clean content

note: since a pattern is configured, the rule set 'recommended' is not active
    git config secrets.rules recommended
protected
"""
ILL = """\
git            <version>
repository     {top}
engine         <engine>
cache          {home}/.cache/git-secrets-py (writable, private)
hooks          {top}/.git/hooks
  commit-msg: absent
  pre-commit: absent
  prepare-commit-msg: absent
patterns       <counts>
  <sets> rule sets: <counts>
rule sets      recommended
rules          <rules>

note: no prohibited pattern is configured; the rule set 'recommended' is active
    git config secrets.rules recommended
problem: the commit-msg, pre-commit and prepare-commit-msg hooks are not installed
    git secrets --install
NOT protected: 1 problem
"""


@pytest.fixture
def with_python(with_hooks: Repo) -> Repo:
    """As ``with_hooks``, with hooks that start Python."""
    assert with_hooks.call("--install", "-f").status == 0
    return with_hooks


def examine(repo: Repo, status: int) -> dict[str, Any]:
    """Return the JSON report."""
    ran = repo.call("--doctor", "--format", "json")
    assert (ran.status, ran.err) == (status, b"")
    facts: dict[str, Any] = json.loads(ran.out)
    assert facts["protected"] == (status == 0) == (facts["problems"] == [])
    return facts


def problems(repo: Repo) -> list[tuple[str, str, str]]:
    """Return the subject of each problem, the problem and its remedy."""
    return [tuple(one.values()) for one in examine(repo, 1)["problems"]]


def hook(facts: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in facts["hooks"]["hooks"] if one["name"] == name)
    return found


def text(ran: Ran, repo: Repo, home: Path) -> str:
    """Return the output without the versions of this machine."""
    shown = ran.out.decode()
    shown = re.sub(r"(?m)^(git +)\S.*$", r"\1<version>", shown)
    shown = re.sub(r"(?m)^(engine +)\S.*$", r"\1<engine>", shown)
    shown = re.sub(r"(?m)^(rules +)[0-9]+ built-in, version [0-9a-f]{8}$", r"\1<rules>", shown)
    assert ran.err == b""
    return shown


def fill(expected: str, repo: Repo, home: Path) -> str:
    return expected.format(top=repo.path, home=home, python=sys.executable)


def test_a_repository_with_hooks_and_patterns_is_protected(with_python: Repo, home: Path) -> None:
    ran = with_python.call("--doctor")
    assert text(ran, with_python, home) == fill(HEALTHY, with_python, home)
    assert ran.status == 0


def test_a_new_repository_is_not_protected_and_each_problem_has_a_remedy(
    repo: Repo, home: Path
) -> None:
    ran = repo.call("--doctor")
    shown = re.sub(r"(?m)^(patterns +)[1-9].*$", r"\1<counts>", text(ran, repo, home))
    shown = re.sub(r"(?m)^  [0-9]+( rule sets: ).*$", r"  <sets>\1<counts>", shown)
    assert shown == fill(ILL, repo, home)
    assert ran.status == 1


@pytest.mark.usefixtures("without_live_test")
def test_without_any_rule_and_pattern_a_repository_is_not_protected(with_hooks: Repo) -> None:
    with_hooks.git("config", "--unset", "secrets.patterns")
    with_hooks.git("config", "secrets.rules", "none")
    assert ("patterns", "no prohibited pattern is active", "git config --unset secrets.rules") in (
        problems(with_hooks)
    )


@pytest.mark.usefixtures("without_live_test")
@pytest.mark.parametrize("sets", ["none", "aws", "recommended"])
def test_a_choice_of_rule_sets_beside_patterns_is_not_noted(with_hooks: Repo, sets: str) -> None:
    with_hooks.git("config", "secrets.rules", sets)
    assert examine(with_hooks, 0)["notes"] == []


@pytest.mark.usefixtures("without_live_test")
def test_the_active_version_of_a_pattern_file_is_noted(with_hooks: Repo) -> None:
    with_hooks.commit_file(".gitallowed", "one\n")
    with_hooks.write(".gitallowed", "two\n")
    facts = examine(with_hooks, 0)
    assert facts["files"][0]["version"] == "index"
    assert facts["notes"][0] == {
        "about": ".gitallowed",
        "problem": ".gitallowed differs between index and work tree; that of the index is active; "
        "to use that of the work tree: git add :/.gitallowed",
        "remedy": "git add .gitallowed",
    }


@pytest.mark.usefixtures("one_live_test")
def test_following_every_remedy_protects(repo: Repo) -> None:
    for _, _, remedy in problems(repo):
        assert repo.call(*remedy.removeprefix("git secrets ").split()).status == 0
    assert examine(repo, 0)["rule_sets"] == ["recommended"]


def test_outside_a_repository_the_doctor_fails(home: Path) -> None:
    assert Repo(home).call("--doctor") == Ran(
        2, b"", b"git secrets: not a git repository (or any of the parent directories)\n"
    )


def test_an_unknown_format_is_a_usage_error(repo: Repo) -> None:
    ran = repo.call("--doctor", "--format", "sarif")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: unknown format: 'sarif'. The formats are: text, json\n\n"
    )


@pytest.mark.usefixtures("one_live_test")
def test_the_json_keys_are_stable(with_python: Repo) -> None:
    facts = examine(with_python, 0)
    assert list(facts) == [
        *("schema", "tool", "version", "protected", "repository", "git", "engine", "cache"),
        *(
            "hooks",
            "patterns",
            "rules",
            "rule_sets",
            "providers",
            "files",
            "live_test",
            "agents",
            "notes",
            "problems",
        ),
    ]
    assert hook(facts, "pre-commit") == {
        "name": "pre-commit",
        "path": str(with_python.path / ".git/hooks/pre-commit"),
        "required": True,
        "present": True,
        "ours": True,
        "owner": "git-secrets-py",
        "delegated_to": None,
        "chained": False,
        "executable": True,
        "run_by_git": True,
        "interpreter": sys.executable,
        "interpreter_exists": True,
    }
    assert facts["patterns"] == {
        "prohibited": 1,
        "allowed": 0,
        "origins": [{"origin": "git config .git/config", "prohibited": 1, "allowed": 0}],
    }
    assert facts["live_test"] == [
        {
            "hook": "pre-commit",
            "blocks": True,
            "passes": True,
            "error": None,
            "secret_for": "active pattern",
        }
    ]


@pytest.mark.usefixtures("one_live_test")
def test_every_key_is_documented(with_hooks: Repo) -> None:
    page = Path(__file__).parents[2] / "docs" / "doctor.md"
    documented = set(re.findall(r"`([a-z_]+)`", page.read_text()))
    assert keys(examine(with_hooks, 0)) <= documented


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys(one)}
    return {key for one in value for key in keys(one)} if isinstance(value, list) else set()


@posix
@pytest.mark.usefixtures("without_live_test")
def test_a_cache_that_others_may_write_to_is_noted(with_hooks: Repo, home: Path) -> None:
    (home / ".cache/git-secrets-py").mkdir(parents=True, exist_ok=True)
    (home / ".cache/git-secrets-py").chmod(0o777)
    facts = examine(with_hooks, 0)
    assert not facts["cache"]["private"]
    assert facts["notes"][-1]["about"] == "cache"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the variable has no effect")
def test_a_missing_directory_for_the_cache_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "not-absolute")
    facts, (note,) = machine.check_cache()
    assert facts == {"directory": None, "writable": False, "private": False}
    assert (note.problem, note.is_note) == ("there is no directory for a cache", True)


@posix
@pytest.mark.usefixtures("without_live_test")
def test_a_cache_that_cannot_be_created_is_noted(with_hooks: Repo, home: Path) -> None:
    shutil.rmtree(home / ".cache", ignore_errors=True)
    (home / ".cache").write_text("a file in the way")
    facts = examine(with_hooks, 0)
    directory = f"{home}/.cache/git-secrets-py"
    assert facts["cache"] == {"directory": directory, "writable": False, "private": True}
    assert facts["notes"][-1]["problem"] == (
        f"{directory} is not writable (Not a directory), so every hook is slower"
    )


@posix
def test_a_cache_without_space_is_not_writable(home: Path) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 10, limits[1]))
    try:
        facts, (note,) = machine.check_cache()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    directory = f"{home}/.cache/git-secrets-py"
    assert facts == {"directory": directory, "writable": False, "private": True}
    assert note.problem == f"{directory} is not writable (File too large), so every hook is slower"


@posix
@pytest.mark.usefixtures("without_live_test")
def test_a_cache_that_is_a_link_is_noted(with_hooks: Repo, home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home / ".cache/git-secrets-py", ignore_errors=True)
    (home / ".cache").mkdir(exist_ok=True)
    (home / ".cache/git-secrets-py").symlink_to(tmp_path)
    facts = examine(with_hooks, 0)
    assert not facts["cache"]["private"]
    assert facts["notes"][-1]["problem"] == (
        f"{home}/.cache/git-secrets-py is a link, so nothing is cached and every hook is slower"
    )


@pytest.mark.usefixtures("without_live_test")
def test_without_hyperscan_the_other_engine_is_named(
    with_hooks: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")
    facts = examine(with_hooks, 0)
    assert facts["engine"]["name"] == "regex"


@posix
@pytest.mark.usefixtures("one_live_test")
def test_an_old_git_is_a_problem_and_hooks_are_then_run_directly(
    with_hooks: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    old.write_text(
        '#!/bin/sh\ncase "$*" in *version) echo git version 2.30.9; exit ;; '
        '*"hook run"*) exit 129 ;; esac\n'
        f'exec {shutil.which("git")} "$@"\n'
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent), prepend=os.pathsep)
    facts = examine(with_hooks, 1)
    assert [one["about"] for one in facts["problems"]] == ["git"]
    assert [(one["blocks"], one["passes"]) for one in facts["live_test"]] == [(True, True)]


@pytest.mark.usefixtures("without_live_test")
def test_checks_are_marked_and_colored_on_request(with_python: Repo) -> None:
    (with_python.path / ".git/hooks/commit-msg").unlink()
    ran = with_python.call("--doctor", "--color=always")
    lines = ran.out.decode().splitlines()
    assert "  \x1b[31m✗ \x1b[0mcommit-msg: absent" in lines
    assert f"  \x1b[32m✓ \x1b[0mpre-commit: git-secrets-py, {sys.executable}" in lines
    assert lines[-1] == "\x1b[31m✗ \x1b[0m\x1b[1;31mNOT protected: 1 problem\x1b[0m"


@pytest.mark.usefixtures("without_live_test")
def test_the_diagnosis_goes_to_the_file_that_is_named(with_hooks: Repo) -> None:
    ran = with_hooks.call("--doctor", "--format", "json", "--output", "report")
    assert ran == Ran(0, b"", b"git secrets: protected, report in report\n")
    assert json.loads((with_hooks.path / "report").read_bytes())["protected"]
