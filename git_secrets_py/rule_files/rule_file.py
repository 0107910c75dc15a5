"""The patterns of one rule file."""

from __future__ import annotations

from git_secrets_py.rule_files.allowances import Allowance
from git_secrets_py.rule_files.loading import load
from git_secrets_py.rule_files.pattern import FilePattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from typing import TypeGuard

    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.model import Pattern
    from git_secrets_py.rule_files.allowances import Allows
    from git_secrets_py.rule_files.loading import Plain
    from git_secrets_py.rules.rule import RulePattern
    from git_secrets_py.selection.named_files import NamedFile


class RuleFile:
    """A rule file: ``patterns``, ``path_rules`` for names of files, and ``warnings``."""

    def __init__(
        self,
        named: NamedFile,
        cache: DatabaseCache | None = None,
        *,
        with_allowances: bool = True,
    ) -> None:
        """``cache`` is that of ``load``. Without ``with_allowances`` nothing is allowed.

        Raises ``ConfigurationError``.
        """
        self.name = named.name
        self._plain = load(named, cache)
        # Those at which its texts are in the repository.
        self.paths = [path.encode("utf-8", "surrogateescape") for path in self._plain["files"]]
        if named.path:
            self.paths.append(named.path)
        self._with_allowances = with_allowances
        self._global = self._allowances(
            [one for one in self._plain["allowances"] if not one["rules"]]
        )
        self.warnings: list[str] = []
        patterns = self._patterns()
        self.patterns: list[Pattern] = [one for one in patterns if not _is_for_paths(one)]
        self.path_rules: list[FilePattern] = list(filter(_is_for_paths, patterns))
        self._warn()

    @property
    def extends_all(self) -> bool:
        """Whether it extends the rules of the program, here the set ``all``."""
        return bool(self._plain["extend"]["default"])

    @property
    def extends_files(self) -> bool:
        """Whether other files are part of it."""
        return bool(self._plain["files"])

    @property
    def disabled(self) -> Sequence[str]:
        """The IDs of the rules among these that it disables."""
        disabled: Sequence[str] = self._plain["extend"]["disabled"]
        return disabled

    def ignored(self, built_in: Container[str]) -> Iterator[str]:
        """Yield notes about the names of rules that are neither ``built_in`` nor in this file."""
        own = {rule["id"] for rule in self._plain["rules"]}
        targets = [one for allowance in self._plain["allowances"] for one in allowance["rules"]]
        patternless = [one["id"] for one in self._plain["rules"] if not (_has_pattern(one))]
        for place, names, known in (
            ("disabledRules", self.disabled, frozenset()),
            ("targetRules", targets, own),
            ("rules", patternless, frozenset()),
        ):
            unknown = [one for one in names if one not in built_in and one not in known]
            if unknown:
                shown = ", ".join(dict.fromkeys(unknown))
                yield f"{self.name}: {place} names rules that do not exist here: {shown}"

    def allowing(self, pattern: RulePattern) -> RulePattern:
        """Return a built-in rule's pattern with the allowlists of this file for it."""
        from git_secrets_py.rule_files.built_in import ExtendedPattern

        plain = next((one for one in self._plain["rules"] if one["id"] == pattern.name), None)
        own = plain["allowances"] if plain is not None else []
        targeted = [one for one in self._plain["allowances"] if pattern.name in one["rules"]]
        allowances = [*self._global, *self._allowances([*own, *targeted])]
        return ExtendedPattern(pattern, allowances) if allowances else pattern

    def declared(self, excluded: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield each pattern and entry of an allowlist, and each example with its rule's name.

        Those of the rules ``excluded`` are left out.
        """
        allowances = [*self._plain["allowances"]]
        for rule in self._plain["rules"]:
            if rule["id"] in excluded:
                continue
            allowances += rule["allowances"]
            for text in rule.get("examples", ()):
                yield rule["id"], text
            for key in ("regex", "path_text", "pattern"):
                if rule.get(key):
                    yield "", rule[key]
        for one in allowances if self._with_allowances else ():
            for text in one["texts"]:
                yield "", text

    def _patterns(self) -> list[Pattern]:
        if self._plain["own"]:
            from git_secrets_py.rule_files.own_format import patterns

            return patterns(self._plain, self.name, self._allowances)
        partners = {one for rule in self._plain["rules"] for one, *_ in rule["required"]}
        return [
            FilePattern(
                rule,
                self.name,
                [*self._global, *self._allowances([*rule["allowances"], *self._targeted(rule)])],
                is_partner=rule["id"] in partners,
            )
            for rule in self._plain["rules"]
            if _has_pattern(rule)
        ]

    def _targeted(self, rule: Plain) -> list[Plain]:
        return [one for one in self._plain["allowances"] if rule["id"] in one["rules"]]

    def _allowances(self, plain: Sequence[Plain]) -> list[Allows]:
        return [_allowance(one, self.name) for one in plain] if self._with_allowances else []

    def _warn(self) -> None:
        """Add the warnings about settings with another meaning here."""
        if self.extends_all:
            self.warnings.append(f"{self.name}: useDefault enables the rule set 'all' here")
        if not self._with_allowances:
            return
        every = [*self._plain["allowances"]]
        every += [one for rule in self._plain["rules"] for one in rule["allowances"]]
        unknown = {name for one in every for name in one.get("unknown", ())}
        if unknown:
            self.warnings.append(
                f"{self.name}: filters keep each match that depends on "
                f"{' or '.join(sorted(unknown))}, which cannot be computed here"
            )
        for text in (text for one in every if not one["all"] for text in one["broad"]):
            self.warnings.append(
                f"warning: {self.name}: the allowlist entry '{text}' allows everything"
            )


def _allowance(plain: Plain, file: str) -> Allows:
    if "tree" not in plain:
        return Allowance(plain, file)
    from git_secrets_py.rule_files.expression_allowances import ExpressionAllowance

    return ExpressionAllowance(plain, file)


def _has_pattern(rule: Plain) -> bool:
    return rule["exact"] is not None or bool(rule["path"])


def _is_for_paths(pattern: Pattern) -> TypeGuard[FilePattern]:
    return isinstance(pattern, FilePattern) and pattern.is_for_paths
