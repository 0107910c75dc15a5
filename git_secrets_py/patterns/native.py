"""Patterns in the ``regex`` module's own syntax: those that begin with ``(?``."""

from __future__ import annotations

from git_secrets_py.patterns.expression import Expression


def read(source: bytes) -> Expression:
    """Read a pattern in the syntax of the ``regex`` module."""
    exact = b"".join(b"%c" % byte if byte < 0x80 else b"\\x%02x" % byte for byte in source)
    return Expression(exact, None, posix=False)
