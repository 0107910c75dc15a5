"""Rules and rule sets."""

from __future__ import annotations

from git_secrets_py.model import HIGH, LOW, Origin, Pattern
from git_secrets_py.rules.boundaries import (
    BETWEEN,
    NAMED_LINES,
    NAMED_REACH,
    NO_NAME_AFTER,
    NO_WORD_AFTER,
    OUTSIDE_NAME,
    OUTSIDE_WORD,
    continuing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Rule:
    """One kind of secret: its name, its pattern, and advice after a leak."""

    __slots__ = (
        "after",
        "anchor",
        "check",
        "checksum",
        "companion",
        "description",
        "documented",
        "guessable",
        "lines",
        "name",
        "notation",
        "pattern",
        "reach",
        "recommended",
        "reference",
        "severity",
        "source",
        "unique_length",
    )

    def __init__(
        self,
        name: str,
        pattern: bytes,
        description: str,
        reference: str = "",
        *,
        before: bytes = OUTSIDE_WORD,
        after: bytes | None = None,
        check: str = "",
        checksum: str = "",
        recommended: bool = True,
        unique_length: int = 0,
        lines: int = 1,
        anchor: bytes = b"",
        companion: bytes = b"",
        severity: str = HIGH,
        guessable: bool = False,
        notation: str = "",
        documented: bool = False,
        reach: int = 0,
    ) -> None:
        """Define a rule.

        ``name`` is unique among all rules. ``pattern`` is a regular expression in the syntax of
        the ``regex`` module, for text within one line, or within ``lines`` lines, as that of
        ``named``: then ``anchor`` is the part of it by which the rule is found, within one line,
        and ``companion``, if there is one, matches another part, without which it is not decided.
        A pattern within one line that has no fixed text of three bytes has an ``anchor`` as well: a
        short part of it, because a long one would slow the search for all rules down.
        ``reach`` bounds the bytes of a match over several lines, which limits the search for it in
        long ones; 0 for no bound.
        Its group ``secret``, if it has one, is the part that must stay secret. ``before`` and
        ``after`` are its boundaries: see ``boundaries``; by default, a short prefix has a strict
        one after it as well. ``description`` names the vendor and the kind of secret, and where to
        revoke it. ``reference`` is the URL of the vendor's documentation or published code, or of
        a standard, or ``""``. ``documented`` is whether it gives the mark or the format; else the
        format is that of secrets in use.

        ``check`` and ``checksum`` name functions in ``checks``, to which the secret is passed. If
        ``check`` rejects it, the rule does not match. If ``checksum`` does, the rule matches in
        every set but ``recommended``, to which the rule belongs if it is ``recommended``. The
        checksum is that of the decoded secret if the rule has a ``notation``.

        ``severity`` is one of ``SEVERITIES``; it is low if ``checksum`` rejects the secret.
        ``guessable``: a dictionary may hold the secrets. ``notation`` is the one of ``notations``
        in which the text holds the secret.

        ``unique_length`` is for patterns that match only the beginning of a secret: see
        ``identifies``.
        """
        is_named = BETWEEN in pattern
        if after is None:
            is_short = before == OUTSIDE_NAME and not is_named
            after = NO_NAME_AFTER if is_short else NO_WORD_AFTER
        self.name = name
        # The group makes it a pattern in the syntax of ``regex``.
        self.source = b"(?:" + before + pattern + after + b")"
        self.pattern = pattern
        self.after = after
        self.description = description
        self.reference = reference
        self.check = check
        self.checksum = checksum
        self.recommended = recommended
        self.unique_length = unique_length
        self.severity = severity
        self.guessable = guessable
        self.notation = notation
        self.documented = documented
        self.lines = max(lines, NAMED_LINES) if is_named else lines
        self.reach = NAMED_REACH if is_named else reach
        self.anchor = anchor or pattern
        self.companion = companion

    def identifies(self, match: bytes) -> bool:
        """Return whether ``match``, found by this rule, belongs to a single secret.

        A match of fewer than ``unique_length`` bytes is shared by many secrets, as the header of
        a private key is. Allowing its fingerprint would allow all of them.
        """
        return len(match) >= self.unique_length


class RulePattern(Pattern):
    """The pattern of a rule, which has boundaries and checks of its own."""

    __slots__ = ("_checks", "_checksum", "_is_placeholder", "_rule", "_strict")

    def __init__(self, rule: Rule, origin: Origin, *, strict: bool) -> None:
        """``strict`` rejects secrets with a wrong checksum."""
        super().__init__(rule.source, origin, rule.name)
        self._rule = rule
        self._strict = strict
        self._checks: list[Callable[[bytes], bool]] = []
        self._checksum: Callable[[bytes], bool] | None = None
        self._is_placeholder: Callable[[bytes, bytes], bool] | None = None

    @property
    def own_rule(self) -> Rule:
        """The rule."""
        return self._rule

    @property
    def is_strict(self) -> bool:
        """Whether secrets with a wrong checksum are rejected."""
        return self._strict

    @property
    def text(self) -> bytes:
        return self._rule.pattern

    @property
    def has_boundaries(self) -> bool:
        return True

    @property
    def filter(self) -> bytes:
        from git_secrets_py.rules import filter_form  # only to compile a database

        return filter_form.filter_form(self._rule.anchor, self._rule.after)

    @property
    def lines(self) -> int:
        return self._rule.lines

    @property
    def reach(self) -> int:
        return self._rule.reach

    @property
    def companion(self) -> bytes:
        from git_secrets_py.rules import filter_form  # only at a hit

        rule = self._rule
        return rule.companion or filter_form.value_form(rule.anchor)

    @property
    def continuing(self) -> Sequence[bytes]:
        is_named = BETWEEN in self._rule.pattern and self._rule.pattern.startswith(b"(?i:")
        return continuing(self.mark) if is_named else ()

    @property
    def mark(self) -> bytes:
        from git_secrets_py.rules import filter_form  # only at a hit

        return filter_form.name_form(self._rule.pattern)

    @property
    def guessable(self) -> bool:
        return self._rule.guessable

    def severity_of(self, secret: bytes) -> str:
        return self.rating(secret)[0]

    def rating(self, secret: bytes) -> tuple[str, str]:
        doubt = self.doubt(secret)
        return LOW if doubt else self._rule.severity, doubt

    def doubt(self, secret: bytes) -> str:
        name = self._rule.checksum
        if not name:
            return ""
        from git_secrets_py.rules import checks  # only at a hit

        try:
            return "" if checks.CHECKS[name](secret) else checks.DOUBTS[name]
        except Exception:
            return ""  # a check that fails casts no doubt, as in ``Matcher.accept``

    def accepts(self, secret: bytes, before: bytes = b"", *, is_sure: bool = False) -> bool:
        is_placeholder = self._is_placeholder or self._load()
        plaintext = secret
        if self._rule.notation and (b"%" in secret or self._rule.notation != "percent"):
            plaintext = self.decoded(secret)[0] or secret
            if self._rule.notation == "percent":
                secret = plaintext
        if not is_sure and is_placeholder(secret, before):
            return False
        for check in self._checks:
            if not check(secret):
                return False
        return self._checksum is None or self._checksum(plaintext)

    @property
    def decodes(self) -> bool:
        return bool(self._rule.notation)

    def decoded(self, secret: bytes) -> tuple[bytes | None, str]:
        if not self._rule.notation:
            return None, ""
        from git_secrets_py.rules.notations import decoded  # only at a hit

        return decoded(self._rule.notation, secret)

    def _load(self) -> Callable[[bytes, bytes], bool]:
        """Load the checks, at the first hit; return the filter of placeholders."""
        from git_secrets_py.rules import checks
        from git_secrets_py.rules.placeholders import is_placeholder

        rule = self._rule
        self._checks = [checks.CHECKS[rule.check]] if rule.check else []
        self._checksum = checks.CHECKS[rule.checksum] if rule.checksum and self._strict else None
        self._is_placeholder = is_placeholder
        return is_placeholder


class RuleSet:
    """Rules that are enabled together, and the patterns of matches that they allow.

    ``rules``, ``patterns`` and ``allowed`` are tuples; the patterns are in the order of the rules.
    """

    __slots__ = ("allowed", "name", "patterns", "rules")

    def __init__(
        self, name: str, rules: Sequence[Rule], allowed: Sequence[bytes], *, strict: bool = False
    ) -> None:
        """``strict`` is that of ``RulePattern``."""
        origin = Origin(Origin.RULES, name)
        self.name = name
        self.rules = tuple(rules)
        self.patterns = tuple(RulePattern(rule, origin, strict=strict) for rule in rules)
        self.allowed = tuple(Pattern(source, origin) for source in allowed)
