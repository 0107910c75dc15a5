"""The escapes that both syntaxes share: sets of bytes, characters by number, and refusals."""

from __future__ import annotations

from git_secrets_py.errors import PatternError

HEXADECIMAL = b"0123456789abcdefABCDEF"
_LITERAL = "escape each special character instead, as git secrets --add --literal does"
_PROPERTY = "Unicode properties are not supported; write a class such as [[:alpha:]] or [[:upper:]]"

# Escapes of other programs, and the spelling to use here.
REFUSED = {
    b"Q": rf"\Q is not supported; {_LITERAL}",
    b"E": rf"\E is not supported; {_LITERAL}",
    b"p": _PROPERTY,
    b"P": _PROPERTY,
    b"G": r"\G is not supported; write ^ for the start of the line",
    b"X": r"\X is not supported; write . for one byte",
    b"C": r"\C is not supported; write . for one byte",
    b"c": r"\c is not supported; write \x and two hexadecimal digits",
    b"o": r"\o is not supported; write \x and two hexadecimal digits",
    b"e": r"\e is not supported; write \x1b for the escape character, or e",
    b"0": r"octal escapes are not supported; write \x and two hexadecimal digits, such as \x00",
    b"K": r"\K needs regex syntax: write (?:...) around the pattern, or (?P<secret>...)",
    b"k": r"\k needs regex syntax: name the group with (?P<name>...), or write \1",
    b"g": r"\g needs regex syntax: name the group with (?P<name>...), or write \1",
    b"N": "names of characters are not supported; write the character itself",
    b"m": r"\m needs regex syntax; write \< for the start of a word",
    b"M": r"\M needs regex syntax; write \> for the end of a word",
}


def names_character(source: bytes, begin: int) -> bool:
    r"""Return whether ``\N{NAME}`` is at ``begin``; ``\N{3}`` repeats ``\N``."""
    return source[begin : begin + 3] == rb"\N{" and source[begin + 3 : begin + 4].isalpha()


def unknown(source: bytes, begin: int, byte: bytes) -> PatternError:
    r"""Return the error for the escape ``\byte`` at ``begin``, which has no meaning."""
    letter = byte.decode("latin-1")
    reason = REFUSED.get(byte, rf"unknown escape \{letter}; write {letter}")
    return PatternError(source, begin, begin + 2, reason)


def by_number(source: bytes, begin: int) -> tuple[int, int]:
    r"""Read ``\xHH``, ``\x{H}``, ``\uHHHH`` or ``\u{H}`` at ``begin``; return the byte and the end.

    Raises ``PatternError`` if it is incomplete, or if it names a character that UTF-8 encodes as
    several bytes.
    """
    letter = source[begin + 1 : begin + 2]
    if source[begin + 2 : begin + 3] == b"{":
        end = source.find(b"}", begin) + 1
        digits = source[begin + 3 : max(end - 1, 0)]
    else:
        end = begin + (4 if letter == b"x" else 6)
        digits = source[begin + 2 : end]
        if len(digits) < end - begin - 2:
            digits = b""
    if not 0 < len(digits) <= 6 or digits.strip(HEXADECIMAL):
        width = "two" if letter == b"x" else "four"
        reason = f"invalid escape \\{letter.decode()}; write {width} hexadecimal digits"
        raise PatternError(source, begin, begin + 2, reason)
    value = int(digits, 16)
    if value > 0x7F and end != begin + 4:
        raise PatternError(source, begin, end, _several_bytes(value))
    return value, end


def _several_bytes(value: int) -> str:
    if value > 0x10FFFF or 0xD800 <= value < 0xE000:
        return "there is no such character"
    encoded = "".join(f"\\x{byte:02x}" for byte in chr(value).encode())
    return f"patterns match bytes; write {encoded} for this character in UTF-8"
