"""The patterns in force, where they come from, and what keeps them from being read."""

from __future__ import annotations

from collections import Counter

from git_secrets_py import providers, rules
from git_secrets_py.doctor.problems import shown
from git_secrets_py.errors import PatternError, ProviderError
from git_secrets_py.git.config import Config
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.patterns import read
from git_secrets_py.registry import Collector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.doctor.problems import Problems

_PROVIDERS = b"secrets.providers"


def configured(config: Config, problems: Problems) -> Collector:
    """Return the patterns of git's configuration, without those that cannot be read."""
    collector = Collector()
    collector.add_config(Config(one for one in config.settings if one.key != _PROVIDERS))
    collector.prohibited = [one for one in collector.prohibited if _is_readable(one, problems)]
    collector.allowed = [one for one in collector.allowed if _is_readable(one, problems)]
    return collector


def run_providers(
    config: Config, collector: Collector, problems: Problems
) -> list[dict[str, object]]:
    """Run each provider; return how many patterns each printed, and never what."""
    commands = dict.fromkeys(one.value or b"" for one in config.all(_PROVIDERS))
    return [_run(command, collector, problems) for command in commands]


def counts(collector: Collector) -> dict[str, object]:
    """Return how many patterns are in force, in all and from each origin."""
    prohibited = Counter(_place(one.origin) for one in collector.prohibited)
    allowed = Counter(_place(one.origin) for one in collector.allowed)
    allowed.update(map(_place, collector.fingerprints.values()))
    return {
        "prohibited": prohibited.total(),
        "allowed": allowed.total(),
        "origins": [
            {"origin": origin, "prohibited": prohibited[origin], "allowed": allowed[origin]}
            for origin in dict.fromkeys((*prohibited, *allowed))
        ],
    }


def rule_sets(collector: Collector) -> list[str]:
    """Return the names of the built-in sets all of whose patterns are in force."""
    in_force = {one.source for one in collector.prohibited}
    return [
        name
        for name in rules.names()
        if in_force.issuperset(rule.source for rule in rules.load(name).rules)
    ]


def _run(command: bytes, collector: Collector, problems: Problems) -> dict[str, object]:
    name = shown(command)
    facts: dict[str, object] = {"command": name, "patterns": 0, "error": None}
    try:
        printed = providers.patterns_of(command)
        for pattern in printed:
            read(pattern.source)
    except ProviderError as error:
        facts["error"] = str(error)
        problems.add(
            "providers", f"the provider '{name}' fails", "run it by hand to see why, or remove it"
        )
        return facts
    except PatternError:
        facts["error"] = "it prints what is no pattern"
        problems.add(
            "providers", f"the provider '{name}' prints what is no pattern", "correct or remove it"
        )
        return facts
    collector.prohibited += printed
    facts["patterns"] = len(printed)
    return facts


def _is_readable(pattern: Pattern, problems: Problems) -> bool:
    try:
        read(pattern.source)
    except PatternError as error:
        problems.add(
            "patterns",
            f"the pattern '{shown(pattern.source)}' from {pattern.origin} cannot be read: "
            f"{error.reason}",
            "correct it there, or take it out with git secrets --remove",
        )
        return False
    return True


def _place(origin: Origin) -> str:
    """Return ``origin`` without the number of a line."""
    return str(origin).partition(":")[0] if origin.kind == "file" else str(origin)
