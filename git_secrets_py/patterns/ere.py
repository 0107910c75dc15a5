"""POSIX extended regular expressions over bytes, as in GNU grep in the C locale."""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import ere_emit, possible
from git_secrets_py.patterns.ere_parser import Parser
from git_secrets_py.patterns.expression import Expression


def read(source: bytes) -> Expression:
    """Parse a POSIX extended regular expression.

    Raises ``PatternError`` if it is invalid, matches the empty string or can never match.
    """
    refuse_newline(source)
    parser = Parser(source)
    tree = parser.pattern()
    possible.check(source, tree, parser.newline)
    exact = ere_emit.exact(tree, captures=parser.has_backreference)
    return Expression(exact, ere_emit.filter_(tree), posix=True, required=ere_emit.required(tree))


def refuse_newline(source: bytes) -> None:
    """Raise ``PatternError`` if ``source`` contains a newline."""
    newline = source.find(b"\n")
    if newline >= 0:
        raise PatternError(source, newline, newline + 1, "a newline separates two patterns")
