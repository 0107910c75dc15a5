"""``git secrets --doctor``: tells whether secrets are kept out here, and proves it.

``--format json`` prints one object for programs; docs/doctor.md describes its keys, which stay.
"""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.cli.context import Context

PROTECTED = 0
NOT_PROTECTED = 1
_FORMATS = ("text", "json")
_SCHEMA = 1


def run(context: Context) -> int:
    """Look at everything that protection needs; return 0 only if all of it is there.

    Raises ``NotARepositoryError`` where there is nothing to protect.
    """
    argument_checks.nothing(context)
    form = context.arguments.options.get("--format", "text")
    if form not in _FORMATS:
        raise UsageError(f"--doctor has no format '{form}'. The formats are: text, json")
    facts = diagnose(context)
    context.out(_rendered(facts, form).encode("utf-8", "backslashreplace"))
    return PROTECTED if facts["protected"] else NOT_PROTECTED


def diagnose(context: Context) -> dict[str, Any]:
    """Return all that is found, as JSON has it."""
    from git_secrets_py._version import __version__
    from git_secrets_py.doctor import hooks, machine, pattern_files, patterns, proof
    from git_secrets_py.doctor.problems import Problems, shown

    repository, problems = context.repository, Problems()
    place = shown(repository.top if repository.is_inside_work_tree else repository.git_dir)
    git = machine.git_version(problems)
    found, hook_facts = hooks.inspect(repository, problems)
    collector = patterns.configured(repository.config, problems)
    file_facts = pattern_files.inspect(repository, collector, problems)
    provider_facts = patterns.run_providers(repository.config, collector, problems)
    if not collector.prohibited:
        problems.add("patterns", "no pattern is in force", "git secrets --register-aws")
    engine, cache = machine.engine(), machine.cache_directory(problems)
    proofs = proof.prove(repository, found, collector, str(git["version"]), problems)
    return {
        "schema": _SCHEMA,
        "tool": "git-secrets-py",
        "version": __version__,
        "protected": not problems.problems,
        "repository": place,
        "git": git,
        "engine": engine,
        "cache": cache,
        "hooks": hook_facts,
        "patterns": patterns.counts(collector),
        "rule_sets": patterns.rule_sets(collector),
        "providers": provider_facts,
        "files": file_facts,
        "proof": proofs,
        "notes": problems.notes,
        "problems": problems.problems,
    }


def _rendered(facts: dict[str, Any], form: str) -> str:
    if form == "json":
        import json

        return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    from git_secrets_py.doctor import text

    return text.render(facts)
