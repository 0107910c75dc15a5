"""The forms in which a secret may be written, as expressions for a filter.

``own_secrets`` decides; these are pieces of which each occurrence contains at least one, also if
it is folded into lines of at least twice ``_PIECE`` characters, unless it has fewer than 12 itself.
"""

from __future__ import annotations

from base64 import b64encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# No notation escapes letters and digits, unless it escapes all characters; few escape the others.
_PLAIN = frozenset(_LETTERS + b"_-.~")
_PIECE = 10
# In digits: lines of hexadecimal digits have 32 of them, or more.
_HEX_PIECE = 16
_SHORTEST = 6
# Such texts are rare except in base64.
_SHORTEST_IN_BASE64 = 4
# The number of characters of which an escaped form is searched for.
_ESCAPED = 6
# The most characters of a run with which it continues after the end of a line.
_FOLDED = 8
# The most letters and digits of the end of a line that is escaped twice.
_LINE_END = 16
# One character that is encoded twice: itself, or beginning with the mark of an escape. The next
# ones may be in the same escape.
_ESCAPE, _SIGNS = rb"[\x%02x%%\\&'=].{0,11}", b".{1,12}"
_BYTES_ESCAPED = b"%%%02x", rb"\\x%02x", rb"\\%03o", b"=%02x"
_CHARACTERS_ESCAPED = rb"\\u\{0*%x\}", b"&#x0*%x;", b"&#0*%d;"
_SIGN = b".{1,6}"


class Piece:
    """A piece of a form of a secret; ``expression`` is in the syntax of Hyperscan.

    The characters of a plain piece are written as they are, and so is the rest of its run.
    """

    __slots__ = ("_after", "_before", "_others", "expression")

    def __init__(
        self,
        expression: bytes,
        before: bytes = b"",
        after: bytes = b"",
        others: Sequence[bytes] = (),
    ) -> None:
        """``before`` and ``after`` are the run around the end of a plain piece.

        ``others`` are the other runs of the secret.
        """
        self.expression = expression
        self._before = before[::-1]
        self._after = after
        # A line end breaks only one half of each.
        self._others = [(run[: len(run) // 2], run[len(run) // 2 :]) for run in others]

    def may_be_between(self, before: bytes, after: bytes) -> bool:
        """Return whether the secret may be there, with the end of the piece between both."""
        return (
            _continues(after, self._after)
            and _continues(before[::-1], self._before)
            and all(any(half in before or half in after for half in one) for one in self._others)
        )


def _continues(text: bytes, run: bytes) -> bool:
    """Return whether ``text`` begins with ``run``, or with a part of it, and the rest follows.

    Between both are the end of a line, which may be escaped, and signs.
    """
    if text.startswith(run):
        return True
    same = 0
    while text[same : same + 1] == run[same : same + 1]:
        same += 1
    rest = text.find(run[same : same + _FOLDED], same)
    between = text[same:rest]
    return rest > same and len(between) - len(between.translate(None, _LETTERS)) <= _LINE_END


def pieces(value: bytes) -> Iterator[Piece]:
    """Yield the pieces of all forms of ``value``."""
    yield from _plain(value)
    expressions = {*_escaped(value), *_in_base64(value)}
    expressions.update(map(_any_case, _halves(value.hex().encode(), _HEX_PIECE)))
    if value.isascii():
        expressions.update(_in_base64(value.decode().encode("utf-16-le")))
    yield from map(Piece, expressions)


def _plain(value: bytes) -> Iterator[Piece]:
    runs = _runs(value)
    longest = max(runs, key=len)
    if len(longest) >= _SHORTEST:
        others = [run for run in runs if run is not longest and len(run) > 1]
        end = 0
        for piece in _halves(longest, _PIECE):
            end += len(piece)
            yield Piece(literal(piece), longest[:end], longest[end:], others)
        if longest.isalnum():
            return
    else:
        yield Piece(literal(value))
    # Enough of its letters for a match, and not all of its bytes, in case of folding.
    inner = value.strip(bytes(set(value).difference(_LETTERS)))
    if inner:
        yield Piece(_with_escapes(inner))


def _with_escapes(value: bytes) -> bytes:
    """Return the expression for ``value``, of which each byte but letters may be escaped."""
    found, is_first = [], True
    for byte in value:
        if byte in _LETTERS:
            found.append(literal(bytes([byte])))
        else:
            found.append(_ESCAPE % byte if is_first else _SIGNS)
        is_first = byte in _LETTERS
    return b"".join(found)


def _escaped(value: bytes) -> Iterator[bytes]:
    """Yield the first characters of the forms in which all are escaped."""
    for escape in _BYTES_ESCAPED:
        yield _any_case(b"".join(escape % byte for byte in value[:_ESCAPED]))
    text = value.decode("utf-8", "replace")[:_ESCAPED]
    for escape in _CHARACTERS_ESCAPED:
        yield _any_case(b"".join(escape % ord(character) for character in text))
    units = text.encode("utf-16-be", "replace").hex()
    yield _any_case(
        b"".join(rb"\\u" + units[at : at + 4].encode() for at in range(0, len(units), 4))
    )


def _in_base64(value: bytes) -> Iterator[bytes]:
    """Yield pieces of the characters that do not depend on the text around ``value``."""
    for before in range(3):
        padded = b64encode(bytes(before) + value)
        form = padded[-(-before * 4 // 3) : (before + len(value)) * 4 // 3]
        for piece in _halves(form, _PIECE, _SHORTEST_IN_BASE64):
            # In the alphabet for URLs, or escaped.
            yield piece.replace(b"+", _SIGN).replace(b"/", _SIGN)


def literal(text: bytes) -> bytes:
    """Return the expression for ``text``."""
    return b"".join(b"%c" % byte if byte in _LETTERS else b"\\x%02x" % byte for byte in text)


def _any_case(digits: bytes) -> bytes:
    return b"(?i:" + digits + b")"


def _runs(value: bytes) -> list[bytes]:
    return bytes(byte if byte in _PLAIN else 0 for byte in value).split(b"\0")


def _halves(form: bytes, size: int, shortest: int = _SHORTEST) -> tuple[bytes, ...]:
    """Return two pieces of ``form``: a line end breaks only one of them."""
    size = min(size, len(form) // 2)
    return (form[:size], form[size : 2 * size]) if size >= shortest else (form,)
