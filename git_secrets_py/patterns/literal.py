"""Literal patterns, as ``--add --literal`` stores and the AWS provider prints them."""

from __future__ import annotations

# git-secrets by AWS Labs misses "[" and, for --add --literal, "]".
_SPECIAL = b"[]\\.|$(){}?+*^"


def escape(literal: bytes) -> bytes:
    """Return the POSIX extended regular expression that matches only ``literal``.

    ``literal`` must not contain a newline.
    """
    return b"".join(b"\\%c" % byte if byte in _SPECIAL else b"%c" % byte for byte in literal)
