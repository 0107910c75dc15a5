"""What people call a pattern: by its built-in rule where there is one."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from git_secrets_py import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.masking import Masker
    from git_secrets_py.rules import Rule

_SHORT = 8
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_HIDDEN = b"*" * 8


@lru_cache(maxsize=1)
def _rules() -> dict[bytes, Rule]:
    return {rule.source: rule for rule in rules.load(rules.ALL).rules}


def rule_of(pattern: Pattern) -> Rule | None:
    """Return the built-in rule that ``pattern`` is, also where it stands in a git config."""
    return None if pattern.confidential else _rules().get(pattern.source)


def is_own_key(pattern: Pattern) -> bool:
    """Tell whether ``pattern`` is a key from the credentials of whoever runs this."""
    return pattern.confidential and pattern.origin.place.partition(" ")[0] == "aws"


def rule_name(pattern: Pattern) -> str:
    """Return a name that stays the same from run to run and from clone to clone."""
    if pattern.confidential:
        return "own-aws-key" if is_own_key(pattern) else "provider-pattern"
    rule = rule_of(pattern)
    if rule is not None:
        return rule.name
    return pattern.name or f"custom-pattern-{sha256(pattern.source).hexdigest()[:_SHORT]}"


def pattern_text(pattern: Pattern, masker: Masker) -> bytes | None:
    """Return the text of ``pattern`` as it may be shown; ``None`` if it is confidential.

    A literal pattern may be the secret itself, with or without backslashes before its signs.
    """
    if pattern.confidential:
        return None
    unescaped = _ESCAPED.sub(rb"\1", pattern.source)
    forms = (pattern.source, unescaped, pattern.source.replace(b"\\", b""))
    if any(masker.text(form) != form for form in forms):
        return _HIDDEN
    return pattern.source


def origin_text(pattern: Pattern, masker: Masker) -> bytes:
    """Return where ``pattern`` comes from."""
    return masker.text(str(pattern.origin).encode("utf-8", "surrogateescape"))


def why(pattern: Pattern) -> str:
    """Return in a sentence or two what ``pattern`` stands for."""
    if is_own_key(pattern):
        return "This is your own live key, from your AWS credentials."
    if pattern.confidential:
        return "It matches a pattern that a provider of this repository printed."
    rule = rule_of(pattern)
    return rule.description if rule is not None else "It matches a pattern that is prohibited here."
