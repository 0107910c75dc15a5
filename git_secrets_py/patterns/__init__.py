"""The pattern language: POSIX extended regular expressions as GNU grep reads them, and more.

``read`` is the way in. Nothing here touches a file, a process or the environment.
"""

from __future__ import annotations

from git_secrets_py.patterns.expression import Expression

__all__ = ["Expression", "read"]


def read(source: bytes) -> Expression:
    """Read a pattern, in either syntax.

    A pattern that begins with ``(?`` is the ``regex`` module's own syntax throughout; any other
    is a POSIX extended regular expression. Raises ``PatternError`` for one that cannot be parsed
    or that matches the empty string.
    """
    if source.startswith(b"(?"):
        from git_secrets_py.patterns import native

        return native.read(source)
    from git_secrets_py.patterns import ere

    return ere.read(source)
