"""Descriptions of rules for people: a line in a list, and all about one rule."""

from __future__ import annotations

from git_secrets_py import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.rules.rule import Rule

_NAME, _SET = 34, 18  # widths of columns


def lines(name: str) -> Iterator[str]:
    """Yield a line ``rule set kind-of-secret`` for each rule of the rule set or rule ``name``.

    Raises ``UsageError``, which suggests a name, if there is neither.
    """
    owners = {rule: one.name for one in map(rules.load, rules.names()) for rule in one.rules}
    for rule_set in rules.select([name]):
        for rule in rule_set.rules:
            kind, _ = _sentences(rule)
            yield f"{rule.name:<{_NAME}} {owners[rule]:<{_SET}} {kind}\n"


def details(rule: Rule) -> str:
    """Return the description, the advice, the pattern, the sets and the reference of ``rule``."""
    kind, advice = _sentences(rule)
    rows = {
        "rule": rule.name,
        "finds": kind,
        "advice": advice,
        "pattern": rule.pattern.decode("latin-1"),
        "sets": ", ".join(rules.sets_of(rule)),
        "reference": rule.reference,
    }
    return "".join(f"{title + ':':<11}{value}\n" for title, value in rows.items() if value)


def _sentences(rule: Rule) -> tuple[str, str]:
    """Return the kind of secret, and where to revoke it."""
    kind, _, advice = rule.description.partition(". ")
    return kind.removesuffix("."), advice
