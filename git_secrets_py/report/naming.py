"""Names and explanations of patterns for people."""

from __future__ import annotations

import re
from functools import lru_cache

from git_secrets_py import rules
from git_secrets_py.model import fingerprint_of, short_id
from git_secrets_py.report.escaping import visible, visible_text
from git_secrets_py.rules.aws_account import account_of
from git_secrets_py.rules.stored import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.masking import Masker
    from git_secrets_py.rules import Rule

_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_HIDDEN = b"*" * 8
# Patterns whose names are remembered: there may be a million secrets, but of few patterns.
_REMEMBERED = 256


@lru_cache(maxsize=1)
def _rules() -> dict[bytes, Rule]:
    return rules.by_source()


@lru_cache(maxsize=_REMEMBERED)
def rule_of(pattern: Pattern) -> Rule | None:
    """Return the rule of a rule file, or the built-in one with the source of ``pattern``."""
    if pattern.confidential:
        return None
    if pattern.rule is not None:
        rule: Rule = pattern.rule
        return rule
    return _rules().get(pattern.source) or _rules().get(canonical(pattern.source))


@lru_cache(maxsize=_REMEMBERED)
def rule_name(pattern: Pattern) -> str:
    """Return a name that is the same in every run and every clone."""
    if pattern.owner:
        return f"own-{_store(pattern)}-{_noun(pattern)}"
    if pattern.confidential:
        return "provider-pattern"
    rule = rule_of(pattern)
    if rule is not None:
        return visible_text(rule.name)  # of a rule file, it may contain anything
    return pattern.name or f"custom-pattern-{short_id(fingerprint_of(pattern.source))}"


def pattern_text(pattern: Pattern, masker: Masker) -> bytes | None:
    """Return the source of ``pattern``, or ``None`` if it is confidential.

    A literal pattern that is itself a secret, with or without backslashes, is masked.
    """
    return None if pattern.confidential else masker.once(pattern, _source_text)


def _source_text(pattern: Pattern, masker: Masker) -> bytes:
    unescaped = _ESCAPED.sub(rb"\1", pattern.source)
    forms = (pattern.source, unescaped, pattern.source.replace(b"\\", b""))
    if any(masker.text(form) != form for form in forms):
        return _HIDDEN
    return pattern.text


def origin_text(pattern: Pattern, masker: Masker) -> bytes:
    """Return the masked origin of ``pattern``."""
    return masker.text(str(pattern.origin).encode("utf-8", "surrogateescape"))


def title(pattern: Pattern, masker: Masker) -> str:
    """Return the name of ``pattern`` for people: of a pattern file, the comment above it."""
    if pattern.comment and rule_of(pattern) is None:
        return _comment(pattern.comment[:1], masker)
    return rule_name(pattern)


def description(pattern: Pattern, masker: Masker, form: str = "") -> str:
    """Return ``why``, after the title of a pattern of a pattern file."""
    name = title(pattern, masker)
    reason = why(pattern, masker, form)
    return reason if name == rule_name(pattern) else f"{name.removesuffix('.')}. {reason}"


def _comment(lines: Sequence[bytes], masker: Masker) -> str:
    """Return ``lines`` of a repository, masked and escaped."""
    return visible(masker.text(b" ".join(lines)))


def why(pattern: Pattern, masker: Masker, form: str = "") -> str:
    """Return why ``pattern`` is prohibited, in a few sentences; ``form`` is that of the match.

    For a pattern of a pattern file, these are the lines of the comment above it from the second on.
    """
    if pattern.comment[1:] and rule_of(pattern) is None:
        return _comment(pattern.comment[1:], masker)
    if pattern.owner:
        return f"This is {own_secret(pattern, form)}."
    if pattern.confidential:
        return "It matches a pattern from a provider."
    rule = rule_of(pattern)
    reason = "It matches a prohibited pattern."
    if rule is not None:
        reason = visible_text(" ".join(rule.description.split()))
    return f"{reason} It is hidden: {form}." if form else reason


def own_secret(pattern: Pattern, form: str = "") -> str:
    """Return the store, profile and form of an own secret, ``your own key, ...``, or ``""``."""
    if not pattern.owner:
        return ""
    where = visible_text(pattern.owner)
    return ", ".join(filter(None, (f"your own {_noun(pattern)}", where, form)))


def remark(finding: Finding) -> str:
    """Return whose secret it is: its store or its account; or why a doubtful one is low."""
    return (
        own_secret(finding.match.pattern, finding.match.form) or finding.doubt or account(finding)
    )


def account(finding: Finding) -> str:
    """Return the AWS account of a key ID, such as ``account 123456789012``, else ``""``."""
    number = account_of(finding.plaintext)
    return f"account {number}" if number else ""


def _store(pattern: Pattern) -> str:
    """Return the name of the store that ``pattern``, an own secret, is from."""
    return pattern.origin.place.partition(" ")[0]


def _noun(pattern: Pattern) -> str:
    return "key" if _store(pattern) == "aws" else "secret"
