"""Searches for a pattern in short lines: in many at once, and without a time limit.

The clock is read for each search with a time limit, which takes longer than the search of a line.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, takewhile

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns.byte_sets import NEWLINE
from git_secrets_py.patterns.ere_tree import (
    Assertion,
    Backreference,
    Bytes,
    Choice,
    Group,
    Lookaround,
    Repeat,
    Series,
)
from git_secrets_py.patterns.native_parser import NativeParser, RegexOnlyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.patterns.ere_tree import Node

    # The ways to match, and the steps to try all of them, at one place.
    Effort = tuple[float, float]

# ``regex`` takes about 0.2 s for them.
MOST_STEPS = 5_000_000
# More branches are not compared with each other.
MOST_BRANCHES = 32
_LENGTHS = (4096, 1024, 256, 64)
_ATOMIC = "(?>"
_TOO_MANY = float("inf")


def short_line(source: bytes) -> int:
    """Return a length of lines in which a search for ``source`` ends soon; 0 if none is known.

    ``source`` is in the syntax of the ``regex`` module. The search may be for the longest match.
    """
    read = _read(source)
    if read is None:
        return 0
    tree = read[0]
    short = (length for length in _LENGTHS if length * _effort(tree, length)[1] <= MOST_STEPS)
    return next(short, 0)


def is_within_lines(source: bytes) -> bool:
    """Return whether a search for ``source`` in lines has the matches of a search in each line.

    It does if nothing in it matches a newline, and if it does not depend on the ends of a line,
    except that no word byte is beyond them.
    """
    read = _read(source)
    if read is None:
        return False
    tree, crosses_lines = read
    return not crosses_lines and not tree.nullable and _is_within_line(tree)


def reach(source: bytes) -> tuple[int, int]:
    """Return the most bytes of a match with all that it depends on, and of that before it.

    (0, 0) if there is no bound, or if it is not known.
    """
    read = _read(source)
    width = _TOO_MANY if read is None else _width(read[0])
    if read is None or width == _TOO_MANY:
        return 0, 0
    return int(width), int(_behind(read[0]))


def _width(node: Node) -> float:
    """Return the most bytes that ``node`` reads."""
    if isinstance(node, (Bytes, Assertion)):
        return 1
    if isinstance(node, (Group, Lookaround)):
        return _width(node.body)
    if isinstance(node, Repeat):
        if node.most is None:
            return _TOO_MANY
        return node.most and node.most * _width(node.item)  # {0} of a part without a bound is 0
    if isinstance(node, Backreference):
        return _TOO_MANY
    if isinstance(node, Series):
        return sum(map(_width, node.parts))
    return max(map(_width, node.branches))


def _behind(node: Node) -> float:
    """Return the most bytes that ``node`` reads before a match."""
    if isinstance(node, Lookaround) and node.opening.startswith("(?<"):
        return _width(node.body)
    return max(map(_behind, _parts(node)), default=0)


def _parts(node: Node) -> Sequence[Node]:
    """Return the nodes that ``node`` consists of."""
    if isinstance(node, (Group, Lookaround)):
        return (node.body,)
    if isinstance(node, Repeat):
        return (node.item,)
    if isinstance(node, Series):
        return node.parts
    return node.branches if isinstance(node, Choice) else ()


@lru_cache(maxsize=1)  # the functions above are called one after the other
def _read(source: bytes) -> tuple[Node, bool] | None:
    """Return the tree of ``source``, and whether a dot in it matches a newline.

    ``None`` if only ``regex`` can read it.
    """
    parser = NativeParser(source)
    try:
        return parser.pattern(), parser.crosses_lines
    except (PatternError, RegexOnlyError):
        return None


def _is_within_line(node: Node) -> bool:
    if isinstance(node, Bytes):
        return node.members.isdisjoint(NEWLINE)
    if isinstance(node, Assertion):
        return node.kind not in "AZ"
    return all(map(_is_within_line, _parts(node)))


def _effort(node: Node, length: int) -> Effort:
    """Return the effort of ``node`` at one place in a text of ``length`` bytes."""
    if isinstance(node, Group):
        ways, steps = _effort(node.body, length)
        return (1, steps) if node.opening == _ATOMIC else (ways, steps)
    if isinstance(node, Lookaround):  # nothing in it is tried again
        return 1, _effort(node.body, length)[1]
    if isinstance(node, Repeat):
        return _repeated(node, length)
    if isinstance(node, Series):
        return _series(node, length)
    if isinstance(node, Choice):
        efforts = [_effort(branch, length) for branch in node.branches]
        add = max if _are_exclusive(node.branches) else sum
        return add(ways for ways, _ in efforts), sum(steps for _, steps in efforts) + 1
    return 1, length if isinstance(node, Backreference) else 1


def _series(node: Series, length: int) -> Effort:
    ways = steps = 1.0
    for part in node.parts:
        more, cost = _effort(part, length)
        steps += ways * cost
        ways *= more
    return ways, steps


def _repeated(node: Repeat, length: int) -> Effort:
    ways, steps = _effort(node.item, length)
    most = length if node.most is None else max(min(node.most, length), 1)
    if node.item.nullable or ways > 1:
        tries = sum(ways**number for number in range(most)) if most * ways < 64 else _TOO_MANY
        total = (tries * ways + 1, tries * steps + 1)
    else:
        total = (max(most - node.least, 0) + 1, most * steps + 1)
    return (1, total[1]) if node.mode == "+" else total


def _are_exclusive(branches: Sequence[Node]) -> bool:
    """Return whether no text begins with matches of two ``branches``."""
    if len(branches) > MOST_BRANCHES:
        return False
    heads = [_head(branch) for branch in branches]
    return all(
        any(one.isdisjoint(other) for one, other in zip(*pair, strict=False))
        for pair in combinations(heads, 2)
    )


def _head(node: Node) -> list[frozenset[int]]:
    """Return the sets of the bytes that a match of ``node`` begins with, up to the first choice."""
    if isinstance(node, Bytes):
        return [node.members]
    if isinstance(node, Group):
        return _head(node.body)
    if not isinstance(node, Series):
        return []
    parts = takewhile(lambda part: isinstance(part, Bytes), node.parts)
    return [part.members for part in parts if isinstance(part, Bytes)]
