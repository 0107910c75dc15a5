r"""Escapes in text: percent-encoded, after a backslash, as an entity, or quoted.

``re`` is not used: a commit hook imports this.
"""

from __future__ import annotations

from git_secrets_py.engine.decoding.derived_text import Pieces, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    # The decoded bytes of an escape, and its length.
    Escape = tuple[bytes, int]

_HEX = b"0123456789abcdefABCDEF"
# The most levels of escapes, as in %252B.
_LEVELS = 2
# Those of XML, and of HTML for the other signs of ASCII (HTML Standard, section 13.5).
_ENTITIES = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"} | dict(
    zip(
        b"excl num dollar percnt lpar rpar ast plus comma period sol colon semi equals quest "
        b"commat lsqb bsol rsqb Hat lowbar grave lcub verbar vert rcub".split(),
        (b"%c" % sign for sign in b"!#$%()*+,./:;=?@[\\]^_`{||}"),
        strict=True,
    )
)
# Between the parts of a string: the parts of one may follow each other in C and Python. They are
# joined by "+", "." (Perl and PHP), ".." (Lua), "&" (Visual Basic), or "||" (SQL); an underscore
# continues a line of Visual Basic.
_SIGNS = b"+.&|"
_JOINT = b" \t\r\n_" + _SIGNS
_LONGEST_JOINT = 200
# The characters before a string such as ".", of which a part of one rarely ends in any.
_BEFORE_STRING = (b"", b" ", b"(", b"[", b",", b"=")
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
# The marks of quoted-printable text (RFC 2045, section 6.7), since its escapes are common in other
# text: an escaped "=", a line that continues, an accented letter.
_QUOTED_PRINTABLE = (b"=3D", b"=\n", b"=\r\n", b"=C3")


def without_escapes(text: Text) -> list[Text]:
    """Return ``text``, and its lines with escapes without these."""
    found, level = [text], [text]
    for _ in range(_LEVELS):
        level = [
            _unescaped(each, marker, decode, form)
            for each in level
            for marker, form, decode in _ESCAPES
            if marker in each.text and (marker != b"=" or _is_quoted_printable(each.text))
        ]
        level = [each for each in level if each.text]
        found += level
    return found


def _unescaped(
    parent: Text, marker: bytes, decode: Callable[[bytes, int], Escape | None], form: str
) -> Text:
    """Return the lines of ``parent`` that have an escape, with each escape decoded."""
    source, text = parent.text, Pieces(parent, form)
    start = line_end = 0
    at = source.find(marker)
    while at >= 0:
        escape = decode(source, at)
        if escape is None:
            at = source.find(marker, at + 1)
            continue
        if at >= line_end:
            text.add(source[start:line_end], start, line_end - start)
            start = source.rfind(b"\n", 0, at) + 1
            line_end = (source.find(b"\n", at) + 1) or len(source)
        decoded, length = escape
        text.add(source[start:at], start, at - start)
        text.add(decoded, at, length)
        start = at + length
        if start >= line_end:  # the escape is that of a line end
            line_end = (source.find(b"\n", start) + 1) or len(source)
        at = source.find(marker, start)
    text.add(source[start:line_end], start, line_end - start)
    return text.finish()


def _percent(text: bytes, at: int) -> Escape | None:
    """Decode ``%2B`` (RFC 3986, section 2.1)."""
    return _number(text[at + 1 : at + 3], 2, 3)


def _backslash(text: bytes, at: int) -> Escape | None:
    r"""Decode ``\u002B`` and ``\/`` (RFC 8259, section 7), ``\u{2b}``, ``\x2b``, ``\053``.

    At the end of a line, it continues in the next one.
    """
    kind = text[at + 1 : at + 2]
    if kind in (b"\n", b"\r"):
        end = text.find(b"\n", at, at + 3) + 1
        return (b"", end - at) if end else None
    if kind == b"u" and text[at + 2 : at + 3] == b"{":
        return _braced(text[at + 3 : at + 10])
    if kind == b"u":
        return _surrogates(text[at : at + 12]) or _number(text[at + 2 : at + 6], 4, 6)
    if kind == b"x":
        return _number(text[at + 2 : at + 4], 2, 4)
    octal = text[at + 1 : at + 4]
    if len(octal) == 3 and octal[:1] in b"0123" and not octal.strip(b"01234567"):
        return bytes([int(octal, 8)]), 4
    return (_CONTROLS.get(kind, kind), 2) if kind else None


def _braced(text: bytes) -> Escape | None:
    """Decode the digits before a brace, as in ECMAScript, Ruby, Rust and PHP."""
    digits, brace, _ = text.partition(b"}")
    return _character(digits, 16, len(digits) + 4) if brace else None


def _surrogates(text: bytes) -> Escape | None:
    """Decode a character beyond U+FFFF, which is a pair of escapes in JSON."""
    if text[2:4].lower() not in (b"d8", b"d9", b"da", b"db") or text[6:8] != b"\\u":
        return None
    digits = text[2:6] + text[8:]
    if len(digits) != 8 or digits.strip(_HEX):
        return None
    character = bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
    return character.encode("utf-8", "replace"), 12


def _entity(text: bytes, at: int) -> Escape | None:
    """Decode ``&amp;`` and ``&#38;`` (XML 1.0, sections 4.1 and 4.6)."""
    name = text[at + 1 : at + 10].partition(b";")[0]
    length = len(name) + 2
    if name[:2].lower() == b"#x":
        return _character(name[2:], 16, length)
    if name[:1] == b"#":
        return _character(name[1:], 10, length)
    return (_ENTITIES[name], length) if name in _ENTITIES else None


def _character(digits: bytes, base: int, length: int) -> Escape | None:
    """Return the character with a number, in UTF-8."""
    if not digits or digits.strip(_HEX if base == 16 else _HEX[:10]):
        return None
    code = int(digits, base)
    return (chr(code).encode("utf-8", "replace"), length) if code <= 0x10FFFF else None


def _is_quoted_printable(text: bytes) -> bool:
    return any(mark in text for mark in _QUOTED_PRINTABLE)


def _quoted_printable(text: bytes, at: int) -> Escape | None:
    """Decode ``=3D``; a line whose end is escaped goes on."""
    end = text.find(b"\n", at, at + 3) + 1
    if end and not text[at + 1 : end].strip():
        return b"", end - at
    return _number(text[at + 1 : at + 3], 2, 3)


def _quote(text: bytes, at: int) -> Escape | None:
    r"""Decode ``'\''``, a single quote between single quotes in a shell."""
    return b"'", 4


def _joint(text: bytes, at: int) -> Escape | None:
    """Decode the joint of two parts of a string, which have the same quotes: ``"a" + "b"``."""
    end = at + 1
    is_signed = False
    while end < min(at + _LONGEST_JOINT, len(text)) and text[end] in _JOINT:
        is_signed |= text[end] in _SIGNS
        end += 1
    is_joined = is_signed or b"\n" in text[at:end]
    return (b"", end + 1 - at) if is_joined and text[end : end + 1] == text[at : at + 1] else None


def _narrow_joint(text: bytes, at: int) -> Escape | None:
    """Decode the joint of two parts of a string without blanks, which is no string itself."""
    return None if text[at - 1 : at] in _BEFORE_STRING else _joint(text, at)


def _number(digits: bytes, count: int, length: int) -> Escape | None:
    if len(digits) != count or not digits or digits.strip(_HEX):
        return None
    code = int(digits, 16)
    return (bytes([code]) if count == 2 or code < 128 else chr(code).encode("utf-8", "replace")), (
        length
    )


def first_escape(text: bytes) -> Escape | None:
    """Return the escape that ``text`` begins with: percent-encoded, backslashed, an entity."""
    return {b"%": _percent, b"\\": _backslash, b"&": _entity}[text[:1]](text, 0)


_QUOTES = (
    *((mark, _joint) for mark in (b'" +', b"' +", b'"+', b"'+", b'"\n', b"'\n")),
    *((mark, _joint) for mark in (b'" .', b"' .", b'" &', b"' &", b'" |', b"' |")),
    *((mark, _narrow_joint) for mark in (b'"."', b"'.'", b'"&"', b"'||'")),
)
# The joints of two parts of a text: a mark, and the function that decodes it.
JOINTS = (
    *_QUOTES,
    *((mark, _backslash) for mark in (b"\\\n", b"\\\r\n")),
    *((mark, _quoted_printable) for mark in (b"=\n", b"=\r\n")),
)
_ESCAPES = (
    (b"%", "percent-encoded", _percent),
    (b"\\", "escaped", _backslash),
    (b"&", "escaped", _entity),
    (b"=", "quoted-printable", _quoted_printable),
    *((mark, "in parts", decode) for mark, decode in _QUOTES),
    (b"'\\''", "quoted", _quote),
    (b"'\"'\"'", "quoted", lambda text, at: (b"'", 5)),
)
