"""The diagnosis: everything that the doctor found in a repository."""

from __future__ import annotations

import os

from git_secrets_py import __version__
from git_secrets_py.doctor import (
    agents,
    hooks,
    live_test,
    machine,
    pattern_files,
    patterns,
    rule_files,
    settings,
)
from git_secrets_py.doctor.problem import Problem, readable
from git_secrets_py.git.config import PATTERNS_KEY, RULES_KEY
from git_secrets_py.selection import NOTHING_CONFIGURED, RECOMMENDED_RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from git_secrets_py.doctor.pattern_files import PatternFile
    from git_secrets_py.doctor.patterns import CheckedProvider
    from git_secrets_py.git.config import Config
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.registry.collector import Collector

_SCHEMA = 1
_NO_PATTERN = Problem(
    "patterns", "no prohibited pattern is active", "git config --unset secrets.rules"
)
_ENABLE = f"git config secrets.rules {RECOMMENDED_RULES}"
_REPLACED = Problem(
    "patterns",
    f"since a pattern is configured, the rule set '{RECOMMENDED_RULES}' is not active",
    _ENABLE,
    is_note=True,
)


def diagnose(
    repository: Repository, known_keys: Sequence[str], *, run_foreign: bool = False
) -> dict[str, Any]:
    """Check all that protection needs; return the document that docs/doctor.md describes.

    ``known_keys`` are those of git config. With ``run_foreign``, hooks of other programs are run,
    too.
    """
    git, git_problems = machine.check_git()
    found, hook_problems = hooks.check(repository, run_foreign=run_foreign)
    collector, pattern_problems = patterns.configured(repository.config)
    files = pattern_files.check(repository)
    providers = [*patterns.run_providers(repository.config), *patterns.read_stores(repository)]
    patterns.collect(collector, files, providers)
    rule_problems = [*rule_files.add(collector, repository), *hooks.add_rules(collector, found)]
    if not collector.names_patterns:
        collector.add_recommended()
    cache, cache_problems = machine.check_cache()
    tests, test_problems = live_test.run(
        repository, found, collector, str(git["version"]), run_foreign=run_foreign
    )
    top = os.fsdecode(repository.top) if repository.is_inside_work_tree else ""
    checked_agents, agent_problems = agents.check(top)
    problems = [
        *git_problems,
        *hook_problems,
        *settings.check(repository.config, known_keys),
        *pattern_problems,
        *rule_problems,
        *patterns.warnings(collector),
        *(problem for file in files for problem in file.problems()),
        *(problem for provider in providers for problem in provider.problems()),
        *_without_patterns(collector, repository.config),
        *cache_problems,
        *test_problems,
        *agent_problems,
    ]
    return {
        **_heading(readable(_place(repository)), problems, is_protected=True),
        **_found(git, cache, hooks.facts(repository, found)),
        **_active(collector, providers, files),
        "live_test": tests,
        "agents": checked_agents,
        **_listed(problems),
    }


def _without_patterns(collector: Collector, config: Config) -> Iterator[Problem]:
    if not collector.prohibited:
        yield _NO_PATTERN
    if not collector.names_patterns:
        yield Problem("patterns", _nothing_configured(collector), _ENABLE, is_note=True)
    if not config.all(PATTERNS_KEY) or config.all(RULES_KEY):  # the latter is a choice
        return
    if RECOMMENDED_RULES not in patterns.rule_sets(collector):
        yield _REPLACED


def _nothing_configured(collector: Collector) -> str:
    """Return the note that nothing is configured, except the secrets that are prohibited."""
    secret = [pattern for pattern in collector.prohibited if pattern.confidential]
    if not secret:
        return NOTHING_CONFIGURED
    which = "your own secrets" if all(one.owner for one in secret) else "those of providers"
    return NOTHING_CONFIGURED.replace(";", f" except {which};", 1)


def diagnose_user(repository: Repository, known_keys: Sequence[str]) -> dict[str, Any] | None:
    """Check the parts that need no repository; ``None`` if no agent has our hooks.

    ``known_keys`` are those of git config.
    ``protected`` is ``None`` unless there is a problem, since no repository is checked.
    """
    checked_agents, agent_problems = agents.check("")
    if not checked_agents and all(problem.is_note for problem in agent_problems):
        return None
    git, git_problems = machine.check_git()
    collector, pattern_problems = patterns.configured(repository.config)
    providers = [*patterns.run_providers(repository.config), *patterns.read_stores(repository)]
    patterns.collect(collector, (), providers)
    collector.add_recommended()  # active for agents
    cache, cache_problems = machine.check_cache()
    problems = [
        *git_problems,
        *settings.check(repository.config, known_keys),
        *pattern_problems,
        *patterns.warnings(collector),
        *(problem for provider in providers for problem in provider.problems()),
        *cache_problems,
        *agent_problems,
    ]
    return {
        **_heading(None, problems, is_protected=None),
        **_found(git, cache, {"directory": None, "set_by": None, "hooks": []}),
        **_active(collector, providers, ()),
        "live_test": [],
        "agents": checked_agents,
        **_listed(problems),
    }


def _place(repository: Repository) -> bytes:
    return repository.top if repository.is_inside_work_tree else repository.git_dir


def _heading(
    repository: str | None, problems: Sequence[Problem], *, is_protected: bool | None
) -> dict[str, object]:
    """Return the first keys; ``is_protected`` without problems."""
    return {
        "schema": _SCHEMA,
        "tool": "git-secrets-py",
        "version": __version__,
        "protected": is_protected if all(one.is_note for one in problems) else False,
        "repository": repository,
    }


def _found(git: object, cache: object, found_hooks: object) -> dict[str, object]:
    return {"git": git, "engine": machine.engine(), "cache": cache, "hooks": found_hooks}


def _active(
    collector: Collector, providers: Sequence[CheckedProvider], files: Sequence[PatternFile]
) -> dict[str, object]:
    """Return the keys of the active patterns and of their origins."""
    return {
        "patterns": patterns.counts(collector),
        "rules": patterns.built_in(),
        "rule_sets": patterns.rule_sets(collector),
        "providers": [provider.facts() for provider in providers],
        "files": [file.facts() for file in files],
    }


def _listed(problems: Sequence[Problem]) -> dict[str, object]:
    return {
        "notes": [problem.facts() for problem in problems if problem.is_note],
        "problems": [problem.facts() for problem in problems if not problem.is_note],
    }
