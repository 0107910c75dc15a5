"""The pattern language: POSIX extended regular expressions as in GNU grep, with extensions.

The public function is ``read``. Nothing here accesses files, processes or the environment.
"""

from __future__ import annotations

from git_secrets_py.patterns.expression import Expression

__all__ = ["Expression", "read"]


def read(source: bytes) -> Expression:
    """Parse a pattern in either syntax.

    A pattern that begins with ``(?`` is in the syntax of the ``regex`` module; any other pattern
    is a POSIX extended regular expression. Raises ``PatternError`` if the pattern is invalid or
    matches the empty string.
    """
    if source.startswith(b"(?"):
        from git_secrets_py.patterns import native

        return native.read(source)
    from git_secrets_py.patterns import ere

    return ere.read(source)
