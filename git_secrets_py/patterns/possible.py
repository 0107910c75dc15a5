"""The check that a pattern can match at all, over the situations of a position in a line.

A position is between two bytes. Its situation is the kind of the byte before it (none, a word
byte, another byte) and the kind of the byte after it. A pattern relates the situations in which a
match may begin to those in which it may end: a byte leads on, an assertion permits some
situations, a series composes relations. If no pair is left, the pattern matches in no line.
Lookarounds and back-references are assumed to hold.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns.byte_sets import ALL, NEWLINE, WORD
from git_secrets_py.patterns.ere_tree import (
    Assertion,
    Bytes,
    Choice,
    Group,
    Lookaround,
    Repeat,
    Series,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from git_secrets_py.patterns.ere_tree import Node

    # For each situation before, the bits of the situations after.
    Relation = tuple[int, ...]

MATCHES_NOTHING = "it matches the empty string, so it would match everywhere"
NEVER_MATCHES = "it can never match: no line satisfies its anchors and word boundaries"
NEEDS_NEWLINE = (
    "it needs a newline, but a match never spans lines; "
    "match one line of the secret, or use the rule private-key for keys"
)

# Of one repeat, in bytes: compiling it takes 0.2 s and 80 MB.
LARGEST_EXPANSION = 200_000
TOO_LARGE = f"its nested repeats require more than {LARGEST_EXPANSION:,} bytes"

_EDGE, _WORD, _OTHER = range(3)
_SITUATIONS = [(before, after) for before in range(3) for after in range(3)]
_NONE: Relation = (0,) * 9
_IDENTITY: Relation = tuple(1 << number for number in range(9))
# More steps than situations reach nothing new.
_ENOUGH = len(_SITUATIONS)


def check(source: bytes, tree: Node, newline: tuple[int, int] | None) -> None:
    """Raise ``PatternError`` if the pattern is useless: it matches the empty string, can never
    match, or is too large to compile.

    ``newline`` is the place of its first escape that matches only a newline.
    """
    _expanded(source, tree)
    if not any(_IN_A_LINE.of(tree)):
        if newline and any(_Relations(newline=True).of(tree)):
            raise PatternError(source, *newline, NEEDS_NEWLINE)
        raise PatternError(source, 0, len(source), NEVER_MATCHES)
    if tree.nullable:
        raise PatternError(source, 0, len(source), MATCHES_NOTHING)


def _expanded(source: bytes, node: Node) -> int:
    """Return the number of positions in ``node`` with its required repeats expanded.

    Raises ``PatternError`` for a repeat of too many: ``regex`` expands it in memory.
    """
    if isinstance(node, (Group, Lookaround)):
        return _expanded(source, node.body)
    if isinstance(node, Repeat):
        size = _expanded(source, node.item) * max(node.least, 1)
        if size > LARGEST_EXPANSION and node.least > 1:
            raise PatternError(source, 0, len(source), TOO_LARGE)
        return size
    parts = node.parts if isinstance(node, Series) else ()
    parts = node.branches if isinstance(node, Choice) else parts
    return sum(_expanded(source, part) for part in parts) if parts else 1


def matches_as_word(tree: Node) -> bool:
    """Return whether a match can have neighbors that are not word bytes."""
    relation = _IN_A_LINE.of(tree)
    ends = sum(1 << number for number, (_, after) in enumerate(_SITUATIONS) if after != _WORD)
    return any(
        relation[number] & ends for number, (before, _) in enumerate(_SITUATIONS) if before != _WORD
    )


class _Relations:
    """Computes relations, each composition once: few of them are distinct."""

    def __init__(self, *, newline: bool = False) -> None:
        """With ``newline``, a newline counts as a byte like any other."""
        self._alphabet = ALL if newline else ALL - NEWLINE
        self._composed: dict[tuple[Relation, Relation], Relation] = {}

    def of(self, node: Node) -> Relation:
        """Return the relation of ``node``."""
        if isinstance(node, Bytes):
            return self._byte(node.members)
        if isinstance(node, Assertion):
            return _ASSERTIONS[node.kind]
        if isinstance(node, Group):
            return self.of(node.body)
        if isinstance(node, Repeat):
            return self._repeat(node)
        if isinstance(node, Series):
            return self._series(node)
        if isinstance(node, Choice):
            return _union(*map(self.of, node.branches))
        return _IDENTITY if isinstance(node, Lookaround) else self._any_text()

    def _byte(self, members: frozenset[int]) -> Relation:
        members &= self._alphabet
        return _BYTES[not members.isdisjoint(WORD), not members <= WORD]

    def _series(self, node: Series) -> Relation:
        relation = _IDENTITY
        for part in node.parts:
            relation = self._compose(relation, self.of(part))
        return relation

    def _repeat(self, node: Repeat) -> Relation:
        once = self.of(node.item)
        optional = _union(_IDENTITY, once)
        more = _ENOUGH if node.most is None else node.most - node.least
        return self._compose(self._power(once, node.least), self._power(optional, more))

    def _any_text(self) -> Relation:
        """The relation of a back-reference: any text, or none."""
        return self._power(_union(_IDENTITY, _BYTES[True, True]), _ENOUGH)

    def _power(self, relation: Relation, exponent: int) -> Relation:
        result = _IDENTITY
        while exponent:
            if exponent & 1:
                result = self._compose(result, relation)
            relation = self._compose(relation, relation)
            exponent >>= 1
        return result

    def _compose(self, first: Relation, second: Relation) -> Relation:
        if first is _IDENTITY:
            return second
        key = first, second
        if key not in self._composed:
            self._composed[key] = tuple(
                _union_of(second[number] for number in range(9) if row >> number & 1)
                for row in first
            )
        return self._composed[key]


def _union(*relations: Relation) -> Relation:
    return tuple(_union_of(rows) for rows in zip(*relations, strict=True))


def _union_of(rows: Iterable[int]) -> int:
    united = 0
    for row in rows:
        united |= row
    return united


def _where(holds: Callable[[int, int], bool]) -> Relation:
    """Return the relation of an assertion, which ``holds`` between two kinds of bytes."""
    return tuple(holds(*_SITUATIONS[number]) << number for number in range(9))


def _byte_of(kinds: set[int]) -> Relation:
    """Return the relation of a byte of one of ``kinds``: it is after, then before."""
    after = {kind: sum(1 << kind * 3 + next_ for next_ in range(3)) for kind in kinds}
    return tuple(after.get(kind, 0) for _, kind in _SITUATIONS)


_ASSERTIONS = {
    "A": _where(lambda before, after: before == _EDGE),
    "Z": _where(lambda before, after: after == _EDGE),
    "b": _where(lambda before, after: (before == _WORD) != (after == _WORD)),
    "B": _where(lambda before, after: (before == _WORD) == (after == _WORD)),
    "<": _where(lambda before, after: before != _WORD and after == _WORD),
    ">": _where(lambda before, after: before == _WORD and after != _WORD),
}
_BYTES = {
    (False, False): _NONE,
    (True, False): _byte_of({_WORD}),
    (False, True): _byte_of({_OTHER}),
    (True, True): _byte_of({_WORD, _OTHER}),
}
# Shared by all patterns, so that thousands of similar ones compose little.
_IN_A_LINE = _Relations()
