"""The syntax tree of a pattern in the syntax of RE2, as Go's ``regexp`` reads it."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Ranges = list[tuple[int, int]]

LAST = 0x10FFFF
_MOST_TEXTS = 16


class Node:
    """A part of a pattern."""

    __slots__ = ()


class Chars(Node):
    """One character in ``ranges`` or with one of the Unicode ``properties``; or none of these.

    A property is the text between the braces of ``\\p{...}``, with ``^`` before it if negated.
    """

    __slots__ = ("negated", "properties", "ranges")

    def __init__(
        self, ranges: Ranges, properties: Sequence[str] = (), *, negated: bool = False
    ) -> None:
        self.ranges = _merged(ranges)
        self.properties = tuple(properties)
        self.negated = negated


class Assertion(Node):
    """A position: ``A``, ``z``, ``^`` or ``$`` at a line end, ``b`` or ``B``."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Concatenation(Node):
    """All of ``items``, one after another."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[Node]) -> None:
        self.items = tuple(items)


class Choice(Node):
    """The first of ``items`` with which the whole matches."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[Node]) -> None:
        self.items = tuple(items)


class Repeat(Node):
    """``item``, at least ``least`` times and at most ``most`` times, ``None`` for any number."""

    __slots__ = ("greedy", "item", "least", "most")

    def __init__(self, item: Node, least: int, most: int | None, *, greedy: bool = True) -> None:
        self.item = item
        self.least = least
        self.most = most
        self.greedy = greedy


class Group(Node):
    """A capturing group."""

    __slots__ = ("item",)

    def __init__(self, item: Node) -> None:
        self.item = item


def may_be_empty(node: Node) -> bool:
    """Return whether ``node`` can match the empty string somewhere."""
    if isinstance(node, Chars):
        return False
    if isinstance(node, Concatenation):
        return all(map(may_be_empty, node.items))
    if isinstance(node, Choice):
        return any(map(may_be_empty, node.items))
    if isinstance(node, Repeat):
        return node.least == 0 or may_be_empty(node.item)
    return may_be_empty(node.item) if isinstance(node, Group) else True


def required_texts(node: Node) -> list[str]:
    """Return texts in lower case of which every match of ``node`` contains one, in any case.

    The list is empty if no such texts are known.
    """
    items = node.items if isinstance(node, Concatenation) else (node,)
    best: list[str] = []
    run = [""]
    for item in items:
        texts = _texts(item)
        longer = [one + other for one in run for other in texts or ()]
        run = longer if texts and len(longer) <= _MOST_TEXTS else [""]
        if min(map(len, run)) > min(map(len, best), default=0):
            best = run
    return best


def _texts(node: Node) -> list[str] | None:
    """Return all that ``node`` matches, in lower case; ``None`` if that is too much."""
    if isinstance(node, Group):
        return _texts(node.item)
    if isinstance(node, Assertion):
        return [""]
    if isinstance(node, Chars):
        codes = {code for first, last in node.ranges for code in range(first, last + 1)[:9]}
        lower = {chr(code).lower() for code in codes}
        is_known = not (node.negated or node.properties) and len(lower) == 1
        return list(lower) if is_known else None
    if isinstance(node, Choice):
        several = [_texts(item) for item in node.items]
        return None if None in several else [one for texts in several for one in texts or ()]
    if isinstance(node, Concatenation):
        joined = [""]
        for texts in map(_texts, node.items):
            joined = [one + other for one in joined for other in texts or ()]
            if not joined or len(joined) > _MOST_TEXTS:
                return None
        return joined
    return None


def folded(ranges: Ranges) -> Ranges:
    """Return ``ranges`` with all characters that simple case folding makes equal to one of them."""
    more = []
    for first, last in ranges:
        more += [(other, other) for other in _others(first, last)]
    return [*ranges, *more]


def _others(first: int, last: int) -> Iterable[int]:
    if last < 0x80:
        orbits: dict[int, Sequence[int]] = _ASCII
    else:
        orbits = _orbits()
    for code, others in orbits.items():
        if first <= code <= last:
            yield from others


_ASCII: dict[int, Sequence[int]] = {
    code: (code ^ 0x20, *{0x4B: (0x212A,), 0x53: (0x17F,)}.get(code & ~0x20, ()))
    for code in range(0x41, 0x7B)
    if chr(code).isalpha()
}


@lru_cache(maxsize=1)
def _orbits() -> dict[int, Sequence[int]]:
    """Return for each character with a case the others that are equal but for case."""
    classes: dict[str, set[int]] = {}
    for code in range(LAST + 1):
        character = chr(code)
        for other in (character.lower(), character.upper(), character.casefold()):
            if len(other) == 1 and other != character:
                classes.setdefault(_key(character), set()).update((code, ord(other)))
    return {
        code: tuple(equal - {code})
        for equal in classes.values()
        if len(equal) > 1
        for code in equal
    }


def _key(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else character


def _merged(ranges: Ranges) -> Ranges:
    merged: Ranges = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged
