"""The active patterns: their origins, and those that cannot be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from git_secrets_py import providers, rules
from git_secrets_py.content import ALLOWED_FILE
from git_secrets_py.doctor.problem import Problem, readable
from git_secrets_py.engine.pattern_sources import read_pattern
from git_secrets_py.errors import PatternError, ProviderError
from git_secrets_py.git.config import PROVIDERS_KEY, Config
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.patterns import advice, read
from git_secrets_py.providers import local
from git_secrets_py.registry.collector import Collector
from git_secrets_py.rules import describe
from git_secrets_py.selection import own_stores
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.doctor.pattern_files import PatternFile
    from git_secrets_py.git.repository import Repository


@dataclass(frozen=True, slots=True)
class CheckedProvider:
    """A provider that was run. ``error`` is empty if it worked; ``patterns`` are never shown."""

    command: str
    patterns: tuple[Pattern, ...] = ()
    error: str = ""
    problem: Problem | None = None

    def problems(self) -> Iterator[Problem]:
        """Yield the problem, if there is one."""
        if self.problem is not None:
            yield self.problem

    def facts(self) -> dict[str, object]:
        """Return the provider in its JSON form."""
        return {
            "command": self.command,
            "patterns": len(self.patterns),
            "error": self.error or None,
        }


def configured(config: Config) -> tuple[Collector, list[Problem]]:
    """Return the patterns of git's configuration without those that cannot be read."""
    collector = Collector()
    collector.add_config(Config(one for one in config.settings if one.key != PROVIDERS_KEY))
    problems: list[Problem] = []
    collector.prohibited = list(_readable(collector.prohibited, problems))
    collector.allowed = list(_readable(collector.allowed, problems))
    return collector, problems


def run_providers(config: Config) -> list[CheckedProvider]:
    """Run each configured provider once."""
    commands = dict.fromkeys(one.value or b"" for one in config.all(PROVIDERS_KEY))
    return [_run(command) for command in commands]


def read_stores(repository: Repository) -> Iterator[CheckedProvider]:
    """Yield the enabled credential stores that hold something, or that cannot be read."""
    for store in local.stores(own_stores.store_names(repository.config)):
        try:
            contents = local.read(store, own_stores.machine(repository))
        except ProviderError as error:
            problem = Problem("providers", f"the store '{store.name}' fails", str(error))
            yield CheckedProvider(store.title, error=str(error), problem=problem)
            continue
        if contents.secrets or contents.left_out:
            yield CheckedProvider(
                store.title, tuple(contents.secrets.values()), problem=_left_out(contents)
            )


def _left_out(contents: local.Contents) -> Problem | None:
    if not contents.left_out:
        return None
    return Problem(
        "providers",
        f"{count(contents.left_out, 'value')} in {contents.store.title} too short or too common "
        "to be searched for",
        "use longer, random ones where you can",
        is_note=True,
    )


def collect(
    collector: Collector, files: Sequence[PatternFile], providers: Sequence[CheckedProvider]
) -> None:
    """Add the patterns of ``files`` and ``providers`` that can be read to ``collector``."""
    for file in files:
        if file.name == ALLOWED_FILE.decode():
            collector.add_allowed_file(file.readable)
        else:
            collector.add_prohibited_file(file.readable)
    for provider in providers:
        collector.prohibited += provider.patterns


def warnings(collector: Collector) -> list[Problem]:
    """Return the warnings about valid patterns.

    Allowing every line is a problem rather than a note, since it leaves nothing protected.
    """
    return [
        Problem(
            "patterns",
            f"the pattern '{readable(pattern.source)}' from {pattern.origin}: {warning}",
            "correct it there",
            is_note=warning != advice.ALLOWS_EVERYTHING,
        )
        for pattern, warning in collector.warnings()
        if pattern.origin.kind == Origin.CONFIG or warning != advice.ALLOWS_EVERYTHING
    ]


def counts(collector: Collector) -> dict[str, object]:
    """Return the number of active patterns, in total and of each origin."""
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


def built_in() -> dict[str, object]:
    """Return the number of built-in rules, and the version that an upgrade may change."""
    return {"count": len(rules.load(rules.ALL).rules), "version": describe.version()}


def rule_sets(collector: Collector) -> list[str]:
    """Return the names of the built-in rule sets whose patterns are all active.

    The set ``aws`` also is if the patterns that ``--register-aws`` stores are. A set that
    ``recommended`` contains is not named beside it.
    """
    active = {one.source for one in collector.prohibited}
    sources = {name: _sources(name) for name in (rules.RECOMMENDED, *rules.names())}
    recommended = sources.pop(rules.RECOMMENDED)
    if active.issuperset(recommended):
        active_beside = [name for name, its in sources.items() if active >= its > recommended & its]
        return [rules.RECOMMENDED, *active_beside]
    registered = active.issuperset(rules.registered()[0])
    return [
        name for name, its in sources.items() if active >= its or (name == "aws" and registered)
    ]


def _sources(name: str) -> set[bytes]:
    return {rule.source for rule in rules.load(name).rules}


def _run(command: bytes) -> CheckedProvider:
    name = readable(command)
    try:
        printed = providers.patterns_of(command)
        for pattern in printed:
            read(pattern.source)
    except ProviderError as error:
        problem = Problem(
            "providers", f"the provider '{name}' fails", "run it by hand to see why, or remove it"
        )
        return CheckedProvider(name, error=str(error), problem=problem)
    except PatternError:
        problem = Problem(
            "providers", f"the provider '{name}' prints an invalid pattern", "correct or remove it"
        )
        return CheckedProvider(name, error="it prints an invalid pattern", problem=problem)
    return CheckedProvider(name, tuple(printed))


def _readable(patterns: Sequence[Pattern], problems: list[Problem]) -> Iterator[Pattern]:
    """Yield the ``patterns`` that can be read; append the others to ``problems``."""
    for pattern in patterns:
        try:
            read_pattern(pattern)
        except PatternError as error:
            description = (
                f"cannot read the pattern '{readable(pattern.source)}' from {pattern.origin}: "
                f"{error.reason}"
            )
            remedy = "correct it there, or remove it with git secrets --remove"
            problems.append(Problem("patterns", description, remedy))
        else:
            yield pattern


def _place(origin: Origin) -> str:
    """Return ``origin`` without a line number."""
    return str(origin).partition(":")[0] if origin.kind == Origin.FILE else str(origin)
