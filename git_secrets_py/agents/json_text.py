"""Changing JSON text: comments and layout stay as they are.

Comments (``//`` and ``/* */``) and commas after the last item are accepted, as the agents accept
them. A change inserts or removes one item; everything else keeps its bytes.
"""

from __future__ import annotations

import json

from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_BLANKS = " \t\r\n"
_DEEPEST = 100
_INDENT = "  "


class JsonTextError(GitSecretsError):
    """The text is not JSON, or has something else where an object or array has to be."""


class Node:
    """The value ``text[start:end]``; that of an array or object has its items.

    ``names`` has the names of the members of an object, ``item_starts`` where each item begins,
    with its name. ``value`` is the value without its layout.
    """

    __slots__ = ("end", "item_starts", "items", "names", "start", "value")

    def __init__(self, start: int) -> None:
        self.start = start
        self.end = start
        self.value: Any = None
        self.names: list[str] = []
        self.items: list[Node] = []
        self.item_starts: list[int] = []

    def member(self, name: str) -> Node | None:
        """Return the value of the member ``name`` of an object."""
        return self.items[self.names.index(name)] if name in self.names else None


def read(text: str) -> Node:
    """Return the value in ``text``; raises ``JsonTextError`` with the line of the error."""
    reader = _Reader(text)
    try:
        return reader.read()
    except (ValueError, IndexError):
        line = text.count("\n", 0, reader.place) + 1
        raise JsonTextError(f"line {line} is not JSON") from None


def as_text(value: Any) -> str:
    """Return ``value`` as text of its own."""
    return json.dumps(value, indent=_INDENT, ensure_ascii=False)


def insert(text: str, container: Node, item: Any, name: str = "") -> str:
    """Return ``text`` with ``item`` as the last of ``container``, as the member ``name`` if given.

    It is laid out like the items before it: on lines of its own, or in one line.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    base = _indentation(text, container.start)
    if container.items and not _begins_line(text, container.item_starts[-1]):
        inserted = _as_text(item, name, None)
        at = container.items[-1].end
        rest = "" if _comma_after(text, at) else ", "
        if not rest:
            at = _comma_after(text, at)
        return text[:at] + (rest or " ") + inserted + text[at:]
    unit = _unit(text)
    indent = _indentation(text, container.item_starts[-1]) if container.items else base + unit
    lines = _as_text(item, name, unit).split("\n")
    block = newline + newline.join(indent + line for line in lines)
    if not container.items:
        inside = text[container.start + 1 : container.end - 1].rstrip()
        closing = newline + base
        return f"{text[: container.start + 1]}{inside}{block}{closing}{text[container.end - 1 :]}"
    last = container.items[-1].end
    comma = _comma_after(text, last)
    # Comments after the last item stay with it.
    kept = len(text[: container.end - 1].rstrip())
    if comma:
        return f"{text[:kept]}{block},{text[kept:]}"
    return f"{text[:last]},{text[last:kept]}{block}{text[kept:]}"


def remove(text: str, container: Node, number: int) -> str:
    """Return ``text`` without the item ``number`` of ``container``, and its comma."""
    start, end = container.item_starts[number], container.items[number].end
    comma = _comma_after(text, end)
    is_last = number == len(container.items) - 1
    if comma:
        end = comma
    elif number and is_last:
        # The comma before it becomes one after the last item.
        before = container.items[number - 1].end
        at = _comma_after(text, before) - 1
        text = text[:at] + text[at + 1 :]
        start, end = start - 1, end - 1
    line = start - len(_blanks_before(text, start))
    rest = text[end:]
    following = len(rest) - len(rest.lstrip(" \t"))
    if text[line - 1 : line] == "\n" and rest[following : following + 1] in ("\r", "\n", ""):
        cut = text[:line].rstrip("\n").removesuffix("\r") if text[:line].endswith("\n") else ""
        start, end = len(cut), end + following
    elif not comma:
        start = line
    else:
        end += following
    found = text[:start] + text[end:]
    return found if len(container.items) > 1 else _collapsed(found, container.start)


def _collapsed(text: str, start: int) -> str:
    """Return ``text`` without the blanks in the empty container at ``start``."""
    end = start + 1
    while text[end] in _BLANKS:
        end += 1
    return text[: start + 1] + text[end:] if text[end] in "]}" else text


def _as_text(item: Any, name: str, indent: str | None) -> str:
    value = json.dumps(item, indent=indent, ensure_ascii=False)
    return f"{json.dumps(name, ensure_ascii=False)}: {value}" if name else value


def _unit(text: str) -> str:
    """Return the indentation of the first item in a line of its own."""
    for line in text.split("\n")[1:]:
        stripped = line.lstrip(" \t")
        if stripped.startswith('"') and len(stripped) < len(line):
            return line[: len(line) - len(stripped)]
    return _INDENT


def _indentation(text: str, place: int) -> str:
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _begins_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip() and "\n" in text[:place]


def _blanks_before(text: str, place: int) -> str:
    before = text[:place]
    return before[len(before.rstrip(" \t")) :]


def _comma_after(text: str, place: int) -> int:
    """Return the place after the comma that follows, or 0."""
    reader = _Reader(text, place)
    reader.skip()
    return reader.place + 1 if text[reader.place : reader.place + 1] == "," else 0


class _Reader:
    def __init__(self, text: str, place: int = 0) -> None:
        self._text = text
        self.place = place

    def read(self) -> Node:
        if self._text.startswith("\ufeff"):
            self.place = 1
        node = self._value(0)
        self.skip()
        if self.place < len(self._text):
            raise ValueError
        return node

    def skip(self) -> None:
        """Pass over blanks and comments; raises ``ValueError`` for an unfinished comment."""
        text = self._text
        while self.place < len(text):
            if text[self.place] in _BLANKS:
                self.place += 1
            elif text.startswith("//", self.place):
                end = text.find("\n", self.place)
                self.place = len(text) if end < 0 else end
            elif text.startswith("/*", self.place):
                self.place = text.index("*/", self.place + 2) + 2
            else:
                return

    def _value(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise ValueError
        self.skip()
        node = Node(self.place)
        character = self._text[self.place]
        if character in "{[":
            self._items(node, "}" if character == "{" else "]", depth)
        else:
            decoder = json.JSONDecoder(parse_constant=_no_constant)
            node.value, self.place = decoder.raw_decode(self._text, self.place)
        node.end = self.place
        return node

    def _items(self, node: Node, closing: str, depth: int) -> None:
        self.place += 1
        self.skip()
        while self._text[self.place] != closing:
            node.item_starts.append(self.place)
            if closing == "}":
                node.names.append(self._name())
            node.items.append(self._value(depth + 1))
            self.skip()
            if self._text[self.place] == ",":
                self.place += 1
                self.skip()
            elif self._text[self.place] != closing:
                raise ValueError
        self.place += 1
        values = [one.value for one in node.items]
        node.value = dict(zip(node.names, values, strict=True)) if closing == "}" else values

    def _name(self) -> str:
        name = self._value(_DEEPEST).value
        self.skip()
        if not isinstance(name, str) or self._text[self.place] != ":":
            raise ValueError
        self.place += 1
        return name


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def names_repeat(nodes: Sequence[Node]) -> bool:
    """Return whether an object among ``nodes`` has two members of one name."""
    return any(len(set(node.names)) < len(node.names) for node in nodes)
