"""The modules that a process of a hook imports, which take most of its time."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support import Repo
from syntax_trees import PACKAGE

from git_secrets_py.engine.hyperscan import hyperscan_module

# Too slow to import in a hook.
SLOW = ("argparse", "dataclasses", "typing", "rich", "git", "subprocess", "configparser")
# Not even in one that finds nothing: together, they take a tenth of its time.
SLOW_IF_CLEAN = {"collections", "functools", "importlib", "re", "enum"}
# Our modules, packages included, that a hook that finds nothing imports in any configuration.
MOST_MODULES = 25
# The packages that only a line that may match needs.
READERS = {"registry", "rules", "patterns", "pattern_files", "report"}


@pytest.fixture
def clean_repo(repo: Repo) -> Repo:
    """A repository with one pattern, and one staged file that it does not match."""
    repo.git("config", "secrets.patterns", "foo+")
    repo.write("message", "a message\n")
    repo.add("message")
    return repo


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("--pre_commit_hook", []),
        ("--commit_msg_hook", ["message"]),
        ("--prepare_commit_msg_hook", ["message", "merge"]),
    ],
)
def test_a_hook_imports_nothing_slow(clean_repo: Repo, verb: str, values: list[str]) -> None:
    assert imported_by(clean_repo, [verb, "--", *values]) & set(SLOW) == set()


# What is configured beside the pattern of ``clean_repo``, or instead of it.
CONFIGURATIONS = (
    "one pattern",
    "secrets.allowed bar+",
    ".gitallowed",
    ".gitprohibited",
    "nothing",
    "secrets.rules recommended",
    "secrets.rules aws,-aws-account-id",
    "--register-aws",
    "--register-aws, .gitallowed and secrets.rules aws",
    "rules of the repository",
    "secrets.rulesFile rules.toml",
)


# One rule finds content, the other one files.
RULE_FILE = """\
rules = [
  { id = "acme", regex = "acme_[0-9]{8}", path = "py$", allowlists = [{ paths = ["^old/"] }] },
  { id = "p12", path = "(?i)[.]p12$" },
]
"""


@pytest.fixture(params=CONFIGURATIONS)
def configured(request: pytest.FixtureRequest, clean_repo: Repo) -> Repo:
    """A repository with one of ``CONFIGURATIONS``."""
    name: str = request.param
    if name in ("nothing", "secrets.rules recommended"):
        clean_repo.git("config", "--unset", "secrets.patterns")
    if "--register-aws" in name:
        clean_repo.register_aws()
    for file in (".gitallowed", ".gitprohibited"):
        if file in name:
            clean_repo.write(file, "bar+\n")
    if name == "rules of the repository":
        clean_repo.write(".gitsecrets.toml", RULE_FILE)
    clean_repo.write("rules.toml", RULE_FILE)
    key, _, value = name[name.find("secrets.") :].partition(" ")
    if key.startswith("secrets."):
        clean_repo.git("config", key, value)
    return clean_repo


@pytest.mark.skipif(hyperscan_module() is None, reason="without Hyperscan nothing is cached")
def test_a_clean_hook_imports_few_modules_of_ours_and_none_that_reads_patterns(
    configured: Repo,
) -> None:
    assert configured.call("--pre_commit_hook").status == 0  # compiles the database
    for words in (["--pre_commit_hook"], ["--commit_msg_hook", "--", "message"]):
        imported = imported_by(configured, words)
        assert imported & SLOW_IF_CLEAN == set()
        own = own_modules(imported)
        assert len(own) <= MOST_MODULES, sorted(own)
        assert {name.split(".")[1] for name in own if "." in name}.isdisjoint(READERS)


def test_an_audit_imports_nothing_for_fleets(clean_repo: Repo) -> None:
    imported = imported_by(clean_repo, ["--scan-history"])
    assert not {name for name in imported if name.startswith((f"{PACKAGE}.fleet", "distributed"))}


def own_modules(imported: set[str]) -> set[str]:
    return {name for name in imported if name.partition(".")[0] == PACKAGE}


def imported_by(repo: Repo, words: list[str]) -> set[str]:
    """Run a command line that finds nothing; return the modules that it imports."""
    # Started like a hook, without site, whose imports are not ours.
    program = (
        f"import sys; sys.path[:] = {sys.path!r}; from git_secrets_py.cli.main import run; "
        f"status = run({words!r}); assert status == 0, status; "
        "sys.stdout.write('\\n'.join(sys.modules))"
    )
    command = [sys.executable, "-E", "-S", "-c", program]
    ran = subprocess.run(command, cwd=repo.path, capture_output=True, check=True, text=True)
    return set(ran.stdout.split())
