"""Patterns in the syntax of the ``regex`` module, which contain a group extension.

``regex`` is imported only for such patterns, because the import is slow.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import ere_emit, possible
from git_secrets_py.patterns.ere import refuse_newline
from git_secrets_py.patterns.expression import Expression
from git_secrets_py.patterns.native_parser import NativeParser, RegexOnlyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import regex

# Texts in which most patterns that can match the empty string do so.
SAMPLES = (b"", b"a", b" ", b"a b", b"-", b"a-b_c 1,2", bytes(range(0x0B, 0x100)))
SAMPLE_SECONDS = 1.0
REJECTIONS = (ValueError, TypeError, LookupError, OverflowError, RecursionError, MemoryError)
VERBOSE = 0x40  # regex.VERBOSE
# Constructs whose meaning for ``regex`` is not that of their authors, and other escapes.
MISREAD = rb"\\[pPXGL]|\(\?(?:R|&|P>|[+-]?[0-9])|(?!\A)\(\?[a-zA-Z-]+\)|\\."


def read(source: bytes) -> Expression:
    """Parse a pattern in the syntax of the ``regex`` module.

    Raises ``PatternError`` if it is invalid, matches the empty string or can never match.
    """
    refuse_newline(source)
    parser = NativeParser(source)
    try:
        tree = parser.pattern()
    except RegexOnlyError:
        return _only_regex(source)
    possible.check(source, tree, parser.newline)
    exact = ere_emit.exact(tree, captures=parser.has_backreference)
    _compile(b"(?:" + exact + b")", source)
    return Expression(exact, ere_emit.filter_(tree), posix=False, required=ere_emit.required(tree))


def _only_regex(source: bytes) -> Expression:
    """Parse a pattern that only ``regex`` can decide; it has no filter."""
    _refuse_misread(source)
    bare = _compile(source, source)
    # With the flag x, a comment at the end would hide the closing parenthesis of a group around it.
    exact = _ascii(source) + (b"\n" if bare.flags & VERBOSE else b"")
    compiled = _compile(b"(?:" + exact + b")", source)  # as the matcher uses it
    if _matches_nothing(compiled):
        raise PatternError(source, 0, len(source), possible.MATCHES_NOTHING)
    return Expression(exact, None, posix=False)


def _refuse_misread(source: bytes) -> None:
    import regex

    for found in regex.finditer(MISREAD, source, regex.DOTALL):
        text = found.group()
        if text[:1] == b"(" or text[1:] in (b"p", b"P", b"X", b"G", b"L"):
            name = text.decode("latin-1")
            reason = f"{name} cannot be combined with constructs that only regex supports"
            raise PatternError(source, *found.span(), reason)


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
        except REJECTIONS as error:
            reason = f"the regex module rejects it: {error}"
            raise PatternError(source, 0, len(source), reason) from None


def _matches_nothing(compiled: regex.Pattern[bytes]) -> bool:
    try:
        return any(
            found.start() == found.end()
            for sample in SAMPLES
            for found in compiled.finditer(sample, timeout=SAMPLE_SECONDS)
        ) or bool(compiled.fullmatch(b""))
    except TimeoutError:
        return False
