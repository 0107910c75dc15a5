"""POSIX extended regular expressions over bytes, as in GNU grep in the C locale."""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import ere_emit
from git_secrets_py.patterns.ere_parser import parse
from git_secrets_py.patterns.expression import Expression

MATCHES_NOTHING = "it matches the empty string, and so would match everywhere"


def read(source: bytes) -> Expression:
    """Parse a POSIX extended regular expression.

    Raises ``PatternError`` if it is invalid or matches the empty string.
    """
    refuse_newline(source)
    tree, captures = parse(source)
    if tree.nullable:
        raise PatternError(source, 0, len(source), MATCHES_NOTHING)
    exact = ere_emit.exact(tree, captures=captures)
    return Expression(exact, ere_emit.filter_(tree), posix=True)


def refuse_newline(source: bytes) -> None:
    """Raise ``PatternError`` if ``source`` contains a newline."""
    newline = source.find(b"\n")
    if newline >= 0:
        raise PatternError(source, newline, newline + 1, "a newline separates two patterns")
