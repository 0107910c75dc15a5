"""Rules and rule sets."""

from __future__ import annotations

import sys

from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


# The ``unique_length`` of rules whose match is the same text for every secret.
NEVER_UNIQUE = sys.maxsize


class Rule:
    """One kind of secret: its name, its pattern, and advice for whoever leaked one."""

    __slots__ = ("description", "name", "reference", "source", "unique_length")

    def __init__(
        self,
        name: str,
        source: bytes,
        description: str,
        reference: str = "",
        *,
        unique_length: int = 0,
    ) -> None:
        """Define a rule.

        ``name`` is unique among all rules. ``source`` is a POSIX extended regular expression, to
        which the word rule applies. ``description`` is two sentences: the kind of secret, and
        where to revoke it. ``reference`` is the URL of the vendor's documentation or the standard
        that specifies the format, or ``""``. ``unique_length`` is for patterns that match only
        the beginning of a secret: see ``identifies``.
        """
        self.name = name
        self.source = source
        self.description = description
        self.reference = reference
        self.unique_length = unique_length

    def identifies(self, match: bytes) -> bool:
        """Return whether ``match``, found by this rule, belongs to a single secret.

        A match of fewer than ``unique_length`` bytes is shared by many secrets, as the header of
        a private key is. Allowing its fingerprint would allow all of them.
        """
        return len(match) >= self.unique_length


class RuleSet:
    """Rules that are enabled together, and the patterns of matches that they allow.

    ``rules``, ``patterns`` and ``allowed`` are tuples; the patterns are in the order of the rules.
    """

    __slots__ = ("allowed", "name", "patterns", "rules")

    def __init__(self, name: str, rules: Sequence[Rule], allowed: Sequence[bytes]) -> None:
        origin = Origin("rules", name)
        self.name = name
        self.rules = tuple(rules)
        self.patterns = tuple(Pattern(rule.source, origin, rule.name) for rule in rules)
        self.allowed = tuple(Pattern(source, origin) for source in allowed)
