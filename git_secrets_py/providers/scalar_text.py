"""The texts that a value of a setting may be, by the notations of TOML, YAML and others."""

from __future__ import annotations

from itertools import dropwhile

from git_secrets_py.providers.logical_lines import PROPERTIES, TRIPLES
from git_secrets_py.providers.stored_secret import is_path, is_stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTES = b"\"'"
_COMMENTS = (b" #", b" ;", b"\t#", b" //")
_COMMENT_STARTS = (b"# ", b"; ", b"// ")
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
# The digits of an escape: https://yaml.org/spec/1.2.2/#57-escaped-characters
_DIGITS = {b"x": 2, b"u": 4, b"U": 8}


def readings(value: bytes) -> Iterator[bytes]:
    """Yield ``value`` without quotes, with and without a comment after it."""
    if value.startswith(PROPERTIES) and b" " in value:
        *words, last = value.split(b" ")
        rest = dropwhile(lambda word: not word or word.startswith(PROPERTIES), words)
        yield from _readings(b" ".join((*rest, last)))
    yield from _readings(value)


def _readings(value: bytes) -> Iterator[bytes]:
    if value[:3] in TRIPLES:
        yield from _inside(value[3:].rpartition(value[:3])[0].lstrip(b"\n"), value[:1])
        return
    if value[:1] in (b'"', b"'"):
        end = _closing(value)
        if end > 0:
            yield from _inside(value[1:end], value[:1])
            return
    plain = value.rstrip(b",").strip(_QUOTES)
    shorter = [
        plain.partition(sign)[0].strip().strip(_QUOTES) for sign in _COMMENTS if sign in plain
    ]
    if plain.startswith(_COMMENT_STARTS):
        return
    if plain and not any(map(is_stand_in, shorter)):
        yield plain
    if b"\\" in plain and not is_path(plain):  # as in properties of Java
        yield unescaped(plain)
    if plain[:1] == plain[-1:] == b"`" and b" " not in plain:  # else a command
        yield plain.strip(b"`")
    yield from shorter


def _inside(text: bytes, quote: bytes) -> Iterator[bytes]:
    """Yield ``text``, which was in quotes, with its escapes and without them."""
    yield text
    if b"\\" in text and quote == b'"':
        yield unescaped(text)
    elif quote * 2 in text:
        yield text.replace(quote * 2, quote)
    if text != text.strip():  # as of several lines
        yield text.strip()


def _closing(value: bytes) -> int:
    """Return the offset of the quote that closes the one at the beginning; -1 if none does."""
    quote = value[:1]
    at = value.find(quote, 1)
    while at > 0 and (_is_escaped(value, at) if quote == b'"' else value[at + 1 : at + 2] == quote):
        at = value.find(quote, at + (1 if quote == b'"' else 2))
    return at


def _is_escaped(value: bytes, at: int) -> bool:
    before = value[:at]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1


def unescaped(text: bytes) -> bytes:
    """Return ``text`` without the escapes that a backslash begins."""
    plain, *rest = text.split(b"\\")
    parts = iter(rest)
    # Two backslashes are one.
    ends = (_character(part) if part else b"\\" + next(parts, b"") for part in parts)
    return plain + b"".join(ends)


def _character(part: bytes) -> bytes:
    """Return ``part``, the text after a backslash, with the character that it begins with."""
    size = _DIGITS.get(part[:1], 0)
    digits = part[1 : size + 1]
    if size and len(digits) == size:
        try:
            return chr(int(digits, 16)).encode("utf-8", "replace") + part[size + 1 :]
        except (ValueError, OverflowError):
            return part
    if part[:1] == b"\n":  # the line continues
        return part.lstrip()
    return _CONTROLS.get(part[:1], part[:1]) + part[1:]
