"""What a rule set is made of."""

from __future__ import annotations

import sys

from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


# For rules of which every match is the same, whatever the secret.
NEVER = sys.maxsize


class Rule:
    """One kind of secret: its name, its pattern, and what a person should know about it."""

    __slots__ = ("description", "name", "reference", "source", "unique_from")

    def __init__(
        self,
        name: str,
        source: bytes,
        description: str,
        reference: str = "",
        *,
        unique_from: int = 0,
    ) -> None:
        """``source`` is a POSIX extended regular expression, on which the word rule applies.

        ``description`` says what the secret is and what to do when it has leaked. ``reference``
        is the address of the vendor's document, or the standard, that gives the format; ``""``
        where there is none that does. A match of fewer than ``unique_from`` bytes may be the
        same for many secrets, as the header of a private key is: it identifies none of them.
        """
        self.name = name
        self.source = source
        self.description = description
        self.reference = reference
        self.unique_from = unique_from


class RuleSet:
    """Rules that are put in force together, with what they excuse.

    ``rules``, ``patterns`` and ``allowed`` are tuples; the patterns are in the order of the rules.
    """

    __slots__ = ("allowed", "name", "patterns", "rules")

    def __init__(self, name: str, rules: Sequence[Rule], allowed: Sequence[bytes]) -> None:
        origin = Origin("rules", name)
        self.name = name
        self.rules = tuple(rules)
        self.patterns = tuple(Pattern(rule.source, origin, rule.name) for rule in rules)
        self.allowed = tuple(Pattern(source, origin) for source in allowed)
