"""Two ways to write a syntax tree down: exactly for ``regex``, and as a filter for a block.

What is written is ASCII and plain: every set of bytes is spelled out, and every byte that is not
alphanumeric stands as ``\\xHH``, so that nothing depends on flags, locale or engine.
"""

from __future__ import annotations

from git_secrets_py.patterns.byte_sets import ALL, NEWLINE, WORD
from git_secrets_py.patterns.ere_tree import (
    Assertion,
    Backreference,
    Bytes,
    Choice,
    Group,
    Repeat,
    Series,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

EXACT_ASSERTIONS = {"A": "^", "Z": r"\Z", "b": r"\b", "B": r"\B", "<": r"\m", ">": r"\M"}
#: A filter has no lookaround; a word that begins or ends is a word boundary at least. It has no
#: anchors either: Hyperscan refuses them behind or before a byte, which is where the word rule
#: puts them, and a pattern that it refuses is some hundred times slower to look for.
FILTER_ASSERTIONS = {"b": r"\b", "B": r"\B", "<": r"\b", ">": r"\b"}

#: A repeat that takes more places than this is without its bounds in a filter: Hyperscan writes
#: repeats out, and would take minutes to compile ``([ab]{400}c){400}``.
LARGEST_REPEAT = 2000


def exact(tree: Node, *, captures: bool) -> bytes:
    """Write ``tree`` for the ``regex`` module, to be matched within one line.

    ``captures`` says whether groups keep their numbers, for back-references.
    """
    return _Exact(captures=captures).emit(tree).encode("ascii")


def filter_(tree: Node) -> bytes:
    """Write ``tree`` for a search in a block of lines: never less than ``exact``, perhaps more.

    Nothing that is written can match a newline, or tells a line's end from the ``\\r`` before it.
    """
    return _Filter(captures=False).emit(tree).encode("ascii")


def byte_class(members: frozenset[int]) -> str:
    """Write a set of bytes, newline left out, in the shorter of its two forms."""
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
    """Writes a tree for the ``regex`` module."""

    def __init__(self, *, captures: bool) -> None:
        self.opening = "(" if captures else "(?:"
        self.writers = {
            Bytes: self.bytes_,
            Assertion: self.assertion,
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

    def backreference(self, node: Backreference) -> str:
        return f"\\g<{node.number}>"  # \1 would run into a digit behind it

    def group(self, node: Group) -> str:
        return f"{self.opening}{self.emit(node.body)})"

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
    """Writes a tree in the syntax that Hyperscan and ``regex`` share."""

    def bytes_(self, node: Bytes) -> str:
        # What matches nothing but a newline matches nothing; Hyperscan refuses to be told so.
        return byte_class(node.members - NEWLINE or ALL)

    def assertion(self, node: Assertion) -> str:
        return FILTER_ASSERTIONS.get(node.kind, "")

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
    """The number of places in a filter for ``node``, with its repeats written out."""
    if isinstance(node, Group):
        return _size(node.body)
    if isinstance(node, (Series, Choice)):
        parts = node.parts if isinstance(node, Series) else node.branches
        return sum(map(_size, parts))
    if isinstance(node, Repeat):
        size = _size(node.item)
        written_out = size * _count(node)
        return size if written_out > LARGEST_REPEAT else written_out
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
