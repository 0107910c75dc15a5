"""Translating patterns in the syntax of RE2 into that of the ``regex`` module.

The exact form is for text: a character of the pattern is one of the text, as in Go, where a byte
that is not UTF-8 is a character, too. The filter form is for bytes.
"""

from __future__ import annotations

from git_secrets_py.rule_files.re2_characters import TranslationError
from git_secrets_py.rule_files.re2_parser import parse
from git_secrets_py.rule_files.re2_tree import (
    Assertion,
    Chars,
    Choice,
    Concatenation,
    Group,
    Node,
    Repeat,
    may_be_empty,
    required_texts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Translation", "TranslationError", "translate"]

# The length of a character in UTF-8, in bytes.
_LONGEST_CHARACTER = 4
# Above this bound, a repeat of the filter has none: Hyperscan is faster without one.
_BOUNDED = 64
_FEW = 4
_NOT_ASCII = b"\\x80-\\xff"
_WORD = "[0-9A-Za-z_]"
_POSITIONS = {
    "A": r"\A",
    "z": r"\Z",
    "^": "(?m:^)",
    "$": "(?m:$)",
    "b": rf"(?:(?<!{_WORD})(?={_WORD})|(?<={_WORD})(?!{_WORD}))",
    "B": rf"(?:(?<!{_WORD})(?!{_WORD})|(?<={_WORD})(?={_WORD}))",
}
# With the flag (?a) of regex, which has no use beside Unicode properties.
_ASCII_POSITIONS = _POSITIONS | {"b": r"\b", "B": r"\B"}


class Translation:
    """A pattern of RE2 in the syntax of ``regex``.

    ``exact`` is for text; each match contains one of ``texts``, in any case, unless there are
    none. ``filter`` is for bytes, as in ``patterns.Expression``, but it may match
    across lines; ``None`` if there is none. ``groups`` is the number of groups.
    """

    __slots__ = ("exact", "filter", "groups", "may_be_empty", "texts")

    def __init__(
        self,
        exact: str,
        filter: bytes | None,
        groups: int,
        texts: Sequence[str],
        *,
        may_be_empty: bool,
    ) -> None:
        self.exact = exact
        self.filter = filter
        self.groups = groups
        self.may_be_empty = may_be_empty
        self.texts = texts


def translate(text: str) -> Translation:
    """Translate the pattern ``text``.

    Raises ``TranslationError`` for a pattern that RE2 or ``regex`` rejects.
    """
    tree, groups = parse(text)
    is_ascii = not _has_property(tree)
    exact = ("(?a)" if is_ascii else "") + _exact(
        tree, _ASCII_POSITIONS if is_ascii else _POSITIONS
    )
    _check(exact)
    texts = required_texts(tree)
    return Translation(exact, filter_form(tree), groups, texts, may_be_empty=may_be_empty(tree))


def filter_form(tree: Node) -> bytes | None:
    """Return a pattern for bytes that matches wherever ``tree`` does; ``None`` without one."""
    if may_be_empty(tree):
        return None
    return _filter(_trimmed(_trimmed(tree, last=False), last=True))


def _check(exact: str) -> None:
    import regex

    try:
        regex.compile(exact)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise TranslationError(str(error).split(" at pos")[0]) from None


def _has_property(node: Node) -> bool:
    if isinstance(node, Chars):
        return bool(node.properties)
    return any(map(_has_property, _children(node)))


def _children(node: Node) -> Sequence[Node]:
    if isinstance(node, Concatenation | Choice):
        return node.items
    return (node.item,) if isinstance(node, Repeat | Group) else ()


def _exact(node: Node, positions: dict[str, str]) -> str:
    if isinstance(node, Chars):
        return _exact_chars(node)
    if isinstance(node, Assertion):
        return positions[node.kind]
    if isinstance(node, Concatenation):
        return "".join(_exact(item, positions) for item in node.items)
    if isinstance(node, Choice):
        return "(?:" + "|".join(_exact(item, positions) for item in node.items) + ")"
    if isinstance(node, Group):
        return "(" + _exact(node.item, positions) + ")"
    assert isinstance(node, Repeat)
    return f"(?:{_exact(node.item, positions)}){_bounds(node)}" + ("" if node.greedy else "?")


def _bounds(node: Repeat) -> str:
    return f"{{{node.least},{'' if node.most is None else node.most}}}"


def _exact_chars(node: Chars) -> str:
    if not node.negated and not node.properties and len(node.ranges) == 1:
        first, last = node.ranges[0]
        if first == last:
            return _character(first)
    names = [f"\\P{{{one[1:]}}}" if one[0] == "^" else f"\\p{{{one}}}" for one in node.properties]
    inside = "".join([*(_range(*one) for one in node.ranges), *names])
    if not inside:
        return r"(?s:.)" if node.negated else "(?!)"
    return f"[{'^' * node.negated}{inside}]"


def _range(first: int, last: int) -> str:
    return _character(first) + (f"-{_character(last)}" if last > first else "")


def _character(code: int) -> str:
    """Return ``code`` as it is written in and outside of brackets."""
    if code < 0x80 and chr(code).isalnum():
        return chr(code)
    return f"\\x{code:02x}" if code < 0x100 else f"\\U{code:08x}"


def _trimmed(node: Node, *, last: bool) -> Node:
    """Return ``node`` without the optional parts at its beginning or at its end.

    A search finds the rest wherever the whole is.
    """
    if isinstance(node, Concatenation):
        items = list(node.items)
        while len(items) > 1 and may_be_empty(items[-1 if last else 0]):
            del items[-1 if last else 0]
        place = len(items) - 1 if last else 0
        items[place] = _trimmed(items[place], last=last)
        return Concatenation(items)
    if isinstance(node, Choice):
        return Choice([_trimmed(item, last=last) for item in node.items])
    if isinstance(node, Group):
        return _trimmed(node.item, last=last)
    if isinstance(node, Repeat):
        return Repeat(node.item, node.least, node.least)
    return node


def _filter(node: Node) -> bytes:
    if isinstance(node, Chars):
        return _filter_chars(node)
    if isinstance(node, Assertion):
        return b""
    if isinstance(node, Concatenation):
        return b"".join(map(_filter, node.items))
    if isinstance(node, Choice):
        return b"(?:" + b"|".join(map(_filter, node.items)) + b")"
    if isinstance(node, Group):
        return _filter(node.item)
    assert isinstance(node, Repeat)
    return _filter_repeat(node)


def _filter_repeat(node: Repeat) -> bytes:
    item, most = node.item, node.most
    if isinstance(item, Chars):
        inside, is_ascii = _bytes(item)
        repeated = b"[" + inside + b"]"
        if not is_ascii and most is not None:
            most *= _LONGEST_CHARACTER
    else:
        repeated = _filter(item)
        if not repeated:
            return b""
        repeated = b"(?:" + repeated + b")"
    if node.least == most:
        return repeated + (b"{%d}" % node.least if node.least != 1 else b"")
    bound = b"" if most is None or most > _BOUNDED else b"%d" % most
    return repeated + b"{%d,%b}" % (node.least, bound)


def _filter_chars(node: Chars) -> bytes:
    inside, is_ascii = _bytes(node)
    if is_ascii:
        return b"[" + inside + b"]"
    wide = [code for first, last in node.ranges for code in range(max(first, 0x80), last + 1)[:9]]
    if node.negated or node.properties or len(wide) > _FEW:
        return b"[" + inside + b"]{1,%d}" % _LONGEST_CHARACTER
    narrow = [b"[" + _ascii(node) + b"]"] if _ascii(node) else []
    written = (_escaped(chr(code).encode("utf-8", "surrogatepass")) for code in wide)
    return b"(?:" + b"|".join([*narrow, *written]) + b")"


def _bytes(node: Chars) -> tuple[bytes, bool]:
    """Return the bytes of the characters, as in brackets, and whether all of them are ASCII."""
    is_ascii = not (node.negated or node.properties or (node.ranges and node.ranges[-1][1] >= 0x80))
    return _ascii(node) + (b"" if is_ascii else _NOT_ASCII), is_ascii


def _ascii(node: Chars) -> bytes:
    """Return the ASCII characters of ``node``, as in brackets; too many if it has properties."""
    ranges: Iterable[tuple[int, int]] = node.ranges
    if node.properties:
        ranges = [(0, 0x7F)]
    elif node.negated:
        inside = {code for first, last in node.ranges for code in range(first, min(last, 0x7F) + 1)}
        ranges = [(code, code) for code in range(0x80) if code not in inside]
    return b"".join(
        b"\\x%02x" % first if first == last else b"\\x%02x-\\x%02x" % (first, min(last, 0x7F))
        for first, last in ranges
        if first < 0x80
    )


def _escaped(text: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in text)
