"""The filter form of a rule's pattern: a simpler one, which matches wherever the pattern does.

Hyperscan searches for all rules at once. Its speed, the size of its database and the time to
compile it depend on the bounded repeats; the decider checks their bounds at a hit.
"""

from __future__ import annotations

import re

from git_secrets_py.rules.boundaries import (
    BETWEEN,
    BETWEEN_IN_LINE,
    NO_BASE64_AFTER,
    NO_WORD_AFTER,
    at_line_end,
)

# In place of ``BETWEEN``. No letter or digit is before the value, but for those of an escape.
_GAP = rb"[0-9A-Za-z_.-]*[^\n0-9A-Za-z_.-](?:[^\n]{0,80}(?:[^\n0-9A-Za-z]|3[ADad]|22))?"
# A value of a fixed length is selective only with its end.
_VALUE_END = rb"(?:[^\n0-9A-Za-z_]|$)"
_LOOKAROUNDS = (b"(?=", b"(?!", b"(?<=", b"(?<!")
# A search needs no class at the beginning, and at the end no more than the least of it.
_LEADING = re.compile(rb"^\[[^]]*\]\{\d+(?:,\d*)?\}")
_PADDING = re.compile(rb"=(?:\{0,\d\}|\?)(\)*)$")
_TRAILING = re.compile(rb"(\{\d+),\d*\}(\)*)$")
_BOUND = re.compile(rb"\{(\d+),\d{3,}\}")


def filter_form(pattern: bytes, after: bytes = b"") -> bytes:
    """Return the filter form of ``pattern``, which is in the syntax of ``regex``.

    ``after`` is the boundary after it.
    """
    pattern = _without_names(pattern)
    name, between, value = pattern.partition(BETWEEN)
    if between:
        loose = _loose(name)
        loose = b"(?:" + loose + _GAP + _whole(value, after) + b"|" + at_line_end(loose) + b")"
    else:
        loose = _loose(pattern)
    return _BOUND.sub(rb"{\1,}", loose)


def value_form(pattern: bytes) -> bytes:
    """Return the filter form of the value, if ``pattern`` is that of a name and a value."""
    _, between, value = _without_names(pattern).partition(BETWEEN)
    return _BOUND.sub(rb"{\1,}", _loose(value)) if between else b""


def name_form(pattern: bytes) -> bytes:
    """Return the filter form of the name, if ``pattern`` is that of a name and a value."""
    for between in (BETWEEN, BETWEEN_IN_LINE):
        name, found, _ = _without_names(pattern).partition(between)
        if found:
            return _BOUND.sub(rb"{\1,}", _loose(name))
    return b""


def _without_names(pattern: bytes) -> bytes:
    """Return ``pattern`` without the name of its groups: Hyperscan rejects one of several."""
    return pattern.replace(b"(?P<secret>", b"(?:")


def _whole(value: bytes, after: bytes) -> bytes:
    """Return the filter form of ``value`` and, if it has a fixed length, the boundary ``after``."""
    loose = _loose(value)
    is_fixed = not _TRAILING.search(_PADDING.sub(rb"\1", value))
    is_whole = after in (NO_WORD_AFTER, NO_BASE64_AFTER) and is_fixed
    return loose + _VALUE_END if is_whole else loose


def _loose(pattern: bytes) -> bytes:
    loose = _LEADING.sub(b"", _without_lookarounds(pattern))
    return _TRAILING.sub(rb"\1}\2", _PADDING.sub(rb"\1", loose))


def _without_lookarounds(pattern: bytes) -> bytes:
    kept = bytearray()
    at = 0
    while at < len(pattern):
        if pattern.startswith(_LOOKAROUNDS, at):
            at = _end_of_group(pattern, at)
            continue
        end = _end_of_item(pattern, at)
        kept += pattern[at:end]
        at = end
    return bytes(kept)


def _end_of_group(pattern: bytes, at: int) -> int:
    """Return the offset after the group that begins at ``at``."""
    depth = 0
    while True:
        byte = pattern[at : at + 1]
        depth += (byte == b"(") - (byte == b")")
        at = _end_of_item(pattern, at)
        if not depth:
            return at


def _end_of_item(pattern: bytes, at: int) -> int:
    """Return the offset after the escape, bracket expression or byte at ``at``."""
    if pattern[at : at + 1] == b"\\":
        return at + 2
    if pattern[at : at + 1] != b"[":
        return at + 1
    at += 1
    while pattern[at : at + 1] != b"]":
        at += 2 if pattern[at : at + 1] == b"\\" else 1
    return at + 1
