"""The syntax tree of a pattern, which the parsers build and the emitters read.

Each node has two properties that its constructor computes: ``nullable``, whether it matches the
empty string (anchors and word boundaries do), and ``levels``, how deeply its parentheses nest.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MAXIMUM_LEVELS = 60  # of recursion: about six calls a level in ``regex``, eight here

CAPTURING = "("
SECRET = "(?P<secret>"  # the group whose text is the secret of a match


class Bytes:
    """One byte of the set ``members``."""

    __slots__ = ("members",)

    nullable = False
    levels = 0

    def __init__(self, members: frozenset[int]) -> None:
        self.members = members


class Assertion:
    """A condition on the position between two bytes.

    ``kind`` is ``A`` for the start of the line, ``Z`` for its end, ``b`` for a word boundary,
    ``B`` for any other position, ``<`` for the start of a word, and ``>`` for its end.
    """

    __slots__ = ("kind",)

    nullable = True
    levels = 0

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Lookaround:
    """A condition on the text before or after a position; ``opening`` is ``(?=`` or the like."""

    __slots__ = ("body", "levels", "opening")

    nullable = True
    levels: int

    def __init__(self, body: Node, opening: str) -> None:
        self.body = body
        self.opening = opening
        self.levels = body.levels + 1


class Backreference:
    """The text that group ``number`` matched, in any case if ``caseless``."""

    __slots__ = ("caseless", "nullable", "number")

    levels = 0

    def __init__(self, number: int, *, nullable: bool, caseless: bool = False) -> None:
        self.number = number
        self.nullable = nullable
        self.caseless = caseless


class Group:
    """A parenthesized part.

    ``opening`` is ``(``, ``(?:``, ``(?>`` for an atomic group, or ``(?P<secret>``.
    """

    __slots__ = ("body", "levels", "nullable", "opening")

    levels: int
    nullable: bool

    def __init__(self, body: Node, opening: str = CAPTURING) -> None:
        self.body = body
        self.opening = opening
        self.levels = body.levels + 1
        self.nullable = body.nullable

    @property
    def captures(self) -> bool:
        """Whether back-references can refer to it."""
        return self.opening in (CAPTURING, SECRET)


class Repeat:
    """``item`` repeated ``least`` to ``most`` times; ``most`` is ``None`` if there is no limit.

    ``mode`` is ``""`` for greedy, ``"?"`` for lazy and ``"+"`` for possessive.
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
    """A sequence of parts."""

    __slots__ = ("levels", "nullable", "parts")

    levels: int
    nullable: bool

    def __init__(self, parts: Sequence[Node]) -> None:
        self.parts = parts
        self.levels = max((part.levels for part in parts), default=0)
        self.nullable = all(part.nullable for part in parts)


class Choice:
    """A choice between branches."""

    __slots__ = ("branches", "levels", "nullable")

    levels: int
    nullable: bool

    def __init__(self, branches: Sequence[Node]) -> None:
        self.branches = branches
        self.levels = max(branch.levels for branch in branches)
        self.nullable = any(branch.nullable for branch in branches)


if TYPE_CHECKING:
    Node = Bytes | Assertion | Lookaround | Backreference | Group | Repeat | Series | Choice
