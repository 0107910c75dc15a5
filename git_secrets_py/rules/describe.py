"""Descriptions of rules for people: a line in a list, and the details of one rule."""

from __future__ import annotations

from hashlib import sha256

from git_secrets_py import rules
from git_secrets_py.model import LOW, SHORT_ID_LENGTH
from git_secrets_py.rules import checks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.rules.rule import Rule

_NAME, _SET = 34, 18  # widths of columns


def lines(name: str) -> Iterator[str]:
    """Yield a line ``rule set severity kind-of-secret`` for each rule that ``name`` selects.

    That is a rule set or a rule. Raises ``UsageError``, which suggests a name, if there is neither.
    """
    owners = {rule: one.name for one in map(rules.load, rules.names()) for rule in one.rules}
    for rule_set in rules.select([name]):
        for rule in rule_set.rules:
            yield line(rule, owners[rule])


def line(rule: Rule, owner: str) -> str:
    """Return the line of ``rule``, which is from ``owner``, a rule set or a rule file."""
    kind, _ = _sentences(rule)
    return f"{rule.name:<{_NAME}} {owner:<{_SET}} {rule.severity:<7} {kind}\n"


def entry(rule: Rule) -> str:
    """Return the line of ``rule`` in a list that names its rule set."""
    kind, _ = _sentences(rule)
    return f"{rule.name:<{_NAME}} {kind}"


def details(rule: Rule, origin: str = "") -> str:
    """Return the description, the advice, the pattern, the sets and the reference of ``rule``.

    ``origin`` is the rule file of a rule that is not built in.
    """
    kind, advice = _sentences(rule)
    rows = {
        "rule": rule.name,
        "finds": kind,
        "advice": advice,
        "pattern": rule.pattern.decode("utf-8", "backslashreplace"),
        "severity": _severity(rule),
        "sets": "" if origin else ", ".join(rules.sets_of(rule)),
        "file": origin,
        "format": "documented" if rule.documented else "" if origin else "observed in use",
        "reference": rule.reference,
    }
    return "".join(f"{title + ':':<11}{value}\n" for title, value in rows.items() if value)


def _severity(rule: Rule) -> str:
    """Return the severity of ``rule``, and the condition for a lower one."""
    doubt = f", {LOW} if {checks.DOUBTS[rule.checksum]}" if rule.checksum else ""
    return rule.severity + doubt


def digests() -> dict[str, str]:
    """Return for each rule a digest of its pattern, and of the checks that it uses."""
    return {rule.name: _digest(rule) for rule in rules.load(rules.ALL).rules}


def version() -> str:
    """Return a digest of all rules, which changes with the digest of one."""
    return sha256("".join(digests().values()).encode()).hexdigest()[:SHORT_ID_LENGTH]


def _digest(rule: Rule) -> str:
    parts = (rule.name, rule.source, rule.check, rule.checksum, rule.recommended)
    return sha256(repr(parts).encode()).hexdigest()


def _sentences(rule: Rule) -> tuple[str, str]:
    """Return the kind of secret, and the advice to revoke it."""
    kind, _, advice = rule.description.partition(". ")
    return kind.removesuffix("."), advice
