"""The registry: every active pattern of a run."""

from __future__ import annotations

from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.rule_files.declared import DeclaredTexts
    from git_secrets_py.rule_files.pattern import FilePattern
    from git_secrets_py.rule_files.rule_file import RuleFile


class Registry:
    """The prohibited patterns and the allow rule of a run."""

    def __init__(
        self,
        prohibited: Iterable[Pattern],
        allowed: Iterable[Pattern] = (),
        fingerprints: dict[str, Origin] | None = None,
        *,
        inline: bool = False,
        cache: DatabaseCache | None = None,
        path_rules: Iterable[FilePattern] = (),
        notes: Sequence[str] = (),
        rule_files: Sequence[RuleFile] = (),
        excluded: Iterable[str] = (),
    ) -> None:
        """``inline`` enables comments that allow the line that they are on.

        ``path_rules`` are the rules of rule files that prohibit files by their path, ``notes``
        are for the user. ``rule_files`` are those that are active, without the rules ``excluded``.

        Raises ``PatternError``, with its origin, for an invalid allowed pattern; ``cache``
        remembers valid ones. The matcher validates the prohibited patterns.
        """
        self.prohibited = list(without_repetition(prohibited))
        self.path_rules = list(path_rules)
        self.notes = notes
        self.rule_files = rule_files
        self.excluded = excluded
        self._allowed = list(_distinct_allowances(allowed))
        self._fingerprints = fingerprints
        self._inline = inline
        self._allow: AllowRule | None = None
        _validate(self._allowed, cache)

    def path_rules_for(self, path: bytes) -> Sequence[FilePattern]:
        """Return the rules that may prohibit the file ``path``: all, which check it themselves."""
        return self.path_rules

    def may_prohibit(self, path: bytes) -> bool:
        """Return whether a rule may prohibit the file ``path``."""
        return bool(self.path_rules)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is prohibited."""
        return not (self.prohibited or self.path_rules)

    def prohibits_path(self, path: bytes) -> bool:
        """Return whether a rule prohibits the file ``path``, whatever it contains."""
        return any(rule.is_for(path) for rule in self.path_rules)

    def path_texts(self) -> list[str] | None:
        """Return texts in lower case, of which each prohibited path has one; ``None`` without."""
        if not all(one.path_texts for one in self.path_rules):
            return None
        return [text for one in self.path_rules for text in one.path_texts]

    @property
    def extends_files(self) -> bool:
        """Whether a rule file consists of several files."""
        return any(one.extends_files for one in self.rule_files)

    def allowances(self) -> list[bytes] | None:
        """Return all that the allow rule is made of, in bytes; ``None`` if that is not possible.

        It is not with rule files, which decide by functions.
        """
        if self.rule_files or self.path_rules:
            return None
        allowed = [part for one in self._allowed for part in (str(one.origin).encode(), one.source)]
        named = (self._fingerprints or {}).items()
        fingerprints = [f"{one} {origin}".encode() for one, origin in named]
        return [*allowed, *fingerprints, b"%d %d" % (len(allowed), self._inline)]

    @property
    def allow(self) -> AllowRule:
        """The allow rule. A hook that matches nothing does not import it."""
        if self._allow is None:
            from git_secrets_py.engine.allow_rule import AllowRule

            self._allow = AllowRule(
                self._allowed,
                self._fingerprints,
                inline=self._inline,
                prohibited=(*self.prohibited, *self.path_rules),
                declared=self._declared(),
            )
        return self._allow

    def _declared(self) -> DeclaredTexts | None:
        if not self.rule_files:
            return None
        from git_secrets_py.rule_files.declared import DeclaredTexts

        return DeclaredTexts(self.rule_files, self.excluded)


def _validate(patterns: Iterable[Pattern], cache: DatabaseCache | None) -> None:
    """Raise ``PatternError`` if a pattern of the user among ``patterns`` is invalid."""
    users = [one for one in patterns if one.origin.kind != Origin.RULES]  # our tests validate these
    if users:
        from git_secrets_py.engine.pattern_sources import validate

        validate(users, cache)


def without_repetition(patterns: Iterable[Pattern]) -> Iterable[Pattern]:
    """Return ``patterns`` without those that find no more than another one of the same text.

    The first origin is kept, but a rule that rejects wrong checksums gives way to one that does
    not. A secret of the user and a rule find other matches than a regular expression of their text.
    """
    distinct: dict[tuple[bytes, bool, bool], Pattern] = {}
    for pattern in patterns:
        literal = pattern.literal
        text = pattern.source if literal is None else literal
        key = text, literal is None, pattern.has_boundaries
        if distinct.setdefault(key, pattern).is_strict and not pattern.is_strict:
            distinct[key] = pattern
    return distinct.values()


def _distinct_allowances(patterns: Iterable[Pattern]) -> Iterable[Pattern]:
    """As ``without_repetition``; but a rule set allows less than a user with the same text."""
    distinct: dict[tuple[bytes, str], Pattern] = {}
    for pattern in patterns:
        owner = pattern.origin.place if pattern.origin.kind == Origin.RULES else ""
        distinct.setdefault((pattern.source, owner), pattern)
    return distinct.values()
