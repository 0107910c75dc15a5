"""Our own format, which a first line ``format = "git-secrets-py/1"`` marks.

Its rules are built-in rules that the user writes: patterns in the syntax of ``regex`` within one
line, with boundaries and checks, and the placeholder filter applies to them.
"""

from __future__ import annotations

from hashlib import sha256

from git_secrets_py.errors import PatternError
from git_secrets_py.model import SEVERITIES, Origin
from git_secrets_py.rule_files import gitleaks_format
from git_secrets_py.rule_files.built_in import allowed_by
from git_secrets_py.rule_files.entropy import entropy
from git_secrets_py.rule_files.pattern import elsewhere
from git_secrets_py.rule_files.tables import Table
from git_secrets_py.rules import boundaries
from git_secrets_py.rules.rule import Rule, RulePattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from git_secrets_py.model import Match, MatchedLine, Pattern
    from git_secrets_py.rule_files.allowances import Allows

    Plain = dict[str, Any]

FORMAT = "git-secrets-py/1"
_MOST_LINES = 20
# The boundaries by name; any other text is a lookaround in the syntax of ``regex``.
_BEFORE = {"word": boundaries.OUTSIDE_WORD, "none": b""}
_AFTER = {"word": boundaries.NO_WORD_AFTER, "none": b""}
_TIME_LIMIT = 0.5
_ANY_LINE = rb"[^\n]"


def is_own(document: dict[str, Any]) -> bool:
    """Return whether ``document`` is in this format, or in a later version of it."""
    return str(document.get("format", "")).startswith(FORMAT.partition("/")[0])


def read(document: dict[str, Any], name: str) -> Plain:
    """Return the rules and allowlists in ``document`` as plain values, like ``gitleaks_format``."""
    top = Table(document, name)
    if top.text("format") != FORMAT:
        raise top.error(f"format must be '{FORMAT}'; a newer one needs a newer git-secrets-py")
    rules = [_rule(table, number, name) for number, table in enumerate(top.tables("rules"), 1)]
    allowances = [gitleaks_format.allowance(one, is_global=True) for one in top.tables("allow")]
    top.finish()
    gitleaks_format.require_distinct(rules, top)
    extend = {"default": False, "path": "", "disabled": []}
    return {"own": True, "rules": rules, "allowances": allowances, "extend": extend, "files": []}


def _rule(table: Table, number: int, name: str) -> Plain:
    rule_id = table.rule_id(number, name)
    rule: Plain = {
        "id": rule_id,
        "pattern": table.text("pattern"),
        "description": table.text("description"),
        "advice": table.text("advice"),
        "reference": table.text("reference"),
        "severity": table.text("severity", "high"),
        "before": table.text("before", "word"),
        "after": table.text("after", "word"),
        "near": table.texts("near"),
        "lines": table.integer("lines", 1),
        "checks": table.texts("checks"),
        "entropy": table.number("entropy"),
        "guessable": table.flag("guessable"),
        "paths": [gitleaks_format.pattern(table, "paths", one) for one in table.texts("paths")],
        "tags": table.texts("tags"),
        "examples": table.texts("examples"),
        "counterexamples": table.texts("counterexamples"),
        "allowances": [gitleaks_format.allowance(one) for one in table.tables("allow")],
    }
    table.finish()
    _check(rule, table)
    return rule


def _check(rule: Plain, table: Table) -> None:
    """Raise ``ConfigurationError`` unless the values of ``rule`` are valid."""
    from git_secrets_py.rules.checks import CHECKS

    if not rule["pattern"]:
        raise table.error("it has no pattern")
    if rule["severity"] not in SEVERITIES:
        raise table.error(f"severity must be one of {', '.join(SEVERITIES)}")
    if not 1 <= rule["lines"] <= _MOST_LINES:
        raise table.error(f"lines must be from 1 to {_MOST_LINES}")
    if rule["lines"] > 1 and not rule["near"]:
        raise table.error("lines requires near, which is missing")
    for check in rule["checks"]:
        if check not in CHECKS:
            raise table.error(f"unknown check '{check}'; valid are {', '.join(sorted(CHECKS))}")
    _compile(rule, table)
    _try_examples(rule, table)


def _compile(rule: Plain, table: Table) -> None:
    """Add the filter of ``rule``, after checking that its pattern is valid."""
    import regex

    from git_secrets_py.patterns import read as read_pattern

    try:
        # The group makes it a pattern in the syntax of ``regex``.
        expression = read_pattern(b"(?:" + rule["pattern"].encode() + b")")
    except PatternError as error:
        raise table.error(f"pattern: {error.reason}") from None
    rule["filter"], rule["text"] = expression.filter, expression.required
    try:
        regex.compile(_built(rule).source)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise table.error(f"pattern: {error}") from None


def _try_examples(rule: Plain, table: Table) -> None:
    """Check that ``rule`` matches its examples and not its counterexamples."""
    import regex

    pattern = _OwnPattern(rule, "", ())
    compiled = regex.compile(pattern.source)
    for key, wanted in (("examples", True), ("counterexamples", False)):
        for number, example in enumerate(rule[key], 1):
            try:
                found = compiled.search(example.encode(), timeout=_TIME_LIMIT)
            except TimeoutError:
                raise table.error(f"pattern takes too long for {key} {number}") from None
            matches = bool(found and pattern.accepts(_secret_of(found)))
            if matches is not wanted:
                verb = "does not match" if wanted else "matches"
                raise table.error(f"it {verb} number {number} of {key}")


def _secret_of(match: Any) -> bytes:
    groups = match.groupdict()
    secret: bytes = groups.get("secret") or match.group()
    return secret


def _built(rule: Plain) -> Rule:
    """Return the rule that ``rule`` describes."""
    pattern = rule["pattern"].encode()
    before = _BEFORE.get(rule["before"], rule["before"].encode())
    after = _AFTER.get(rule["after"], rule["after"].encode())
    description = " ".join(filter(None, (rule["description"], rule["advice"])))
    return Rule(
        rule["id"],
        pattern,
        description or f"A match of the rule {rule['id']}.",
        rule["reference"],
        before=before,
        after=after + _near(rule),
        severity=rule["severity"],
        guessable=rule["guessable"],
        lines=rule["lines"],
        anchor=pattern,
    )


def _near(rule: Plain) -> bytes:
    """Return the lookarounds that require one of the names near the match."""
    if not rule["near"]:
        return b""
    import regex

    names = b"|".join(regex.escape(one.encode(), special_only=True) for one in rule["near"])
    between = (
        b"[^\\n]*" if rule["lines"] == 1 else b"[^\\n]*(?:\\n[^\\n]*){0,%d}" % (rule["lines"] - 1)
    )
    return b"(?:(?<=(?i:%b)%b)|(?=%b(?i:%b)))" % (names, between, between, names)


class _OwnPattern(RulePattern):
    """The pattern of a rule in our own format."""

    __slots__ = ("_allowances", "_paths", "_plain")

    def __init__(self, plain: Plain, file: str, allowances: Sequence[Allows]) -> None:
        super().__init__(_built(plain), Origin(Origin.RULE_FILE, file), strict=False)
        self._plain = plain
        self._allowances = allowances
        self._paths: Any = None
        # All else that decides a match is part of the source, from which keys of caches are made.
        deciding = repr([plain[key] for key in ("id", "checks", "entropy")])
        self.source += b"(?#%b)" % sha256(deciding.encode()).hexdigest()[:16].encode()

    @property
    def rule(self) -> Rule:
        return self.own_rule

    @property
    def has_verdict(self) -> bool:
        return True

    @property
    def filter(self) -> bytes:
        return self._plain["filter"] or _ANY_LINE

    @property
    def required(self) -> bytes:
        text: bytes = self._plain["text"]
        return text

    def accepts(self, secret: bytes, before: bytes = b"", *, is_sure: bool = False) -> bool:
        from git_secrets_py.rules.checks import CHECKS

        plain = self._plain
        return (
            super().accepts(secret, before, is_sure=is_sure)
            and all(CHECKS[name](secret) for name in plain["checks"])
            and (not plain["entropy"] or entropy(secret.decode("latin-1")) > plain["entropy"])
        )

    def verdict(
        self, line: MatchedLine | None, match: Match, path: bytes, commit: bytes
    ) -> Pattern | None:
        if not self._is_for(path):
            return elsewhere(self.origin)
        return allowed_by(self._allowances, line, match, path, commit)

    def _is_for(self, path: bytes) -> bool:
        if not self._plain["paths"]:
            return True
        import regex

        if self._paths is None:
            self._paths = [regex.compile(one) for one in self._plain["paths"]]
        where = path.decode("utf-8", "surrogateescape")
        try:
            return any(one.search(where, timeout=_TIME_LIMIT) for one in self._paths)
        except TimeoutError:
            return True


def patterns(
    plain: Plain,
    name: str,
    allowances: Callable[[Sequence[Plain]], list[Allows]],
) -> list[Pattern]:
    """Return the patterns of the rules in ``plain``, the content of the rule file ``name``."""
    every = plain["allowances"]
    return [
        _OwnPattern(
            rule,
            name,
            allowances(
                [
                    *rule["allowances"],
                    *(one for one in every if not one["rules"] or rule["id"] in one["rules"]),
                ]
            ),
        )
        for rule in plain["rules"]
    ]
