"""Patterns in the ``regex`` module's own syntax: those that begin with ``(?``.

``regex`` itself says whether they are right. Only here is it imported, and only for them.
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

#: Texts in which a pattern that can match the empty string mostly does.
SAMPLES = (b"", b"a", b" ", b"a b", b"-", b"a-b_c 1,2", bytes(range(0x0B, 0x100)))
SAMPLE_SECONDS = 1.0
VERBOSE = 0x40  # regex.VERBOSE


def read(source: bytes) -> Expression:
    """Read a pattern in the syntax of the ``regex`` module.

    Raises ``PatternError`` for one that ``regex`` refuses, or that matches the empty string.
    """
    refuse_newline(source)
    bare = _compile(source, source)
    # With the flag x a comment at the end would swallow the parenthesis of any group around it.
    exact = _ascii(source) + (b"\n" if bare.flags & VERBOSE else b"")
    compiled = _compile(b"(?:" + exact + b")", source)  # as it will be used
    tree = _tree(source)
    if tree.nullable if tree else _matches_nothing(compiled):
        raise PatternError(source, 0, len(source), MATCHES_NOTHING)
    return Expression(exact, ere_emit.filter_(tree) if tree else None, posix=False)


def _ascii(source: bytes) -> bytes:
    """``source`` with ``\\xHH`` for every byte beyond ASCII; a backslash before it is dropped."""
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
        warnings.simplefilter("ignore")  # of brackets that a later version would read otherwise
        try:
            return regex.compile(pattern)
        except regex.error as error:
            place = min(getattr(error, "pos", None) or 0, len(source) - 1)
            raise PatternError(source, place, place + 1, str(error).split(" at pos")[0]) from None
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
            reason = f"the regex module cannot read it: {error}"
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
