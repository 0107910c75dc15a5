"""Writing a JSON document piece by piece, as ``json.dumps`` with an indentation would."""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_INDENT = "  "
# A piece of the document has at least so many characters, except for the last one.
_PIECE = 64 << 10


class Items:
    """The items of an array, made while it is written."""

    def __init__(self, items: Iterable[object]) -> None:
        self.items = items


class Later:
    """A value that is made when it is written."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


_MADE = (Items, Later)
_CONSTANTS = {None: "null", True: "true", False: "false"}


def document(content: Mapping[str, object]) -> Iterator[bytes]:
    """Yield the document, ASCII only; ``Items`` and ``Later`` may be in objects, nested."""
    waiting: list[str] = []
    size = 0
    for piece in _object(content, "\n"):
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(waiting).encode("ascii")
            waiting.clear()
            size = 0
    yield "".join((*waiting, "\n")).encode("ascii")


def _value(value: object, newline: str) -> Iterator[str]:
    if isinstance(value, Later):
        value = value.make()
    if isinstance(value, Items):
        yield from _array(value.items, newline)
    elif isinstance(value, dict) and not _is_whole(value):
        yield from _object(value, newline)
    else:
        yield _whole(value, newline)


def _is_whole(value: dict[str, object]) -> bool:
    """Return whether ``value`` can be written in one piece."""
    for one in value.values():
        if isinstance(one, _MADE) or (isinstance(one, dict) and not _is_whole(one)):
            return False
    return True


def _object(members: Mapping[str, object], newline: str) -> Iterator[str]:
    inner = newline + _INDENT
    separator = "{"
    for key, value in members.items():
        yield f"{separator}{inner}{json.dumps(key)}: "
        yield from _value(value, inner)
        separator = ","
    yield newline + "}"


def _array(items: Iterable[object], newline: str) -> Iterator[str]:
    inner = newline + _INDENT
    separator = "["
    for item in items:
        yield separator + inner
        yield from _value(item, inner)
        separator = ","
    yield "[]" if separator == "[" else newline + "]"


def _whole(value: object, newline: str) -> str:
    """Return ``value`` as ``json.dumps`` does: with an indentation, that is much slower."""
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if type(value) is int:
        return str(value)
    if value is None or value is True or value is False:
        return _CONSTANTS[value]
    inner = newline + _INDENT
    if isinstance(value, dict) and value:
        pairs = [
            f"{encode_basestring_ascii(key)}: {_whole(one, inner)}" for key, one in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(pairs)}{newline}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join(_whole(one, inner) for one in value)}{newline}]"
    return json.dumps(value)
