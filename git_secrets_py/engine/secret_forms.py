"""The forms in which a secret may be written, as literal texts for a filter.

``derived_text`` decides; these are pieces of which each occurrence contains at least one, also if
it is folded into lines of at least twice ``_PIECE`` characters.
"""

from __future__ import annotations

from base64 import b64encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_ALPHANUMERIC = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
# No notation escapes these, unless it escapes all characters.
_PLAIN = _ALPHANUMERIC | frozenset(b"_-.~")
_PIECE = 10
_SHORTEST = 6
# The number of characters of which an escaped form is searched for.
_ESCAPED = 6
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def pieces(value: bytes) -> set[bytes]:
    """Return the pieces of all forms of ``value``."""
    found = {*_plain(value), *_escaped(value), *_in_base64(value)}
    for digits in (value.hex(), value.hex().upper()):
        found.update(_halves(digits.encode(), 2 * _PIECE))
    if value.isascii():
        found.update(_in_base64(value.decode().encode("utf-16-le")))
    return found


def _plain(value: bytes) -> Iterator[bytes]:
    run = _longest_run(value, _PLAIN)
    if len(run) >= _SHORTEST:
        yield from _halves(run, _PIECE)
        return
    yield value
    for escape in (b"%%%02X", b"%%%02x", b"\\%c", b"\\u%04x", b"\\u%04X", b"&#%d;", b"&#x%x;"):
        yield b"".join(b"%c" % byte if byte in _PLAIN else escape % byte for byte in value)
    yield value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    yield value.replace(b"'", b"'\\''")
    yield value.replace(b"'", b"'\"'\"'")
    yield _entities(value)
    yield _entities(value).replace(b'"', b"&quot;").replace(b"'", b"&apos;")


def _entities(value: bytes) -> bytes:
    return value.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def _escaped(value: bytes) -> Iterator[bytes]:
    """Yield the first characters of the forms in which all are escaped."""
    for escape in (b"%%%02x", b"%%%02X", b"\\x%02x", b"\\x%02X", b"\\u%04x", b"\\u%04X", b"\\%03o"):
        yield b"".join(escape % byte for byte in value[:_ESCAPED])


def _in_base64(value: bytes) -> Iterator[bytes]:
    """Yield pieces of the characters that do not depend on the text around ``value``."""
    for before in range(3):
        padded = b64encode(bytes(before) + value)
        form = padded[-(-before * 4 // 3) : (before + len(value)) * 4 // 3]
        yield from _halves(form, _PIECE)
        yield from _halves(form.translate(_URL_SAFE), _PIECE)
        run = _longest_run(form, _ALPHANUMERIC)  # elsewhere it may be escaped as well
        if len(run) >= _SHORTEST:
            yield run[: 2 * _PIECE]


def _longest_run(value: bytes, characters: frozenset[int]) -> bytes:
    text = bytes(byte if byte in characters else 0 for byte in value)
    return max(text.split(b"\0"), key=len)


def _halves(form: bytes, size: int) -> tuple[bytes, ...]:
    """Return two pieces of ``form``: a line end breaks only one of them."""
    size = min(size, len(form) // 2)
    return (form[:size], form[size : 2 * size]) if size >= _SHORTEST else (form,)
