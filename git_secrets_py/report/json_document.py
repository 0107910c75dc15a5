"""Writing a JSON document piece by piece, in the form of ``json.dumps`` with an indentation."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from json.encoder import encode_basestring_ascii

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

_INDENT = "  "
# A piece of the document has at least this many characters, except for the last one.
_PIECE = 64 << 10
# The objects of a document have few shapes.
_SHAPES = 64


class Items:
    """The items of an array, made while it is written."""

    def __init__(self, items: Iterable[object]) -> None:
        self.items = items


class Later:
    """A value that is made when it is written."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


class _Varies:
    """The type of ``VARIES``."""


# The mark of a value that varies in a form.
VARIES = _Varies()
# The same mark in the text: JSON has no such character.
_GAP = "\0"


class Form:
    """A value of which some parts vary, where it has ``VARIES``: the rest is written once."""

    def __init__(self, value: object) -> None:
        self._value = value
        self._templates: dict[str, tuple[str, list[str]]] = {}

    def text(self, values: Iterable[object], newline: str) -> str:
        """Return the text with ``values`` in the places of ``VARIES``, in order."""
        found = self._templates.get(newline)
        if found is None:
            found = self._templates[newline] = self._template(newline)
        template, newlines = found
        simple = _SIMPLE
        try:  # fast path
            written = [simple[type(one)](one) for one in values]
        except KeyError:
            written = list(map(_whole, values, newlines))
        return template % tuple(written)

    def _template(self, newline: str) -> tuple[str, list[str]]:
        """Return the text with ``%s`` in the gaps, and the ``newline`` of each."""
        text = _whole(self._value, newline)
        newlines = []
        for gap in re.finditer(_GAP, text):
            line = text[text.rfind("\n", 0, gap.start()) + 1 : gap.start()]
            newlines.append("\n" + " " * (len(line) - len(line.lstrip())))
        return text.replace("%", "%%").replace(_GAP, "%s"), newlines


class Filled:
    """A form, with its values."""

    __slots__ = ("form", "values")

    def __init__(self, form: Form, values: Iterable[object]) -> None:
        self.form = form
        self.values = values


_MADE = (Items, Later)


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
    values = value.values()
    kinds = set(map(type, values))
    return kinds.isdisjoint(_MADE) and (
        dict not in kinds or all(_is_whole(one) for one in values if isinstance(one, dict))
    )


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
        if isinstance(item, Filled):  # fast path: there may be millions
            yield f"{separator}{inner}{item.form.text(item.values, inner)}"
        else:
            yield separator + inner
            yield from _value(item, inner)
        separator = ","
    yield "[]" if separator == "[" else newline + "]"


def _whole(value: object, newline: str) -> str:
    """Return ``value`` as ``json.dumps`` does, which is much slower with an indentation."""
    kind = type(value)
    if kind in _SIMPLE:
        return _SIMPLE[kind](value)
    if isinstance(value, Filled):
        return value.form.text(value.values, newline)
    if value == [] or value == {}:
        return str(value)
    if isinstance(value, dict):
        inner, simple = newline + _INDENT, _SIMPLE
        written = [
            simple[kind](one) if (kind := type(one)) in simple else _whole(one, inner)
            for one in value.values()
        ]
        return _template(tuple(value), newline) % tuple(written)
    if isinstance(value, list):
        inner = newline + _INDENT
        return f"[{inner}{f',{inner}'.join(_whole(one, inner) for one in value)}{newline}]"
    return json.dumps(value)


@lru_cache(maxsize=_SHAPES)
def _template(keys: tuple[str, ...], newline: str) -> str:
    """Return an object with ``keys`` and with ``%s`` in place of the values."""
    inner = newline + _INDENT
    pairs = (f"{encode_basestring_ascii(key).replace('%', '%%')}: %s" for key in keys)
    return f"{{{inner}{f',{inner}'.join(pairs)}{newline}}}"


_SIMPLE: dict[type, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
    _Varies: {VARIES: _GAP}.__getitem__,
}
