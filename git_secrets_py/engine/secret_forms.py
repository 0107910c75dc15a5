"""The forms in which a secret may be written, as expressions for a filter.

``own_secrets`` decides; these are pieces of which each occurrence contains at least one, also if
it is folded into lines of at least twice ``_PIECE`` characters, unless it has fewer than 12 itself.
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
# The most bytes of one character that is encoded twice.
_LONGEST_ESCAPE = 12
_SIGN = b".{1,6}"


def expressions(value: bytes) -> set[bytes]:
    """Return expressions, in the syntax of Hyperscan, for the pieces of all forms of ``value``."""
    found = {*_plain(value), *_escaped(value), *_in_base64(value)}
    found.update(map(_any_case, _halves(value.hex().encode(), 2 * _PIECE)))
    if value.isascii():
        found.update(_in_base64(value.decode().encode("utf-16-le")))
    return found


def _plain(value: bytes) -> Iterator[bytes]:
    runs = _runs(value, _PLAIN)
    longest = max(runs, key=len)
    if len(longest) >= _SHORTEST:
        yield from map(_literal, _halves(longest, _PIECE))
        return
    yield _literal(value)
    # Whatever its other bytes become: enough of them for a match, and not all, in case of folding.
    while runs and not runs[0]:
        del runs[0]
    while runs and not runs[-1]:
        del runs[-1]
    if runs:
        yield (b".{1,%d}" % _LONGEST_ESCAPE).join(map(_literal, runs))


def _escaped(value: bytes) -> Iterator[bytes]:
    """Yield the first characters of the forms in which all are escaped."""
    for escape in (b"%%%02x", rb"\\x%02x", rb"\\u%04x", rb"\\%03o"):
        yield _any_case(b"".join(escape % byte for byte in value[:_ESCAPED]))


def _in_base64(value: bytes) -> Iterator[bytes]:
    """Yield pieces of the characters that do not depend on the text around ``value``."""
    for before in range(3):
        padded = b64encode(bytes(before) + value)
        form = padded[-(-before * 4 // 3) : (before + len(value)) * 4 // 3]
        for piece in _halves(form, _PIECE):
            # In the alphabet for URLs, or escaped.
            yield piece.replace(b"+", _SIGN).replace(b"/", _SIGN)


def _literal(text: bytes) -> bytes:
    return b"".join(b"%c" % byte if byte in _ALPHANUMERIC else b"\\x%02x" % byte for byte in text)


def _any_case(digits: bytes) -> bytes:
    return b"(?i:" + digits + b")"


def _runs(value: bytes, characters: frozenset[int]) -> list[bytes]:
    return bytes(byte if byte in characters else 0 for byte in value).split(b"\0")


def _halves(form: bytes, size: int) -> tuple[bytes, ...]:
    """Return two pieces of ``form``: a line end breaks only one of them."""
    size = min(size, len(form) // 2)
    return (form[:size], form[size : 2 * size]) if size >= _SHORTEST else (form,)
