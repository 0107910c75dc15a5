"""The pattern language: POSIX extended regular expressions as in GNU grep, with extensions.

The public functions are ``read`` and ``advice.warnings``. Nothing here accesses files, processes
or the environment.
"""

from __future__ import annotations

from git_secrets_py.patterns.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_parser import Parser

__all__ = ["Expression", "parser", "read"]


def read(source: bytes) -> Expression:
    """Parse a pattern in either syntax.

    A pattern that contains a group extension such as ``(?:`` is in the syntax of the ``regex``
    module; any other pattern is a POSIX extended regular expression. Raises ``PatternError`` if
    the pattern is invalid, matches the empty string or can never match.
    """
    from git_secrets_py.patterns import syntax

    if syntax.is_regex(source):
        from git_secrets_py.patterns import native

        return native.read(source)
    from git_secrets_py.patterns import ere

    return ere.read(source)


def parser(source: bytes) -> Parser:
    """Return the parser of the syntax that ``source`` is in, at its beginning."""
    from git_secrets_py.patterns import syntax

    if syntax.is_regex(source):
        from git_secrets_py.patterns.native_parser import NativeParser

        return NativeParser(source)
    from git_secrets_py.patterns.ere_parser import Parser

    return Parser(source)
