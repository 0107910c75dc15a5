"""Reading whether the configuration of a hook manager calls our hooks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import Repo

from git_secrets_py.hook_install import delegation, managers
from git_secrets_py.hook_install.installed_hook import InstalledHook
from git_secrets_py.hook_install.managers import Manager
from git_secrets_py.selection import RECOMMENDED_RULES

CALLS = [
    'git secrets --pre_commit_hook -- "$@"',
    "git-secrets --pre_commit_hook",
    "git-secrets-py --pre_commit_hook --",
    "exec git -c a.b=c secrets --rules all --pre_commit_hook",
    "/opt/venv/bin/git-secrets-py --pre_commit_hook",
    "python3 -m git_secrets_py --pre_commit_hook",
    "run: git secrets --pre_commit_hook",
    "- run: 'git secrets --pre_commit_hook'",
    "command: ['git', 'secrets', '--pre_commit_hook', '--']",
    "git secrets --pre_commit_hook || exit 1",
    "npm test && git secrets --pre_commit_hook # scan",
    "echo scanning; git secrets --pre_commit_hook",
    "if ! git secrets --pre_commit_hook; then exit 1; fi",
    "FOO=: poetry run git-secrets --pre_commit_hook",
]
NO_CALLS = [
    "# git secrets --pre_commit_hook",
    "  # - run: git secrets --pre_commit_hook",
    "git secrets --commit_msg_hook",
    "git secrets --scan",
    "git secrets --pre_commit_hook || true",
    "git secrets --pre_commit_hook || :",
    "git secrets --pre_commit_hook || echo failed",
    "git secrets --pre_commit_hook; true",
    "git secrets --pre_commit_hook &",
    "echo git secrets; other --pre_commit_hook",
    "git-secretsx --pre_commit_hook",
    "git secrets --pre_commit_hooks",
    "echo git secrets --pre_commit_hook",
    "run: echo git secrets --pre_commit_hook",
    "npm test; printf 'git secrets --pre_commit_hook'",
    ": git secrets --pre_commit_hook",
    "! git secrets --pre_commit_hook",
]


@pytest.mark.parametrize("line", CALLS)
def test_every_spelling_of_a_call_is_recognized(line: str) -> None:
    assert delegation.calls(line, "pre-commit")


@pytest.mark.parametrize("line", NO_CALLS)
def test_a_line_that_does_not_run_our_hook_is_not_a_call(line: str) -> None:
    assert not delegation.calls(line, "pre-commit")


def find(repo: Repo, manager: Manager, hook: str) -> str | None:
    """Return the file that calls ``hook``, for the hooks in the directory that git uses."""
    directory = repo.git("rev-parse", "--git-path", "hooks").strip()
    installed = InstalledHook(os.path.join(os.fsencode(repo.path), directory), hook)
    found = delegation.find(manager, os.fsencode(repo.path), installed)
    return found.file if found else None


COMMIT_HOOKS = ("commit-msg", "pre-commit", "prepare-commit-msg")


def snippet(manager: Manager, repo: Repo) -> list[str]:
    """Return the lines that ``--install`` shows, without the first."""
    return manager.instructions(os.fsencode(repo.path), COMMIT_HOOKS).split("\n")[1:]


@pytest.mark.parametrize("directory", [".husky", ".husky/_"])
def test_the_lines_for_husky_are_recognized(repo: Repo, directory: str) -> None:
    repo.git("config", "core.hooksPath", directory)
    for line in snippet(managers.HUSKY, repo):
        path, _, command = line.strip().partition(": ")
        assert find(repo, managers.HUSKY, Path(path).name) is None
        repo.write(path, f"npm test\n{command}\n")
        assert find(repo, managers.HUSKY, Path(path).name) == path


@pytest.mark.parametrize("name", ["lefthook.yml", ".lefthook.yaml", ".config/lefthook.yml"])
def test_the_lines_for_lefthook_are_recognized(repo: Repo, name: str) -> None:
    lines = [
        "colors: true",
        *(line.removeprefix("    ") for line in snippet(managers.LEFTHOOK, repo)),
    ]
    repo.write(name, "\n".join(lines))
    assert {find(repo, managers.LEFTHOOK, hook) for hook in COMMIT_HOOKS} == {name}
    assert find(repo, managers.LEFTHOOK, "pre-push") is None


LEFTHOOKS = {
    "lefthook.toml": "[pre-commit.commands.git-secrets]\nrun = 'git secrets --pre_commit_hook'\n",
    "lefthook.json": '{"pre-commit": {"jobs": [{"run": "git secrets --pre_commit_hook"}]}}',
    "lefthook.yml": "pre-commit:\n  jobs:\n  - run: |\n      git-secrets-py --pre_commit_hook\n",
}


@pytest.mark.parametrize("name", LEFTHOOKS)
def test_other_forms_of_lefthook_are_recognized(repo: Repo, name: str) -> None:
    repo.write(name, LEFTHOOKS[name])
    assert find(repo, managers.LEFTHOOK, "pre-commit") == name
    assert find(repo, managers.LEFTHOOK, "commit-msg") is None


def test_a_call_that_lefthook_makes_in_another_hook_does_not_count(repo: Repo) -> None:
    repo.write("lefthook.yml", "pre-push:\n  jobs:\n    - run: git secrets --pre_commit_hook\n")
    assert find(repo, managers.LEFTHOOK, "pre-commit") is None


LIMITED = {
    "skip in YAML": ("lefthook.yml", "pre-commit:\n  jobs:\n  - {call}\n    skip: true\n"),
    "skip before": ("lefthook.yml", "pre-commit:\n  jobs:\n  - skip:\n    - merge\n    {call}\n"),
    "glob": (
        "lefthook.yml",
        "pre-commit:\n  commands:\n    a:\n      {call}\n      glob: '*.js'\n",
    ),
    "the hook": ("lefthook.yml", "pre-commit:\n  only: [ref: main]\n  jobs:\n    - {call}\n"),
    "a group": (
        "lefthook.yml",
        "pre-commit:\n  jobs:\n  - root: web/\n    group:\n      jobs:\n      - {call}\n",
    ),
    "a block": (
        "lefthook.yml",
        "pre-commit:\n  jobs:\n  - run: |\n      git secrets --pre_commit_hook\n    glob: x\n",
    ),
    "TOML": (
        "lefthook.toml",
        "[pre-commit.commands.a]\nskip = true\nrun = 'git secrets --pre_commit_hook'\n",
    ),
}


@pytest.mark.parametrize("case", LIMITED)
def test_a_call_that_lefthook_makes_only_sometimes_does_not_count(repo: Repo, case: str) -> None:
    name, text = LIMITED[case]
    repo.write(name, text.format(call="run: git secrets --pre_commit_hook"))
    assert find(repo, managers.LEFTHOOK, "pre-commit") is None


OTHERS_LIMITED = [
    "pre-commit:\n  jobs:\n  - run: lint\n    glob: '*.js'\n  - {call}\n",
    "pre-commit:\n  jobs:\n  - {call}\n  - run: lint\n    skip: true\n",
    "pre-commit:\n  commands:\n    lint:\n      only: x\n    a:\n      {call}\n      skip: false\n",
]


@pytest.mark.parametrize("text", OTHERS_LIMITED)
def test_limits_of_other_commands_of_lefthook_do_not_matter(repo: Repo, text: str) -> None:
    repo.write("lefthook.yml", text.format(call="run: git secrets --pre_commit_hook"))
    assert find(repo, managers.LEFTHOOK, "pre-commit") == "lefthook.yml"


def test_a_call_below_the_end_of_the_script_does_not_count(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".husky/_")
    call = "git secrets --pre_commit_hook\n"
    repo.write(".husky/pre-commit", "npm test\nexit 0\n" + call)
    assert find(repo, managers.HUSKY, "pre-commit") is None
    repo.write(".husky/pre-commit", 'if [ "$CI" ]; then\n  exit 0\nfi\nexec ' + call)
    assert find(repo, managers.HUSKY, "pre-commit") == ".husky/pre-commit"


@pytest.mark.parametrize(
    ("manager", "head", "tail"),
    [
        (managers.SIMPLE, '{"simple-git-hooks": {\n', "}}"),
        (managers.YORKIE, '{"gitHooks": {\n', "}}"),
        (managers.HUSKY_4, '{"husky": {"hooks": {\n', "}}}"),
    ],
    ids=["simple-git-hooks", "yorkie", "Husky 4"],
)
def test_the_lines_for_package_json_are_recognized(
    repo: Repo, manager: Manager, head: str, tail: str
) -> None:
    repo.write("package.json", head + tail)
    assert find(repo, manager, "pre-commit") is None
    repo.write("package.json", head + "\n".join(snippet(manager, repo)) + tail)
    assert {find(repo, manager, hook) for hook in COMMIT_HOOKS} == {"package.json"}


def test_the_lines_for_overcommit_are_recognized(repo: Repo) -> None:
    lines = [line.removeprefix("    ") for line in snippet(managers.OVERCOMMIT, repo)]
    repo.write(".overcommit.yml", "\n".join(lines))
    assert {find(repo, managers.OVERCOMMIT, hook) for hook in COMMIT_HOOKS} == {".overcommit.yml"}


def framework(repo: Repo, hook: str) -> tuple[str, ...] | None:
    """Return the rule sets that the pre-commit framework enables for ``hook``."""
    top = os.fsencode(repo.path)
    found = delegation.find(managers.FRAMEWORK, top, InstalledHook(top, hook))
    return found.rules if found else None


def test_the_lines_for_the_framework_are_recognized(repo: Repo) -> None:
    lines = [line.removeprefix("    ") for line in snippet(managers.FRAMEWORK, repo)[:-1]]
    repo.write(".pre-commit-config.yaml", "\n".join(lines))
    assert {framework(repo, hook) for hook in COMMIT_HOOKS} == {(delegation.FRAMEWORK_RULES,)}
    assert framework(repo, "pre-push") is None


def test_the_default_rule_sets_of_the_framework_are_those_of_its_hooks() -> None:
    hooks = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text()
    assert "--rules" not in hooks
    assert delegation.FRAMEWORK_RULES == RECOMMENDED_RULES


ENTRIES = [
    ("- id: git-secrets-py\n  args: [--rules, 'aws,github', --]\n", ("aws", "github")),
    ("- id: git-secrets-py\n  args: [--rules=all]\n", ("all",)),
    ("- id: 'git-secrets-py'\n  args:\n  - --rules\n  - generic\n", ("generic",)),
    ("- id: git-secrets-py\n  args: [--]\n", ()),
    ("- id: git-secrets-py  # ours\n  stages: [commit]\n", ("recommended",)),
    ("- id: git-secrets-py\n  stages: [manual]\n  verbose: true\n", None),
    ("- id: git-secrets-py-commit-msg\n", None),
    ("# - id: git-secrets-py\n", None),
    (
        "- id: mine\n  language: system\n  entry: git secrets --pre_commit_hook --rules all\n",
        ("all",),
    ),
    ("- id: other\n  args: [--rules, all]\n- id: git-secrets-py\n", ("recommended",)),
    ("- name: a\n  id: git-secrets-py\n  args: [--rules=all]\n", ("all",)),
    ("- {id: git-secrets-py}\n", ("recommended",)),
    ("- {name: a, 'id': 'git-secrets-py', args: [--rules, 'aws,github', --]}\n", ("aws", "github")),
    ('[{"id": "other"},\n {"id": "git-secrets-py",\n  "stages": ["commit"]}]\n', ("recommended",)),
    ("[{id: git-secrets-py, stages: [manual]}]\n", None),
    ("- {id: git-secrets-py-commit-msg}\n", None),
    ("# - {id: git-secrets-py}\n", None),
]


@pytest.mark.parametrize(("entry", "rules"), ENTRIES)
def test_the_configuration_of_the_framework_is_read(
    repo: Repo, entry: str, rules: tuple[str, ...] | None
) -> None:
    indented = "".join(f"    {line}\n" for line in entry.splitlines())
    repo.write(".pre-commit-config.yaml", f"repos:\n- repo: r\n  hooks:\n{indented}- repo: b\n")
    assert framework(repo, "pre-commit") == rules
