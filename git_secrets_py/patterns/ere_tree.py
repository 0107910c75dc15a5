"""The syntax tree of a pattern: small values that the parsers make and the emitters read.

Every node knows, from the moment it is made, whether it is ``nullable`` (matches the empty
string; anchors and word boundaries do) and how many ``levels`` of parentheses it needs, so that
nobody has to walk the tree to find out.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MAXIMUM_LEVELS = 60  # the ``regex`` module recurses some six calls deep for each, we eight


class Bytes:
    """One byte out of ``members``."""

    __slots__ = ("members",)

    nullable = False
    levels = 0

    def __init__(self, members: frozenset[int]) -> None:
        self.members = members


class Assertion:
    """Something that is true or false between two bytes.

    ``kind`` is a letter: ``A`` the line begins here, ``Z`` it ends here, ``b`` a word begins or
    ends here, ``B`` it does not, ``<`` one begins, ``>`` one ends, ``?`` anything else.
    """

    __slots__ = ("kind",)

    nullable = True
    levels = 0

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Backreference:
    """The text that group ``number`` matched, once more."""

    __slots__ = ("nullable", "number")

    levels = 0

    def __init__(self, number: int, *, nullable: bool) -> None:
        self.number = number
        self.nullable = nullable


class Group:
    """A part in parentheses."""

    __slots__ = ("body", "levels", "nullable")

    levels: int
    nullable: bool

    def __init__(self, body: Node) -> None:
        self.body = body
        self.levels = body.levels + 1
        self.nullable = body.nullable


class Repeat:
    """``item`` from ``least`` to ``most`` times; ``most`` is ``None`` where there is no limit.

    ``mode`` is ``""`` for the usual greedy one, ``"?"`` for lazy and ``"+"`` for possessive.
    """

    __slots__ = ("item", "least", "levels", "mode", "most", "nullable")

    levels: int
    nullable: bool

    def __init__(self, item: Node, least: int, most: int | None, mode: str = "") -> None:
        self.item = item
        self.least = least
        self.most = most
        self.mode = mode
        self.levels = item.levels + isinstance(item, Repeat)
        self.nullable = least == 0 or item.nullable


class Series:
    """Parts, one after the other."""

    __slots__ = ("levels", "nullable", "parts")

    levels: int
    nullable: bool

    def __init__(self, parts: Sequence[Node]) -> None:
        self.parts = parts
        self.levels = max((part.levels for part in parts), default=0)
        self.nullable = all(part.nullable for part in parts)


class Choice:
    """One of several branches."""

    __slots__ = ("branches", "levels", "nullable")

    levels: int
    nullable: bool

    def __init__(self, branches: Sequence[Node]) -> None:
        self.branches = branches
        self.levels = max(branch.levels for branch in branches)
        self.nullable = any(branch.nullable for branch in branches)


if TYPE_CHECKING:
    Node = Bytes | Assertion | Backreference | Group | Repeat | Series | Choice
