"""Patterns in the syntax of the ``regex`` module, which begin with ``(?``.

``regex`` validates them. It is imported only for such patterns, because the import is slow.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import ere_emit, native_parser
from git_secrets_py.patterns.ere import MATCHES_NOTHING, refuse_newline
from git_secrets_py.patterns.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    import regex

    from git_secrets_py.patterns.ere_tree import Node

#: Texts in which most patterns that can match the empty string do so.
SAMPLES = (b"", b"a", b" ", b"a b", b"-", b"a-b_c 1,2", bytes(range(0x0B, 0x100)))
SAMPLE_SECONDS = 1.0
VERBOSE = 0x40  # regex.VERBOSE


def read(source: bytes) -> Expression:
    """Parse a pattern in the syntax of the ``regex`` module.

    Raises ``PatternError`` if ``regex`` rejects it or it matches the empty string.
    """
    refuse_newline(source)
    bare = _compile(source, source)
    # With the flag x, a comment at the end would hide the closing parenthesis of a group around it.
    exact = _ascii(source) + (b"\n" if bare.flags & VERBOSE else b"")
    compiled = _compile(b"(?:" + exact + b")", source)  # as the matcher uses it
    tree = _tree(source)
    if tree.nullable if tree else _matches_nothing(compiled):
        raise PatternError(source, 0, len(source), MATCHES_NOTHING)
    return Expression(exact, ere_emit.filter_(tree) if tree else None, posix=False)


def _ascii(source: bytes) -> bytes:
    """Return ``source`` with ``\\xHH`` for each non-ASCII byte and a backslash before it."""
    written = bytearray()
    escaped = False
    for byte in source:
        if byte >= 0x80:
            written[len(written) - escaped :] = b"\\x%02x" % byte
        else:
            written.append(byte)
        escaped = byte == 0x5C and not escaped
    return bytes(written)


def _compile(pattern: bytes, source: bytes) -> regex.Pattern[bytes]:
    import warnings

    import regex

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about brackets that a later version may read differently
        try:
            return regex.compile(pattern)
        except regex.error as error:
            place = min(getattr(error, "pos", None) or 0, len(source) - 1)
            raise PatternError(source, place, place + 1, str(error).split(" at pos")[0]) from None
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
            reason = f"the regex module rejects it: {error}"
            raise PatternError(source, 0, len(source), reason) from None


def _tree(source: bytes) -> Node | None:
    try:
        return native_parser.parse(source)
    except PatternError:
        return None


def _matches_nothing(compiled: regex.Pattern[bytes]) -> bool:
    try:
        return any(
            found.start() == found.end()
            for sample in SAMPLES
            for found in compiled.finditer(sample, timeout=SAMPLE_SECONDS)
        ) or bool(compiled.fullmatch(b""))
    except TimeoutError:
        return False
