"""The syntax of a pattern, one of two."""

from __future__ import annotations

from git_secrets_py.errors import PatternError

EXTENSION = b"(?"


def is_regex(source: bytes) -> bool:
    """Return whether a group extension, ``(?``, occurs outside of brackets and not escaped.

    Such a pattern is in the syntax of the ``regex`` module, any other one is a POSIX extended
    regular expression.
    """
    return EXTENSION in source and _has_extension(source)


def _has_extension(source: bytes) -> bool:
    at = 0
    while at < len(source):
        if source.startswith(EXTENSION, at):
            return True
        if source[at] == 0x5B:  # [
            at = after_bracket(source, at)
        else:
            at += 2 if source[at] == 0x5C else 1
    return False


def after_bracket(source: bytes, at: int) -> int:
    """Return the offset after the POSIX bracket at ``at``; after its ``[`` if it is invalid."""
    from git_secrets_py.patterns.ere_bracket import read_bracket

    try:
        return read_bracket(source, at)[1]
    except PatternError:
        return at + 1
