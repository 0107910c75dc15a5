r"""Escapes in text: percent-encoded, after a backslash, as an entity, and quoted for a shell.

``re`` is not used: a commit hook imports this.
"""

from __future__ import annotations

from git_secrets_py.engine.derived_text import Pieces, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    # The decoded bytes of an escape, and its length.
    Escape = tuple[bytes, int]

_HEX = b"0123456789abcdefABCDEF"
# The most levels of escapes, as in %252B.
_LEVELS = 2
_ENTITIES = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def without_escapes(text: Text) -> list[Text]:
    """Return ``text``, and its lines with escapes without these."""
    found, level = [text], [text]
    for _ in range(_LEVELS):
        level = [
            _unescaped(each, marker, decode, form)
            for each in level
            for marker, form, decode in _ESCAPES
            if marker in each.text
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
        at = source.find(marker, start)
    text.add(source[start:line_end], start, line_end - start)
    return text.finish()


def _percent(text: bytes, at: int) -> Escape | None:
    """Decode ``%2B`` (RFC 3986, section 2.1)."""
    return _number(text[at + 1 : at + 3], 2, 3)


def _backslash(text: bytes, at: int) -> Escape | None:
    r"""Decode ``\u002B`` and ``\/`` (RFC 8259, section 7), ``\u{2b}``, ``\x2b``, ``\053``."""
    kind = text[at + 1 : at + 2]
    if kind == b"u" and text[at + 2 : at + 3] == b"{":
        return _braced(text[at + 3 : at + 10])
    if kind == b"u":
        return _number(text[at + 2 : at + 6], 4, 6)
    if kind == b"x":
        return _number(text[at + 2 : at + 4], 2, 4)
    octal = text[at + 1 : at + 4]
    if len(octal) == 3 and octal[:1] in b"01" and not octal.strip(b"01234567"):
        return bytes([int(octal, 8)]), 4
    return (_CONTROLS.get(kind, kind), 2) if kind else None


def _braced(text: bytes) -> Escape | None:
    """Decode the digits before a brace, as in ECMAScript, Ruby, Rust and PHP."""
    digits, brace, _ = text.partition(b"}")
    if not brace or not digits or digits.strip(_HEX) or int(digits, 16) > 0x10FFFF:
        return None
    return chr(int(digits, 16)).encode("utf-8", "replace"), len(digits) + 4


def _entity(text: bytes, at: int) -> Escape | None:
    """Decode ``&amp;`` and ``&#38;`` (XML 1.0, sections 4.1 and 4.6)."""
    name = text[at + 1 : at + 10].partition(b";")[0]
    length = len(name) + 2
    if name[:2].lower() == b"#x":
        return _number(name[2:], len(name) - 2, length)
    if name[:1] == b"#" and name[1:].isdigit() and int(name[1:]) < 128:
        return bytes([int(name[1:])]), length
    return (_ENTITIES[name], length) if name in _ENTITIES else None


def _quote(text: bytes, at: int) -> Escape | None:
    r"""Decode ``'\''``, a single quote between single quotes in a shell."""
    return b"'", 4


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


_ESCAPES = (
    (b"%", "percent-encoded", _percent),
    (b"\\", "escaped", _backslash),
    (b"&", "escaped", _entity),
    (b"'\\''", "quoted", _quote),
    (b"'\"'\"'", "quoted", lambda text, at: (b"'", 5)),
)
