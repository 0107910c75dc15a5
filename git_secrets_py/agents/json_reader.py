"""Reading an event: JSON on standard input, of bounded size.

The module ``json`` imports ``re``, which takes a hook as long as starting Python; its scanner is a
C module of its own. A large value is not parsed into objects, which would take many times its
size: its text is decoded piece by piece when it is scanned.
"""

from __future__ import annotations

import os

from git_secrets_py.errors import BlobError, GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

MOST = 64 << 20
# An event up to this size is parsed as a whole.
LARGE = 1 << 20
_PIECE = 1 << 20
# A cut must not be inside of an escape, which has at most six bytes.
_LONGEST_ESCAPE = 6
_BLANKS = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_BACKSLASH = ord("\\")
# The first two bits of a byte that continues a character of UTF-8.
_CONTINUES, _CONTINUATION = 0xC0, 0x80
# Larger objects and arrays within each other are opened to this depth: the data of an image is in
# an object of an object of an array of the result of a tool.
_DEEPEST = 6
_MOST_MEMBERS = 1000


class MalformedEventError(GitSecretsError):
    """The event is too large, or is not a JSON object."""


class Number(str):
    """A number, as it is written."""

    __slots__ = ()


class Long:
    """A large value: ``raw[start:end]`` is its JSON text, for a string without the quotes."""

    __slots__ = ("_end", "_raw", "_start")

    def __init__(self, raw: bytes, start: int, end: int) -> None:
        self._raw = raw
        self._start = start
        self._end = end

    def __len__(self) -> int:
        return self._end - self._start

    def chunks(self) -> Iterator[bytes]:
        """Yield the text in pieces, with the escapes decoded.

        Raises ``BlobError`` for an invalid escape.
        """
        start = self._start
        while start < self._end:
            end = min(start + _PIECE, self._end)
            if end < self._end:
                end = _boundary(self._raw, start, end)
            try:
                yield unescaped(self._raw[start:end])
            except ValueError as error:
                raise BlobError("it has an invalid escape") from error
            start = end


def read_all(descriptor: int) -> bytes:
    """Return all bytes of ``descriptor``; raises ``MalformedEventError`` for too many."""
    chunks: list[bytes] = []
    size = 0
    while chunk := os.read(descriptor, _PIECE):
        chunks.append(chunk)
        size += len(chunk)
        if size > MOST:
            raise MalformedEventError(f"the event is larger than {MOST >> 20} MiB")
    return b"".join(chunks)


def parse(raw: bytes) -> dict[str, Any]:
    """Return the members of the JSON object ``raw``; numbers are texts, large values ``Long``.

    Raises ``MalformedEventError`` unless it is one object without repeated names.
    """
    try:
        found = _opened(raw) if len(raw) > LARGE else _parsed(raw.removeprefix(_BOM))
    except (ValueError, StopIteration, RecursionError, IndexError, SystemError):
        # The scanner raises SystemError if ``json``, which defines its exception, is not imported.
        found = None
    if not isinstance(found, dict):
        raise MalformedEventError("the event is not a JSON object")
    return found


def encoded(text: str) -> bytes:
    """Return ``text`` as UTF-8, in which a lone surrogate is not an error."""
    return text.encode("utf-8", "surrogatepass")


def unescaped(text: bytes) -> bytes:
    """Return the JSON ``text`` with its escapes decoded; raises ``ValueError`` for invalid ones."""
    if b"\\" not in text:
        return text
    from json.decoder import scanstring  # type: ignore[attr-defined]  # only for large events

    characters = text.decode("utf-8", "replace") + '"'
    decoded = []
    place, end = 0, len(characters)
    while place < end:  # each string ends at a quote
        part, place = scanstring(characters, place, False)
        decoded.append(part)
    return '"'.join(decoded).encode("utf-8", "surrogatepass")


def _boundary(raw: bytes, start: int, end: int) -> int:
    """Return the last place up to ``end`` that is inside of no escape and of no character."""
    while end > start + 1 and raw[end] & _CONTINUES == _CONTINUATION:
        end -= 1
    backslash = raw.rfind(b"\\", max(start, end - _LONGEST_ESCAPE), end)
    if backslash < 0:
        return end
    first = backslash
    while first > start and raw[first - 1 : first] == b"\\":
        first -= 1
    if (backslash - first) % 2:
        return end  # an escaped backslash
    length = _LONGEST_ESCAPE if raw[backslash + 1 : backslash + 2] == b"u" else 2
    return backslash if backslash + length > end and backslash > start else end


class _Scanner:
    """The settings of the scanner of ``json``."""

    strict = False
    object_hook = None
    parse_float = parse_int = parse_constant = Number

    @staticmethod
    def object_pairs_hook(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            raise ValueError("a repeated name")
        return members


def _scanner() -> Any:
    try:
        import _json
    except ImportError:  # another implementation of Python
        from json import JSONDecoder

        return JSONDecoder(
            object_pairs_hook=_Scanner.object_pairs_hook,
            parse_float=Number,
            parse_int=Number,
            parse_constant=Number,
            strict=False,
        ).scan_once  # type: ignore[attr-defined]
    return _json.make_scanner(_Scanner)  # type: ignore[arg-type]


_scan = _scanner()


def _parsed(raw: bytes) -> Any:
    """Return the value ``raw``; raises ``ValueError``, ``StopIteration`` or ``RecursionError``."""
    text = raw.decode("utf-8", "replace").strip()
    value, end = _scan(text, 0)
    if end != len(text):
        raise ValueError("something follows the value")
    return value


def _opened(raw: bytes) -> Any:
    """Return the value ``raw``; of a large object, its members. Raises as ``_parsed`` does."""
    start = len(_BOM) if raw.startswith(_BOM) else 0
    value, end = _value(raw, _skipped(raw, start), 0)
    if raw[end:].strip():
        raise ValueError("something follows the value")
    return value


def _value(raw: bytes, start: int, depth: int) -> tuple[Any, int]:
    """Return the value that begins at ``start``, and its end."""
    opened = _OPENED.get(raw[start : start + 1]) if depth < _DEEPEST else None
    if opened is not None:
        value, end = opened(raw, start, depth)
        if value is not None:
            return value, end
    is_text = raw[start : start + 1] == b'"'
    end = _value_end(raw, start)
    if end - start <= LARGE:
        return _parsed(raw[start:end]), end
    return Long(raw, start + is_text, end - is_text), end


def _members(raw: bytes, start: int, depth: int) -> tuple[dict[str, Any] | None, int]:
    """Return the members of the object at ``start``, and its end; ``None`` for too many."""
    members: dict[str, Any] = {}
    place = _skipped(raw, start + 1)
    while raw[place : place + 1] != b"}":
        name_end = _string_end(raw, place)
        name = _parsed(raw[place:name_end])
        colon = _skipped(raw, name_end)
        if raw[colon : colon + 1] != b":" or name in members:
            raise ValueError("no value, or a repeated name")
        if len(members) == _MOST_MEMBERS:
            return None, start
        members[name], place = _value(raw, _skipped(raw, colon + 1), depth + 1)
        place = _next(raw, place, b"}")
    return members, place + 1


def _items(raw: bytes, start: int, depth: int) -> tuple[list[Any] | None, int]:
    """Return the items of the array at ``start``, and its end; ``None`` for too many."""
    items: list[Any] = []
    place = _skipped(raw, start + 1)
    while raw[place : place + 1] != b"]":
        if len(items) == _MOST_MEMBERS:
            return None, start
        item, place = _value(raw, place, depth + 1)
        items.append(item)
        place = _next(raw, place, b"]")
    return items, place + 1


_OPENED: dict[bytes, Callable[[bytes, int, int], tuple[Any, int]]] = {b"{": _members, b"[": _items}


def _next(raw: bytes, place: int, closing: bytes) -> int:
    """Return the place after the value before ``place``: of the next one, or of ``closing``."""
    place = _skipped(raw, place)
    if raw[place : place + 1] == b",":
        return _skipped(raw, place + 1)
    if raw[place : place + 1] != closing:
        raise ValueError("no comma")
    return place


def _value_end(raw: bytes, start: int) -> int:
    """Return the end of the value that begins at ``start``: its brackets are balanced."""
    from re import compile  # only for large events

    first = raw[start : start + 1]
    if first == b'"':
        return _string_end(raw, start)
    if first not in (b"{", b"["):
        found = compile(rb"[\s,}\]]").search(raw, start)
        return found.start() if found else len(raw)
    # A string with few escapes is passed over at once.
    marks = compile(rb'"[^"\\]*(?:\\.[^"\\]*){0,40}"|["{}\[\]]')
    depth, place = 0, start
    while True:
        for found in marks.finditer(raw, place):
            mark = raw[found.start()]
            if mark in b"{[":
                depth += 1
            elif mark in b"}]":
                depth -= 1
                if not depth:
                    return found.end()
            elif found.end() - found.start() == 1:
                place = _string_end(raw, found.start())
                break
        else:
            raise ValueError("no end")


def _string_end(raw: bytes, start: int) -> int:
    """Return the end of the string that begins at ``start``, after its quote."""
    if raw[start : start + 1] != b'"':
        raise ValueError("no string")
    place = start + 1
    while True:
        quote = raw.index(b'"', place)
        place = quote + 1
        if raw[quote - 1] != _BACKSLASH:
            return place
        first = quote - 1
        while raw[first - 1] == _BACKSLASH:
            first -= 1
        if (quote - first) % 2 == 0:
            return place


def _skipped(raw: bytes, place: int) -> int:
    while raw[place] in _BLANKS:
        place += 1
    return place
