"""The two emitters of a syntax tree: the exact form for ``regex``, and the filter of a block.

The output is plain ASCII that does not depend on flags, locale or engine: every set of bytes is
spelled out, and every byte that is not alphanumeric is written as ``\\xHH``.
"""

from __future__ import annotations

from functools import lru_cache

from git_secrets_py.patterns.byte_sets import ALL, NEWLINE, WORD
from git_secrets_py.patterns.ere_tree import (
    CAPTURING,
    Assertion,
    Backreference,
    Bytes,
    Choice,
    Group,
    Lookaround,
    Repeat,
    Series,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

EXACT_ASSERTIONS = {"A": "^", "Z": r"\Z", "b": r"\b", "B": r"\B", "<": r"\m", ">": r"\M"}
# A filter has no lookarounds; the start or end of a word is at least a word boundary. It has no
# anchors: Hyperscan rejects an anchor next to a byte, where the word rule puts it, and a rejected
# pattern is about a hundred times slower to search for.
FILTER_ASSERTIONS = {"b": r"\b", "B": r"\B", "<": r"\b", ">": r"\b"}

# A filter drops the bounds of a repeat with more positions than this. Hyperscan expands repeats,
# and would take minutes to compile ``([ab]{400}c){400}``.
LARGEST_REPEAT = 2000


def exact(tree: Node, *, captures: bool) -> bytes:
    """Return ``tree`` in the syntax of the ``regex`` module, for matching within one line.

    ``captures`` keeps the numbers of groups, for back-references.
    """
    return _Exact(captures=captures).emit(tree).encode("ascii")


def required(node: Node) -> bytes:
    """Return the longest text that is known to be in every match of ``node``."""
    longest = run = b""
    for part in node.parts if isinstance(node, Series) else (node,):
        if isinstance(part, Bytes) and len(part.members) == 1:
            run += bytes(part.members)
        else:
            inner = required(part.body) if isinstance(part, Group) else b""
            longest, run = max(longest, run, inner, key=len), b""
    return max(longest, run, key=len)


def filter_(tree: Node) -> bytes:
    """Return ``tree`` for searching a block of lines: it matches wherever ``exact`` matches.

    It may match elsewhere as well. It matches no newline, and treats a line that ends in ``\\r``
    like any other.
    """
    return _Filter(captures=False).emit(tree).encode("ascii")


@lru_cache(maxsize=1024)
def byte_class(members: frozenset[int]) -> str:
    """Return the shorter form, ``[...]`` or ``[^...]``, of a set of bytes without the newline."""
    if len(members) == 1 and members != NEWLINE:
        return _byte(*members)
    members -= NEWLINE
    if len(members) == 1:
        return _byte(*members)
    if len(members) > 128:
        return f"[^{_ranges(ALL - members)}]"
    return f"[{_ranges(members)}]"


def _ranges(members: frozenset[int]) -> str:
    written = []
    for low in sorted(member for member in members if member - 1 not in members):
        high = low
        while high + 1 in members:
            high += 1
        dash = "-" if high > low + 1 else ""
        written.append(_byte(low) + (dash + _byte(high) if high > low else ""))
    return "".join(written)


def _byte(value: int) -> str:
    return chr(value) if value in WORD else f"\\x{value:02x}"


class _Exact:
    """The emitter for the ``regex`` module."""

    def __init__(self, *, captures: bool) -> None:
        self.opening = "(" if captures else "(?:"
        self.writers = {
            Bytes: self.bytes_,
            Assertion: self.assertion,
            Lookaround: self.lookaround,
            Backreference: self.backreference,
            Group: self.group,
            Repeat: self.repeat,
            Series: self.series,
            Choice: self.choice,
        }

    def emit(self, node: Node) -> str:
        written: str = self.writers[type(node)](node)  # type: ignore[operator]
        return written

    def bytes_(self, node: Bytes) -> str:
        return byte_class(node.members) if node.members - NEWLINE else r"\n"

    def assertion(self, node: Assertion) -> str:
        return EXACT_ASSERTIONS[node.kind]

    def lookaround(self, node: Lookaround) -> str:
        return f"{node.opening}{self.emit(node.body)})"

    def backreference(self, node: Backreference) -> str:
        text = f"\\g<{node.number}>"  # a digit may follow, as in \1 and 0
        return f"(?i:{text})" if node.caseless else text

    def group(self, node: Group) -> str:
        opening = self.opening if node.opening == CAPTURING else node.opening
        return f"{opening}{self.emit(node.body)})"

    def repeat(self, node: Repeat) -> str:
        item = self.emit(node.item)
        if isinstance(node.item, Repeat):
            item = f"(?:{item})"
        return item + _limits(node.least, node.most) + node.mode

    def series(self, node: Series) -> str:
        return "".join(map(self.emit, node.parts))

    def choice(self, node: Choice) -> str:
        return "|".join(map(self.emit, node.branches))


class _Filter(_Exact):
    """The emitter for the syntax that Hyperscan and ``regex`` share."""

    def bytes_(self, node: Bytes) -> str:
        # A set of the newline alone matches nothing in a line, but Hyperscan rejects an empty set.
        return byte_class(node.members - NEWLINE or ALL)

    def assertion(self, node: Assertion) -> str:
        return FILTER_ASSERTIONS.get(node.kind, "")

    def lookaround(self, node: Lookaround) -> str:
        return ""

    def group(self, node: Group) -> str:
        return f"(?:{self.emit(node.body)})"

    def backreference(self, node: Backreference) -> str:
        return r"[^\n]*" if node.nullable else r"[^\n]+"

    def repeat(self, node: Repeat) -> str:
        if node.most == 0:
            return ""
        item = self.emit(node.item)
        if not isinstance(node.item, (Bytes, Group)):
            item = f"(?:{item})"
        if _size(node.item) * _count(node) > LARGEST_REPEAT:
            return item + ("+" if node.least else "*")
        return item + _limits(node.least, node.most)


def _size(node: Node) -> int:
    """Return the number of positions in a filter for ``node``, with its repeats expanded."""
    if isinstance(node, Group):
        return _size(node.body)
    if isinstance(node, (Series, Choice)):
        parts = node.parts if isinstance(node, Series) else node.branches
        return sum(map(_size, parts))
    if isinstance(node, Repeat):
        size = _size(node.item)
        expanded = size * _count(node)
        return size if expanded > LARGEST_REPEAT else expanded
    return 1


def _count(node: Repeat) -> int:
    return max(node.least, 1) if node.most is None else node.most


def _limits(least: int, most: int | None) -> str:
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
    if short:
        return short
    if most is None:
        return f"{{{least},}}"
    return f"{{{least}}}" if least == most else f"{{{least},{most}}}"
