"""Literals as patterns: what ``--add --literal`` stores and what the AWS provider prints."""

from __future__ import annotations

# The original forgets "[" and, for --add --literal, "]" too.
_SPECIAL = b"[]\\.|$(){}?+*^"


def escape(literal: bytes) -> bytes:
    """Return the POSIX extended regular expression that matches ``literal`` and nothing else.

    ``literal`` is one line: a newline would separate two patterns.
    """
    return b"".join(b"\\%c" % byte if byte in _SPECIAL else b"%c" % byte for byte in literal)
