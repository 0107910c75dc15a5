"""Collecting the patterns of a run, each with its origin, for the registry.

Patterns come from git config, from ``.gitprohibited`` and ``.gitallowed`` at the top of the work
tree, from rule sets and from providers. None is ever skipped: an invalid one ends the run.
"""

from __future__ import annotations

from git_secrets_py.content import PROHIBITED_FILE, RULE_FILE
from git_secrets_py.errors import ConfigurationError, GitSecretsError, UsageError
from git_secrets_py.git.config import (
    ALLOWED_KEY,
    BOOLEAN_KEYS,
    INLINE_ALLOW_KEY,
    MIN_SEVERITY_KEY,
    PATTERNS_KEY,
    RULES_KEY,
)
from git_secrets_py.model import LOW, Origin, Pattern
from git_secrets_py.registry import Registry
from git_secrets_py.registry.users_patterns import allowed_by, configured, prohibited_by
from git_secrets_py.selection import NO_RULES, RECOMMENDED_RULES, enabled, excluded_by, provided_by
from git_secrets_py.selection.named_files import NamedFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.git.config import Config, Setting
    from git_secrets_py.rule_files.pattern import FilePattern
    from git_secrets_py.rule_files.rule_file import RuleFile
    from git_secrets_py.selection import Selection
    from git_secrets_py.selection.active_files import ActiveFile


def read_registry(selection: Selection, cache: DatabaseCache | None = None) -> Registry:
    """Return the registry of all patterns that ``selection`` names.

    ``cache`` is that of ``Registry``. Raises ``PatternError`` for an allowed pattern and for a bad
    fingerprint, and ``ConfigurationError`` and ``UsageError`` as the methods of ``Collector`` do.
    """
    collector = Collector()
    collector.add_config(selection.config, provided=selection.provided)
    collector.prohibited += selection.own
    collector.add_rules(selection.rules)
    if selection.recommended:
        collector.add_recommended()
    for file in selection.rule_files:
        collector.add_rule_file(file)
    collector.add_files(selection.files, server_only=selection.server_only)
    return collector.registry(cache)


class Collector:
    """Gathers patterns from all their origins.

    ``names_patterns`` is whether git config or the command line names a prohibited pattern, a
    rule set, or ``none``. The rules in ``excluded`` are never active, regardless of the order in
    which they are named.
    """

    def __init__(self) -> None:
        self.prohibited: list[Pattern] = []
        self.allowed: list[Pattern] = []
        self.fingerprints: dict[str, Origin] = {}
        self.inline = False
        self.minimum_severity = LOW
        self.excluded: set[str] = set()
        self.path_rules: list[FilePattern] = []
        self.notes: list[str] = []
        self.rule_files: list[RuleFile] = []
        self._unknown: dict[str, GitSecretsError] = {}
        self.names_patterns = False

    def registry(self, cache: DatabaseCache | None = None) -> Registry:
        """Return the registry of all gathered patterns.

        ``cache`` is that of ``Registry``. Raises ``PatternError`` for an invalid allowed pattern,
        and the error for a rule that is excluded but not known.
        """
        for error in self._unknown.values():
            raise error
        return Registry(
            self.prohibited,
            self.allowed,
            self.fingerprints,
            inline=self.inline,
            cache=cache,
            path_rules=self.path_rules,
            notes=list(dict.fromkeys(self.notes)),
            rule_files=self.rule_files,
            excluded=self.excluded,
        )

    def add_config(self, config: Config, *, provided: Iterable[Pattern] | None = None) -> None:
        """Add ``secrets.patterns``, ``.allowed``, ``.rules``, ``.inlineAllow``, and ``provided``.

        These are the patterns of the providers, which are run if they are ``None``.
        Raises ``ProviderError``, and ``ConfigurationError`` for an unknown rule set and for a
        setting that is not a boolean.
        """
        self.prohibited += configured(config, PATTERNS_KEY)
        self.names_patterns = self.names_patterns or bool(self.prohibited)
        self.allowed += configured(config, ALLOWED_KEY)
        # Invalid booleans are errors in git as well, even if this run does not use them.
        switched_on = {key for key in BOOLEAN_KEYS if config.is_true(key)}
        self.inline = INLINE_ALLOW_KEY in switched_on
        self.minimum_severity = minimum_severity(config)
        self.prohibited += provided_by(config) if provided is None else provided
        for setting in config.all(RULES_KEY):
            self._add_configured_rules(setting)

    def add_files(self, files: Iterable[ActiveFile], *, server_only: bool = False) -> None:
        """Add the active versions of ``.gitprohibited``, ``.gitallowed`` and ``.gitsecrets.toml``.

        With ``server_only`` they allow nothing. Raises ``ConfigurationError`` if one is invalid,
        ``PatternError`` for a bad fingerprint.
        """
        for file in files:
            if file.name == PROHIBITED_FILE:
                self.add_prohibited_file(file.content)
            elif file.name == RULE_FILE:
                if file.content:
                    name = RULE_FILE.decode()
                    named = NamedFile(name, file.content, RULE_FILE, file.extended)
                    self.add_rule_file(named, with_allowances=not server_only)
            elif server_only:
                continue
            else:
                self.add_allowed_file(file.content)

    def add_prohibited_file(self, content: bytes) -> None:
        """Add the patterns in the content of a ``.gitprohibited``, with their comments.

        Raises ``ConfigurationError`` if it is not text.
        """
        self.prohibited += prohibited_by(content)

    def add_allowed_file(self, content: bytes) -> None:
        """Add the patterns and fingerprints in the content of a ``.gitallowed``.

        Raises ``ConfigurationError`` if it is not text, ``PatternError`` for a bad fingerprint.
        """
        for allowance in allowed_by(content):
            if isinstance(allowance, Pattern):
                self.allowed.append(allowance)
            else:
                self.fingerprints.setdefault(*allowance)

    def add_rule_file(self, named: NamedFile, *, with_allowances: bool = True) -> None:
        """Add the rules in the rule file ``named``; see ``RuleFile``."""
        from git_secrets_py.engine.hyperscan import DatabaseCache
        from git_secrets_py.rule_files.rule_file import RuleFile

        file = RuleFile(named, DatabaseCache(), with_allowances=with_allowances)
        self.notes += file.warnings
        self.rule_files.append(file)
        for pattern in (*file.patterns, *file.path_rules):
            if self._unknown.pop(pattern.name, None):
                self.excluded.add(pattern.name)
        if file.extends_all:
            self._extend_built_in(file)
        self.prohibited += filter(self._is_included, file.patterns)
        self.path_rules += [one for one in file.path_rules if self._is_included(one)]

    def _extend_built_in(self, file: RuleFile) -> None:
        """Add every built-in rule but those that ``file`` disables, with its allowlists."""
        from git_secrets_py import rules
        from git_secrets_py.rules.rule import RulePattern

        self.notes += file.ignored(rules.rule_names([rules.ALL]))
        for rule_set in rules.select([rules.ALL]):
            patterns = (one for one in rule_set.patterns if one.name not in file.disabled)
            self.prohibited += filter(self._is_included, patterns)
            self.allowed += rule_set.allowed
        self.prohibited = [
            file.allowing(one) if isinstance(one, RulePattern) else one for one in self.prohibited
        ]

    def warnings(self) -> Iterator[tuple[Pattern, str]]:
        """Yield the warnings about valid patterns of git config and of the two files."""
        from git_secrets_py.patterns import advice

        for patterns, allowed in ((self.prohibited, False), (self.allowed, True)):
            for pattern in patterns:
                if pattern.origin.kind in (Origin.CONFIG, Origin.FILE):
                    for warning in advice.warnings(pattern.source, allowed=allowed):
                        yield pattern, warning

    def add_rules(self, names: Sequence[str]) -> None:
        """Add built-in rule sets and rules; raises ``UsageError`` for an unknown one.

        A name after ``-`` excludes its rules. ``none`` adds nothing, but counts as a rule set that
        is named; an exclusion does not.
        """
        excluded = excluded_by(names)
        if excluded:
            from git_secrets_py import rules

            for name in excluded:
                try:
                    self.excluded |= rules.rule_names([name])
                except UsageError as error:
                    self._exclude_of_file(name, error)
            self.prohibited = list(filter(self._is_included, self.prohibited))
            self.path_rules = [one for one in self.path_rules if self._is_included(one)]
        named = enabled(names)
        if named:
            self.names_patterns = True
            self._add_rule_sets([name for name in named if name != NO_RULES])

    def add_recommended(self) -> None:
        """Add the rule set that is active if nothing is configured."""
        self._add_rule_sets([RECOMMENDED_RULES])

    def _add_rule_sets(self, names: Sequence[str]) -> None:
        if not names:
            return
        from git_secrets_py import rules

        for rule_set in rules.select(names):
            self.prohibited += filter(self._is_included, rule_set.patterns)
            self.allowed += rule_set.allowed

    def _exclude_of_file(self, name: str, error: UsageError) -> None:
        """Exclude the rule ``name`` of a rule file; ``error`` counts if there is none."""
        if any(one.rule and one.name == name for one in (*self.prohibited, *self.path_rules)):
            self.excluded.add(name)
        else:
            self._unknown[name] = error

    def _is_included(self, pattern: Pattern) -> bool:
        kinds = (Origin.RULES, Origin.RULE_FILE)
        return pattern.origin.kind not in kinds or pattern.name not in self.excluded

    def _add_configured_rules(self, setting: Setting) -> None:
        try:
            self.add_rules(setting.names)
        except UsageError as error:
            raise in_setting(error, setting) from None
        for name, unknown in self._unknown.items():
            if isinstance(unknown, UsageError):
                self._unknown[name] = in_setting(unknown, setting)


def in_setting(
    error: UsageError, setting: Setting, key: str = RULES_KEY.decode()
) -> ConfigurationError:
    """Return ``error`` about a name in ``setting``, which is a value of ``key``."""
    return ConfigurationError(f"{key} in {setting.origin}: {error}")


def minimum_severity(config: Config) -> str:
    """Return ``secrets.minSeverity``, or the lowest; raises ``ConfigurationError``."""
    settings = config.all(MIN_SEVERITY_KEY)
    if not settings:
        return LOW
    from git_secrets_py.findings.severity import severity_named

    try:
        return severity_named((settings[-1].value or b"").decode("utf-8", "replace"))
    except UsageError as error:
        raise in_setting(error, settings[-1], "secrets.minSeverity") from None
