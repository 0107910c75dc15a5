r"""The word rule: no word byte beside a match, as with ``grep -w``, unless an escape ends there.

In source code, URLs and logs, the byte before a secret may be the end of an escape, as the ``n``
in ``"\nAKIA..."`` and the ``D`` in ``%3DAKIA...``. The table is closed, and looks at the bytes
before the match only: that the backslash may itself be escaped is ignored. Escapes that end in
another byte, such as ``&quot;`` and ``\u{3d}``, need no entry.
"""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ESCAPES

# Terminal colors, with an erasure as grep prints it, raw or written as an escape (ECMA-48).
_COLOR = rb"(?:\x1b|\\(?:[eE]|0?33|x1[bB]|u001[bB]|u\{1[bB]\}))\[[0-9;:]{0,32}[mK]"
# In the syntax of ``regex``; grep(1), -w: "Word-constituent characters are letters, digits, and
# the underscore."
_EXACT = (
    b"(?:(?<![A-Za-z0-9_])|"
    + b"|".join(b"(?<=%b)" % escape for escape in (*ESCAPES, _COLOR))
    + b")(?:%b)(?![A-Za-z0-9_])"
)
# In the syntax that Hyperscan shares, and shorter: a filter may over-report.
_FILTER = (
    rb"(?:^|[^0-9A-Za-z_]|\\[0-9A-Za-z]{1,9}|%[0-9A-Fa-f]{2,10}|=[02357A][A-F0]|\[[0-9;:]{0,32}[mK])"
    rb"(?:%b)(?:[^0-9A-Za-z_]|$)"
)


def exact(source: bytes) -> bytes:
    """Return ``source``, in the syntax of ``regex``, under the word rule."""
    return _EXACT.replace(b"(?:%b)", b"(?:" + source + b")")


def for_filter(source: bytes) -> bytes:
    """Return ``source``, of a filter, under the word rule, its neighbors consumed.

    An automaton that reports every match needs no lookaround to find a substring without a word
    byte beside it.
    """
    return _FILTER.replace(b"(?:%b)", b"(?:" + source + b")")
